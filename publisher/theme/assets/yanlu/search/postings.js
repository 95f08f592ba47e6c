// Reading a shard of the index, in the form of publisher/search/terms.py and shards.py.

const POINT = 2 ** 21;
const CODES = 2 ** 42;
const MIXER = 2718142227965;
const MIXER_HIGH = Math.floor(MIXER / POINT);
const MIXER_LOW = MIXER % POINT;
// Wider than any clause is long: a place is one number, clause * CLAUSE + position.
const CLAUSE = 2 ** 26;
const NO_POINTS = 0x110000;
const HASHES = 2 ** 40 - 87;

/** The code of a term of two code points (the second may be 0): a product modulo 2^42. */
export function codeOf(first, second) {
  const high = (first * MIXER_LOW + second * MIXER_HIGH) % POINT;
  return (high * POINT + second * MIXER_LOW) % CODES;
}

/** The number of the shard that holds a code; ``shards`` is a power of two. */
export function shardOf(code, shards) {
  return Math.floor(code / (CODES / shards));
}

/** The two halves by which the step of an eId is known: art_12. */
export function stepPoints(step) {
  let number = 0;
  for (const char of step) number = (number * 31 + char.codePointAt(0)) % HASHES;
  return [NO_POINTS + Math.floor(number / POINT), number % POINT];
}

class Reader {
  constructor(data, at, end) {
    this._data = data;
    this._at = at;
    this._end = end;
  }

  get at() {
    return this._at;
  }

  get more() {
    return this._at < this._end;
  }

  varint() {
    let number = 0;
    let scale = 1;
    for (;;) {
      const byte = this._data[this._at++] ?? 0;
      if (byte < 128) return number + byte * scale;
      number += (byte - 128) * scale;
      scale *= 128;
    }
  }
}

/** Whether a shard came whole: as long as its table gives. */
export function isWhole(buffer) {
  const data = new Uint8Array(buffer);
  const reader = new Reader(data, 0, data.length);
  let entries = 0;
  for (let terms = reader.varint(); terms > 0 && reader.more; terms -= 1) {
    reader.varint();
    entries += reader.varint();
  }
  let length = 0;
  for (; entries > 0 && reader.more; entries -= 1) {
    reader.varint();
    length += reader.varint();
  }
  return reader.at + length === data.length;
}

/** The payloads of a term in a shard: Map(policy number → Reader). */
export function payloads(data, code, shards) {
  const reader = new Reader(data, 0, data.length);
  const { before, count, after } = findTerm(reader, code, shards);
  const found = new Map();
  let start = 0;
  const starts = [];
  for (let entry = 0; entry < before; entry += 1) {
    reader.varint();
    start += reader.varint();
  }
  for (let entry = 0, policy = 0; entry < count; entry += 1) {
    policy += reader.varint();
    starts.push([policy, start]);
    start += reader.varint();
  }
  const end = start;
  for (let entry = 0; entry < after * 2; entry += 1) reader.varint();
  starts.forEach(([policy, from], entry) => {
    const to = entry + 1 < starts.length ? starts[entry + 1][1] : end;
    found.set(policy, new Reader(data, reader.at + from, reader.at + to));
  });
  return found;
}

/** How many entries are before those of a term, how many it has, how many follow. */
function findTerm(reader, code, shards) {
  const found = { before: 0, count: 0, after: 0 };
  let at = shardOf(code, shards) * (CODES / shards);
  for (let terms = reader.varint(); terms > 0; terms -= 1) {
    at += reader.varint();
    const entries = reader.varint();
    if (at < code) found.before += entries;
    else if (at === code) found.count = entries;
    else found.after += entries;
  }
  return found;
}

/** The clauses of a single character's payload, rising; 0 is the title. */
export function clausesOf(payload) {
  const clauses = [];
  let clause = 0;
  while (payload.more) clauses.push((clause += payload.varint()));
  return clauses;
}

/** The places of a bigram, rising. */
export const placesOf = (payload) => readPlaces(payload).places;

/** The length of each clause that begins with a bigram: Map(clause → code points). */
export const lengthsOf = (payload) => readPlaces(payload).lengths;

function readPlaces(payload) {
  const places = [];
  const lengths = new Map();
  let clause = 0;
  let position = 0;
  while (payload.more) {
    const gap = payload.varint();
    if (gap) position = 0;
    clause += gap;
    position += payload.varint();
    places.push(clause * CLAUSE + position);
    if (position === 0) lengths.set(clause, payload.varint());
  }
  return { places, lengths };
}

/** The places that are in one list, and ``distance`` further on in another. */
export function meet(places, others, distance) {
  const met = [];
  let at = 0;
  for (const place of places) {
    while (at < others.length && others[at] < place + distance) at += 1;
    if (at < others.length && others[at] === place + distance) met.push(place);
  }
  return met;
}

/** The clauses of places, each once, rising. */
export function clausesAt(places) {
  const clauses = [];
  for (const place of places) {
    const clause = Math.floor(place / CLAUSE);
    if (clauses[clauses.length - 1] !== clause) clauses.push(clause);
  }
  return clauses;
}
