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
  #page;
  #form;
  #status;
  #items;
  #pager;
  #dueDays;
  // The parts as the build wrote them: nodes by part, and whether the pager was hidden.
  #built;
  #hidden;
  // assets/lists.json and the pairs of the fold, once read; the view of the time, once known.
  #data = null;
  #pairs = null;
  #view = null;

  constructor(page) {
    this.#page = page;
    this.#form = page.querySelector(".yl-list-filter");
    this.#status = page.querySelector(".yl-count");
    this.#items = page.querySelector(".yl-items");
    this.#pager = page.querySelector(".yl-pager");
    this.#dueDays = Number(page.dataset.dueDays);
    this.#built = [this.#status, this.#items, this.#pager].map((part) => [part, [...part.childNodes]]);
    this.#hidden = this.#pager.hidden;
  }

  begin() {
    this.#fill();
    this.#listen();
    this.#carry();
    if (this.#page.querySelector("[data-windows], [name=status]")) followClock((view) => this.#turnTo(view));
    if (this.#asked().size) this.#show();
  }

  #turnTo(view) {
    this.#view = view;
    if (this.#data && this.#asked().has("status")) this.#show();
    else this.#showStates();
  }

  /** Put into the fields what the address asks for; what a field does not offer is no filter. */
  #fill() {
    for (const [name, value] of new URLSearchParams(location.search)) {
      const field = this.#form.elements.namedItem(name);
      if (!field) continue;
      field.value = value;
      if (field.selectedIndex === -1) field.value = "";
    }
  }

  /** What is asked for, by the fields' names. */
  #asked() {
    const values = [...new FormData(this.#form)].map(([name, value]) => [name, value.trim()]);
    return new Map(values.filter(([, value]) => value));
  }

  #search() {
    return new URLSearchParams([...this.#asked()]).toString();
  }

  #listen() {
    // Further pages of the whole list send the form to its first.
    if (this.#page.dataset.number !== "1") return;
    let typing;
    const change = () => { clearTimeout(typing); this.#change(); };
    this.#form.addEventListener("submit", (event) => { event.preventDefault(); change(); });
    this.#form.addEventListener("change", change);
    this.#form.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(change, TYPING); });
  }

  /** The filters were changed: the address follows, and the list. */
  #change() {
    const address = new URL(location.href);
    address.search = this.#search();
    if (address.href === location.href) return;
    history.replaceState(null, "", address);
    this.#carry();
    this.#show();
  }

  /** The other kinds keep what is asked for. */
  #carry() {
    for (const tab of this.#page.querySelectorAll(".yl-tabs a")) {
      const address = new URL(tab.href);
      address.search = this.#search();
      tab.href = address.href;
    }
  }

  #restore() {
    for (const [part, nodes] of this.#built) part.replaceChildren(...nodes);
    this.#pager.hidden = this.#hidden;
    this.#showStates();
  }

  async #show() {
    if (!this.#asked().size) return this.#restore();
    try {
      this.#data = await lists();
      if (this.#asked().has("q")) this.#pairs = await simplified();
    } catch (error) {
      unlessNoAnswer(error);
      this.#status.textContent = t("目录文件没有读到，请检查网络后刷新本页。");
      return undefined;
    }
    // What is asked for may have changed meanwhile, or the time is not known yet.
    const asked = this.#asked();
    if (!asked.size) return this.#restore();
    if (asked.has("q") && !this.#pairs) return this.#show();
    return asked.has("status") && !this.#view ? undefined : this.#render(asked);
  }

  #render(asked) {
    const found = this.#data.rows.filter(this.#filter(asked));
    const last = Math.max(1, Math.ceil(found.length / PER_PAGE));
    const number = Math.min(Math.max(1, parseInt(new URLSearchParams(location.search).get("page"), 10) || 1), last);
    const first = (number - 1) * PER_PAGE;
    const said = found.length ? t("符合条件的共%(count)s件", { count: found.length }) : t("没有符合条件的文件。");
    this.#status.textContent = said + (last > 1 ? t("，第%(number)s页，共%(last)s页", { number, last }) : "");
    this.#items.start = first + 1;
    this.#items.replaceChildren(...found.slice(first, first + PER_PAGE).map(item));
    const here = make("span", { class: "yl-pager-here", "aria-current": "page" }, String(number));
    showPager(this.#pager, number, last, here);
    this.#showStates();
  }

  /** A test of whether a row is of the kind of this list and has all that is asked for. */
  #filter(asked) {
    const { kind } = this.#page.dataset;
    const words = asked.has("q") ? fold(asked.get("q"), this.#pairs) : "";
    const has = {
      q: (row) => this.#foldedName(row).includes(words),
      status: (row, state) => isConsulted(row) && this.#stateOf(row) === state,
    };
    return (row) => (!kind || row.kind === kind)
      && [...asked].every(([name, value]) => (has[name] ? has[name](row, value) : row[name] === value));
  }

  #foldedName(row) {
    row.folded ??= fold(`${row.title}${row.docNo}`, this.#pairs);
    return row.folded;
  }

  #stateOf({ windows, answered, issued }) {
    return standing(facts(windows, answered, issued), this.#view.now, this.#dueDays)?.state;
  }

  #showStates() {
    if (!this.#view) return;
    showStates(this.#items, this.#view.now, this.#dueDays);
    showClock(this.#page, this.#view);
  }
}
