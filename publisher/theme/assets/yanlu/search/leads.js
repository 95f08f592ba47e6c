// What a search leads to beside the clauses that hold its words: the clause of a citation, a
// text that runs through several clauses, the policies whose title or notice holds the words.

import { openingSteps, resolve } from "./citation.js";
import { excerpt } from "./excerpt.js";
import { addressOf, chinese, fillByBatches, hit } from "./results.js";
import { make, t } from "../page.js";
import { FIRST_CLAUSE, runThrough } from "./wording.js";

const JUMPS = 8;
// So many texts are looked through for more documents that have what is cited, and until there is one.
const TEXTS_READ = 40;
const TEXTS_READ_FOR_ONE = 200;
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

/** The policies in which a citation may stand: that of the context, those of its title, or all. */
async function citedPolicies(finder, citation, context) {
  const here = finder.numbers.get(context);
  if (citation.words) {
    const words = finder.fold(citation.words);
    const named = words ? [...(await finder.findPhrase(words))].filter(([, [first]]) => first === 0) : [];
    const titles = await Promise.all(named.map(async ([policy]) => [policy, await finder.title(policy)]));
    return titles.sort((one, other) => one[1].length - other[1].length).map(([policy]) => policy);
  }
  const found = await finder.findSteps(openingSteps(citation.parts));
  // Many texts have a part 3, of which few have what is cited below it; who cites it mostly comments.
  if (citation.parts.length > 1) found.sort((one, other) => finder.isConsultation(other) - finder.isConsultation(one));
  return here === undefined ? found : [here, ...found.filter((policy) => policy !== here)];
}

/** The clauses that a citation names: a list, and the address of the one in the context. */
export async function jumpsTo(finder, citation, context) {
  const policies = citation ? await citedPolicies(finder, citation, context) : [];
  let first = null;
  let at = 0;
  const next = async (count) => {
    const found = [];
    const from = at;
    const more = () => at < from + (first ? TEXTS_READ : TEXTS_READ_FOR_ONE);
    while (found.length < count && at < policies.length && more()) {
      const some = policies.slice(at, at + count);
      at += some.length;
      const texts = await Promise.all(some.map((policy) => finder.text(policy)));
      const jumps = texts.map((text, place) => jump(finder, some[place], text, citation)).filter(Boolean);
      if (!first && jumps.length) first = jumps[0];
      found.push(...jumps);
    }
    return found;
  };
  const list = make("ul", { class: "yl-jumps" });
  await fillByBatches(list, next, t("再看别的文件"), BATCH, JUMPS);
  const link = first && first.querySelector("a");
  return { list: first && list, direct: link && link.dataset.policy === context ? link.href : null };
}

function jump(finder, policy, text, citation) {
  const eid = resolve(citation.parts, text.rows);
  const row = text.rows.find(([name]) => name === eid);
  // Where no title is named, （二） is not 2.
  if (!row || (!citation.words && ENDS_BRACKETED.test(citation.written) && !ENDS_BRACKETED.test(row[2]))) return null;
  const id = finder.manifest.ids[policy];
  const words = t("转到《%(title)s》%(citation)s", { title: text.title, citation: row[1] });
  return make(
    "li",
    {},
    make("a", { href: addressOf(id, eid), "data-jump": "", "data-policy": id }, words),
    make("p", chinese, ...excerpt(row[2] + row[3], [], finder.simplified)),
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
  const next = (count) => {
    const some = policies.slice(at, at + count);
    at += some.length;
    return Promise.all(some.map((policy) => documentItem(finder, policy, phrases)));
  };
  const left = Math.min(BATCH, policies.length - DOCUMENTS);
  await fillByBatches(list, next, t("再看%(count)s个", { count: left }), BATCH, DOCUMENTS);
  const count = make("span", { class: "yl-hit-count" }, t("%(count)s件", { count: policies.length }));
  return make(
    "section",
    { class: "yl-documents", "aria-labelledby": "yl-documents" },
    make("h2", { class: "yl-hit-title", id: "yl-documents" }, `${t("标题、文号、公告和说明")} `, count),
    list,
  );
}

async function documentItem(finder, policy, phrases) {
  const title = await finder.title(policy);
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
