// What was written and not yet acknowledged, kept in this tab until it is.
//
// comments: written, not sent. pending: the exact body of a submission whose answer has not
// come; it is sent again before anything else, under the same key, so that it is registered
// once and its receipt is not lost. receipt: the last answer, until it is put away.

import { inTab, parsed } from "../page.js";

const empty = () => ({ comments: [], pending: null, receipt: null });

export class Draft {
  constructor(policy, version) {
    this._storageKey = `yanlu:${policy}:${version}`;
    // A browser that keeps nothing still lets one comment.
    this._state = { ...empty(), ...kept(this._storageKey) };
  }

  get comments() {
    return this._state.comments;
  }

  get pending() {
    return this._state.pending;
  }

  get receipt() {
    return this._state.receipt;
  }

  get isEmpty() {
    return !this.comments.length && !this.pending && !this.receipt;
  }

  /** Whether leaving would lose what is written and not sent, or not known to have arrived. */
  get unsent() {
    return isUnsent(this._state);
  }

  save(changes = {}) {
    Object.assign(this._state, changes);
    inTab((tab) => {
      if (this.isEmpty) tab.removeItem(this._storageKey);
      else tab.setItem(this._storageKey, JSON.stringify(this._state));
    });
  }

  /** Find or begin the comment on a clause; null is the whole text. */
  comment(wid, citation, quote) {
    let found = this.comments.find((each) => each.wid === wid);
    if (!found) {
      found = { wid, citation, quote, stance: "suggest", body: "", proposed_text: "", reason: "", confidential: false };
      this.comments.push(found);
      this.save();
    }
    return found;
  }

  /** Begin a comment with the words that it is on; the service takes no other mark of them yet. */
  quote(comment, opening) {
    if (comment.body.includes(opening)) return;
    comment.body += `${comment.body && "\n"}${opening}`;
    comment.opening = opening;
    this.save();
  }

  remove(comment) {
    this.save({ comments: this.comments.filter((each) => each !== comment) });
  }

  /** Drop the comments that nobody has touched. */
  tidy() {
    const comments = this.comments.filter(touched);
    if (comments.length < this.comments.length) this.save({ comments });
  }

  /** A submission was registered: drop the comments that it held; what was changed since stays. */
  registered(body, receipt) {
    const sent = new Set(JSON.parse(body).comments.map((comment) => JSON.stringify(comment)));
    const comments = this.comments.filter((each) => !sent.has(JSON.stringify(wire(each))));
    this.save({ comments, pending: null, receipt });
  }
}

/** A comment as the interface takes it. */
export function wire(comment) {
  return {
    clause: comment.wid ?? undefined,
    stance: comment.stance,
    body: lines(comment.body),
    proposed_text: lines(comment.proposed_text) || undefined,
    reason: lines(comment.reason) || undefined,
    confidential: comment.confidential,
  };
}

/** A text of lines as the service keeps it (text_rules.py): other line ends are LF, controls go. */
export function lines(text) {
  return text.replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, "\n").replace(/[\x01-\x08\x0b-\x1f]/g, "");
}

const written = ({ body, proposed_text: proposed, reason, opening = "" }) =>
  Boolean(`${body.replace(opening, "")}${proposed}${reason}`.trim());

function touched(comment) {
  return written(comment) || comment.confidential || comment.stance !== "suggest";
}

function isUnsent({ pending, comments }) {
  return pending !== null || comments.some(written);
}

function kept(key) {
  return parsed(inTab((tab) => tab.getItem(key)) ?? "null");
}

/** Whether this tab keeps anything that is not sent, of whatever policy. */
export function anyUnsent() {
  const keys = inTab((tab) => Object.keys(tab)) ?? [];
  return keys.filter((key) => key.startsWith("yanlu:")).some((key) => isUnsent({ ...empty(), ...kept(key) }));
}

export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
