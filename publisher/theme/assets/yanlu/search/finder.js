// The index of the site: what is fetched of it, and which clauses hold a phrase.

import { clausesAt, clausesOf, codeOf, isWhole, lengthsOf, meet, payloads, placesOf, shardOf, stepPoints } from "./postings.js";
import { fold, readSimplified } from "../fold.js";
import { file, once, prefix } from "../page.js";
import { FIRST_CLAUSE, holds, wordingsOf } from "./wording.js";

// Of a long phrase so many terms are read at a time: two or three most often tell where it stands.
const ROUNDS = [2, 1, 1];
const LATER = 4;
// In so few policies a phrase is looked for in the text itself, which is shown anyway; later in
// more of them, as long as the terms that are left are more still.
const FEW = 3;
const SEVERAL = 12;
// A first visit makes twelve requests at most; the page's own, its words in another language and
// the manifest leave these.
const FIRST_VISIT = prefix ? 4 : 5;
// Characters that most texts have tell the least; the first of these in nearly all.
const COMMON = "1203人的行定为有以和民规中关法理在本不其国作自应下用一经事实对当据施或发合及日公制等照务内可条者依出所机根由部同并政起时成他要工提保进共员主上管责方会"
  + "分年于按律情地向全通业权准处任体予与门生得构相具家取单动重立期列件后个结办加报位过设确区之组指456789";

export class Finder {
  /** ``root`` is the address of the site. */
  constructor(root) {
    this._folder = new URL("assets/search/", root);
    this._kept = new Map();
    this._others = 0;
  }

  async open() {
    // Requested each time: the addresses of all other files change with it.
    this.manifest = await this._fetch("manifest.json", "json", "no-cache");
    this.simplified = readSimplified(this.manifest.simplified);
    this.numbers = new Map(this.manifest.ids.map((id, number) => [id, number]));
    return this;
  }

  /** How many files may still be asked for by a first visit. */
  get spare() {
    return Math.max(0, FIRST_VISIT - this._others - this._kept.size);
  }

  /** Count a request of the visit that is not for the index. */
  countOther() {
    this._others += 1;
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
    return this._fetchOnce(this._textFile(policy), "json");
  }

  /** Whether the text of a policy was asked for. */
  hasText(policy) {
    return this._kept.has(this._textFile(policy));
  }

  _textFile(policy) {
    const key = this.manifest.keys.slice(policy * 4, policy * 4 + 4);
    return `text/${this.manifest.ids[policy]}.json?${key}`;
  }

  async _lookUp(first, second) {
    const code = codeOf(first, second);
    const buffer = await this._fetchOnce(this._shardFile(code), "arrayBuffer", isWhole);
    return payloads(new Uint8Array(buffer), code, this.manifest.shards);
  }

  _shardFile(code) {
    const { shards, seal } = this.manifest;
    return `${shardOf(code, shards).toString(16).padStart(3, "0")}.bin?${seal.slice(0, 16)}`;
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
    const all = rounds(phrase);
    for (const [round, offsets] of all.entries()) {
      const left = all.slice(round).flat().length;
      const few = round < ROUNDS.length ? FEW : Math.max(FEW, Math.min(left, SEVERAL));
      if (found && found.size <= few) return this._confirmed(found, phrase);
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
   * The clauses among some hits that are what is asked and nothing else: Map(policy → clause);
   * those with the same signs come first.
   */
  async whole(question, hits) {
    if (!hits.size) return new Map();
    const folded = this.fold(question);
    const asLong = hits.size > FEW || this._knows(folded) ? await this._asLong(folded) : hits;
    const among = asLong.size || hits.size > FEW ? asLong : hits;
    const read = [...among.keys()].slice(0, Math.min(FEW, Math.max(1, this.spare)));
    const texts = await Promise.all(read.map((policy) => this.text(policy)));
    const [same, alike] = [[], []];
    for (const [place, [policy, clauses]] of [...among].entries()) {
      const wordings = place < texts.length ? clauses.flatMap((clause) => wordingsOf(texts[place], clause).map((words) => [clause, words])) : [];
      const whole = wordings.filter(([, words]) => this.fold(words) === folded);
      const signed = whole.find(([, words]) => unspaced(words) === unspaced(question));
      if (signed) same.push([policy, signed[0]]);
      else if (whole.length || among === asLong) alike.push([policy, whole.length ? whole[0][0] : clauses[0]]);
    }
    return new Map([...same, ...alike]);
  }

  /** Whether the shard of a phrase's first pair was asked for, by which its clauses' lengths are known. */
  _knows(phrase) {
    const [first, second] = Array.from(phrase, (char) => char.codePointAt(0));
    return second !== undefined && this._kept.has(this._shardFile(codeOf(first, second)));
  }

  /** The clauses that are a folded phrase, by their length: Map(policy → clauses). */
  async _asLong(phrase) {
    const points = Array.from(phrase, (char) => char.codePointAt(0));
    if (points.length < 2) return new Map();
    const found = await this.findPhrase(phrase);
    const first = await this._lookUp(points[0], points[1]);
    const kept = new Map();
    for (const [policy, clauses] of onlyClauses(found)) {
      const lengths = lengthsOf(first.get(policy));
      const whole = clauses.filter((clause) => lengths.get(clause) === points.length);
      if (whole.length) kept.set(policy, whole);
    }
    return kept;
  }

  /** The policies in which a citation may begin with a step of an eId: art_12. */
  async findStep(step) {
    return [...(await this._lookUp(...stepPoints(step))).keys()];
  }

  /** Whether a policy is a consultation. */
  isConsultation(policy) {
    const { names, of } = this.manifest.facets.kind;
    return names[of[policy]] === "consultation";
  }
}

/** Where the terms of a phrase begin that cover every character: some at a time, first those that tell most. */
function rounds(phrase) {
  const chars = Array.from(phrase);
  const offsets = [];
  for (let at = 0; at < chars.length - 2; at += 2) offsets.push(at);
  offsets.push(chars.length - 2);
  const weight = (char) => (COMMON.includes(char) ? COMMON.length - COMMON.indexOf(char) : 0);
  const common = (at) => weight(chars[at]) + weight(chars[at + 1]);
  // Terms far apart have less to do with each other.
  const spread = [0, 2, 1, 3].flatMap((rest) => offsets.filter((_, place) => place % 4 === rest));
  const ordered = spread.sort((one, other) => common(one) - common(other));
  const found = [];
  while (ordered.length) found.push(ordered.splice(0, ROUNDS[found.length] ?? LATER));
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
