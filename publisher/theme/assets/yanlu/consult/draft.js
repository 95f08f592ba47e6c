// What was written and not yet acknowledged, kept in this tab until it is.
//
// comments: written, not sent. pending: the exact body of a submission whose answer has not
// come; it is sent again before anything else, under the same key, so that it is registered
// once and its receipt is not lost. receipt: the last answer, until it is put away. onDevice:
// whether the comments are kept beyond the tab too (see kept_draft.js). away: what is filled in of
// who one is, while one proves it elsewhere. proof: the ticket that one came back with.

import { inTab, parsed } from "../page.js";
import { dropComments, keepComments, keptComments } from "./kept_draft.js";

const empty = () => ({ comments: [], pending: null, receipt: null, onDevice: false, away: null, proof: null });

export class Draft {
  constructor(policy, version) {
    this._name = `${policy}:${version}`;
    this._storageKey = `yanlu:${this._name}`;
    // A browser that keeps nothing still lets one comment.
    this._state = { ...empty(), ...kept(this._storageKey) };
    const comments = keptComments(this._name);
    this._state.onDevice = comments !== null;
    if (comments && !this.comments.length) this._state.comments = comments;
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

  get away() {
    return this._state.away;
  }

  get proof() {
    return this._state.proof;
  }

  get isEmpty() {
    return !this.comments.length && !this.pending && !this.receipt;
  }

  /** Whether leaving would lose what is written and not sent, or not known to have arrived. */
  get unsent() {
    return isUnsent(this._state);
  }

  get onDevice() {
    return this._state.onDevice;
  }

  /** Keep the comments on this device, or no longer; return whether they are kept. */
  keepOnDevice(wanted) {
    if (!wanted) dropComments(this._name);
    this.save({ onDevice: wanted });
    return this.onDevice;
  }

  save(changes = {}) {
    Object.assign(this._state, changes);
    if (this.onDevice && this.comments.length) this._state.onDevice = keepComments(this._name, this.comments);
    else if (this.onDevice) dropComments(this._name);
    inTab((tab) => {
      if (this.isEmpty) tab.removeItem(this._storageKey);
      else tab.setItem(this._storageKey, JSON.stringify(this._state));
    });
  }

  /** Find or begin the comment on a clause ({wid, citation, quote, words}), or on words of it (selector). */
  comment(on) {
    const exact = on.selector?.exact;
    let found = this.comments.find((each) => each.wid === on.wid && each.selector?.exact === exact);
    if (!found) {
      found = { ...on, body: "", proposed_text: "", reason: "", stance: "", confidential: false };
      this.comments.push(found);
      this.save();
    }
    return found;
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
    selector: comment.selector ?? undefined,
    stance: comment.stance,
    body: lines(comment.body),
    proposed_text: lines(proposedWording(comment)) || undefined,
    reason: lines(comment.reason) || undefined,
    confidential: comment.confidential,
  };
}

/** The wording that a comment proposes: the clause's own is none. */
export function proposedWording({ proposed_text: proposed, words }) {
  return proposed === words ? "" : proposed;
}

/** A text of lines as the service keeps it (text_rules.py): other line ends are LF, controls go. */
export function lines(text) {
  return text.replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, "\n").replace(/[\x01-\x08\x0b-\x1f]/g, "");
}

const written = (comment) => Boolean(`${comment.body}${proposedWording(comment)}${comment.reason}`.trim());

function touched(comment) {
  return written(comment) || comment.confidential || comment.stance !== "";
}

function isUnsent({ pending, comments, onDevice }) {
  return pending !== null || (!onDevice && comments.some(written));
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
