// The page of an outcome: the table filtered by disposition and words, its end folded away.
// Without scripts the whole table is shown.

import { fold } from "../fold.js";
import { decoded } from "../page.js";

const NO_PAIRS = new Map();
const UNFOLDED = 20;

export function start(page) {
  follow();
  const form = page.querySelector("[data-filter]");
  if (!form) return;
  const table = new Map([...page.querySelectorAll(".yl-cards-table tbody")].map((body) => [
    body,
    [...body.querySelectorAll("[data-disposition]")].map((row) => ({ row, words: fold(row.textContent, NO_PAIRS) })),
  ]));
  const rest = page.querySelector("[data-rest]");
  let folded = true;
  const show = () => {
    const filtered = form.disposition.value || form.text.value;
    const left = filter(form, table, folded && !filtered ? UNFOLDED : Infinity);
    rest.hidden = !left;
    rest.textContent = rest.dataset.rest.replace("{count}", left);
  };
  const unfold = () => { folded = false; show(); };
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  rest.addEventListener("click", () => {
    const next = page.querySelector("[data-disposition].yl-folded");
    unfold();
    next.tabIndex = -1;
    next.focus();
  });
  // A link to one comment leads to it, also where it has been put away.
  const reveal = () => {
    const target = document.getElementById(anchor());
    if (!target || !target.closest("[hidden], .yl-folded")) return;
    form.reset();
    unfold();
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", () => { follow(); reveal(); });
  form.hidden = false;
  show();
  reveal();
}

const anchor = () => decoded(location.hash.slice(1));

/** Go on to the page where the comment or clause is that the address names. */
function follow() {
  const pager = document.querySelector("[data-pages]");
  if (!pager || !location.hash || document.getElementById(anchor())) return;
  const named = [...document.querySelectorAll(".yl-outcome-index a")].find((link) => link.hash === location.hash);
  const page = Math.ceil(anchor().replace("comment-", "") / pager.dataset.aPage);
  if (named) location.replace(named.href);
  else if (page > 1 && page <= pager.dataset.pages) location.replace(`${page}/${location.hash}`);
}

/** Show what fits, up to so many; return how many more there are. */
function filter(form, table, most) {
  const words = fold(form.text.value, NO_PAIRS);
  let [fitting, all] = [0, 0];
  for (const [body, rows] of table) {
    for (const each of rows) {
      const fits = (!form.disposition.value || each.row.dataset.disposition === form.disposition.value)
        && each.words.includes(words);
      fitting += fits ? 1 : 0;
      each.row.hidden = !fits;
      each.row.classList.toggle("yl-folded", fits && fitting > most);
    }
    all += rows.length;
    body.hidden = rows.every((each) => each.row.hidden);
    body.classList.toggle("yl-folded", rows.every((each) => each.row.hidden || each.row.matches(".yl-folded")));
  }
  const status = form.parentElement.querySelector(".yl-count");
  if (fitting < all || status.dataset.told) {
    status.textContent = status.dataset.shown.replace("{shown}", fitting).replace("{total}", all);
    status.dataset.told = "yes";
  }
  return Math.max(0, fitting - most);
}
