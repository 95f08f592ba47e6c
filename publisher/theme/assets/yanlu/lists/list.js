// A list: filters over assets/lists.json, with the address kept in step so that a filtered
// list can be passed on; and the state of each consultation that is shown. One module, so that a
// first visit makes few requests.

import { lang, make, showPager, t, unlessNoAnswer } from "../page.js";
import { followClock, showClock } from "../states/clock.js";
import { momentWords } from "../states/dates.js";
import { VALIDITY_MARKS } from "../states/names.js";
import { awaitedWords, badge, facts, factsOf, standing } from "../states/standing.js";
import { folding, hrefOf, lists } from "./lists.js";

const CHINESE = lang.startsWith("zh") ? null : "zh-CN";

const isConsulted = (row) => row.kind === "consultation" && row.windows.length > 0;

const PER_PAGE = 100;
const TYPING = 250;

export function start(page) {
  if (!leave(page)) new FilteredList(page).begin();
}

/** A kind that is asked for in the address has a list of its own. */
function leave(page) {
  const asks = new URLSearchParams(location.search);
  const kind = asks.get("kind");
  const tab = kind && [...page.querySelectorAll(".yl-tabs a")].find((each) => each.dataset.kind === kind);
  if (!tab || kind === page.dataset.kind) return false;
  asks.delete("kind");
  const address = new URL(tab.href);
  address.search = asks.toString();
  location.replace(address);
  return true;
}

class FilteredList {
  constructor(page) {
    this._page = page;
    this._form = page.querySelector(".yl-list-filter");
    this._status = page.querySelector(".yl-count");
    this._items = page.querySelector(".yl-items");
    this._pager = page.querySelector(".yl-pager");
    this._dueDays = Number(page.dataset.dueDays);
    // The parts as the build wrote them: nodes by part, and whether the pager was hidden.
    this._built = [this._status, this._items, this._pager].map((part) => [part, [...part.childNodes]]);
    this._hidden = this._pager.hidden;
    // assets/lists.json and what folds words, once read; the view of the time, once known.
    this._data = null;
    this._fold = null;
    this._view = null;
  }

  begin() {
    this._fill();
    this._listen();
    this._carry();
    if (this._page.querySelector("[data-windows], [name=status]")) followClock((view) => this._turnTo(view));
    if (!this._asked().size) return;
    this._page.querySelector(".yl-list-filters").open = true;
    this._show();
  }

  _turnTo(view) {
    this._view = view;
    if (this._data && this._asked().has("status")) this._show();
    else this._showStates();
  }

  /** Put into the fields what the address asks for; what a field does not offer is no filter. */
  _fill() {
    for (const [name, value] of new URLSearchParams(location.search)) {
      const field = this._form.elements.namedItem(name);
      if (!field) continue;
      field.value = value;
      if (field.selectedIndex === -1) field.value = "";
    }
  }

  /** What is asked for, by the fields' names. */
  _asked() {
    const values = [...new FormData(this._form)].map(([name, value]) => [name, value.trim()]);
    return new Map(values.filter(([, value]) => value));
  }

  _search() {
    return new URLSearchParams([...this._asked()]).toString();
  }

  _listen() {
    // Further pages of the whole list send the form to its first.
    if (this._page.dataset.number !== "1") return;
    let typing;
    const change = () => { clearTimeout(typing); this._change(); };
    this._form.addEventListener("submit", (event) => { event.preventDefault(); change(); });
    this._form.addEventListener("change", change);
    this._form.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(change, TYPING); });
  }

  /** The filters were changed: the address follows, and the list. */
  _change() {
    const address = new URL(location.href);
    address.search = this._search();
    if (address.href === location.href) return;
    history.replaceState(null, "", address);
    this._carry();
    this._show();
  }

  /** The other kinds keep what is asked for. */
  _carry() {
    for (const tab of this._page.querySelectorAll(".yl-tabs a")) {
      const address = new URL(tab.href);
      address.search = this._search();
      tab.href = address.href;
    }
  }

  _restore() {
    for (const [part, nodes] of this._built) part.replaceChildren(...nodes);
    this._pager.hidden = this._hidden;
    this._showStates();
  }

  async _show() {
    if (!this._asked().size) return this._restore();
    try {
      this._data = await lists();
      if (this._asked().has("q")) this._fold = await folding();
    } catch (error) {
      unlessNoAnswer(error);
      this._status.textContent = t("目录文件没有读到，请检查网络后刷新本页。");
      return undefined;
    }
    // What is asked for may have changed meanwhile, or the time is not known yet.
    const asked = this._asked();
    if (!asked.size) return this._restore();
    if (asked.has("q") && !this._fold) return this._show();
    return asked.has("status") && !this._view ? undefined : this._render(asked);
  }

  _render(asked) {
    const found = this._data.rows.filter(this._filter(asked));
    if (this._page.dataset.kind === "answered") found.sort((one, other) => other.answered.localeCompare(one.answered));
    const last = Math.max(1, Math.ceil(found.length / PER_PAGE));
    const number = Math.min(Math.max(1, parseInt(new URLSearchParams(location.search).get("page"), 10) || 1), last);
    const first = (number - 1) * PER_PAGE;
    const said = found.length ? t("符合条件的共%(count)s件", { count: found.length }) : t("没有符合条件的文件。");
    this._status.textContent = said + (last > 1 ? t("，第%(number)s页，共%(last)s页", { number, last }) : "");
    this._items.start = first + 1;
    this._items.replaceChildren(...found.slice(first, first + PER_PAGE).map(item));
    const here = make("span", { class: "yl-pager-here", "aria-current": "page" }, String(number));
    showPager(this._pager, number, last, here);
    this._showStates();
  }

  /** A test of whether a row is of the kind of this list and has all that is asked for. */
  _filter(asked) {
    const { kind } = this._page.dataset;
    const words = asked.has("q") ? this._fold(asked.get("q")) : "";
    const has = {
      q: (row) => this._foldedName(row).includes(words),
      status: (row, state) => isConsulted(row) && this._stateOf(row) === state,
    };
    const isHere = (row) => !kind || (kind === "answered" ? Boolean(row.answered) : row.kind === kind);
    return (row) => isHere(row)
      && [...asked].every(([name, value]) => (has[name] ? has[name](row, value) : row[name] === value));
  }

  _foldedName(row) {
    if (row.folded === undefined) row.folded = this._fold(`${row.title}${row.docNo}`);
    return row.folded;
  }

  _stateOf({ windows, answered, issued }) {
    return standing(facts(windows, answered, issued), this._view.now, this._dueDays)?.state;
  }

  _showStates() {
    if (!this._view) return;
    showStates(this._items, this._view, this._dueDays);
    showClock(this._page, this._view);
  }
}

// An item, made from a row of assets/lists.json as the build writes it.

function item(row) {
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
function showStates(items, { now, policies }, dueDays) {
  const open = [];
  for (const each of items.querySelectorAll("[data-windows]")) {
    const stands = standing(factsOf(each), now, dueDays);
    if (!stands) continue;
    const said = [awaitedWords(stands, now), stands.state === "upcoming" ? "" : numbers(policies.get(each.dataset.policy))];
    const words = said.filter(Boolean).map((word) => make("span", { class: "yl-item-said" }, word));
    each.querySelector(".yl-item-state").replaceChildren(...words, badge({ ...stands, due: null }, now));
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
