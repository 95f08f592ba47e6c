// Loads the dialog when it is first needed.

import { inTab, once } from "../page.js";

export class DialogLoader {
  #page;
  #coming = new Map();
  #dialog = null;

  constructor(page) {
    this.#page = page;
  }

  /** How many comments are written and not sent; undefined before the dialog is loaded. */
  get written() {
    return this.#dialog?.written;
  }

  /** Open the dialog on its form, which has been loaded. */
  open(opener) {
    this.#dialog.open(opener);
  }

  /** Comment on a clause (null: the whole text); the service judges whether it is in time. */
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
    return once(this.#coming, "dialog", async () => {
      const { Dialog } = await import("../consult/comment.js");
      this.#dialog = new Dialog(this.#page);
      return this.#dialog;
    });
  }
}

/** Without the dialog the form of the service takes the comment. */
function toForm(form, error) {
  console.error(error);
  location.assign(form);
}
