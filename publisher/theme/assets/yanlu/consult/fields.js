// The fields of the comment form, the same as those of the service's own page.

import { make, t } from "../page.js";
import { sentences } from "../policy/clause_words.js";
import { FIELD_NAMES } from "../states/names.js";
import { isDoubtful } from "./doubtful_name.js";
import { lines, proposedWording } from "./draft.js";
import { redline, redlineElements } from "./redline.js";

const STANCES = [["suggest", t("建议")], ["support", t("支持")], ["oppose", t("反对")], ["question", t("疑问")]];
// Somebody under 14 is a person with a guardian.
const KINDS = [["person", t("个人")], ["minor", t("未满14周岁的个人")], ["organisation", t("企业或组织")], ["department", t("机关单位")]];
// As many characters as the service takes.
const MOST = 10_000;
const NEAR = 0.9 * MOST;
// As many characters of a sentence as an entry of a list shows.
const FIRST_SIGNS = 40;
// As many as two lines of a phone hold.
const TWO_LINES = 44;

let serial = 0;

/** One comment's fields, with ``files`` among them; ``changed`` is called after each change, ``remove`` by its button. */
export function commentFields(comment, number, files, changed, remove) {
  const id = `yl-c${serial++}`;
  const reason = area(id, "reason", t("写了修改文字的，请说明理由"), comment.reason);
  const bind = ({ target: { name, value } }) => {
    if (!name || name.startsWith("selector")) return;
    comment[name.replace(/-.*/, "")] = value;
    showReason();
    changed();
  };
  const showReason = () => { reason.hidden = !`${proposedWording(comment)}${comment.reason}`.trim(); };
  showReason();
  return make(
    "section",
    { class: "yl-comment", "aria-labelledby": `${id}-h`, oninput: bind },
    make(
      "div",
      { class: "yl-comment-head" },
      make("h3", { id: `${id}-h`, tabindex: "-1" }, `${t("第%(number)s条意见", { number })}${t("：")}${comment.citation}`),
      make("button", { type: "button", class: "yl-text-button", "aria-label": t("删除第%(number)s条意见", { number }), onclick: remove }, t("删除")),
    ),
    onWords(id, comment, changed),
    area(id, "body", "", comment.body),
    proposal(id, comment),
    reason,
    choices("stance", `stance-${id}`, STANCES, comment.stance, `${id}-stance`),
    files,
  );
}

/** For each comment a box to tick where it has secrets; ``changed`` is called after each change. */
export function secretFields(comments, changed) {
  return comments.map((comment, index) => check(
    "confidential", `yl-secret-${index}`, `${t("第%(number)s条意见", { number: index + 1 })}${t("：")}${FIELD_NAMES.confidential}`,
    { checked: comment.confidential, onchange: ({ target }) => { comment.confidential = target.checked; changed(); } },
  ));
}

/** The words that a comment is on, and a way to be on others; drawn again when they change. */
function onWords(id, comment, changed) {
  const place = make("div", {});
  const choose = (selector) => {
    comment.selector = selector;
    changed();
    draw();
    place.querySelector("[data-field] select, [data-field] button")?.focus();
  };
  const draw = () => place.replaceChildren(...(comment.selector ? chosenWords(id, comment, choose) : wholeClause(id, comment, choose)));
  draw();
  return place;
}

function chosenWords(id, { words, selector: { exact, prefix, suffix } }, choose) {
  const [before, after] = [words.startsWith(prefix + exact) ? "" : "…", words.endsWith(exact + suffix) ? "" : "…"];
  const around = [before + prefix, make("mark", {}, exact), suffix + after];
  return [
    quotation(t("针对的文字"), ...around),
    make("p", { class: "yl-field", "data-field": "selector" },
      make("span", { "data-label": "" }, t("只针对所标的文字")), " ",
      make("button", { type: "button", class: "yl-text-button", id: `${id}-selector`, onclick: () => choose(null) }, t("改为针对整条"))),
  ];
}

