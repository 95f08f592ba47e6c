// The index of the site: what is fetched of it, and which clauses hold a phrase.

import { clausesAt, clausesOf, codeOf, isAtStart, isWhole, meet, payloads, placesOf, shardOf, stepPoints } from "./postings.js";
import { fold, readSimplified } from "../fold.js";
import { file, once } from "../page.js";
import { FIRST_CLAUSE, holds, wordingsOf } from "./wording.js";

// Of a long phrase so many terms are read at a time: a few most often tell where it stands.
const ROUND = 4;
// In so few policies a phrase is looked for in the text itself, which is shown anyway.
const FEW = 4;
const SHORT = 8;

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

  fold(text) {
    return fold(text, this.simplified);
  }

  /** The file of a policy's text, as publisher/search/documents.py writes it. */
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

  /**
   * What holds all folded phrases: ``hits`` are clauses, Map(policy → clauses, rising);
   * ``documents`` the policies that hold them in their title, then those that hold them in what
   * else is said of them. The longest is looked up first, as it leaves the fewest.
   */
  async find(phrases) {
    const [longest, ...others] = [...phrases].sort((one, other) => other.length - one.length);
    let found = longest ? await this.findPhrase(longest) : new Map();
    const titled = new Set([...found].filter(([, [first]]) => first === 0).map(([policy]) => policy));
    const about = new Set([...found].filter(([, [first]]) => first < FIRST_CLAUSE).map(([policy]) => policy));
    let hits = onlyClauses(found);
    for (const phrase of others) {
      const left = new Set([...hits.keys(), ...about]);
      found = left.size <= FEW ? await this._among(left, hits, phrase) : await this.findPhrase(phrase);
      hits = inBoth(hits, found);
      const first = (policy) => (found.get(policy) || [])[0];
      about.forEach((policy) => { if (!(first(policy) < FIRST_CLAUSE)) about.delete(policy); });
      titled.forEach((policy) => { if (first(policy) !== 0) titled.delete(policy); });
    }
    return { hits, documents: [...titled, ...[...about].filter((policy) => !titled.has(policy))] };
  }

  /** Which of these clauses, titles and what is said of the policies hold a phrase. */
  async _among(policies, hits, phrase) {
    const found = new Map();
    for (const policy of policies) {
      const text = await this.text(policy);
      const asked = [0, 1, ...(hits.get(policy) || [])];
      found.set(policy, asked.filter((clause) => holds(this, text, clause, phrase)));
    }
    return found;
  }

  /** The clauses that hold one folded phrase, and 0 for the title, 1 for what is said of it. */
  async findPhrase(phrase) {
    const [point, more] = Array.from(phrase, (char) => char.codePointAt(0));
    if (more === undefined) return clausesIn(await this._lookUp(point, 0));
    const places = await this.findPlaces(phrase);
    return new Map([...places].map(([policy, some]) => [policy, clausesAt(some)]));
  }

  /** The places at which a folded phrase of two characters or more begins: Map(policy → places). */
  async findPlaces(phrase) {
    const points = Array.from(phrase, (char) => char.codePointAt(0));
    let found = null;
    for (const offsets of rounds(points.length)) {
      if (found && found.size <= FEW) return this._confirmed(found, phrase);
      const terms = await Promise.all(
        offsets.map(async (at) => ({ at, in: await this._lookUp(points[at], points[at + 1]) })),
      );
      found = meetAll(found, terms);
      if (!found.size) return found;
    }
    return found;
  }

  /** Those of some places at which the text has the phrase. */
  async _confirmed(found, phrase) {
    const confirmed = new Map();
    for (const [policy, places] of found) {
      const text = await this.text(policy);
      const clauses = new Set(clausesAt(places).filter((clause) => holds(this, text, clause, phrase)));
      const kept = places.filter((place) => clauses.has(clausesAt([place])[0]));
      if (kept.length) confirmed.set(policy, kept);
    }
    return confirmed;
  }

  /**
   * The clauses that are what is asked and nothing else, out of so many policies: Map(policy →
   * clause); those with the same signs come first.
   */
  async whole(question, most) {
    const folded = this.fold(question);
    const places = folded.length > 1 ? [...(await this.findPlaces(folded))] : [];
    // A 款 may be what is asked without the number of its 条 before it; a short one is seldom that.
    const begun = folded.length < SHORT ? isAtStart : () => true;
    const starts = places.map(([policy, some]) => [policy, clausesAt(some.filter(begun))]);
    const [same, alike] = [[], []];
    for (const [policy, clauses] of starts.filter(([, some]) => some.length).slice(0, folded.length < SHORT ? FEW : most)) {
      const text = await this.text(policy);
      const wordings = clauses
        .filter((clause) => clause >= FIRST_CLAUSE)
        .flatMap((clause) => wordingsOf(text, clause).map((words) => [clause, words]));
      const whole = wordings.filter(([, words]) => this.fold(words) === folded);
      const signed = whole.find(([, words]) => unspaced(words) === unspaced(question));
      if (whole.length) (signed ? same : alike).push([policy, (signed || whole[0])[0]]);
    }
    return new Map([...same, ...alike]);
  }

  /** The policies in which a citation may begin with one of these steps, art_12: those of the first step first. */
  async findSteps(steps) {
    const found = await Promise.all(steps.map((step) => this._lookUp(...stepPoints(step))));
    return [...new Set(found.flatMap((one) => [...one.keys()]))];
  }

  /** Whether a policy is a consultation. */
  isConsultation(policy) {
    const { names, of } = this.manifest.facets.kind;
    return names[of[policy]] === "consultation";
  }
}

