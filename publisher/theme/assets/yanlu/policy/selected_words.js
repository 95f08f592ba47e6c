// Words that are selected in the text: a comment can be on exactly them.

import { lang, make, t } from "../page.js";
import { selectedIn } from "./clause_words.js";

export class SelectedWords {
  constructor(page, consultation, dialog) {
    this._consultation = consultation;
    this._dialog = dialog;
    this._text = page.querySelector(".yl-text");
    this._whole = page.querySelector("[data-say-here]");
    this._chosen = null;
    this._held = null;
  }

  /** Offer it beside the selection where there is a margin, else in the bar at the foot. */
  follow() {
    if (!this._text || !this._whole) return;
    this._beside = make("button", { type: "button", class: "yl-say-selected", lang, hidden: true }, t("对这段文字提意见"));
    this._text.append(this._beside);
    document.addEventListener("selectionchange", () => requestAnimationFrame(() => this._show()));
    for (const way of [this._beside, this._whole]) {
      // The press itself may end the selection.
      way.addEventListener("pointerdown", () => { this._held = this._chosen; });
      way.addEventListener("mousedown", (event) => event.preventDefault());
      way.addEventListener("click", (event) => this._comment(event));
    }
  }

  _show() {
    this._chosen = this._consultation.mayBeOpen ? selectedIn(this._text) : null;
    this._beside.hidden = !this._chosen;
    this._whole.lastElementChild.textContent = this._chosen ? t("对这段文字提意见") : t("提意见");
    if (!this._chosen) return;
    const from = this._text.getBoundingClientRect().top;
    this._beside.style.top = `${this._chosen.bottom - from}px`;
    // The Tab key leads from the selection to what comes after it.
    const line = this._chosen.clause.querySelector(":scope > .yl-line");
    if (line && line.nextElementSibling !== this._beside) line.after(this._beside);
  }

  _comment(event) {
    event.preventDefault();
    const { clause = null, selector } = this._held ?? this._chosen ?? {};
    this._held = null;
    this._dialog.comment(clause, event.currentTarget, selector);
  }
}
