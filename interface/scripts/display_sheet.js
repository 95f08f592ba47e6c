// The sheet of the size of type, the contrast and reading aloud; loaded when it is first asked for.
// Its words are in a template of the page. What is chosen is kept in this browser alone.

import { closeModal, openModal } from "./modal.js";
import { PageReader } from "./reading.js";

const KEPT_AS = "yanlu-display";
const STANDARD = { size: "", contrast: "", slow: false };
const root = document.documentElement;

class DisplaySheet {
  constructor(template) {
    document.body.append(template.content.cloneNode(true));
    this._sheet = document.querySelector(".yl-display");
    this._bar = document.querySelector(".yl-voice-bar");
    this._opener = null;
    this._choices = { ...STANDARD, size: root.dataset.size || "", contrast: root.dataset.contrast || "" };
    this._choices.slow = keptSlow();
    this._reader = new PageReader((state) => this._tell(state));
    this._listen();
  }

  open(opener) {
    this._opener = opener;
    this._show();
    openModal(this._sheet);
  }

  _part(name) {
    return this._sheet.querySelector(`[data-${name}]`);
  }

  _listen() {
    this._sheet.addEventListener("change", ({ target }) => this._choose({ [target.name]: target.value }));
    this._sheet.addEventListener("close", () => { if (this._opener) this._opener.focus(); });
    for (const each of this._sheet.querySelectorAll("[data-close]")) {
      each.addEventListener("click", () => closeModal(this._sheet));
    }
    this._part("reset").addEventListener("click", () => this._choose(STANDARD));
    this._part("slow").addEventListener("click", () => this._choose({ slow: !this._choices.slow }));
    this._part("read").addEventListener("click", () => this._read());
    this._bar.querySelector("button").addEventListener("click", () => this._endReading());
    this._reader.whenVoicesCome(() => this._show());
    document.addEventListener("click", (event) => {
      const opener = event.target.closest("[data-display-open]");
      if (!opener) return;
      event.preventDefault();
      this.open(opener);
    });
  }

  _choose(changes) {
    Object.assign(this._choices, changes);
    const { size, contrast, slow } = this._choices;
    for (const [name, value] of [["size", size], ["contrast", contrast]]) {
      if (value) root.setAttribute(`data-${name}`, value);
      else root.removeAttribute(`data-${name}`);
    }
    this._reader.slow = slow;
    keep(size || contrast || slow ? this._choices : null);
    this._show();
  }

  /** Show what is chosen, and whether this device can read. */
  _show() {
    for (const field of this._sheet.querySelectorAll("input")) {
      field.checked = this._choices[field.name] === field.value;
    }
    this._part("slow").setAttribute("aria-pressed", String(this._choices.slow));
    this._reader.slow = this._choices.slow;
    const reads = this._reader.canRead();
    this._part("voices").hidden = !reads;
    this._part("voiceless").hidden = reads;
    for (const name of ["read", "slow"]) this._part(name).disabled = !reads;
  }

  _read() {
    if (this._reader.isReading) return this._reader.stop();
    closeModal(this._sheet);
    return this._reader.start();
  }

  _endReading() {
    this._reader.stop();
    this._bar.hidden = true;
  }

  /** ``state`` is "reading", "ended" or "failed". */
  _tell(state) {
    const button = this._part("read");
    const reading = state === "reading";
    button.textContent = reading ? button.dataset.stop : button.dataset.begin;
    this._bar.hidden = state === "ended";
    this._bar.querySelector("[role=status]").textContent = this._bar.dataset[state] || "";
  }
}

function inThisBrowser(act) {
  try {
    return act(localStorage);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return null;
  }
}

function keptSlow() {
  const kept = inThisBrowser((browser) => browser.getItem(KEPT_AS));
  return Boolean(kept && kept.includes('"slow":true'));
}

/** Keep what is chosen; null keeps nothing. */
function keep(choices) {
  inThisBrowser((browser) => {
    if (choices) browser.setItem(KEPT_AS, JSON.stringify(choices));
    else browser.removeItem(KEPT_AS);
  });
}

const sheet = new DisplaySheet(document.querySelector("template[data-display-sheet]"));
sheet.open(document.activeElement);
root.setAttribute("data-display", "ready");
