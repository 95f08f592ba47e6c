// The dialog that collects comments on several clauses and sends them as one submission.
// What was written stays in this tab until it is sent; who one is, is not kept.

import { copy, make, toast } from "./dom.js";
import { send, service } from "./service.js";

const STANCES = [["suggest", "建议"], ["support", "支持"], ["oppose", "反对"], ["question", "疑问"]];
const KINDS = [["person", "个人"], ["organisation", "企业或组织"], ["department", "机关单位"]];

let serial = 0;

export class Dialog {
  constructor(page) {
    this.page = page;
    this.storageKey = `yanlu:${page.dataset.policy}:${page.dataset.version}`;
    this.comments = this.#restore();
    this.opener = null;
    this.key = newKey();
    this.uncertain = null;
    this.#build();
    this.#showWaiting();
  }

  /** Open the dialog with a comment on a clause (null: on the whole text). */
  add(clause, opener) {
    const wid = clause?.dataset.wid ?? null;
    let comment = this.comments.find((each) => each.wid === wid);
    if (!comment) {
      comment = {
        wid,
        citation: clause?.dataset.citation ?? "全文",
        quote: clause ? words(clause) : "",
        stance: "suggest", body: "", proposed_text: "", reason: "", confidential: false,
      };
      this.comments.push(comment);
    }
    this.open(opener);
    this.list.querySelectorAll("textarea[name=body]")[this.comments.indexOf(comment)].focus();
  }

  open(opener) {
    this.opener = opener;
    this.#draw();
    this.faults.hidden = true;
    this.form.hidden = false;
    this.done.hidden = true;
    this.foot.hidden = false;
    if (!this.element.open) this.element.showModal();
  }

  close() {
    this.element.close();
  }

  #build() {
    const title = make("h2", { id: "yl-dialog-title" }, "提出意见");
    this.faults = make("div", { class: "yl-faults", tabindex: "-1", role: "alert", hidden: true });
    this.list = make("div", {});
    this.form = make("form", { novalidate: true, id: "yl-form" }, this.faults, this.list, ...identity());
    this.done = make("div", { hidden: true, tabindex: "-1" });
    this.submit = make("button", { class: "yl-button", type: "submit", form: "yl-form" }, "提交");
    this.foot = make(
      "div",
      { class: "yl-dialog-foot" },
      this.submit,
      make("button", { class: "yl-button yl-button-quiet", type: "button", onclick: () => this.close() }, "继续评议其他条款"),
    );
    this.element = make(
      "dialog",
      { class: "yl-dialog", "aria-labelledby": "yl-dialog-title" },
      make(
        "div",
        { class: "yl-dialog-head" },
        title,
        make("button", { class: "yl-close", type: "button", "aria-label": "关闭", onclick: () => this.close() }, "×"),
      ),
      make("div", { class: "yl-dialog-body", tabindex: "-1" }, this.form, this.done),
      this.foot,
    );
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.#send(); });
    this.form.addEventListener("change", () => showKind(this.form));
    this.form.addEventListener("input", (event) => unmark(event.target));
    this.element.addEventListener("close", () => this.#closed());
    document.body.append(this.element);
    showKind(this.form);
  }

  #draw() {
    this.list.replaceChildren(...this.comments.map((comment, index) => this.#card(comment, index)));
  }

  #card(comment, index) {
    const id = `yl-c${serial++}`;
    const bind = (event) => {
      const { name, value, type, checked } = event.target;
      comment[name.replace(/-.*/, "")] = type === "checkbox" ? checked : value;
      this.#store();
    };
    const remove = () => {
      this.comments.splice(index, 1);
      this.#store();
      this.comments.length ? this.#draw() : this.close();
    };
    return make(
      "section",
      { class: "yl-comment", "aria-labelledby": `${id}-h`, "data-index": index, oninput: bind },
      make(
        "div",
        { class: "yl-comment-head" },
        make("h3", { id: `${id}-h` }, `对${comment.citation}的意见`),
        make("button", { type: "button", class: "yl-text-button", "aria-label": `删除对${comment.citation}的意见`, onclick: remove }, "删除"),
      ),
      comment.quote ? make("blockquote", { class: "yl-quote" }, comment.quote) : null,
      make(
        "fieldset",
        {},
        make("legend", {}, "态度"),
        make("div", { class: "yl-choices" }, ...STANCES.map(([value, name]) =>
          make("label", {}, make("input", { type: "radio", name: `stance-${id}`, value, checked: comment.stance === value }), name))),
      ),
      area(id, "body", "意见内容", comment.body),
      make(
        "details",
        { open: Boolean(comment.proposed_text || comment.reason || comment.confidential) },
        make("summary", {}, "补充修改文字、理由（可不填）"),
        area(id, "proposed_text", "建议修改为", comment.proposed_text),
        area(id, "reason", "理由", comment.reason),
        make("label", { class: "yl-check" }, make("input", { type: "checkbox", name: "confidential", checked: comment.confidential }), "含商业秘密，请勿公开"),
      ),
    );
  }

