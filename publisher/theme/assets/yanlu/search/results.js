// The list of a search: hits by policy, titles, the jump to a citation, the pager.

import { resolve } from "./citation.js";
import { excerpt } from "./excerpt.js";
import { fold } from "../fold.js";
import { make, prefix, root, t } from "../page.js";

export const PER_PAGE = 50;
const TITLES = 5;
const JUMPS = 8;

/** The address of a policy, or of a clause of it. */
export function addressOf(id, eid = "") {
  return new URL(`${prefix}${id}/${eid && `#${eid}`}`, root).href;
}

/** The hits of one page by policy: [[policy, clauses]]. */
export function pageOf(hits, number) {
  let skip = (number - 1) * PER_PAGE;
  let left = PER_PAGE;
  const groups = [];
  for (const [policy, clauses] of hits) {
    const part = clauses.slice(skip, skip + left);
    skip = Math.max(0, skip - clauses.length);
    left -= part.length;
    if (part.length) groups.push([policy, part]);
    if (!left) break;
  }
  return groups;
}

/** Show hits policy by policy, in order, as their texts come in; they stop once ``current`` is false. */
export async function showHits(list, finder, groups, phrases, current) {
  const texts = groups.map(([policy]) => finder.text(policy));
  // One that fails while another is waited for is met below, by the await.
  texts.forEach((text) => text.catch((error) => error));
  list.replaceChildren();
  for (const [at, [policy, clauses]] of groups.entries()) {
    const text = await texts[at];
    if (!current()) return;
    list.append(group(finder, policy, text, clauses, phrases));
  }
}

function group(finder, policy, text, clauses, phrases) {
  return make(
    "li",
    { class: "yl-hit-group" },
    make("h2", { class: "yl-hit-title" }, text.title),
    make("ol", {}, ...clauses.map((clause) => hit(finder, policy, text.rows[clause - 1], phrases))),
  );
}

function hit(finder, policy, [eid, citation, number, words], phrases) {
  const id = finder.manifest.ids[policy];
  const link = { href: addressOf(id, eid), "data-clause": eid, "data-policy": id };
  const shown = excerpt(number + words, phrases, finder.simplified);
  // What begins further on has the number before it all the same.
  const lead = shown[0] === "…" ? number : "";
  return make(
    "li",
    {},
    make("a", link, citation),
    make("p", {}, lead, ...shown),
  );
}

/** Show the titles that hold what is asked. */
export async function showTitles(list, finder, policies, question) {
  const shown = policies.slice(0, TITLES);
  const titles = await Promise.all(shown.map((policy) => finder.title(policy)));
  const links = shown.map((policy, at) =>
    make("li", {}, make("a", { href: addressOf(finder.manifest.ids[policy]) }, titles[at])));
  const said = t("标题含“%(words)s”的文件（%(count)s个）", { words: question, count: policies.length });
  list.replaceChildren(...(links.length ? [make("li", {}, said, make("ul", {}, ...links))] : []));
  list.hidden = !links.length;
}

/** The clauses that a citation names: in the policy of the context, else by words of titles. */
export async function jumps(finder, citation, context) {
  const here = citation.words ? undefined : finder.numbers.get(context);
  const words = fold(citation.words, finder.simplified);
  const named = words ? [...(await finder.findPhrase(words))].filter(([, [first]]) => first === 0) : [];
  const policies = here === undefined ? named.map(([policy]) => policy) : [here];
  const titles = await Promise.all(policies.map(async (policy) => [policy, await finder.title(policy)]));
  titles.sort((one, other) => one[1].length - other[1].length);
  const nearest = titles.slice(0, JUMPS).map(([policy]) => policy);
  const texts = await Promise.all(nearest.map((policy) => finder.text(policy)));
  return texts
    .map((text, at) => jump(finder, nearest[at], text, citation))
    .filter(Boolean);
}

function jump(finder, policy, text, citation) {
  const eid = resolve(citation.parts, text.rows);
  const row = text.rows.find(([name]) => name === eid);
  return row && { href: addressOf(finder.manifest.ids[policy], eid), title: text.title, citation: row[1] };
}

/** Show the ways straight to a clause. */
export function showJumps(list, found) {
  list.replaceChildren(...found.map((to) =>
    make("li", {}, make("a", { href: to.href, "data-jump": "" }, t("转到《%(title)s》%(citation)s", to)))));
  list.hidden = !found.length;
}
