// The bar below a page while something waits: an unanswered submission, comments, a receipt.

import { make, t } from "../page.js";

/** A line with a button for each that waits; null where nothing does. */
export function waitingBar({ pending, receipt, comments }, { sendAgain, open, showReceipt }) {
  const lines = [];
  if (pending) lines.push(line(t("上次提交没有收到答复"), t("再次提交"), sendAgain));
  else if (comments.length) lines.push(line(t("已写%(count)s条意见，尚未提交", { count: comments.length }), t("查看并提交"), open));
  if (receipt) lines.push(line(t("回执 %(number)s", { number: receipt.receipt_no }), t("查看回执"), showReceipt));
  if (!lines.length) return null;
  return make("div", { class: "yl-waiting", role: "region", "aria-label": t("待办的意见") }, ...lines);
}

function line(notice, name, act) {
  const button = make("button", { class: "yl-button", type: "button", onclick: () => act(button) }, name);
  return make("p", {}, make("span", { role: "status" }, notice), button);
}
