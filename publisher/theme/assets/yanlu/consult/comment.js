// The dialog that collects comments on several clauses and sends them as one submission.

import { challenge, sendWithToken } from "./challenge.js";
import { Draft, newKey, wire } from "./draft.js";
import { commentFields, identityFields, mark, showKind, unmark } from "./fields.js";
import { closeModal, openModal } from "../modal.js";
import { faultWords, lang, make, t } from "../page.js";
import { lookUpForm, showSlip, withSender } from "./receipt.js";
import { guard } from "./unsent.js";

const QUERY = lang.startsWith("zh") ? "" : `lang=${lang}`;
const SUBMISSIONS = `api/v1/submissions${QUERY && `?${QUERY}`}`;
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
    this._build();
    this._showWaiting();
    guard(() => this._draft.unsent);
  }

  get written() {
    return this._draft.comments.length;
  }

  /** Open the dialog with a comment on a clause (null: on the whole text), or on some words of it. */
  add(clause, opener, quoted = "") {
    const wid = clause?.dataset.wid ?? null;
    const comment = this._draft.comment(wid, clause?.dataset.name ?? t("全文"), clause ? words(clause) : "");
    if (quoted) this._draft.quote(comment, t("关于“%(words)s”：", { words: quoted }));
    this.open(opener);
    const index = this._draft.comments.indexOf(comment);
    this._list.querySelectorAll("textarea[name=body]")[index]?.focus();
  }

  /** Open the dialog on the form. */
  open(opener) {
    this._opener = opener;
    // Asked for now, it is old enough when the form is filled in.
    challenge().catch(faultWords);
    this._draw();
    this._show("form");
  }

  _build() {
    this._title = make("h2", { id: "yl-dialog-title" });
    this._close = make("button", { class: "yl-close", type: "button", "aria-label": t("关闭"), onclick: () => closeModal(this._element) }, "×");
    this._faults = make("div", { class: "yl-faults", tabindex: "-1", role: "alert", hidden: true });
    this._list = make("div", {});
    this._form = make("form", { novalidate: true, id: "yl-form" }, this._faults, this._list, ...identityFields());
    this._done = make("div", { tabindex: "-1" });
    this._submit = make("button", { class: "yl-button", type: "submit", form: "yl-form" });
    this._more = make("button", { class: "yl-button yl-button-quiet", type: "button", onclick: () => closeModal(this._element) }, t("继续评议其他条款"));
    this._foot = make("div", { class: "yl-dialog-foot" }, this._submit, this._more);
    this._element = make(
      "dialog",
      { class: "yl-dialog", "aria-labelledby": "yl-dialog-title" },
      make("div", { class: "yl-dialog-head" }, this._title, this._close),
      make("div", { class: "yl-dialog-body", tabindex: "-1" }, this._form, this._done),
      this._foot,
    );
    this._form.addEventListener("submit", (event) => { event.preventDefault(); this._attempt(() => this._send()); });
    this._form.addEventListener("change", () => showKind(this._form));
    this._form.addEventListener("input", (event) => unmark(event.target));
    // While a submission is on its way its answer must have somewhere to be shown.
    this._element.addEventListener("cancel", (event) => { if (this._sending) event.preventDefault(); });
    this._element.addEventListener("close", () => this._closed());
    document.body.append(this._element);
    showKind(this._form);
    this._wait(false);
  }

  _show(part) {
    const form = part === "form";
    this._title.textContent = form ? t("提出意见") : t("意见已登记");
    this._form.hidden = this._foot.hidden = !form;
    this._done.hidden = form;
    this._faults.hidden = true;
    document.documentElement.classList.toggle(ON_PAPER, !form);
    openModal(this._element);
  }

  _closed() {
    document.documentElement.classList.remove(ON_PAPER);
    this._draft.tidy();
    this._showWaiting();
    this._opener?.focus();
  }

  _draw() {
    const { comments } = this._draft;
    this._list.replaceChildren(...comments.map((comment, index) =>
      commentFields(comment, () => this._draft.save(), () => this._remove(comment, index))));
  }

  _remove(comment, index) {
    this._draft.remove(comment);
    if (!this.written) return closeModal(this._element);
    this._draw();
    this._list.children[Math.min(index, this.written - 1)].querySelector("h3").focus();
  }

  _wait(sending) {
    this._sending = sending;
    this._form.inert = sending;
    this._submit.disabled = this._close.disabled = this._more.disabled = sending;
    this._submit.textContent = sending ? t("正在提交…") : t("提交");
  }

  _values() {
    return Object.fromEntries(new FormData(this._form));
  }

  _body() {
    const values = this._values();
    const text = (name) => values[name]?.trim() || undefined;
    return JSON.stringify({
      policy: this._page.dataset.policy,
      version: this._page.dataset.version,
      participant: values.participant,
      name: values.name,
      organisation: values.participant === "person" ? undefined : text("organisation"),
      phone: text("phone"),
      email: text("email"),
      place: text("place"),
      consent_notice: values.consent_notice === "on",
      notice_version: this._page.dataset.noticeVersion,
      consent_publish_name: values.consent_publish_name === "on",
      comments: this._draft.comments.map(wire),
      idempotency_key: newKey(),
    });
  }

  async _send() {
    const { participant, organisation } = this._values();
    if (participant !== "person" && !organisation.trim()) {
      return this._fail({ errors: [{ field: "organisation", message: t("请填写单位名称") }] });
    }
    if (this._draft.pending) return this._post(this._draft.pending, true);
    return this._post(this._body(), false);
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
  async _post(body, again) {
    this._draft.save({ pending: body });
    this._wait(true);
    const { status, data } = await sendWithToken(SUBMISSIONS, body).finally(() => this._wait(false));
    if (status === 201 && data.receipt_no) {
      this._draft.registered(body, withSender(data, body));
      return this._receipt(again);
    }
    // A repeated one that has to wait may have been registered by its first try.
    const unsure = status === 0 || status === 201 || status >= 500 || (again && status === 429);
    if (unsure) return this._fail(data.code ? data : { detail: NO_ANSWER });
    this._draft.save({ pending: null });
    if (status === 413 && !data.detail) data.detail = t("内容过多，没有提交。请分几次提交。");
    // What was sent before has been refused: what is in the form now has not been sent yet.
    return again ? this._send() : this._fail(data);
  }

  _fail(data) {
    this._form.querySelectorAll("[aria-invalid]").forEach(unmark);
    const found = (data.errors ?? []).map((fault) => ({ fault, control: this._control(fault.field) }));
    found.sort((one, other) => order(one.control, other.control));
    const items = found.map(({ fault, control }) => make("li", {}, control ? mark(control, fault.message) : fault.message));
    const lead = items.length ? t("请改正以下各项后再次提交：") : data.detail || data.title || t("没有提交成功，内容还在本页。");
    this._faults.replaceChildren(make("p", {}, lead), items.length ? make("ul", {}, ...items) : "", data.way ?? "");
    this._faults.hidden = false;
    this._faults.focus();
    this._faults.scrollIntoView({ block: "nearest" });
  }

  _control(field) {
    const inner = /^comments\[(\d+)\]\.(\w+)$/.exec(field);
    const scope = inner ? this._list.children[Number(inner[1])] : this._form;
    return scope?.querySelector(`[name="${CSS.escape(inner ? inner[2] : field)}"]`) ?? null;
  }

  _receipt(again) {
    const { receipt } = this._draft;
    const keep = t("请保存回执号和查询码，凭它们可以查询采纳情况。查询码只在这里显示，关闭浏览器后不能再次取得。");
    const found = again ? t("先前一次提交已经登记，以下是它的回执。") : "";
    const left = this.written ? t("另有%(count)s条意见还没有提交。", { count: this.written }) : "";
    const place = make("div", {});
    this._done.replaceChildren(
      make("p", { class: "yl-unprinted" }, [found, keep, left].filter(Boolean).join(lang.startsWith("zh") ? "" : " ")),
      place,
    );
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
    this._draft.save({ receipt: null });
    this._done.replaceChildren();
    this._form.reset();
    showKind(this._form);
    closeModal(this._element);
  }

  /** The bar below while something waits: a receipt, an unanswered submission, comments. */
  _showWaiting() {
    this._waiting?.remove();
    if (this._draft.isEmpty) return;
    const { receipt, pending } = this._draft;
    const notice = pending ? t("上次提交没有收到答复")
      : receipt ? t("回执 %(number)s", { number: receipt.receipt_no })
        : t("已写%(count)s条意见，尚未提交", { count: this.written });
    const name = pending ? t("再次提交") : receipt ? t("查看回执") : t("填写身份并提交");
    const act = (event) => {
      this._opener = event.currentTarget;
      if (receipt && !pending) return this._receipt(false);
      this.open(event.currentTarget);
      return pending ? this._attempt(() => this._post(pending, true)) : null;
    };
    this._waiting = make("div", { class: "yl-waiting", role: "region", "aria-label": t("待办的意见") },
      make("span", { role: "status" }, notice),
      make("button", { class: "yl-button", type: "button", onclick: act }, name));
    document.body.append(this._waiting);
  }
}

/** The words of a clause as the service has them: `wording` in catalogue/model.py. */
function words(clause) {
  const line = (clause.querySelector(":scope > .yl-line") ?? clause).cloneNode(true);
  line.querySelectorAll(".yl-tools, .yl-doubt, .yl-noteref").forEach((element) => element.remove());
  line.querySelectorAll("img").forEach((picture) => picture.replaceWith(picture.alt));
  // The last cell of a row is that of its button.
  return line.cells ? [...line.cells].slice(0, -1).map((cell) => cell.textContent).join(" │ ") : line.textContent;
}

/** Sort by place in the page; what has no place comes last. */
function order(one, other) {
  if (!one || !other) return (one ? 0 : 1) - (other ? 0 : 1);
  return one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}
