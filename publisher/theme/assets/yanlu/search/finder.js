// The index of the site: what is fetched of it, and which clauses hold a phrase.

import { clausesAt, clausesOf, codeOf, isWhole, meet, payloads, placesOf, shardOf } from "./postings.js";
import { readSimplified } from "../fold.js";
import { file, once } from "../page.js";

export class Finder {
  /** ``root`` is the address of the site. */
  constructor(root) {
    this._folder = new URL("assets/search/", root);
    this._kept = new Map();
  }

  /** Read the manifest and the table of the fold. */
  async open() {
    // Requested each time: the addresses of all other files change with these two.
    const [manifest, pairs] = await Promise.all([
      this._fetch("manifest.json", "json", "no-cache"),
      this._fetch("simplified.txt", "text", "no-cache"),
    ]);
    this.manifest = manifest;
    this.simplified = readSimplified(pairs);
    this.numbers = new Map(manifest.ids.map((id, number) => [id, number]));
    return this;
  }

  _fetch(path, kind, cache = "default", whole = undefined) {
    return file(new URL(path, this._folder), kind, { cache }, whole);
  }

  _fetchOnce(path, kind, whole) {
    return once(this._kept, path, () => this._fetch(path, kind, "default", whole));
  }

  /** Title, version and rows of a policy: {title, version, rows: [[eid, citation, number, words]]}. */
  text(policy) {
    const id = this.manifest.ids[policy];
    const key = this.manifest.keys.slice(policy * 4, policy * 4 + 4);
    return this._fetchOnce(`text/${id}.json?${key}`, "json");
  }

  /** The title of a policy, from its file of 64 titles. */
  async title(policy) {
    const titles = await this._fetchOnce(`titles/${policy >> 6}.json?${this.manifest.seal.slice(0, 16)}`, "json");
    return titles[policy % 64];
  }

  async _lookUp(first, second) {
    const { shards, seal } = this.manifest;
    const code = codeOf(first, second);
    const name = shardOf(code, shards).toString(16).padStart(3, "0");
    const buffer = await this._fetchOnce(`${name}.bin?${seal.slice(0, 16)}`, "arrayBuffer", isWhole);
    return payloads(new Uint8Array(buffer), code, shards);
  }

  /** The clauses that hold all folded phrases: Map(policy → clauses, rising); 0 is the title. */
  async find(phrases) {
    if (!phrases.length) return new Map();
    const found = await Promise.all(phrases.map((phrase) => this.findPhrase(phrase)));
    return found.reduce(inBoth);
  }

  /** The clauses that hold one folded phrase: Map(policy → clauses, rising). */
  async findPhrase(phrase) {
    const points = Array.from(phrase, (char) => char.codePointAt(0));
    if (points.length === 1) {
      const singles = await this._lookUp(points[0], 0);
      return new Map([...singles].map(([policy, payload]) => [policy, clausesOf(payload)]));
    }
    const terms = await Promise.all(
      offsets(points.length).map(async (at) => ({ at, in: await this._lookUp(points[at], points[at + 1]) })),
    );
    return meetAll(terms);
  }
}

/** Bigrams at 0, 2, 4, … and at the end cover every character of a phrase in its place. */
function offsets(length) {
  const found = [];
  for (let at = 0; at < length - 2; at += 2) found.push(at);
  return [...found, length - 2];
}

function inBoth(one, other) {
  const both = new Map();
  for (const [policy, clauses] of one) {
    const kept = meet(clauses, other.get(policy) ?? [], 0);
    if (kept.length) both.set(policy, kept);
  }
  return both;
}

function meetAll(terms) {
  terms.sort((one, other) => one.in.size - other.in.size);
  const [rarest, ...others] = terms;
  const found = new Map();
  for (const [policy, payload] of rarest.in) {
    if (!others.every((term) => term.in.has(policy))) continue;
    let places = placesOf(payload);
    for (const term of others) {
      if (places.length) places = meet(places, placesOf(term.in.get(policy)), term.at - rarest.at);
    }
    if (places.length) found.set(policy, clausesAt(places));
  }
  return found;
}
