// A list: filters over assets/lists.json, with the address kept in step so that a filtered
// list can be passed on; and the state of each consultation that is shown.

import { fold } from "../fold.js";
import { make, showPager, t, unlessNoAnswer } from "../page.js";
import { followClock, showClock } from "../states/clock.js";
import { facts, standing } from "../states/standing.js";
import { isConsulted, item, showStates } from "./items.js";
import { lists, simplified } from "./lists.js";

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
    // assets/lists.json and the pairs of the fold, once read; the view of the time, once known.
    this._data = null;
    this._pairs = null;
    this._view = null;
  }

  begin() {
    this._fill();
    this._listen();
    this._carry();
    if (this._page.querySelector("[data-windows], [name=status]")) followClock((view) => this._turnTo(view));
    if (this._asked().size) this._show();
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
      if (this._asked().has("q")) this._pairs = await simplified();
    } catch (error) {
      unlessNoAnswer(error);
      this._status.textContent = t("目录文件没有读到，请检查网络后刷新本页。");
      return undefined;
    }
    // What is asked for may have changed meanwhile, or the time is not known yet.
    const asked = this._asked();
    if (!asked.size) return this._restore();
    if (asked.has("q") && !this._pairs) return this._show();
    return asked.has("status") && !this._view ? undefined : this._render(asked);
  }

  _render(asked) {
    const found = this._data.rows.filter(this._filter(asked));
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
    const words = asked.has("q") ? fold(asked.get("q"), this._pairs) : "";
    const has = {
      q: (row) => this._foldedName(row).includes(words),
      status: (row, state) => isConsulted(row) && this._stateOf(row) === state,
    };
    return (row) => (!kind || row.kind === kind)
      && [...asked].every(([name, value]) => (has[name] ? has[name](row, value) : row[name] === value));
  }

  _foldedName(row) {
    if (row.folded === undefined) row.folded = fold(`${row.title}${row.docNo}`, this._pairs);
    return row.folded;
  }

  _stateOf({ windows, answered, issued }) {
    return standing(facts(windows, answered, issued), this._view.now, this._dueDays)?.state;
  }

  _showStates() {
    if (!this._view) return;
    showStates(this._items, this._view.now, this._dueDays);
    showClock(this._page, this._view);
  }
}
