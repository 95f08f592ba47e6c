// What a search leads to beside the clauses that hold its words: the clause of a citation, a
// text that runs through several clauses, the policies whose title or notice holds the words.

import { openingSteps, resolve } from "./citation.js";
import { englishCitation } from "./english_citation.js";
import { excerpt } from "./excerpt.js";
import { addressOf, chinese, fillByBatches, hit } from "./results.js";
import { make, prefix, t } from "../page.js";
import { FIRST_CLAUSE, rowOf, runThrough } from "./wording.js";

const JUMPS = 2;
// So many texts are looked through for more documents that have what is cited, and until there is one.
const TEXTS_READ = 40;
const TEXTS_READ_FOR_ONE = 200;
const TEXTS_READ_AMONG = 12;
const DOCUMENTS = 3;
const BATCH = 20;
const PARTS = {
  issuer: "发布机构",
  index_no: "索引号",
  doc_no: "文号",
  notice: "公告",
  explanation: "起草说明",
  interpretation: "解读",
};
// Stretches of a long text, one of which lies inside a clause.
const STRETCH = 10;
const STRETCHES = 8;
const PLACES = 8;
const ENDS_BRACKETED = /[)）]$/u;

/** The policies in which a citation may stand: those of its title, or that of the context and all others. */
async function* citedPolicies(finder, { words, parts }, context) {
  if (words) {
    yield* await beginningWith(finder, parts, await titled(finder, finder.fold(words)));
    return;
  }
  const given = new Set([finder.numbers.get(context)].filter((policy) => policy !== undefined));
  yield* [...given];
  for (const step of openingSteps(parts)) {
    const found = (await finder.findStep(step)).filter((policy) => !given.has(policy));
    found.forEach((policy) => given.add(policy));
    // Many texts have a part 3, of which few have what is cited below it; who cites it mostly comments.
    if (parts.length > 1) found.sort((one, other) => finder.isConsultation(other) - finder.isConsultation(one));
    yield* found;
  }
}

/** Those of several policies in which a citation may begin. */
async function beginningWith(finder, parts, policies) {
  const steps = openingSteps(parts);
  if (policies.length < 2 || !steps.length) return policies;
  for (const step of steps) {
    const found = await finder.findStep(step);
    const both = policies.filter((policy) => found.includes(policy));
    if (both.length) return both;
  }
  return [];
}

/** The policies whose titles hold folded words, the shortest title first. */
async function titled(finder, words) {
  const found = words ? [...(await finder.findPhrase(words))].filter(([, [first]]) => first === 0) : [];
  const { titles } = finder.manifest;
  return found.map(([policy]) => policy).sort((one, other) => titles[one].length - titles[other].length);
}

/** The clauses that a citation names: a list, and the address of the one in the context. */
export async function jumpsTo(finder, citation, context) {
  const policies = citedPolicies(finder, citation, context);
  let isDone = false;
  // Those whose texts did not come stay first.
  const waiting = [];
  // To know whether a title has more documents costs nothing; for a bare citation it asks for more.
  const beyond = citation.words ? 1 : 0;
  const taken = async (count) => {
    while (waiting.length < count + beyond && !isDone) {
      const { done, value } = await policies.next();
      if (done) isDone = true;
      else waiting.push(value);
    }
    return waiting.slice(0, count);
  };
  let first = null;
  const next = async (count) => {
    const found = [];
    let left = first ? TEXTS_READ : TEXTS_READ_FOR_ONE;
    while (!found.length && left > 0) {
      const some = await taken(count);
      if (!some.length) break;
      left -= some.length;
      const texts = await Promise.all(some.map((policy) => finder.text(policy)));
      waiting.splice(0, some.length);
      found.push(...texts.map((text, place) => jump(finder, some[place], text, citation)).filter(Boolean));
      if (!first) [first = null] = found;
    }
    return found;
  };
  const list = make("ul", { class: "yl-jumps" });
  const words = () => (isDone && !waiting.length ? "" : t("再看别的文件"));
  await fillByBatches(list, { next, words, batch: BATCH, first: citation.words ? 1 : JUMPS });
  const link = first && first.querySelector("a");
  return { list: first && list, direct: link && link.dataset.policy === context ? link.href : null };
}

/** Number and words of a clause; of one that has no words itself those of its first part. */
function printed(rows, at) {
  const [eid, , number, words] = rows[at];
  const [part, , partNumber, partWords] = rows[at + 1] ?? [""];
  return words || !part.startsWith(`${eid}__`) ? number + words : `${number}　${partNumber}${partWords}`;
}

