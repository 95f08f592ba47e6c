// Loads the dialog when it is first needed.

import { inTab, onDevice, once } from "../page.js";

const RETURNED = /^#identity=([0-9a-f]{64})$/;

export class DialogLoader {
  constructor(page) {
    this._page = page;
    this._coming = new Map();
    this._dialog = null;
  }

  /** Comment on a clause (null: the whole text), or on some words of it; the service judges whether it is in time. */
  async comment(clause, opener, selector = null) {
    const own = clause?.querySelector(":scope > * .yl-say") ?? this._page.querySelector("[data-say-whole]");
    const form = own?.href ?? opener.href;
    const dialog = await this._load().catch((error) => toForm(form, error));
    if (dialog) dialog.add(clause, opener, selector);
  }

  /** Show what was written and not sent or put away (see draft.js); the dialog drops what is too old. */
  resume() {
    const [, ticket] = RETURNED.exec(location.hash) ?? [];
    // It is for this page alone, not for whoever is given its address.
    if (ticket) history.replaceState(history.state, "", location.pathname + location.search);
    const { policy, version } = this._page.dataset;
    const waits = inTab((tab) => tab.getItem(`yanlu:${policy}:${version}`)) !== null;
    const isKept = onDevice((device) => Object.keys(device).some((key) => key.startsWith("yanlu-draft:")));
    const resumed = async () => {
      const dialog = await this._load();
      if (ticket) dialog.returned(ticket);
    };
    if (waits || isKept) resumed().catch((error) => console.error(error));
  }

  _load() {
    return once(this._coming, "dialog", async () => {
      const { Dialog } = await import("../consult/comment.js");
      this._dialog = new Dialog(this._page);
      return this._dialog;
    });
  }
}

/** Without the dialog the form of the service takes the comment. */
function toForm(form, error) {
  console.error(error);
  location.assign(form);
}
