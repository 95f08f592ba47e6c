// The way into the dialog, which is loaded when it is first wanted.

import { inTab } from "../page.js";

export class DialogLoader {
  #page;
  #coming = null;
  #dialog = null;

  constructor(page) {
    this.#page = page;
  }

  /** How many comments are written and not sent; undefined where the dialog was not wanted yet. */
  get written() {
    return this.#dialog?.written;
  }

  /** Open the dialog on its form, which has been loaded. */
  open(opener) {
    this.#dialog.open(opener);
  }

  /** Comment on a clause (null: the whole text); whether in time the service says when it is sent. */
  async comment(clause, opener) {
    const form = clause ? clause.dataset.form : opener.href;
    const dialog = await this.#load().catch((error) => toForm(form, error));
    if (dialog) dialog.add(clause, opener);
  }

  /** Show what was written in this tab and not sent or put away (see draft.js). */
  resume() {
    const { policy, version } = this.#page.dataset;
    const waits = inTab((tab) => tab.getItem(`yanlu:${policy}:${version}`)) !== null;
    if (waits) this.#load().catch((error) => console.error(error));
  }

  #load() {
    if (!this.#coming) {
      this.#coming = import("../consult/comment.js").then(({ Dialog }) => {
        this.#dialog = new Dialog(this.#page);
        return this.#dialog;
      });
      // Where it did not come, the next try asks for it again; whoever asked is told.
      this.#coming.catch(() => { this.#coming = null; });
    }
    return this.#coming;
  }
}

/** Where the dialog cannot be had, the form of the service takes the comment. */
function toForm(form, error) {
  console.error(error);
  location.assign(form);
}
