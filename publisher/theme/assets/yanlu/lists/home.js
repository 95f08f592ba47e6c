// The home page: the consultation that closes next leads, the others stand below it in the order
// of time. Without scripts they stay as the build placed them, with their dates.

import { ask, make, once, root, t } from "../page.js";
import { followClock, showClock } from "../states/clock.js";
import { dayNumber, dayOf, dayStart, dayWords, momentWords, untilParts } from "../states/dates.js";
import { awaitedWords, badge, factsOf, standing } from "../states/standing.js";

const DAY = 86_400_000;
// As many cells of a day can be told apart.
const MOST_CELLS = 62;
const ORDER = ["open", "upcoming", "closed"];

export function start(page) {
  startTabs(page);
  const drafts = [...page.querySelectorAll(".yl-consulted")];
  if (!drafts.length) return;
  const results = [...page.querySelectorAll(".yl-result-card")];
  const built = page.querySelector("[data-hero]").firstElementChild;
  const shown = { page, drafts, results, built, placed: "", tallies: new Map() };
  followClock((view) => show(shown, view));
}

function show(shown, view) {
  showClock(shown.page, view);
  const dueDays = Number(shown.page.dataset.dueDays);
  const rows = shown.drafts
    .map((card) => ({ card, stands: standing(factsOf(card), view.now, dueDays) }))
    .filter((row) => row.stands);
  const order = sorted(rows);
  const leads = order.length > 0 && isFirst(order[0].stands, shown.results[0]);
  place(shown, order, leads);
  order.forEach(({ card, stands }, at) => {
    fill(card, stands, view, leads && at === 0);
  });
  if (leads && order[0].stands.state !== "upcoming" && !view.own) showMost(shown, order[0].card);
}

/** Open ones by their close, those to come by their opening, then what closed last. */
function sorted(rows) {
  const rank = ({ stands }) => (ORDER.includes(stands.state) ? ORDER.indexOf(stands.state) : ORDER.length);
  const at = ({ stands }) => {
    if (stands.state === "upcoming") return stands.opens;
    return stands.state === "open" ? stands.closes : -(stands.closes || 0);
  };
  return rows.sort((one, other) => rank(one) - rank(other) || at(one) - at(other));
}

/** Whether a consultation leads: what is closed gives way to a later result. */
function isFirst({ state, closes }, result) {
  if (state === "open" || state === "upcoming") return true;
  return state === "closed" && !(result && dayNumber(result.dataset.answered) >= dayOf(closes - 1));
}

/** Put what leads into its place and the others below; nothing moves while the order stays. */
function place(shown, order, leads) {
  const { page, results } = shown;
  const signature = JSON.stringify([leads, ...order.map(({ card, stands }) => [card.dataset.policy, stands.state])]);
  if (signature === shown.placed) return;
  shown.placed = signature;
  const focused = document.activeElement;
  const calm = make("p", { class: "yl-hero-calm" }, t("目前没有正在征集意见的文件。"));
  const hero = leads ? order[0].card : results[0] || calm;
  const others = leads ? order.slice(1) : order;
  const awaited = ({ stands }) => stands.state === "open" || stands.state === "upcoming";
  put(page.querySelector("[data-hero]"), [hero]);
  put(page.querySelector('[data-group="also"] .yl-drafts'), others.filter(awaited).map((row) => row.card));
  put(page.querySelector('[data-group="closed"] .yl-drafts'), others.filter((row) => !awaited(row)).map((row) => row.card));
  put(page.querySelector('[data-group="answered"] .yl-results-row'), leads ? results : results.slice(1));
  if (focused) focused.focus();
}

function put(parent, children) {
  const same = parent.children.length === children.length && children.every((each, at) => parent.children[at] === each);
  if (!same) parent.replaceChildren(...children);
  const group = parent.closest("[data-group]");
  if (group) group.hidden = !children.length;
}

function fill(card, stands, view, leads) {
  const part = (name) => card.querySelector(`[data-${name}]`);
  const left = awaitedWords(stands, view.now);
  const late = stands.lastDay || (stands.state === "open" && stands.closes - view.now < 2 * DAY) ? " yl-left-late" : "";
  const words = left ? make("span", { class: `yl-left${late}` }, left) : "";
  const state = badge({ ...stands, due: null }, view.now);
  part("state").replaceChildren(...(leads || !left ? [state, words] : [words]));
  part("left").replaceChildren(...(leads ? bigLeft(stands, view.now, late) : []));
  part("days").hidden = stands.state !== "open";
  part("days").replaceChildren(...(leads && stands.state === "open" ? cells(stands, view.now) : []));
  if (stands.closes) part("dates").replaceChildren(...closingDates(stands, view.now, leads));
  showFigures(part("figures"), stands, view.policies.get(card.dataset.policy), leads);
  showAct(card, part("act"), stands.state, leads);
  // Above it stands by when the outcome comes.
  part("most").hidden = stands.state === "closed";
}

