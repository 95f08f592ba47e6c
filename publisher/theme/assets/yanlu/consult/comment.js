// The dialog that collects comments on several clauses and sends them as one submission.

import { challenge, offers, sendWithToken } from "./challenge.js";
import { afterClose } from "./closed.js";
import { ContactCode } from "./contact_code.js";
import { Draft } from "./draft.js";
import { DraftFiles } from "./draft_files.js";
import { faultList, unmark } from "./faults.js";
import { commentFields, identityFields, keepField, secretFields, showKind } from "./fields.js";
import { closeModal, openModal } from "../modal.js";
import { faultWords, lang, make, t } from "../page.js";
import { ASSURANCE_ASKED } from "../states/names.js";
import { clauseNumber, clauseWords } from "../policy/clause_words.js";
import { Proof } from "./proof.js";
import { lookUpForm, showSlip, withSender } from "./receipt.js";
import { IDENTITY, RECEIPT, WRITING, markStep, stepsBar } from "./steps.js";
import { submissionBody } from "./submission_body.js";
import { guard } from "./unsent.js";
import { waitingBar } from "./waiting.js";

const SUBMISSIONS = `api/v1/submissions${lang.startsWith("zh") ? "" : `?lang=${lang}`}`;
const UNSURE = t("不能确定是否已经提交。内容还在本页，请刷新后再次提交，或改用意见表单；已经送达的，再次提交不会重复登记。");
// Only the receipt is printed: yanlu.css has rules for this class.
const ON_PAPER = "yl-prints-dialog";
const NO_ANSWER = t("没有收到服务的答复，不能确定是否送达。内容还在本页，请稍后再次提交；已经送达的不会重复登记。");

export class Dialog {
  constructor(page) {
    this._page = page;
    this._draft = new Draft(page.dataset.policy, page.dataset.version);
    this._opener = null;
    this._sending = false;
    this._step = WRITING;
    this._turn = null;
    this._files = new DraftFiles(this._draft, page.dataset.policy, (problem) => this._fail(problem));
    this._build();
    this._showWaiting();
    guard((stays) => this._draft.loses(stays));
  }

  get written() {
    return this._draft.comments.length;
  }

  /** Open the dialog with a comment on a clause (null: on the whole text), or on some words of it. */
  add(clause, opener, selector = null) {
    const wid = clause?.dataset.wid ?? null;
    const words = clause ? clauseWords(clause) : "";
    const quote = clause ? clauseNumber(clause) + words : "";
    const comment = this._draft.comment({ wid, citation: clause?.dataset.name ?? t("全文"), quote, words, selector });
    this.open(opener);
    const index = this._draft.comments.indexOf(comment);
    this._list.querySelectorAll("textarea[name=body]")[index]?.focus();
  }

  /** Open the dialog at a step of the form. */
  open(opener, step = WRITING) {
    this._opener = opener;
    this._step = step;
    // Asked for now, it is old enough when the form is filled in.
    challenge().catch(faultWords);
    this._proof.offer().catch(faultWords);
    if (this._code) offers().then((found) => found && this._code.offer(found)).catch(faultWords);
    this._draw();
    this._show("form");
  }

  /** Open the dialog for somebody who is back from proving who they are. */
  returned(ticket) {
    if (!this._proof.take(ticket)) return;
    this.open(null, IDENTITY);
    const head = this._who.querySelector("h3");
    head.focus();
    head.scrollIntoView();
  }