function wholeClause(id, { quote, words = "" }, choose) {
  if (!quote) return [];
  const found = sentences(words);
  const entry = ({ exact }) => make("option", { lang: "zh-CN" }, exact.length > FIRST_SIGNS ? `${exact.slice(0, FIRST_SIGNS)}…` : exact);
  const select = make("select", { id: `${id}-selector`, name: `selector-${id}`, onchange: () => choose(found[select.selectedIndex - 1] ?? null) },
    make("option", {}, t("整条条款")), ...found.map(entry));
  return [
    shortQuotation(quote),
    found.length ? field("selector", label(`${id}-selector`, FIELD_NAMES.selector, t("可只选其中一句")), select) : "",
  ];
}

/** The proposed wording: it begins as the clause's own, and what is changed in that is marked. */
function proposal(id, comment) {
  const { words = "" } = comment;
  const place = area(id, "proposed_text", words ? t("可不填；改动会自动标出") : t("可不填"), comment.proposed_text);
  const text = place.querySelector("textarea");
  const marked = make("p", { class: "yl-redline", lang: "zh-CN" });
  const compare = () => {
    const pieces = words && proposedWording(comment) ? redline(words, lines(text.value)) : null;
    marked.hidden = !pieces;
    marked.replaceChildren(...(pieces ? redlineElements(pieces) : []));
  };
  const begin = make("button", { type: "button", class: "yl-button yl-button-quiet", onclick: () => {
    text.value = words;
    begin.hidden = true;
    text.hidden = false;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
    text.setSelectionRange(0, 0);
  } }, t("在原文上修改"));
  begin.hidden = !words || Boolean(comment.proposed_text);
  text.hidden = !begin.hidden;
  // After the section's own listener has taken the text.
  text.addEventListener("input", () => requestAnimationFrame(compare));
  place.append(begin, marked);
  compare();
  return place;
}

function quotation(name, ...words) {
  return make("blockquote", { class: "yl-quote", tabindex: "0", lang: "zh-CN", "aria-label": name }, ...words);
}

/** A clause in two lines, the rest where it is asked for. */
function shortQuotation(quote) {
  const words = quotation(t("条款原文"), quote);
  if (quote.length < TWO_LINES) return words;
  const unfold = make("button", { type: "button", class: "yl-text-button", "aria-expanded": "false", onclick: () => {
    const isShort = words.classList.toggle("yl-quote-short");
    unfold.setAttribute("aria-expanded", String(!isShort));
    unfold.textContent = isShort ? t("展开原文") : t("收起原文");
  } }, t("展开原文"));
  words.classList.add("yl-quote-short");
  return make("div", { class: "yl-field" }, words, unfold);
}

/** The fields of the participant; ``code`` (null: not asked for) is the way to the digits by e-mail. */
export function identityFields(asksUscc, code) {
  return [
    make("h3", { class: "yl-visually-hidden", tabindex: "-1" }, t("您的身份")),
    choices("participant", "participant", KINDS, "person", "yl-participant"),
    input("organisation", t("必填")),
    ...(asksUscc ? [input("uscc", t("必填，营业执照或登记证书上的18位代码"))] : []),
    nameField(),
    make("p", { class: "yl-hint" }, t("电话和电子邮箱至少填一项，用于核实和反馈，不公开。")),
    make("div", { class: "yl-two" },
      input("phone", "", { type: "tel", autocomplete: "tel" }),
      input("email", "", { type: "email", autocomplete: "email" })),
    ...(code ? [code.way, input("contact_code", t("收到的6位数字"), { inputmode: "numeric", autocomplete: "one-time-code" })] : []),
    input("place", t("可不填")),
    input("guardian", t("未满14周岁的，由监护人同意并填写")),
    make("div", { "data-secrets": true }),
    make("details", {},
      make("summary", {}, t("个人信息处理告知书")),
      document.querySelector("[data-privacy]").content.cloneNode(true)),
    check("consent_notice", "yl-consent_notice", t("我已阅读个人信息处理告知书（必选）"), { required: true }),
    check("consent_publish_name", "yl-consent_publish_name", t("同意公开我的姓名或单位名称（可不选，可随时撤回）")),
  ];
}