/** The first clause among some hits that a citation names: Map(policy → clause), perhaps of none. */
export async function citedAmong(finder, parts, hits) {
  let left = TEXTS_READ_AMONG;
  for await (const policy of citedPolicies(finder, { words: "", parts }, null)) {
    if (!hits.has(policy)) continue;
    if (left === 0) break;
    left -= 1;
    const text = await finder.text(policy);
    const eid = resolve(parts, text.rows);
    const isCited = ([name]) => name === eid || name.startsWith(`${eid}__`);
    const clause = eid && hits.get(policy).find((one) => isCited(rowOf(text, one)));
    if (clause) return new Map([[policy, clause]]);
  }
  return new Map();
}

function jump(finder, policy, text, cited) {
  const eid = resolve(cited.parts, text.rows);
  const at = text.rows.findIndex(([name]) => name === eid);
  const row = text.rows[at];
  // Where no title is named, （二） is not 2.
  if (!row || (!cited.words && ENDS_BRACKETED.test(cited.written) && !ENDS_BRACKETED.test(row[2]))) return null;
  const id = finder.manifest.ids[policy];
  const english = prefix ? englishCitation(row[1]) : "";
  const citation = [english, row[1]].filter(Boolean).join(" ");
  const words = t("转到《%(title)s》%(citation)s", { title: text.title, citation });
  return make(
    "li",
    {},
    make("a", { href: addressOf(id, eid), "data-jump": "", "data-policy": id }, words),
    make("p", chinese, ...excerpt(printed(text.rows, at), [], finder.simplified)),
  );
}

/** The clauses of each policy through which a folded text runs: [[policy, text, clauses]]. */
export async function passages(finder, whole) {
  const points = Array.from(whole);
  for (let at = 0; at < STRETCHES * STRETCH && at + 2 < points.length; at += STRETCH) {
    const places = await finder.findPhrase(points.slice(at, at + STRETCH).join(""));
    const near = [...places].slice(0, PLACES);
    const texts = await Promise.all(near.map(([policy]) => finder.text(policy)));
    const runs = near.map(([policy, clauses], place) => {
      const starts = clauses.filter((clause) => clause >= FIRST_CLAUSE).slice(0, PLACES);
      const run = starts.map((clause) => runThrough(finder, texts[place], clause, whole)).find(Boolean);
      return [policy, texts[place], run];
    });
    const found = runs.filter(([, , run]) => run);
    if (found.length) return found;
  }
  return [];
}

/** The items that show the clauses through which a text runs. */
export function passageItems(finder, found, whole) {
  return found.map(([policy, text, run]) => make(
    "li",
    { class: "yl-hit-group" },
    make("h2", { class: "yl-hit-title", ...chinese }, text.title),
    make("ol", {}, ...run.map((clause) => hit(finder, policy, text, clause, [whole]))),
  ));
}

/** The policies whose title, or what else is said of them, holds all phrases: a section, or null. */
export async function documentsWith(finder, policies, phrases) {
  if (!policies.length) return null;
  const list = make("ul");
  let at = 0;
  const next = async (count) => {
    const some = policies.slice(at, at + count);
    const items = await Promise.all(some.map((policy) => documentItem(finder, policy, phrases)));
    at += some.length;
    return items;
  };
  const left = () => Math.min(BATCH, policies.length - at);
  const words = () => left() && t("再看%(count)s个", { count: left() });
  await fillByBatches(list, { next, words, batch: BATCH, first: DOCUMENTS });
  const count = make("span", { class: "yl-hit-count" }, t("%(count)s件", { count: policies.length }));
  return make(
    "section",
    { class: "yl-documents", "aria-labelledby": "yl-documents" },
    make("h2", { class: "yl-hit-title", id: "yl-documents" }, `${t("标题、文号、公告和说明")} `, count),
    list,
  );
}

async function documentItem(finder, policy, phrases) {
  const title = finder.manifest.titles[policy];
  const href = addressOf(finder.manifest.ids[policy]);
  const folded = finder.fold(title);
  const shown = phrases.some((phrase) => folded.includes(phrase)) ? excerpt(title, phrases, finder.simplified) : [title];
  const link = make("a", { href, "data-document": finder.manifest.ids[policy], ...chinese }, ...shown);
  const missing = phrases.filter((phrase) => !folded.includes(phrase));
  const about = missing.length ? (await finder.text(policy)).about : [];
  const parts = new Map();
  for (const phrase of missing) {
    const part = about.find(([, words]) => finder.fold(words).includes(phrase));
    if (part) parts.set(part, [...(parts.get(part) || []), phrase]);
  }
  const lines = [...parts].map(([[part, words], some]) =>
    make("p", {}, make("span", { class: "yl-found-in" }, t(PARTS[part])), " ", make("span", chinese, ...excerpt(words, some, finder.simplified))));
  if (!missing.length) lines.push(make("p", {}, make("span", { class: "yl-found-in" }, t("标题"))));
  return make("li", {}, link, ...lines);
}