  #values() {
    return Object.fromEntries(new FormData(this.form));
  }

  #payload() {
    const values = this.#values();
    const text = (name) => values[name]?.trim() || undefined;
    const person = values.participant === "person";
    return JSON.stringify({
      policy: this.page.dataset.policy,
      version: this.page.dataset.version,
      participant: values.participant,
      name: values.name,
      organisation: person ? undefined : text("organisation"),
      phone: text("phone"),
      email: text("email"),
      place: text("place"),
      consent_notice: values.consent_notice === "on",
      consent_publish_name: values.consent_publish_name === "on",
      comments: this.comments.map((comment) => ({
        clause: comment.wid ?? undefined,
        stance: comment.stance,
        body: comment.body,
        proposed_text: comment.proposed_text || undefined,
        reason: comment.reason || undefined,
        confidential: comment.confidential,
      })),
      idempotency_key: this.key,
    });
  }

  async #send() {
    const { participant, organisation } = this.#values();
    if (participant !== "person" && !organisation.trim()) {
      this.#fail(422, { errors: [{ field: "organisation", message: "请填写单位名称" }] });
      return;
    }
    this.submit.disabled = true;
    const body = this.#payload();
    let { status, data } = await send("api/v1/submissions", body);
    // An earlier try had arrived although its answer was lost: fetch that answer.
    const earlier = data.code === "idempotency_conflict" && this.uncertain;
    if (earlier) ({ status, data } = await send("api/v1/submissions", this.uncertain));
    this.submit.disabled = false;
    if (status === 201) return this.#sent(data, Boolean(earlier));
    if (status === 0 || status >= 500) this.uncertain ??= body;
    this.#fail(status, data);
  }

  #fail(status, data) {
    this.form.querySelectorAll("[aria-invalid]").forEach(unmark);
    const items = (data.errors ?? []).map((fault) => this.#mark(fault));
    const lead = status === 0
      ? "没有送达：连接不上服务。内容还在本页，请稍后再次提交。"
      : items.length ? "请改正以下各项后再次提交：" : data.detail || data.title || "没有提交成功，请稍后再试。";
    this.faults.replaceChildren(make("p", {}, lead), items.length ? make("ul", {}, ...items) : "");
    this.faults.hidden = false;
    this.faults.focus();
    this.faults.scrollIntoView({ block: "nearest" });
  }

  /** Put a fault beside its field; the list item leads there. */
  #mark({ field, message }) {
    const inner = /^comments\[(\d+)\]\.(\w+)$/.exec(field);
    const scope = inner ? this.list.children[Number(inner[1])] : this.form;
    const name = inner ? inner[2] : field;
    const control = scope?.querySelector(`[name="${CSS.escape(name)}"]`);
    if (!control) return make("li", {}, message);
    control.setAttribute("aria-invalid", "true");
    control.closest("details")?.setAttribute("open", "");
    const id = `${control.id}-fault`;
    control.setAttribute("aria-describedby", id);
    control.closest(".yl-field, .yl-check").append(make("span", { class: "yl-fault", id }, message));
    return make("li", {}, make("a", { href: `#${control.id}`, onclick: (event) => { event.preventDefault(); control.focus(); } }, message));
  }

  #sent(answer, earlier) {
    this.comments = [];
    this.key = newKey();
    this.uncertain = null;
    this.#store();
    const address = new URL(`receipts/?no=${answer.receipt_no}`, service).href;
    const saved = [
      `回执号：${answer.receipt_no}`, `查询码：${answer.query_code}`,
      `登记时间：${answer.received_at}`, `查询地址：${address}`,
      ...answer.comments.map((comment) => `意见：${comment.citation}`),
    ].join("\n");
    this.done.replaceChildren(
      make("p", {}, earlier ? "先前一次提交其实已经登记，以下是它的回执；之后改动的内容没有提交。" : "意见已经登记。请保存回执号和查询码，凭它们可以查询采纳情况。"),
      make(
        "div",
        { class: "yl-receipt" },
        make("dl", {},
          make("dt", {}, "回执号"), make("dd", { "data-receipt-no": "" }, answer.receipt_no),
          make("dt", {}, "查询码"), make("dd", { "data-query-code": "" }, answer.query_code)),
      ),
      make("ul", {}, ...answer.comments.map((comment) => make("li", {}, comment.citation))),
      make("p", { class: "yl-actions" },
        make("button", { class: "yl-button", type: "button", onclick: () => copy(saved, "回执已复制") }, "复制回执"),
        make("a", { class: "yl-button yl-button-quiet", href: address }, "查询办理情况"),
        make("button", { class: "yl-button yl-button-quiet", type: "button", onclick: () => this.close() }, "完成")),
    );
    this.form.hidden = true;
    this.foot.hidden = true;
    this.done.hidden = false;
    this.done.focus();
    toast("意见已登记");
  }

  #closed() {
    this.#showWaiting();
    this.opener?.focus();
  }

  #showWaiting() {
    this.waiting?.remove();
    const written = this.comments.length;
    if (!written) return;
    const again = make("button", { class: "yl-button", type: "button" }, "填写身份并提交");
    again.addEventListener("click", () => this.open(again));
    this.waiting = make("div", { class: "yl-waiting", role: "region", "aria-label": "待提交的意见" }, make("span", {}, `已写${written}条意见，尚未提交`), again);
    document.body.append(this.waiting);
  }

  #store() {
    try {
      sessionStorage.setItem(this.storageKey, JSON.stringify(this.comments));
    } catch { /* a browser that keeps nothing still lets one comment */ }
  }

  #restore() {
    try {
      return JSON.parse(sessionStorage.getItem(this.storageKey)) ?? [];
    } catch {
      return [];
    }
  }
}

