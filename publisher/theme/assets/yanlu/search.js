// The search page: exact, by clause, from static files alone.

import { make } from "./dom.js";
import { findFolded, fold, readSimplified } from "./fold.js";
import { clausesOf, payloads, placesOf, shardOf } from "./postings.js";
import { root } from "./service.js";

const PER_PAGE = 50;
const CONTEXT = 48;

export async function start(page) {
  const parameters = new URLSearchParams(location.search);
  const question = parameters.get("q") ?? "";
  page.querySelector("#yl-q").value = question;
  const status = page.querySelector(".yl-count");
  if (!question.trim()) {
    status.textContent = parameters.has("q") ? "请输入要检索的文字。" : "";
    page.querySelector("#yl-q").focus();
    return;
  }
  document.title = `${question} · ${document.title}`;
  status.textContent = "正在检索…";
  try {
    const index = await openIndex();
    const phrase = fold(question, index.simplified);
    const hits = phrase ? await find(index, phrase) : [];
    await show(page, index, phrase, hits, parseInt(parameters.get("page"), 10) || 1);
  } catch {
    status.textContent = "检索文件没有读到，请检查网络后刷新本页。";
  }
}

async function get(path, kind) {
  const response = await fetch(new URL(path, root), { credentials: "omit" });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response[kind]();
}

async function openIndex() {
  const [manifest, pairs] = await Promise.all([
    get("assets/search/manifest.json", "json"),
    get("assets/search/simplified.txt", "text"),
  ]);
  return { ...manifest, simplified: readSimplified(pairs), shardFiles: new Map() };
}

function shard(index, number) {
  if (!index.shardFiles.has(number)) {
    const name = number.toString(16).padStart(3, "0");
    const bytes = get(`assets/search/${name}.bin?${index.seal.slice(0, 16)}`, "arrayBuffer");
    index.shardFiles.set(number, bytes.then((buffer) => new Uint8Array(buffer)));
  }
  return index.shardFiles.get(number);
}

async function lookUp(index, first, second) {
  const bytes = await shard(index, shardOf(first, second, index.shards));
  return payloads(bytes, first, second);
}

/** All clauses that hold a folded phrase: [{policy, clause}], by policy, in order. */
export async function find(index, phrase) {
  const points = Array.from(phrase, (char) => char.codePointAt(0));
  const found = points.length === 1
    ? await findSingle(index, points[0])
    : await findPhrase(index, points);
  return found.sort((one, other) => one.policy - other.policy || one.clause - other.clause);
}

async function findSingle(index, point) {
  const found = [];
  for (const [policy, payload] of await lookUp(index, point, 0)) {
    for (const clause of clausesOf(payload)) found.push({ policy, clause });
  }
  return found;
}

/** Bigrams at 0, 2, 4, … and at the end cover every character of the phrase in its place. */
async function findPhrase(index, points) {
  const last = points.length - 2;
  const offsets = [];
  for (let offset = 0; offset < last; offset += 2) offsets.push(offset);
  offsets.push(last);
  const terms = await Promise.all(
    offsets.map(async (offset) => ({ offset, in: await lookUp(index, points[offset], points[offset + 1]) })),
  );
  terms.sort((one, other) => one.in.size - other.in.size);
  const found = [];
  for (const policy of terms[0].in.keys()) {
    if (terms.every((term) => term.in.has(policy))) {
      for (const clause of meet(terms, policy)) found.push({ policy, clause });
    }
  }
  return found;
}

function meet(terms, policy) {
  const [first, ...others] = terms.map((term) => ({ offset: term.offset, places: placesOf(term.in.get(policy)) }));
  const clauses = [];
  for (const [clause, positions] of first.places) {
    const stands = [...positions].some((position) =>
      others.every(({ offset, places }) => places.get(clause)?.has(position - first.offset + offset)));
    if (stands) clauses.push(clause);
  }
  return clauses;
}

async function show(page, index, phrase, hits, asked) {
  const number = Math.min(Math.max(asked, 1), Math.max(1, Math.ceil(hits.length / PER_PAGE)));
  const list = page.querySelector(".yl-hits");
  list.dataset.total = hits.length;
  const policies = new Set(hits.map((hit) => hit.policy)).size;
  page.querySelector(".yl-count").textContent = hits.length
    ? `共${hits.length}个条款，见于${policies}个文件`
    : "没有找到。请换一个说法，或者缩短检索的文字。";
  showTitles(page, index, phrase);
  const shown = hits.slice((number - 1) * PER_PAGE, number * PER_PAGE);
  list.start = (number - 1) * PER_PAGE + 1;
  showPager(page, number, Math.ceil(hits.length / PER_PAGE));
  const texts = await readTexts(index, shown);
  list.replaceChildren(...shown.map((hit) => item(index, texts.get(hit.policy)[hit.clause], hit, phrase)));
}

async function readTexts(index, hits) {
  const numbers = [...new Set(hits.map((hit) => hit.policy))];
  const read = numbers.map(async (number) => {
    const { id, version } = index.policies[number];
    const file = await get(`${id}/${version}/clauses.json?${index.policies[number].digest.slice(7, 23)}`, "json");
    return [number, file.clauses];
  });
  return new Map(await Promise.all(read));
}

function item(index, clause, hit, phrase) {
  const policy = index.policies[hit.policy];
  const href = new URL(`${policy.id}/#${clause.eid}`, root).href;
  return make(
    "li",
    {},
    make("span", { class: "yl-hit-title" }, policy.title),
    make("br"),
    make("a", { href, "data-clause": clause.eid, "data-policy": policy.id }, `${clause.citation} ${clause.number}${clause.heading}`.trim()),
    make("p", {}, ...excerpt(clause.heading + clause.text, phrase, index.simplified)),
  );
}

/** The words around the first place, each place marked. */
function excerpt(text, phrase, simplified) {
  const points = Array.from(text);
  const ranges = findFolded(text, phrase, simplified);
  const [first] = ranges;
  const from = first ? Math.max(0, first[0] - CONTEXT) : 0;
  const to = Math.min(points.length, (first ? first[1] : 0) + CONTEXT * 2);
  const out = from > 0 ? ["…"] : [];
  let at = from;
  for (const [start, end] of ranges.filter((range) => range[0] >= from && range[1] <= to)) {
    out.push(points.slice(at, start).join(""), make("mark", {}, points.slice(start, end).join("")));
    at = end;
  }
  out.push(points.slice(at, to).join(""), to < points.length ? "…" : "");
  return out;
}

function showTitles(page, index, phrase) {
  const named = index.policies.filter((policy) => phrase && fold(policy.title, index.simplified).includes(phrase));
  const list = page.querySelector(".yl-titles");
  list.hidden = !named.length;
  list.replaceChildren(...named.slice(0, 10).map((policy) =>
    make("li", {}, "标题含此词：", make("a", { href: new URL(`${policy.id}/`, root).href }, policy.title))));
}

function showPager(page, number, pages) {
  const pager = page.querySelector(".yl-pager");
  pager.hidden = pages < 2;
  const link = (to, words) => {
    const address = new URL(location.href);
    address.searchParams.set("page", to);
    return make("a", { href: address.href }, words);
  };
  pager.replaceChildren(
    number > 1 ? link(number - 1, "上一页") : "",
    make("span", {}, `第${number}页，共${pages}页`),
    number < pages ? link(number + 1, "下一页") : "",
  );
}
