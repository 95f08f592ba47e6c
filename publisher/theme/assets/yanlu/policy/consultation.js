// The state of the consultation of a policy's page, and how many comments there are.

import { ask, lang, make, t } from "../page.js";
import { clockFrom, HALF_MINUTE } from "../states/clock.js";
import { dayNumber } from "../states/dates.js";
import { badge, facts, factsOf, figures, leftWords, standing } from "../states/standing.js";

const TOOLS = ":scope > .yl-line > .yl-tools, :scope > td > .yl-tools";

export class Consultation {
  constructor(page) {
    this._page = page;
    this._counts = new Map();
    // Of the tools of a line, the comments that it tells.
    this._lines = new Map();
    const windows = [...page.querySelectorAll("[data-window]")];
    this._own = facts(windows.map((each) => [...each.querySelectorAll("time")].map((time) => time.dateTime)), page.dataset.answered);
    // null until the service has answered; false where this text was never open for comment.
    this._open = page.querySelector("[data-window]") ? null : false;
  }

  /** Whether this text may be open for comment: false once that is known not to be so. */
  get mayBeOpen() {
    return this._open !== false;
  }

  /** How many comments a clause has, as far as is known. */
  commentsOn(clause) {
    return this._counts.get(clause);
  }

  /** Ask the service and show its answer, again whenever the state changes with time. */
  async follow() {
    const { dueDays } = this._page.dataset;
    const { policy, asOf } = await this._ask();
    const clock = clockFrom(policy ? Date.parse(asOf) : Date.now());
    const stands = policy ? servedStanding(policy) : standing(factsOf(this._page), clock(), Number(dueDays));
    this._show(stands, clock(), policy ? "" : t("意见服务暂时连接不上，状态按本机时间推算；写下的意见会保留在本页"));
    if (policy) await this._showComments(policy);
    const timer = setInterval(() => {
      const now = clock();
      if (stands && now >= (stands.state === "upcoming" ? stands.opens : stands.closes ?? Infinity)) {
        clearInterval(timer);
        this.follow();
      } else this._show(stands, now);
    }, HALF_MINUTE);
  }

  /** Show how many comments there are now, one's own with them. */
  async recount() {
    const { policy } = await this._ask();
    if (policy) await this._showComments(policy);
  }

  async _ask() {
    const { policy: id } = this._page.dataset;
    const answer = await ask(`api/v1/policies?ids=${encodeURIComponent(id)}`);
    return { policy: answer?.policies.find((each) => each.id === id), asOf: answer?.as_of };
  }

  _show(stands, now, note) {
    const line = this._page.querySelector("[data-state-of]");
    if (note !== undefined) line.querySelector("[data-note]").textContent = note;
    const shown = stands && badge(stands, now);
    if (shown && line.firstElementChild.textContent !== shown.textContent) line.firstElementChild.replaceChildren(shown);
    // An earlier version has windows of its own.
    const own = standing(this._own, now, Number(this._page.dataset.dueDays));
    const left = own ? leftWords(own, now) : "";
    line.dataset.stands = own?.lastDay ? "last" : own?.state ?? "";
    for (const element of this._page.querySelectorAll("[data-left]")) element.textContent = left;
    const remaining = this._page.querySelector(".yl-remaining");
    if (remaining && own?.state === "closed") remaining.textContent = t("已经截止");
    markTimeline(now);
  }

  /** Show or hide the ways to comment, and show how many comments there are. */
  async _showComments(policy) {
    const window = policy.windows.find((each) => each.state === "open");
    this._open = window?.version === this._page.dataset.version;
    this._showWays(this._open);
    const shown = this._page.querySelector("[data-figures]");
    if (!shown) return;
    const words = figures(policy.counts);
    shown.textContent = words ? t("已有%(words)s", { words }) : t("还没有意见");
    const tally = words && await ask(`api/v1/policies/${encodeURIComponent(policy.id)}/tally`);
    if (!tally && words) return;
    // What was withdrawn is counted no longer.
    for (const count of this._page.querySelectorAll(".yl-comment-count")) count.remove();
    this._counts.clear();
    this._lines.clear();
    for (const row of tally ? tally.by_clause : []) this._showCount(row);
  }

  _showWays(open) {
    for (const way of this._page.querySelectorAll("[data-say-whole], [data-say-here]")) way.hidden = !open;
    // The lines keep their room: what is read does not move when the window turns out to be shut.
    this._page.querySelector(".yl-commentable")?.classList.toggle("yl-shut", !open);
  }

  /** Show at a clause how many comments it has; nothing around it moves. */
  _showCount({ wid, comments }) {
    const clause = wid && this._page.querySelector(`[data-wid="${CSS.escape(wid)}"]`);
    const tools = clause && (this._firstLine(clause) ?? clause).querySelector(TOOLS);
    if (!tools) return;
    this._counts.set(clause, comments);
    const count = comments + (this._lines.get(tools) ?? 0);
    this._lines.set(tools, count);
    tools.querySelector(".yl-comment-count")?.remove();
    tools.prepend(make("span", { class: "yl-comment-count", lang }, t("%(count)s条意见", { count })));
  }

  /** A number that stands alone, as 第三条, shares the line, and the count, of what follows it. */
  _firstLine(clause) {
    return clause.querySelector(":scope > .yl-bare + .yl-clause");
  }
}

/** The state of a policy as the service gives it, in the form that `standing` returns. */
function servedStanding({ state, last_day: lastDay, outcome_due: due, windows }) {
  const here = windows.filter((window) => window.state === state).pop();
  const [opens, closes] = here ? [Date.parse(here.opens_at), Date.parse(here.closes_at)] : [];
  const ended = state === "open" || state === "upcoming" ? closes : undefined;
  return { state, lastDay, due: due ? dayNumber(due) : null, opens, closes: ended };
}

/** Mark how far the policy's timeline has come. */
export function markTimeline(now) {
  const days = [...document.querySelectorAll(".yl-life li")];
  const past = days.filter((day) => Date.parse(day.dataset.at) <= now);
  for (const day of days) day.classList.toggle("yl-life-past", past.includes(day));
  const here = past[past.length - 1];
  if (!here || here === days[days.length - 1] || here.querySelector(".yl-now")) return;
  document.querySelector(".yl-now")?.remove();
  here.append(make("span", { class: "yl-now" }, t("现在")));
}
