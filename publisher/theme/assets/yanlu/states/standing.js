// The state of a consultation, by the rule of catalogue/states.py, and its words.

import { make, t } from "../page.js";
import { dayNumber, dayOf, dayWords, untilWords } from "./dates.js";
import { STATE_NAMES } from "./names.js";

/** The windows and days in the attributes of a card, an item or a page. */
export function factsOf(element) {
  const { windows, answered, issued } = element.dataset;
  return facts((windows ?? "").split(",").filter(Boolean).map((each) => each.split("/")), answered, issued);
}

/** Windows are pairs of instants (RFC 3339), outcome and issue days; all become numbers. */
export function facts(windows, answered, issued) {
  return {
    windows: windows.map(([opens, closes]) => ({ opens: Date.parse(opens), closes: Date.parse(closes) })),
    answered: answered ? dayNumber(answered) : null,
    issued: issued ? dayNumber(issued) : null,
  };
}

/**
 * The state of a consultation at an instant: {state, lastDay, due, opens, closes}, null for
 * what has no window. The same rule as the service's: 印发 outranks everything, an outcome
 * answers the windows that had ended by its day.
 */
export function standing({ windows, answered, issued }, now, dueDays) {
  if (issued !== null && issued <= dayOf(now)) return { state: "issued" };
  const left = windows.filter((window) => answered === null || dayOf(window.closes - 1) > answered);
  if (answered !== null && !left.length) return { state: "answered" };
  const open = left.filter((window) => window.opens <= now && now < window.closes);
  if (open.length) {
    const last = open.reduce((one, other) => (other.closes > one.closes ? other : one));
    return { state: "open", lastDay: dayOf(last.closes - 1) === dayOf(now), ...last };
  }
  const next = left.filter((window) => now < window.opens).sort((one, other) => one.opens - other.opens)[0];
  if (next) return { state: "upcoming", ...next };
  if (!left.length) return null;
  const closes = Math.max(...left.map((window) => window.closes));
  return { state: "closed", closes, due: dayOf(closes - 1) + dueDays };
}

/** The state as the public reads it. */
function stateWords({ state, lastDay, due }, now) {
  if (state === "open" && lastDay) return t("征集中·最后一天");
  if (state === "closed" && due) return t("意见整理中（预计%(day)s前反馈）", { day: dayWords(due, now) });
  return STATE_NAMES[state];
}

/** The state as an element. */
export function badge(stands, now) {
  const last = stands.state === "open" && stands.lastDay ? " yl-state-last" : "";
  return make("span", { class: `yl-state yl-state-${stands.state}${last}` }, stateWords(stands, now));
}

/** "还剩5天9小时" while it is open, "7月12日开始" before; "" after. */
export function leftWords({ state, opens, closes }, now) {
  if (state === "upcoming") return t("%(day)s开始", { day: dayWords(dayOf(opens), now) });
  return state === "open" ? untilWords(closes - now) : "";
}

/** What is awaited: as `leftWords`; of what is closed, by when its outcome comes. */
export function awaitedWords(stands, now) {
  return stands.due ? t("预计%(day)s前反馈", { day: dayWords(stands.due, now) }) : leftWords(stands, now);
}

/** "3人提出意见5条"; "" while there are none. */
export function figures(counts) {
  const { participants: people, comments: count } = counts;
  if (!count) return "";
  return t("%(people)s提出%(comments)s", {
    people: t("%(count)s人", { count: people }),
    comments: t("意见%(count)s条", { count }),
  });
}
