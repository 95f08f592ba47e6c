// The receipt of a submission: the slip that one keeps, with what comes next. What the answer to
// the submission tells stands there at once; the words sent, the office and the QR code come with
// the service's own slip, where that can be had.

import { serveSlip } from "../slip.js";
import { ask, cited, lang, make, parsed, service, t, toast } from "../page.js";
import { dayNumber, dayWords } from "../states/dates.js";
import { FIELD_NAMES } from "../states/names.js";

const QUERY = lang.startsWith("zh") ? "" : `lang=${lang}`;
const NAMESPACE = "http://www.w3.org/2000/svg";

/** An answer with who sent it and what it says, as it was sent: no network is needed to show that. */
export function withSender(answer, body) {
  const { organisation, name, comments } = parsed(body);
  const said = answer.receipt.comments.map((each, index) => ({ body: comments[index].body, proposed_text: comments[index].proposed_text, ...each }));
  return { ...answer, who: organisation || name, receipt: { ...answer.receipt, comments: said } };
}

/** Show the slip of an answer, which names its policy's ``title``, with further buttons. */
export async function showSlip(place, answer, acts) {
  const slip = slipOf(answer, answer.receipt);
  const next = make("div", { class: "yl-unprinted" });
  const button = (name, words, said) => make("button", { class: name === "save" ? "yl-button" : "yl-button yl-button-quiet", type: "button", [`data-${name}`]: true, ...said }, words);
  place.replaceChildren(
    slip,
    make("p", { class: "yl-receipt-acts yl-actions", "data-slip-acts": true },
      button("save", t("保存为图片"), { "data-said": t("图片已生成。没有自动保存的，请长按（电脑上用右键点）图片保存。") }),
      button("copy", t("复制"), { "data-said": t("回执已复制"), "data-failed": t("请按住文字，选择复制：") }),
      button("print", t("打印"))),
    make("div", { "data-slip-made": true, role: "status" }),
    make("p", { class: "yl-note yl-unprinted" }, t("请保存回执号和查询码，凭它们可以查询采纳情况。查询码只在这里显示，关闭浏览器后不能再次取得。")),
    next,
    make("div", { class: "yl-receipt-acts yl-actions yl-unprinted" }, ...acts),
  );
  serveSlip(place);
  const headers = { "X-Query-Code": answer.query_code };
  const found = await ask(`api/v1/receipts/${answer.receipt_no}/slip${QUERY && `?${QUERY}`}`, { headers });
  // It may have been put away meanwhile.
  if (!found || !slip.isConnected) return;
  slip.replaceWith(slipOf(answer, found));
  if (found.course) next.append(make("h3", {}, t("接下来")), courseLine(found.course));
}

/** The way to what became of a submission; number and code are sent, never in an address. */
export function lookUpForm({ receipt_no: number, query_code: code }) {
  // The browser's own page for a missing network would take the place of the receipt.
  const stay = (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    toast(t("现在没有网络，连上网后再查询。回执还在本页。"));
  };
  return make("form", { method: "post", action: new URL(`receipts/${QUERY && `?${QUERY}`}`, service).href, onsubmit: stay },
    make("input", { type: "hidden", name: "no", value: number }),
    make("input", { type: "hidden", name: "code", value: code }),
    make("button", { class: "yl-button yl-button-quiet", type: "submit" }, t("查询办理情况")));
}

function slipOf({ receipt_no: number, query_code: code, received_at: at, title, who }, { comments, office, qr }) {
  const address = qr ? qr.address : new URL(`receipts/?no=${number}${QUERY && `&${QUERY}`}`, service).href;
  const time = t("%(moment)s（北京时间）", { moment: at.slice(0, 19).replace("T", " ") });
  return make("section", { class: "yl-receipt", "aria-labelledby": "slip-head", "data-slip": true, "data-colon": t("：") },
    make("h3", { class: "yl-receipt-head", id: "slip-head" }, t("意见回执")),
    make("p", { class: "yl-receipt-title", lang: "zh-CN" }, title),
    make("div", { class: "yl-receipt-codes" },
      make("dl", {},
        make("dt", {}, t("回执号")), make("dd", { "data-receipt-no": true }, make("span", {}, number.slice(0, 9)), make("span", {}, number.slice(9))),
        make("dt", {}, t("查询码")), make("dd", { "data-query-code": true }, code)),
      qr ? make("figure", { class: "yl-receipt-qr" }, square(qr), make("figcaption", {}, t("扫码查办理"))) : null),
    make("ol", { class: "yl-receipt-said" }, ...comments.map(saidOf)),
    make("p", { class: "yl-receipt-end" },
      make("span", {}, ...(who ? [make("span", { lang: "zh-CN" }, who), make("br")] : []), time),
      office ? make("span", { lang: "zh-CN" }, office) : null),
    make("p", { class: "yl-print-only", "data-address": true }, t("查询地址"), t("："), address));
}

/** What one comment says, below the clause that it is on. */
function saidOf({ wid, citation, body, proposed_text: proposed, attachments: files = [] }) {
  const clause = wid && document.querySelector(`.yl-policy [data-wid="${CSS.escape(wid)}"]`);
  return make("li", {},
    make("b", {}, ...(wid ? cited(citation, clause?.dataset.name) : [t(citation)])),
    body ? make("p", { class: "yl-exact" }, body) : null,
    proposed ? make("p", { class: "yl-exact" }, t("建议修改为"), t("："), proposed) : null,
    files.length ? make("p", { class: "yl-exact" }, FIELD_NAMES.attachments, t("："), files.map(({ name }) => name).join(t("、"))) : null);
}

function square({ side, path }) {
  const drawing = document.createElementNS(NAMESPACE, "svg");
  drawing.setAttribute("viewBox", `-4 -4 ${side + 8} ${side + 8}`);
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", t("查询地址的二维码"));
  const dark = document.createElementNS(NAMESPACE, "path");
  dark.setAttribute("d", path);
  drawing.append(dark);
  return drawing;
}

function courseLine({ at, registered_on: registered, studied_from: studied, due, answered_on: answered }) {
  const monthDay = (date) => dayWords(dayNumber(date), Date.parse(registered));
  const steps = [
    ["registered", t("已登记"), monthDay(registered)],
    ["studied", t("整理中"), t("%(day)s起", { day: monthDay(studied) })],
    ["answered", t("已反馈"), answered ? monthDay(answered) : at === "answered" ? "" : t("预计%(day)s前", { day: monthDay(due) })],
  ];
  const reached = steps.findIndex(([step]) => step === at);
  return make("ol", { class: "yl-course" }, ...steps.map(([step, name, day], index) =>
    make("li", { class: index <= reached ? "yl-course-past" : null, "aria-current": step === at ? "step" : null }, make("b", {}, name), ` ${day}`)));
}
