// Words that are selected in the text: a comment can be on exactly them.

import { lang, make, t } from "../page.js";

// As many characters as a quotation at the head of a comment keeps.
const MOST = 120;

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
    this._beside = make("button", { type: "button", class: "yl-say-selected", lang, hidden: true }, t("对所选文字提意见"));
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
    this._chosen = this._consultation.mayBeOpen ? chosenIn(this._text) : null;
    this._beside.hidden = !this._chosen;
    this._whole.lastElementChild.textContent = this._chosen ? t("对所选文字提意见") : t("提意见");
    if (!this._chosen) return;
    const from = this._text.getBoundingClientRect().top;
    this._beside.style.top = `${this._chosen.bottom - from}px`;
  }

  _comment(event) {
    event.preventDefault();
    const { clause, words } = this._held ?? this._chosen ?? {};
    this._held = null;
    this._dialog.comment(clause ?? null, event.currentTarget, words);
  }
}

/** What is selected inside the text: its clause (null: of several), its words, where it ends. */
function chosenIn(text) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return null;
  const copy = make("div", {}, range.cloneContents());
  copy.querySelectorAll(".yl-tools, .yl-noteref").forEach((element) => element.remove());
  const words = copy.textContent.replace(/\s+/g, " ").trim();
  if (!words) return null;
  const within = range.commonAncestorContainer;
  const clause = (within.closest ? within : within.parentElement).closest(".yl-clause");
  const rest = words.length > MOST ? `${words.slice(0, MOST)}……` : words;
  return { clause, words: rest, bottom: range.getBoundingClientRect().bottom };
}
