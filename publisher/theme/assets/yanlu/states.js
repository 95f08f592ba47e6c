// Where a consultation stands and how that is said: by the service's clock, which `follow`
// asks for, or by the browser's own where the service is silent.

import { ask, lang, make, t } from "./page.js";

export const STATE_NAMES = {
  upcoming: t("即将开始"),
  open: t("征集中"),
  closed: t("意见整理中"),
  answered: t("已反馈"),
  issued: t("已印发"),
};

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const BEIJING = 480 * MINUTE;
const PATIENCE = 2500;

/** The number of an instant's day in Beijing; a date's number is the same. */
export const dayOf = (at) => Math.floor((at + BEIJING) / DAY);
const dayNumber = (date) => Date.parse(date) / DAY;

/** What a card or an item says of its consultation. */
export function factsOf(element) {
  const { windows, answered, issued } = element.dataset;
  return facts((windows ?? "").split(",").filter(Boolean).map((each) => each.split("/")), answered, issued);
}

/** Windows are pairs of instants (RFC 3339), the outcome and the issue days; made into numbers. */
export function facts(windows, answered, issued) {
  return {
    windows: windows.map(([opens, closes]) => ({ opens: Date.parse(opens), closes: Date.parse(closes) })),
    answered: answered ? dayNumber(answered) : null,
    issued: issued ? dayNumber(issued) : null,
  };
}

/**
 * Where a consultation stands at an instant: {state, lastDay, due, opens, closes}, null for
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

/** "7月18日", with the year where it is another than now. */
export function dayWords(number, now) {
  const date = new Date(number * DAY);
  const otherYear = date.getUTCFullYear() !== new Date(now + BEIJING).getUTCFullYear();
  if (!lang.startsWith("zh")) {
    const year = otherYear ? { year: "numeric" } : {};
    return date.toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone: "UTC", ...year });
  }
  const day = `${date.getUTCMonth() + 1}月${date.getUTCDate()}日`;
  return otherYear ? `${date.getUTCFullYear()}年${day}` : day;
}

/** An instant as the pages write it: the hour only where it is not midnight, 24时 at a close. */
export function momentWords(at, closing = false) {
  const local = at + BEIJING;
  if (local % DAY === 0) {
    const day = dayWords(local / DAY - (closing ? 1 : 0), NaN);
    return closing ? t("%(day)s24时", { day }) : day;
  }
  const [hour, minute] = new Date(local).toISOString().slice(11, 16).split(":");
  const clock = lang.startsWith("zh") ? `${Number(hour)}时${minute === "00" ? "" : `${minute}分`}` : `${hour}:${minute}`;
  return t("%(day)s%(clock)s", { day: dayWords(dayOf(at), NaN), clock });
}

/** The state as the public reads it. */
export function stateWords({ state, lastDay, due }, now) {
  if (state === "open" && lastDay) return t("征集中·最后一天");
  if (state === "closed" && due) return t("意见整理中（预计%(day)s前反馈）", { day: dayWords(due, now) });
  return STATE_NAMES[state];
}

/** The state as an element that looks like what it says. */
export function badge(stands, now) {
  const last = stands.state === "open" && stands.lastDay ? " yl-state-last" : "";
  return make("span", { class: `yl-state yl-state-${stands.state}${last}` }, stateWords(stands, now));
}

/** "还剩5天9小时" while it is open, "7月12日开始" before; "" after. */
export function leftWords({ state, opens, closes }, now) {
  if (state === "upcoming") return t("%(day)s开始", { day: dayWords(dayOf(opens), now) });
  return state === "open" ? untilWords(closes - now) : "";
}

function untilWords(left) {
  const minutes = Math.max(0, Math.floor(left / MINUTE));
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  if (days) return t("还剩%(days)s天%(hours)s小时", { days, hours });
  if (hours) return t("还剩%(hours)s小时%(minutes)s分钟", { hours, minutes: minutes % 60 });
  return minutes ? t("还剩%(minutes)s分钟", { minutes }) : t("不到1分钟即截止");
}

/** "3人提出意见5条"; "" while there are none. */
export function figures(counts) {
  if (!counts.comments) return "";
  const people = t("%(count)s人", { count: counts.participants });
  return t("%(people)s提出%(comments)s", {
    people, comments: t("意见%(count)s条", { count: counts.comments }),
  });
}

const OWN = { own: true, policies: new Map(), now: () => Date.now() };

/** Ask the service for its view of the time; null where it is silent. */
async function asking(path) {
  const answer = await ask(path);
  return answer && served(answer);
}

/** What comes within PATIENCE, else null. */
function soon(asked) {
  return Promise.race([asked, new Promise((resolve) => { setTimeout(resolve, PATIENCE, null); })]);
}

/** The view of the time that an answer of the service gives; the browser's own where it is silent. */
export async function viewFrom(path) {
  return (await soon(asking(path))) ?? OWN;
}

/**
 * Call `show` with a view of the time: {now, own, policies}, now and every half minute.
 * `own` tells that it is the browser's clock; `policies` are the service's rows by id.
 */
export async function follow(show) {
  const asked = asking("api/v1/policies?kind=consultation");
  let view = (await soon(asked)) ?? OWN;
  const render = () => show({ ...view, now: view.now() });
  render();
  setInterval(render, MINUTE / 2);
  if (!view.own) return;
  view = (await asked) ?? OWN;
  if (!view.own) render();
}

function served({ as_of: asOf, policies }) {
  const [at, since] = [Date.parse(asOf), performance.now()];
  return {
    own: false,
    policies: new Map(policies.map((policy) => [policy.id, policy])),
    now: () => at + performance.now() - since,
  };
}

/** Say whose clock it is, where it is not the service's. */
export function sayClock(page, view) {
  const words = view.own ? t("意见服务暂时连接不上，状态按本机时间显示") : "";
  for (const note of page.querySelectorAll("[data-clock]")) {
    if (note.textContent !== words) note.textContent = words;
  }
}
