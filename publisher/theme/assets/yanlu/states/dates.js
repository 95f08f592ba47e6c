// Days and instants in Beijing, and how the pages write them. Instants are in ms, a day is
// its number since 1970-01-01.

import { lang, t } from "../page.js";

export const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const BEIJING = 480 * MINUTE;

/** The number of an instant's day in Beijing; a date's number is the same. */
export const dayOf = (at) => Math.floor((at + BEIJING) / DAY);

/** The number of a date, such as 2018-07-12. */
export const dayNumber = (date) => Date.parse(date) / DAY;

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

/** The first instant of a day. */
export const dayStart = (number) => number * DAY - BEIJING;

/**
 * An instant as the pages write it: the hour only where it is not midnight, 24时 at a close; the
 * year where it is another than now, or now is not given.
 */
export function momentWords(at, closing = false, now = NaN) {
  const local = at + BEIJING;
  if (local % DAY === 0) {
    const day = dayWords(local / DAY - (closing ? 1 : 0), now);
    return closing ? t("%(day)s24时", { day }) : day;
  }
  const [hour, minute] = new Date(local).toISOString().slice(11, 16).split(":");
  const clock = lang.startsWith("zh") ? `${Number(hour)}时${minute === "00" ? "" : `${minute}分`}` : `${hour}:${minute}`;
  return t("%(day)s%(clock)s", { day: dayWords(dayOf(at), now), clock });
}

/** How long it is until the end, in two units at most: [[5, "天"], [9, "小时"]]. */
export function untilParts(left) {
  const minutes = Math.max(0, Math.floor(left / MINUTE));
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const part = (count, unit) => [count, t(unit, { count })];
  if (days) return [part(days, "天"), part(hours, "小时")];
  return hours ? [part(hours, "小时"), part(minutes % 60, "分钟")] : [part(minutes, "分钟")];
}

/** How long it is until the end: "还剩5天9小时". */
export function untilWords(left) {
  const minutes = Math.max(0, Math.floor(left / MINUTE));
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  if (days) return t("还剩%(days)s天%(hours)s小时", { days, hours });
  if (hours) return t("还剩%(hours)s小时%(minutes)s分钟", { hours, minutes: minutes % 60 });
  return minutes ? t("还剩%(minutes)s分钟", { minutes }) : t("不到1分钟即截止");
}
