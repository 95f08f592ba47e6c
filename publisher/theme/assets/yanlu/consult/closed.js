// What is left once a window is shut: one's own words, to be copied, and the office's other ways.

import { copy, make, t, toast } from "../page.js";
import { FIELD_NAMES } from "../states/names.js";
import { proposedWording } from "./draft.js";

/** The words that were not taken, and how else the office can be reached. */
export function afterClose(page, comments) {
  const words = make("textarea", { readonly: true, id: "yl-written", rows: 8 });
  words.value = comments.map(asText).join("\n\n");
  const take = () => {
    words.select();
    // Inside other applications there is no clipboard, and what is selected is copied all the same.
    if (document.execCommand("copy")) toast(t("意见已复制"));
    else copy(words.value, t("意见已复制"));
  };
  const ways = page.querySelector("#ways dl");
  return make("section", { class: "yl-closed" },
    make("div", { class: "yl-field" },
      make("label", { for: "yl-written" }, t("您填写的意见没有登记，全文在下面，可以复制保存。")), words),
    comments.some(({ attachments }) => attachments.length) ? make("p", {}, t("附件也没有登记，寄送时请另外附上。")) : null,
    make("p", { class: "yl-actions" }, make("button", { class: "yl-button yl-button-quiet", type: "button", onclick: take }, t("复制意见"))),
    ...(ways ? [make("h3", {}, t("联系起草单位")), make("p", {}, t("网上不再接收对这份文件的意见。还有情况要反映的，可以这样联系起草单位：")), ways.cloneNode(true)] : []));
}

function asText(comment, index) {
  const files = comment.attachments.map(({ name }) => name).join(t("、"));
  const head = `${t("第%(number)s条意见", { number: index + 1 })}${t("：")}${comment.citation}`;
  const said = [
    ["selector", comment.selector?.exact], ["body", comment.body],
    ["proposed_text", proposedWording(comment)], ["reason", comment.reason], ["attachments", files],
  ].filter(([, text]) => text);
  return [head, ...said.map(([name, text]) => `${FIELD_NAMES[name]}${t("：")}${text}`)].join("\n");
}
