// The lists of a search: clauses by policy, a batch of anything with the way to the next.

import { englishCitation } from "./english_citation.js";
import { excerpt } from "./excerpt.js";
import { make, prefix, root, t, unlessNoAnswer } from "../page.js";
import { rowOf } from "./wording.js";

export const PER_PAGE = 50;
/** The attribute of texts that stay Chinese on pages in another language. */
export const chinese = prefix ? { lang: "zh-CN" } : {};
// Of each of several policies so many hits are shown, the others folded.
const SHOWN = 3;
const FOLLOWING = 5;

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

/**
 * Show one page of hits: at first so many policies as a first visit may ask for, but ``fewest``;
 * the others as one scrolls near, or asks for them. They stop once ``current`` is false.
 */
export async function showHits(list, finder, groups, phrases, { fewest, current }) {
  const waiting = [...groups];
  const next = async (count) => {
    const some = waiting.slice(0, count);
    const texts = await Promise.all(some.map(([policy]) => finder.text(policy)));
    if (!current()) return [];
    waiting.splice(0, some.length);
    return some.map(([policy, clauses, total], at) => {
      const hits = clauses.map((clause) => hit(finder, policy, texts[at], clause, phrases));
      return group(texts[at].title, hits, total, groups.length > 1);
    });
  };
  const words = () => (current() && waiting.length ? t("再看%(count)s个文件", { count: waiting.length }) : "");
  const first = firstOf(finder, groups, fewest);
  await fillByBatches(list, { next, words, batch: FOLLOWING, first, follows: true });
}

/** Of how many policies the words are shown at once. */
function firstOf(finder, groups, fewest) {
  const [[first] = []] = groups;
  let left = finder.spare || (finder.hasText(first) ? 0 : fewest);
  const past = groups.findIndex(([policy]) => {
    if (!finder.hasText(policy)) left -= 1;
    return left < 0;
  });
  return past < 0 ? groups.length : past;
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

/** A citation; on a page in English its English name first, where it has one. */
function citationNodes(citation) {
  const english = prefix ? englishCitation(citation) : "";
  return [english && `${english} `, make("span", chinese, citation)].filter(Boolean);
}

/** One clause: its citation, a link, and its words around what was found. */
export function hit(finder, policy, text, clause, phrases) {
  const [eid, citation, number, words] = rowOf(text, clause);
  const id = finder.manifest.ids[policy];
  const link = { href: addressOf(id, eid), "data-clause": eid, "data-policy": id };
  const shown = excerpt(number + words, phrases, finder.simplified);
  // What begins further on has the number before it all the same.
  const lead = shown[0] === "…" ? number : "";
  return make("li", {}, make("a", link, ...citationNodes(citation)), make("p", chinese, lead, ...shown));
}

/**
 * Fill a list with elements that ``next(count)`` gives: ``first`` at once, then a ``batch`` each
 * time a button is used, which stands there as long as ``words()`` are not empty. With
 * ``follows`` they come in too when the button is scrolled to.
 */
export async function fillByBatches(list, { next, words, batch, first, follows = false }) {
  list.append(...(first ? await next(first) : []));
  if (!words()) return;
  const button = make("button", { type: "button", class: "yl-button yl-button-quiet" }, words());
  const row = make("li", { class: "yl-more-row" }, button);
  list.append(row);
  const fill = async () => {
    button.disabled = true;
    const more = await next(batch).catch(nothingFor).finally(() => { button.disabled = false; });
    more.forEach((element) => row.before(element));
    button.textContent = words();
    if (!button.textContent) row.remove();
    return more;
  };
  button.addEventListener("click", async () => {
    const [shown] = await fill();
    const link = shown && shown.querySelector("a");
    if (link) link.focus();
  });
  if (follows) whenScrolledTo(row, () => button.disabled || fill());
}

/** What did not come can be asked for once more: the button stays. */
function nothingFor(error) {
  unlessNoAnswer(error);
  return [];
}

/** Act each time an element is near the window, from the first scrolling on. */
function whenScrolledTo(element, act) {
  const watch = new IntersectionObserver(async ([seen]) => {
    if (!seen.isIntersecting) return;
    watch.disconnect();
    await act();
    if (element.isConnected) watch.observe(element);
  }, { rootMargin: "0px 0px 50% 0px" });
  addEventListener("scroll", () => watch.observe(element), { once: true, passive: true });
}
