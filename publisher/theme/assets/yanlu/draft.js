// What was written and not yet acknowledged, kept in this tab until it is.
//
// comments: written, not sent. pending: the exact body of a submission whose answer has not
// come; it is sent again before anything else, under the same key, so that it is registered
// once and its receipt is not lost. receipt: the last answer, until it is put away.

const EMPTY = { comments: [], pending: null, receipt: null };

export class Draft {
  constructor(policy, version) {
    this.storageKey = `yanlu:${policy}:${version}`;
    this.state = { ...EMPTY };
    try {
      Object.assign(this.state, JSON.parse(sessionStorage.getItem(this.storageKey)));
    } catch { /* a browser that keeps nothing still lets one comment */ }
  }

  get comments() {
    return this.state.comments;
  }

  get pending() {
    return this.state.pending;
  }

  get receipt() {
    return this.state.receipt;
  }

  get isEmpty() {
    return !this.comments.length && !this.pending && !this.receipt;
  }

  save(changes = {}) {
    Object.assign(this.state, changes);
    try {
      if (this.isEmpty) sessionStorage.removeItem(this.storageKey);
      else sessionStorage.setItem(this.storageKey, JSON.stringify(this.state));
    } catch { /* as above */ }
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

  remove(comment) {
    this.save({ comments: this.comments.filter((each) => each !== comment) });
  }

  /** A submission was registered: what it held is written no more; what was changed since stays. */
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
    body: comment.body,
    proposed_text: comment.proposed_text || undefined,
    reason: comment.reason || undefined,
    confidential: comment.confidential,
  };
}

/** Whether any draft of this tab waits for a policy's version. */
export function waits(policy, version) {
  return !new Draft(policy, version).isEmpty;
}

export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