/** Where the terms of a phrase begin that cover every character, a few at a time; 0 is among the first. */
function rounds(length) {
  const offsets = [];
  for (let at = 0; at < length - 2; at += 2) offsets.push(at);
  offsets.push(length - 2);
  const step = Math.max(1, (offsets.length - 1) / (ROUND - 1));
  const spread = new Set(Array.from({ length: ROUND }, (_, at) => offsets[Math.round(at * step)]));
  const first = offsets.filter((at) => spread.has(at));
  const rest = offsets.filter((at) => !spread.has(at));
  const found = [first];
  for (let at = 0; at < rest.length; at += 2 * ROUND) found.push(rest.slice(at, at + 2 * ROUND));
  return found;
}

const unspaced = (words) => words.replace(/\s/gu, "");
const clausesIn = (payloads) => new Map([...payloads].map(([policy, payload]) => [policy, clausesOf(payload)]));

/** Clauses alone, without title and what is said of a policy. */
export function onlyClauses(all) {
  const hits = new Map();
  for (const [policy, clauses] of all) {
    const kept = clauses.filter((clause) => clause >= FIRST_CLAUSE);
    if (kept.length) hits.set(policy, kept);
  }
  return hits;
}

function inBoth(one, other) {
  const both = new Map();
  for (const [policy, clauses] of one) {
    const kept = meet(clauses, other.get(policy) || [], 0);
    if (kept.length) both.set(policy, kept);
  }
  return both;
}

/** Those places of ``known`` (null: anywhere) at which all terms stand, each as far on as it is. */
function meetAll(known, terms) {
  const [rarest, ...others] = [...terms].sort((one, other) => one.in.size - other.in.size);
  const found = new Map();
  for (const [policy, payload] of rarest.in) {
    if ((known && !known.has(policy)) || !others.every((term) => term.in.has(policy))) continue;
    let places = placesOf(payload).map((place) => place - rarest.at);
    if (known) places = meet(places, known.get(policy), 0);
    for (const term of others) {
      if (places.length) places = meet(places, placesOf(term.in.get(policy)), term.at);
    }
    if (places.length) found.set(policy, places);
  }
  return found;
}
