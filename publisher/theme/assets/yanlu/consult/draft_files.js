// The files of all comments of a draft: whether they have arrived, and what is sent once more.

import { t } from "../page.js";
import { Attachments } from "./attachments.js";

// What is wrong with a file that the service no longer has.
const OF_FILE = /^comments\W(\d+)\W+attachments\W(\d+)/;

export class DraftFiles {
  /** ``refused`` is called with a problem that concerns all of a form. */
  constructor(draft, policy, refused) {
    this._draft = draft;
    this._policy = policy;
    this._refusal = null;
    this._acts = { changed: () => draft.save(), refused: (problem) => { this._refusal = problem; refused(problem); } };
    this._known = new WeakMap();
  }

  /** The files of a comment, the same as long as the page is there: they may be on their way. */
  of(comment) {
    if (!this._known.has(comment)) this._known.set(comment, new Attachments(comment, this._policy, this._acts));
    return this._known.get(comment);
  }

  /** The problem of all of the form that a file met since they were last waited for; null without one. */
  get refusal() {
    return this._refusal;
  }

  /** Wait for what is on its way; return what did not arrive, or was not taken, as faults of their comments. */
  async missing() {
    this._refusal = null;
    const left = await Promise.all(this._draft.comments.map((comment) => this.of(comment).finish()));
    return left.map((faults, index) => ({ field: `comments[${index}].attachments`, message: faults.join(t("；")) }))
      .filter(({ message }) => message);
  }

  /** Whether nothing is wrong but files that the service no longer has, and all of them are at hand. */
  areStale(errors = []) {
    const places = errors.map(({ field }) => OF_FILE.exec(field));
    const atHand = places.map((place) => place && this.of(this._draft.comments[place[1]]).forget(place[2]));
    return errors.length > 0 && atHand.every(Boolean);
  }
}
