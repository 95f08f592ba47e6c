// The items of a list, made from a row of assets/lists.json as the build writes them; and the
// states of their consultations.

import { lang, make, t } from "../page.js";
import { momentWords } from "../states/dates.js";
import { VALIDITY_MARKS } from "../states/names.js";
import { badge, facts, factsOf, leftWords, standing } from "../states/standing.js";
import { hrefOf } from "./lists.js";

const CHINESE = lang.startsWith("zh") ? null : "zh-CN";

export const isConsulted = (row) => row.kind === "consultation" && row.windows.length > 0;

export function item(row) {
  const link = make("a", { class: "yl-item-title", href: hrefOf(row), lang: CHINESE }, row.title);
  const known = [
    row.issuer ? make("span", { lang: CHINESE }, row.issuer) : null,
    row.docNo ? make("span", { lang: CHINESE }, row.docNo) : null,
    row.day ? make("time", { datetime: row.day }, row.day) : null,
    isConsulted(row) ? make("span", {}, dates(row)) : null,
  ].filter(Boolean);
  const line = known.length ? make("p", { class: "yl-item-facts" }, ...known) : null;
  if (!isConsulted(row)) return make("li", { class: "yl-item" }, link, ...validityMark(row), line);
  const head = [make("div", {}, link, ...validityMark(row)), make("p", { class: "yl-item-state" })];
  return make("li", { class: "yl-item", ...data(row) }, make("div", { class: "yl-item-head" }, ...head), line);
}

function validityMark({ validity }) {
  if (!VALIDITY_MARKS[validity]) return [];
  const how = validity === "修改" ? "changed" : "over";
  return [" ", make("span", { class: `yl-mark yl-mark-${how}` }, VALIDITY_MARKS[validity])];
}

function data({ id, windows, answered, issued }) {
  const joined = windows.map((window) => window.join("/")).join(",");
  return { "data-policy": id, "data-windows": joined, "data-answered": answered, "data-issued": issued };
}

function dates({ windows }) {
  const { opens, closes } = facts(windows).windows.pop();
  return t("征集时间：%(opens)s至%(closes)s", { opens: momentWords(opens), closes: momentWords(closes, true) });
}

/** Show at each item the state of its consultation, the time left and what has come in. */
export function showStates(items, { now, policies }, dueDays) {
  const open = [];
  for (const each of items.querySelectorAll("[data-windows]")) {
    const stands = standing(factsOf(each), now, dueDays);
    if (!stands) continue;
    const said = [leftWords(stands, now), stands.state === "upcoming" ? "" : numbers(policies.get(each.dataset.policy))];
    const words = said.filter(Boolean).map((word) => make("span", { class: "yl-item-said" }, word));
    each.querySelector(".yl-item-state").replaceChildren(...words, badge(stands, now));
    if (stands.state === "open") open.push([stands.closes, each]);
  }
  toTop(items, open.sort((one, other) => one[0] - other[0]).map((pair) => pair[1]));
}

function numbers(policy) {
  if (!policy || !policy.counts.comments) return "";
  const { participants: people, comments } = policy.counts;
  return `${t("%(count)s人", { count: people })} ${t("%(count)s条", { count: comments })}`;
}

/** What is open stands first, unless it does already. */
function toTop(items, open) {
  if (open.some((each, at) => items.children[at] !== each)) items.prepend(...open);
}
