// The fields of the comment form, the same as those of the service's own page.

import { make } from "./dom.js";

const STANCES = [["suggest", "建议"], ["support", "支持"], ["oppose", "反对"], ["question", "疑问"]];
const KINDS = [["person", "个人"], ["organisation", "企业或组织"], ["department", "机关单位"]];

let serial = 0;

/** One comment's fields; ``changed`` is called after each change, ``remove`` by its button. */
export function commentFields(comment, changed, remove) {
  const id = `yl-c${serial++}`;
  const bind = ({ target: { name, value, type, checked } }) => {
    comment[name.replace(/-.*/, "")] = type === "checkbox" ? checked : value;
    changed();
  };
  return make(
    "section",
    { class: "yl-comment", "aria-labelledby": `${id}-h`, oninput: bind },
    make(
      "div",
      { class: "yl-comment-head" },
      make("h3", { id: `${id}-h`, tabindex: "-1" }, `对${comment.citation}的意见`),
      make("button", { type: "button", class: "yl-text-button", "aria-label": `删除对${comment.citation}的意见`, onclick: remove }, "删除"),
    ),
    comment.quote ? make("blockquote", { class: "yl-quote", tabindex: "0", "aria-label": "条款原文" }, comment.quote) : null,
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

/** The fields that say who one is. */
export function identityFields() {
  return [
    make("h3", {}, "您的身份"),
    make("fieldset", {},
      make("legend", {}, "以什么身份提出"),
      make("div", { class: "yl-choices" }, ...KINDS.map(([value, name], index) =>
        make("label", {}, make("input", { type: "radio", name: "participant", value, checked: index === 0, id: index === 0 ? "yl-participant" : null }), name)))),
    input("organisation", "单位名称", "必填"),
    input("name", "姓名", "必填，实名；公开时个人只显示为“张*”", { autocomplete: "name", required: true }),
    make("p", { class: "yl-hint" }, "电话和电子邮箱至少填一项，用于核实和反馈，不公开。"),
    make("div", { class: "yl-two" },
      input("phone", "电话", "", { type: "tel", autocomplete: "tel" }),
      input("email", "电子邮箱", "", { type: "email", autocomplete: "email" })),
    input("place", "所在县（市、区）", "可不填"),
    make("details", {},
      make("summary", {}, "个人信息处理告知"),
      make("p", {}, "姓名、联系方式、单位名称和所在地仅由起草单位用于核实意见、反馈采纳情况，均加密保存，联系方式不公开。公开时，个人显示为“张*”，三个字以上的保留首尾两字；企业和组织显示为“某企业(所在县区)”；机关单位和村（居）委会显示名称；您同意公开姓名的，显示姓名或单位名称。保存期限以办理本次征求意见和依法归档所需的最短时间为限。您可以凭回执号查询，也可以向起草单位要求查阅、更正或删除。")),
    check("consent_notice", "我已阅读并同意个人信息处理告知（必选）", true),
    check("consent_publish_name", "同意公开我的姓名（可不选）", false),
  ];
}

/** Name the fields after who speaks: an organisation has a name and a contact. */
export function showKind(form) {
  const person = form.elements.participant.value === "person";
  form.querySelector('[data-field="organisation"]').hidden = person;
  form.querySelector('[data-field="name"] [data-label]').textContent = person ? "姓名" : "联系人";
}

/** Put a fault beside its control and return what leads there. */
export function mark(control, message) {
  control.setAttribute("aria-invalid", "true");
  control.closest("details")?.setAttribute("open", "");
  const id = `${control.id}-fault`;
  control.setAttribute("aria-describedby", id);
  control.closest(".yl-field, .yl-check").append(make("span", { class: "yl-fault", id }, message));
  const go = (event) => { event.preventDefault(); control.focus(); };
  return make("a", { href: `#${control.id}`, onclick: go }, message);
}

/** Take back what was said of a control, once it is being changed. */
export function unmark(control) {
  if (!control.hasAttribute("aria-invalid")) return;
  document.getElementById(control.getAttribute("aria-describedby"))?.remove();
  control.removeAttribute("aria-invalid");
  control.removeAttribute("aria-describedby");
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

function check(name, words, required) {
  return make("div", { class: "yl-field" },
    make("label", { class: "yl-check" }, make("input", { type: "checkbox", name, id: `yl-${name}`, required }), words));
}