/** What a reader wants to know first: "5天 14小时" with large figures, or a day. */
function bigLeft({ state, opens, closes, due }, now, late) {
  const words = (label, big) => [make("p", {}, label), make("p", { class: "yl-consulted-big" }, make("b", {}, big))];
  if (state === "upcoming") return words(t("开始征求意见"), dayWords(dayOf(opens), now));
  if (state !== "open") return due ? words(t("预计反馈采纳情况"), t("%(day)s前", { day: dayWords(due, now) })) : [];
  const big = untilParts(closes - now).flatMap(([number, unit]) => [make("b", {}, String(number)), make("span", {}, unit)]);
  return [make("p", {}, t("距截止还有")), make("p", { class: `yl-consulted-big${late}` }, ...big)];
}

/** How much of the window has passed: a cell for each day, or one for them all. */
function cells({ opens, closes }, now) {
  const first = dayOf(opens);
  const count = dayOf(closes - 1) - first + 1;
  const cell = (from, to) => make("progress", {
    max: to - from, value: Math.min(to - from, Math.max(0, now - from)), "aria-hidden": "true",
  });
  if (count > MOST_CELLS) return [cell(opens, closes)];
  return Array.from({ length: count }, (_, day) => cell(dayStart(first + day), dayStart(first + day + 1)));
}

function closingDates({ state, opens, closes }, now, leads) {
  const end = t("%(moment)s截止", { moment: momentWords(closes, true, now) });
  if (leads && state === "open") return [make("span", {}, momentWords(opens, false, now)), make("span", {}, end)];
  const days = t("%(count)s天", { count: dayOf(closes - 1) - dayOf(opens) + 1 });
  return [make("span", {}, state === "upcoming" ? t("到%(day)s，共%(days)s", { day: dayWords(dayOf(closes - 1), now), days }) : end)];
}

function showFigures(place, { state }, policy, leads) {
  const { participants: people = 0, comments = 0 } = (policy && policy.counts) || {};
  const pair = (count, unit) => make("span", {}, make("b", {}, String(count)), ` ${t(unit, { count })}`);
  place.hidden = !policy;
  if (!policy) place.replaceChildren();
  else if (!comments && state !== "upcoming") place.replaceChildren(state === "open" ? t("还没有意见") : t("未收到意见建议"));
  else if (state === "upcoming") place.replaceChildren(t("即将开始"));
  else if (leads) place.replaceChildren(pair(people, "人参与"), pair(comments, "条意见"));
  else place.replaceChildren(make("span", {}, t("%(count)s人", { count: people })), make("span", {}, t("%(count)s条", { count: comments })));
}

function showAct(card, link, state, leads) {
  const title = card.querySelector("h3");
  const page = title.querySelector("a");
  const words = { open: leads ? t("阅读并提意见") : t("提意见"), upcoming: t("提醒我") }[state] || t("阅读全文");
  const of = make("span", { class: "yl-visually-hidden", lang: page.lang || null }, t("："), title.textContent);
  link.replaceChildren(words, leads ? "" : of);
  link.href = state === "upcoming" ? new URL(card.dataset.calendar, root) : page.href;
}

/** Name the clause that has the most comments. */
function showMost(shown, card) {
  const path = `api/v1/policies/${encodeURIComponent(card.dataset.policy)}/tally`;
  once(shown.tallies, path, () => ask(path)).then((tally) => { sayMost(card, tally); });
}

function sayMost(card, tally) {
  const clauses = ((tally && tally.by_clause) || []).filter((row) => row.eid);
  const most = clauses.reduce((one, other) => (!one || other.comments > one.comments ? other : one), null);
  if (!most || !card.closest("[data-hero]")) return;
  const { href, lang } = card.querySelector("h3 a");
  const link = make("a", { href: `${href}#${most.eid}`, lang: lang || null }, most.citation);
  card.querySelector("[data-most]").replaceChildren(
    t("意见最多："), link, t("，%(count)s条", { count: most.comments }),
  );
}

/** The tabs choose among the texts that are there; their links lead to whole lists. */
function startTabs(page) {
  const tabs = [...page.querySelectorAll(".yl-stream-tabs a")];
  const choose = (chosen) => {
    for (const tab of tabs) {
      if (tab === chosen) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
    const { kind } = chosen.dataset;
    for (const each of page.querySelectorAll(".yl-stream > li")) each.hidden = Boolean(kind) && each.dataset.kind !== kind;
  };
  for (const tab of tabs) {
    tab.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      choose(tab);
    });
  }
}