  _build() {
    this._title = make("h2", { id: "yl-dialog-title" });
    this._close = make("button", { class: "yl-close", type: "button", "aria-label": t("关闭"), onclick: () => closeModal(this._element) }, "×");
    this._faults = make("div", { class: "yl-faults", tabindex: "-1", role: "alert", hidden: true });
    this._left = make("div", {});
    this._list = make("div", {});
    this._keep = make("div", {});
    this._writing = make("div", {}, this._list, this._keep);
    const { policy, assurance, askUscc } = this._page.dataset;
    this._code = assurance === "contact_verified" ? new ContactCode(policy, () => this._form.elements) : null;
    this._who = make("div", {}, ...identityFields(askUscc !== undefined, this._code));
    const asked = make("p", { class: "yl-note", hidden: !ASSURANCE_ASKED[assurance] }, ASSURANCE_ASKED[assurance] || "");
    this._form = make("form", { novalidate: true, id: "yl-form" }, asked, this._faults, this._left, this._writing, this._who);
    this._proof = new Proof(this._draft, this._page.dataset, this._who);
    this._steps = stepsBar((step) => this._lead(step));
    this._done = make("div", { tabindex: "-1" });
    this._submit = make("button", { class: "yl-button", type: "submit", form: "yl-form" });
    this._back = make("button", { class: "yl-button yl-button-quiet", type: "button", onclick: () => (this._step === WRITING ? closeModal(this._element) : this._lead(WRITING)) });
    this._foot = make("div", { class: "yl-dialog-foot" }, this._back, this._submit);
    this._element = make(
      "dialog",
      { class: "yl-dialog", "data-yanlu": "comment-dialog", "aria-labelledby": "yl-dialog-title" },
      make("div", { class: "yl-dialog-head" }, this._title, this._close, this._steps),
      make("div", { class: "yl-dialog-body", tabindex: "-1" }, this._form, this._proof.way, this._done),
      this._foot,
    );
    this._form.addEventListener("submit", (event) => { event.preventDefault(); this._go(); });
    this._form.addEventListener("change", () => showKind(this._form));
    this._form.addEventListener("input", (event) => unmark(event.target));
    // While a submission is on its way its answer must have somewhere to be shown.
    this._element.addEventListener("cancel", (event) => { if (this._sending) event.preventDefault(); });
    this._element.addEventListener("close", () => this._closed());
    document.body.append(this._element);
    showKind(this._form);
  }

  _show(part) {
    const form = part === "form";
    this._form.hidden = this._foot.hidden = !form;
    this._done.hidden = form;
    this._faults.hidden = true;
    this._left.replaceChildren();
    this._title.classList.toggle("yl-receipt-done", !form);
    if (form) this._showStep(this._step);
    else {
      this._title.textContent = t("%(count)s条意见已登记", { count: this._draft.receipt.comments.length });
      markStep(this._steps, RECEIPT);
    }
    document.documentElement.classList.toggle(ON_PAPER, !form);
    openModal(this._element);
  }

  _showStep(step) {
    const writes = step === WRITING;
    this._step = step;
    this._turn = null;
    this._writing.hidden = !writes;
    this._who.hidden = writes;
    this._title.textContent = writes ? t("提意见") : t("留身份");
    this._submit.dataset.yanlu = writes ? "next" : "send";
    this._back.textContent = writes ? t("再评一条") : t("上一步");
    markStep(this._steps, step);
    this._wait("");
  }

  /** Go to a step of the form, to its beginning. */
  _lead(step) {
    this._showStep(step);
    (step === WRITING ? this._list : this._who).querySelector("h3").focus();
    this._form.parentElement.scrollTop = 0;
  }

  /** What the button at the end, or Enter in a field, does. */
  _go() {
    if (this._step === WRITING) return this._lead(IDENTITY);
    return this._attempt(() => this._send());
  }

  _closed() {
    this._turn = null;
    document.documentElement.classList.remove(ON_PAPER);
    this._draft.tidy();
    this._showWaiting();
    this._opener?.focus();
  }

  _draw() {
    const { comments } = this._draft;
    const save = () => this._draft.save();
    this._list.replaceChildren(...comments.map((comment, index) =>
      commentFields(comment, index + 1, this._files.of(comment).element, save, () => this._remove(comment, index))));
    this._who.querySelector("[data-secrets]").replaceChildren(...secretFields(comments, save));
    this._keep.replaceChildren(keepField(this._draft));
    showKind(this._form);
  }

  _remove(comment, index) {
    this._draft.remove(comment);
    if (!this.written) return closeModal(this._element);
    this._draw();
    this._list.children[Math.min(index, this.written - 1)].querySelector("h3").focus();
  }

  /** Say what is waited for, "" for nothing; while it is sent nothing can be changed. */
  _wait(words, sending = false) {
    this._sending = this._form.inert = this._close.disabled = this._back.disabled = sending;
    for (const step of this._steps.children) step.disabled = sending || step === this._steps.lastChild;
    this._submit.disabled = words !== "";
    this._submit.textContent = words || (this._step === WRITING ? t("下一步：留身份") : t("提交%(count)s条意见", { count: this.written }));
  }