/** Take back what was said of a field, once it is being changed. */
function unmark(control) {
  if (!control.hasAttribute("aria-invalid")) return;
  document.getElementById(control.getAttribute("aria-describedby"))?.remove();
  control.removeAttribute("aria-invalid");
  control.removeAttribute("aria-describedby");
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function words(clause) {
  const line = clause.querySelector(".yl-line").cloneNode(true);
  line.querySelectorAll(".yl-tools, .yl-count-badge").forEach((element) => element.remove());
  return line.textContent;
}

function area(scope, name, label, value) {
  const id = `${scope}-${name}`;
  const text = make("textarea", { id, name, required: name === "body" });
  text.value = value;
  return make("div", { class: "yl-field" }, make("label", { for: id }, label), text);
}

function input(name, label, hint, attributes = {}) {
  const id = `yl-${name}`;
  return make("div", { class: "yl-field", "data-field": name },
    make("label", { for: id }, make("span", { "data-label": "" }, label), hint ? make("span", { class: "yl-hint" }, hint) : null),
    make("input", { id, name, ...attributes }));
}

function identity() {
  return [
    make("h3", {}, "您的身份"),
    make("fieldset", {},
      make("legend", {}, "以什么身份提出"),
      make("div", { class: "yl-choices" }, ...KINDS.map(([value, name], index) =>
        make("label", {}, make("input", { type: "radio", name: "participant", value, checked: index === 0, id: index === 0 ? "yl-participant" : null }), name)))),
    input("organisation", "单位名称", ""),
    input("name", "姓名", "实名；公开时只显示为“张*”", { autocomplete: "name", required: true }),
    make("p", { class: "yl-hint" }, "电话和电子邮箱至少填一项，用于核实和反馈，不公开。"),
    make("div", { class: "yl-two" },
      input("phone", "电话", "", { type: "tel", autocomplete: "tel" }),
      input("email", "电子邮箱", "", { type: "email", autocomplete: "email" })),
    input("place", "所在县（市、区）", "可不填"),
    make("details", {},
      make("summary", {}, "个人信息处理告知"),
      make("p", {}, "姓名和联系方式仅由起草单位用于核实意见、反馈采纳情况，加密保存，不公开；保存期限以办理本次征求意见和依法归档所需的最短时间为限。您可以凭回执号查询，也可以向起草单位要求查阅、更正或删除。")),
    make("div", { class: "yl-field" }, make("label", { class: "yl-check" }, make("input", { type: "checkbox", name: "consent_notice", id: "yl-consent_notice", required: true }), "我已阅读并同意个人信息处理告知")),
    make("div", { class: "yl-field" }, make("label", { class: "yl-check" }, make("input", { type: "checkbox", name: "consent_publish_name", id: "yl-consent_publish_name" }), "同意公开我的姓名（可不选）")),
  ];
}

function showKind(form) {
  const person = form.elements.participant.value === "person";
  form.querySelector('[data-field="organisation"]').hidden = person;
  form.querySelector('[data-field="name"] [data-label]').textContent = person ? "姓名" : "联系人";
}
