// The page of an outcome: the table filtered by disposition, clause and words. Without
// scripts the whole table is shown.

import { fold } from "../fold.js";
import { decoded } from "../page.js";

const NO_PAIRS = new Map();

export function start(page) {
  const form = page.querySelector("[data-filter]");
  if (!form) return;
  const rows = [...page.querySelectorAll("[data-disposition]")].map((row) => ({
    row,
    words: fold(row.textContent, NO_PAIRS),
  }));
  const status = form.parentElement.querySelector(".yl-count");
  const show = () => filter(form, rows, status);
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  // A link to one comment leads to it, also where the filter has put it away.
  window.addEventListener("hashchange", () => reveal(form, show));
  form.hidden = false;
  // A browser that goes back fills the form in again by itself.
  if (form.disposition.value || form.clause.value || form.text.value) show();
}

function filter(form, rows, status) {
  const { disposition, clause } = form;
  const words = fold(form.text.value, NO_PAIRS);
  let shown = 0;
  for (const each of rows) {
    const { dataset } = each.row;
    const fits =
      (!disposition.value || dataset.disposition === disposition.value) &&
      (!clause.value || dataset.clause === clause.value) &&
      each.words.includes(words);
    each.row.hidden = !fits;
    shown += fits ? 1 : 0;
  }
  status.textContent = status.dataset.shown
    .replace("{shown}", shown)
    .replace("{total}", rows.length);
}

function reveal(form, show) {
  const target = document.getElementById(decoded(location.hash.slice(1)));
  if (!target?.hidden) return;
  form.reset();
  show();
  target.scrollIntoView();
}
