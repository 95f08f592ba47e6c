// A policy's page: what starts when it is opened.

import { ClauseMenus, focusClause, focusClauseAgain } from "./clause_menus.js";
import { Consultation, markTimeline } from "./consultation.js";
import { followReading, printUnfolded, unfold } from "./contents.js";
import { DialogLoader } from "./dialog_loader.js";
import { showBar } from "./foot_bar.js";
import { SelectedWords } from "./selected_words.js";

export function start(page) {
  const consultation = new Consultation(page);
  const dialog = new DialogLoader(page);
  new ClauseMenus(page, consultation, dialog).equip();
  unfold(page);
  printUnfolded(page);
  showBar(page);
  new SelectedWords(page, consultation, dialog).follow();
  document.documentElement.classList.add("yl-ready");
  page.querySelector("[data-print]")?.addEventListener("click", () => window.print());
  followReading();
  focusClause();
  addEventListener("hashchange", focusClause);
  if (document.readyState === "complete") focusClauseAgain();
  else addEventListener("load", focusClauseAgain);
  for (const link of page.querySelectorAll("[data-permanent]")) link.textContent = link.href;
  if (page.dataset.windows === undefined) return markTimeline(Date.now());
  page.querySelector("[data-say-whole]")?.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.comment(null, event.currentTarget);
  });
  document.addEventListener("yl-registered", () => consultation.recount());
  // Back from the look-up, where comments are changed and withdrawn, the page is the one that was left.
  addEventListener("pageshow", ({ persisted }) => { if (persisted) consultation.recount(); });
  dialog.resume();
  return consultation.follow();
}