/** The name; one that is plainly none is asked about, and taken all the same. */
function nameField() {
  const asks = make("p", { class: "yl-hint yl-asks", role: "status" });
  const place = input("name", t("必填，实名；公开时个人只显示为“张*”"), { autocomplete: "name", required: true, onchange: ({ target: { value } }) => {
    asks.textContent = value.trim() && isDoubtful(value) ? t("这里像是没有写姓名，请核对；确实如此的，可照样提交") : "";
  } });
  place.append(asks);
  return place;
}

/** Show what a kind of participant is asked: a body has a name and a contact, and may have secrets. */
export function showKind(form) {
  const kind = form.elements.participant.value;
  const isPerson = kind === "person" || kind === "minor";
  form.querySelector('[data-field="organisation"]').hidden = isPerson;
  form.querySelector('[data-field="guardian"]').hidden = kind !== "minor";
  const uscc = form.querySelector('[data-field="uscc"]');
  if (uscc) uscc.hidden = kind !== "organisation";
  form.querySelector('[data-field="name"] [data-label]').textContent = isPerson ? FIELD_NAMES.name : t("联系人");
  for (const place of form.querySelectorAll('[data-field="confidential"]')) place.hidden = isPerson && !place.querySelector("input").checked;
}

/** The way to have the comments kept on this device, beyond the tab. */
export function keepField(draft) {
  const clear = make("button", { type: "button", class: "yl-text-button", onclick: () => show(false) }, t("清除"));
  const place = check("keep", "yl-keep", t("在本机保留草稿"), { checked: draft.onDevice, onchange: ({ target }) => show(target.checked) });
  const show = (wanted) => {
    const isKept = draft.keepOnDevice(wanted);
    place.querySelector("input").checked = isKept;
    clear.hidden = !isKept;
    if (!wanted) place.querySelector("input").focus();
  };
  clear.hidden = !draft.onDevice;
  place.append(make("p", { class: "yl-hint" }, t("保留7天，只有意见，没有附件和您的身份信息；公用电脑上请不要选。"), " ", clear));
  return place;
}

function area(scope, name, hint, value) {
  const id = `${scope}-${name}`;
  const count = make("span", { class: "yl-hint yl-count" });
  const tell = () => showCount(count, Array.from(lines(text.value)).length);
  const text = make("textarea", { id, name, required: name === "body", oninput: tell });
  text.value = value;
  tell();
  return field(name, label(id, FIELD_NAMES[name], hint), text, count);
}

/** Say how much is written of how much there may be; aloud once it is nearly all. */
function showCount(place, written) {
  place.hidden = written === 0;
  place.setAttribute("aria-live", written > NEAR ? "polite" : "off");
  place.classList.toggle("yl-over", written > MOST);
  place.textContent = written > MOST
    ? t("多了%(over)s字，最多%(most)s字", { over: written - MOST, most: MOST })
    : t("%(written)s字，最多%(most)s字", { written, most: MOST });
}

function input(name, hint, attributes = {}) {
  const id = `yl-${name}`;
  return field(name, label(id, FIELD_NAMES[name], hint), make("input", { id, name, ...attributes }));
}

function choices(name, group, options, chosen, id) {
  const option = ([value, words], index) => make("label", {},
    make("input", { type: "radio", name: group, value, checked: value === chosen, id: index ? `${id}-${value}` : id }), make("span", {}, words));
  return make("fieldset", { class: "yl-field", role: "radiogroup", "data-field": name },
    make("legend", { "data-label": "" }, FIELD_NAMES[name]),
    make("div", { class: name === "stance" ? "yl-choices" : "yl-choices yl-choices-long" }, ...options.map(option)));
}

function check(name, id, words, attributes = {}) {
  return field(name, make("label", { class: "yl-check" }, make("input", { type: "checkbox", name, id, ...attributes }), words));
}

function label(id, name, hint) {
  return make("label", { for: id }, make("span", { "data-label": "" }, name), hint ? make("span", { class: "yl-hint" }, hint) : null);
}

function field(name, ...parts) {
  return make("div", { class: "yl-field", "data-field": name }, ...parts);
}
