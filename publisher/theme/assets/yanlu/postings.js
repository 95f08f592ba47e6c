// Reading the index: see publisher/search/postings.py and shards.py for its form.

/** The number of the shard that holds a term of two code points (the second may be 0). */
export function shardOf(first, second, shards) {
  const mixed = (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca77)) >>> 0;
  return (mixed ^ (mixed >>> 15)) & (shards - 1);
}

class Reader {
  constructor(data, at = 0, end = data.length) {
    this.data = data;
    this.at = at;
    this.end = end;
  }

  get more() {
    return this.at < this.end;
  }

  varint() {
    let number = 0;
    let scale = 1;
    for (;;) {
      const byte = this.data[this.at++];
      number += (byte & 127) * scale;
      if (byte < 128) return number;
      scale *= 128;
    }
  }

  part(length) {
    const part = new Reader(this.data, this.at, this.at + length);
    this.at += length;
    return part;
  }
}

/** The payload of a term in each policy of a shard: Map(policy number → Reader). */
export function payloads(shard, first, second) {
  const found = new Map();
  const reader = new Reader(shard);
  let policy = -1;
  while (reader.more) {
    policy += reader.varint();
    const block = reader.part(reader.varint());
    const payload = findTerm(block, first, second);
    if (payload) found.set(policy, payload);
  }
  return found;
}

function findTerm(block, first, second) {
  while (block.more) {
    const one = block.varint();
    const two = block.varint();
    const payload = block.part(block.varint());
    if (one === first && two === second) return payload;
    if (one > first || (one === first && two > second)) return null;
  }
  return null;
}

/** The clauses of a single character's payload, rising. */
export function clausesOf(payload) {
  const clauses = [];
  let clause = -1;
  while (payload.more) clauses.push((clause += payload.varint()));
  return clauses;
}

/** The positions of a bigram: Map(clause → Set of positions). */
export function placesOf(payload) {
  const places = new Map();
  let clause = -1;
  while (payload.more) {
    const head = payload.varint();
    clause += head >> 1;
    let count = head & 1 ? payload.varint() : 1;
    const positions = new Set();
    for (let position = 0; count > 0; count -= 1) positions.add((position += payload.varint()));
    places.set(clause, positions);
  }
  return places;
}
