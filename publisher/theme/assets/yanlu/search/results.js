// The lists of a search: clauses by policy, a batch of anything with the way to the next.

import { excerpt } from "./excerpt.js";
import { make, prefix, root, t } from "../page.js";
import { rowOf } from "./wording.js";

export const PER_PAGE = 50;
/** The attribute of texts that stay Chinese on pages in another language. */
export const chinese = prefix ? { lang: "zh-CN" } : {};
// Of each of several policies so many hits are shown, the others folded.
const SHOWN = 3;

/** The address of a policy, or of a clause of it. */
export function addressOf(id, eid = "") {
  return new URL(`${prefix}${id}/${eid && `#${eid}`}`, root).href;
}

/** The hits of one page by policy: [[policy, clauses, how many it has in all]]. */
export function pageOf(hits, number) {
  let skip = (number - 1) * PER_PAGE;
  let left = PER_PAGE;
  const groups = [];
  for (const [policy, clauses] of hits) {
    const part = clauses.slice(skip, skip + left);
    skip = Math.max(0, skip - clauses.length);
    left -= part.length;
    if (part.length) groups.push([policy, part, clauses.length]);
    if (!left) break;
  }
  return groups;
}

/** Show one page of hits, as their texts come in; they stop once ``current`` is false. */
export async function showHits(list, finder, groups, phrases, current) {
  const texts = groups.map(([policy]) => finder.text(policy));
  // One that fails while another is waited for is met below, by the await.
  texts.forEach((text) => text.catch((error) => error));
  for (const [at, [policy, clauses, total]] of groups.entries()) {
    const text = await texts[at];
    if (!current()) return;
    if (!at) list.replaceChildren();
    const hits = clauses.map((clause) => hit(finder, policy, text, clause, phrases));
    list.append(group(text.title, hits, total, groups.length > 1));
  }
}

function group(title, hits, total, folds) {
  const more = folds && hits.length > SHOWN + 1 ? hits.splice(SHOWN) : [];
  return make(
    "li",
    { class: "yl-hit-group" },
    make(
      "h2",
      { class: "yl-hit-title" },
      make("span", chinese, title),
      " ",
      make("span", { class: "yl-hit-count" }, t("%(count)s个条款", { count: total })),
    ),
    make("ol", {}, ...hits),
    more.length
      ? make(
        "details",
        { class: "yl-more" },
        make("summary", {}, t("再看%(count)s条", { count: more.length })),
        make("ol", {}, ...more),
      )
      : null,
  );
}

/** One clause: its citation, a link, and its words around what was found. */
export function hit(finder, policy, text, clause, phrases) {
  const [eid, citation, number, words] = rowOf(text, clause);
  const id = finder.manifest.ids[policy];
  const link = { href: addressOf(id, eid), "data-clause": eid, "data-policy": id, ...chinese };
  const shown = excerpt(number + words, phrases, finder.simplified);
  // What begins further on has the number before it all the same.
  const lead = shown[0] === "…" ? number : "";
  return make("li", {}, make("a", link, citation), make("p", chinese, lead, ...shown));
}

/**
 * Fill a list with what ``next(count)`` gives: elements, fewer than asked for at the end. A
 * button shows the next ``batch``; ``words`` are on it.
 */
export async function fillByBatches(list, next, words, batch, first) {
  const found = await next(first + 1);
  const waiting = found.splice(first);
  list.append(...found);
  if (!waiting.length) return;
  const button = make("button", { type: "button", class: "yl-button yl-button-quiet" }, words);
  const row = make("li", { class: "yl-more-row" }, button);
  list.append(row);
  button.addEventListener("click", async () => {
    button.disabled = true;
    const more = [...waiting.splice(0), ...(await next(batch))];
    if (more.length > batch) waiting.push(...more.splice(batch));
    more.forEach((element) => row.before(element));
    button.disabled = false;
    const link = more.length ? more[0].querySelector("a") : null;
    if (link) link.focus();
    if (!waiting.length) row.remove();
  });
}