  /** Send what is written, once its files are there; ``renewed``: they were sent for a second time. */
  async _send(renewed = false) {
    if (this._draft.pending) return this._post(this._draft.pending, true);
    const turn = {};
    this._turn = turn;
    this._wait(t("正在上传附件…"));
    const errors = await this._files.missing();
    // It was closed meanwhile, or a step was taken: it is sent when it is asked for again.
    if (this._turn !== turn) return null;
    this._wait("");
    return errors.length ? this._fail(this._files.refusal ?? { errors }) : this._post(submissionBody(this._form, this._page, this._draft, { proof: this._proof, code: this._code }), false, renewed);
  }

  /** A fault of these scripts is shown as such, not as a missing answer. */
  async _attempt(act) {
    try {
      await act();
    } catch (error) {
      const { href } = this._page.querySelector("[data-say-whole]");
      this._fail({ detail: `${faultWords(error)}${UNSURE}`, way: make("a", { href }, t("打开意见表单")) });
    }
  }

  /** Send a body; it is kept until an answer shows what became of it. */
  async _post(body, again, renewed = false) {
    this._draft.save({ pending: body });
    this._wait(t("正在提交…"), true);
    const { status, data } = await sendWithToken(SUBMISSIONS, body).finally(() => this._wait(""));
    if (status === 201 && data.receipt_no) {
      this._draft.registered(body, withSender(data, body));
      this._proof.drop();
      document.dispatchEvent(new Event("yl-registered"));
      return this._receipt(again);
    }
    // A repeated one that has to wait may have been registered by its first try.
    const unsure = status === 0 || status === 201 || status >= 500 || (again && status === 429);
    if (unsure) return this._fail(data.code ? data : { detail: NO_ANSWER });
    this._draft.save({ pending: null });
    if (status === 413 && !data.detail) data.detail = t("内容过多，没有提交。请分几次提交。");
    // What was sent before has been refused: what is in the form now has not been sent yet.
    if (again) return this._send();
    return this._files.areStale(data.errors) && !renewed ? this._send(true) : this._fail(data);
  }

  _fail(data) {
    this._form.querySelectorAll(".yl-fault").forEach(unmark);
    if ((data.errors ?? []).some(({ field }) => field === "identity")) this._proof.drop();
    const items = faultList(this._form, data.errors ?? [], (place) => this._showStep(this._writing.contains(place) ? WRITING : IDENTITY));
    const lead = items.length ? t("请改正以下各项后再次提交：") : data.detail || data.title || t("没有提交成功，内容还在本页。");
    this._faults.replaceChildren(make("p", {}, lead), items.length ? make("ul", {}, ...items) : "", data.way ?? "");
    this._left.replaceChildren(data.code === "window_closed" ? afterClose(this._page, this._draft.comments) : "");
    this._faults.hidden = false;
    this._faults.focus();
    this._faults.scrollIntoView({ block: "nearest" });
  }

  _receipt(again) {
    const { receipt } = this._draft;
    const found = again ? t("先前一次提交已经登记，以下是它的回执。") : "";
    const left = this.written ? t("另有%(count)s条意见还没有提交。", { count: this.written }) : "";
    const place = make("div", {});
    const notes = [found, left].filter(Boolean).map((words) => make("p", { class: "yl-unprinted" }, words));
    this._done.replaceChildren(...notes, place);
    showSlip(place, { ...receipt, title: this._page.dataset.title }, [
      lookUpForm(receipt),
      make("button", { class: "yl-button yl-button-quiet", type: "button", onclick: () => this._putAway() }, t("已保存，完成")),
    ]);
    this._show("receipt");
    this._done.focus();
    // It begins where it begins, however far down the form was.
    this._done.parentElement.scrollTop = 0;
  }

  /** The receipt is kept elsewhere: whoever comes next to this browser finds nothing of a person. */
  _putAway() {
    // What was filled in on the way to a proof is kept too, where that page was come back to.
    this._draft.save({ receipt: null, away: null });
    this._done.replaceChildren();
    this._form.reset();
    showKind(this._form);
    closeModal(this._element);
  }

  _showWaiting() {
    const { pending } = this._draft;
    const open = (opener) => this.open(opener);
    const sendAgain = (opener) => { this.open(opener, IDENTITY); this._attempt(() => this._post(pending, true)); };
    const showReceipt = (opener) => { this._opener = opener; this._receipt(false); };
    this._waiting?.remove();
    this._waiting = waitingBar(this._draft, { sendAgain, open, showReceipt });
    if (this._waiting) document.body.append(this._waiting);
  }
}
