// The fields of the comment form, the same as those of the service's own page.

import { make, t } from "../page.js";

const STANCES = [["suggest", t("建议")], ["support", t("支持")], ["oppose", t("反对")], ["question", t("疑问")]];
const KINDS = [["person", t("个人")], ["organisation", t("企业或组织")], ["department", t("机关单位")]];

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
      make("h3", { id: `${id}-h`, tabindex: "-1" }, t("对%(citation)s的意见", comment)),
      make("button", { type: "button", class: "yl-text-button", "aria-label": t("删除对%(citation)s的意见", comment), onclick: remove }, t("删除")),
    ),
    comment.quote ? make("blockquote", { class: "yl-quote", tabindex: "0", lang: "zh-CN", "aria-label": t("条款原文") }, comment.quote) : null,
    make(
      "fieldset",
      {},
      make("legend", {}, t("态度")),
      make("div", { class: "yl-choices" }, ...STANCES.map(([value, name]) =>
        make("label", {}, make("input", { type: "radio", name: `stance-${id}`, value, checked: comment.stance === value }), name))),
    ),
    area(id, "body", t("意见内容"), comment.body),
    make(
      "details",
      { open: Boolean(comment.proposed_text || comment.reason || comment.confidential) },
      make("summary", {}, t("补充修改文字、理由（可不填）")),
      area(id, "proposed_text", t("建议修改为"), comment.proposed_text),
      area(id, "reason", t("理由"), comment.reason),
      make("label", { class: "yl-check" }, make("input", { type: "checkbox", name: "confidential", checked: comment.confidential }), t("含商业秘密，请勿公开")),
    ),
  );
}

/** The fields of the participant. */
export function identityFields() {
  return [
    make("h3", {}, t("您的身份")),
    make("fieldset", {},
      make("legend", {}, t("以什么身份提出")),
      make("div", { class: "yl-choices" }, ...KINDS.map(([value, name], index) =>
        make("label", {}, make("input", { type: "radio", name: "participant", value, checked: index === 0, id: index === 0 ? "yl-participant" : null }), name)))),
    input("organisation", t("单位名称"), t("必填")),
    input("name", t("姓名"), t("必填，实名；公开时个人只显示为“张*”"), { autocomplete: "name", required: true }),
    make("p", { class: "yl-hint" }, t("电话和电子邮箱至少填一项，用于核实和反馈，不公开。")),
    make("div", { class: "yl-two" },
      input("phone", t("电话"), "", { type: "tel", autocomplete: "tel" }),
      input("email", t("电子邮箱"), "", { type: "email", autocomplete: "email" })),
    input("place", t("所在县（市、区）"), t("可不填")),
    make("details", {},
      make("summary", {}, t("个人信息处理告知书")),
      document.querySelector("[data-privacy]").content.cloneNode(true)),
    check("consent_notice", t("我已阅读个人信息处理告知书（必选）"), true),
    check("consent_publish_name", t("同意公开我的姓名或单位名称（可不选，可随时撤回）"), false),
  ];
}

/** Label the fields by the kind of participant: an organisation has a name and a contact. */
export function showKind(form) {
  const person = form.elements.participant.value === "person";
  form.querySelector('[data-field="organisation"]').hidden = person;
  form.querySelector('[data-field="name"] [data-label]').textContent = person ? t("姓名") : t("联系人");
}

/** Show a fault next to its control and return a link to it. */
export function mark(control, message) {
  control.setAttribute("aria-invalid", "true");
  control.closest("details")?.setAttribute("open", "");
  const id = `${control.id}-fault`;
  control.setAttribute("aria-describedby", id);
  control.closest(".yl-field, .yl-check").append(make("span", { class: "yl-fault", id }, message));
  const go = (event) => { event.preventDefault(); control.focus(); };
  return make("a", { href: `#${control.id}`, onclick: go }, message);
}

/** Remove the fault of a control, once it is being changed. */
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
