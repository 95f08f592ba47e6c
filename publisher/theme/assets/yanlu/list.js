// A list: filters over assets/lists.json, with the address kept in step so that a filtered
// list can be passed on; and where each consultation that is shown stands.

import { isConsulted, item, sayStates } from "./items.js";
import { lists } from "./lists.js";
import { make, t, unlessNoAnswer } from "./page.js";
import { facts, follow, sayClock, standing } from "./states.js";

const PER_PAGE = 100;
const TYPING = 250;

export function start(page) {
  const list = {
    page,
    form: page.querySelector(".yl-list-filter"),
    status: page.querySelector(".yl-count"),
    items: page.querySelector(".yl-items"),
    pager: page.querySelector(".yl-pager"),
    dueDays: Number(page.dataset.dueDays),
    data: null,
    view: null,
  };
  const kept = [list.status, list.items, list.pager].map((part) => [part, [...part.childNodes]]);
  const hidden = list.pager.hidden;
  list.restore = () => {
    for (const [part, nodes] of kept) part.replaceChildren(...nodes);
    list.pager.hidden = hidden;
    stand(list);
  };
  if (leave(page)) return;
  fill(list.form);
  listen(list);
  carry(list);
  if (page.querySelector("[data-windows], [name=status]")) {
    follow((view) => { list.view = view; if (list.data && asked(list).has("status")) show(list); else stand(list); });
  }
  if (asked(list).size) show(list);
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

/** Put into the fields what the address asks for; what a field does not offer is no filter. */
function fill(form) {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (!field) continue;
    field.value = value;
    if (field.selectedIndex === -1) field.value = "";
  }
}

/** What is asked for, by the fields' names. */
function asked({ form }) {
  return new Map([...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value));
}

const search = (list) => new URLSearchParams([...asked(list)]).toString();

function listen(list) {
  // Further pages of the whole list send the form to its first.
  if (list.page.dataset.number !== "1") return;
  let typing;
  const change = () => { clearTimeout(typing); turn(list); };
  list.form.addEventListener("submit", (event) => { event.preventDefault(); change(); });
  list.form.addEventListener("change", change);
  list.form.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(change, TYPING); });
}

/** The filters were changed: the address follows, and the list. */
function turn(list) {
  const address = new URL(location.href);
  address.search = search(list);
  if (address.href === location.href) return;
  history.replaceState(null, "", address);
  carry(list);
  show(list);
}

/** The other kinds keep what is asked for. */
function carry(list) {
  for (const tab of list.page.querySelectorAll(".yl-tabs a")) {
    const address = new URL(tab.href);
    address.search = search(list);
    tab.href = address.href;
  }
}

async function show(list) {
  if (!asked(list).size) return list.restore();
  try {
    list.data = await lists();
  } catch (error) {
    unlessNoAnswer(error);
    list.status.textContent = t("目录文件没有读到，请检查网络后刷新本页。");
    return undefined;
  }
  // What is asked for may have changed meanwhile, or the time is not known yet.
  if (!asked(list).size) return list.restore();
  return asked(list).has("status") && !list.view ? undefined : render(list);
}

function render(list) {
  const wants = asked(list);
  const found = list.data.rows.filter((row) => fits(list, wants, row));
  const last = Math.max(1, Math.ceil(found.length / PER_PAGE));
  const number = Math.min(Math.max(1, parseInt(new URLSearchParams(location.search).get("page"), 10) || 1), last);
  const first = (number - 1) * PER_PAGE;
  const said = found.length ? t("符合条件的共%(count)s件", { count: found.length }) : t("没有符合条件的文件。");
  list.status.textContent = said + (last > 1 ? t("，第%(number)s页，共%(last)s页", { number, last }) : "");
  list.items.start = first + 1;
  list.items.replaceChildren(...found.slice(first, first + PER_PAGE).map(item));
  turnPages(list, number, last);
  stand(list);
}

function fits({ page, view, dueDays }, wants, row) {
  const { kind } = page.dataset;
  if (kind && row.kind !== kind) return false;
  return [...wants].every(([name, value]) => {
    if (name === "q") return plain(`${row.title}${row.docNo}`).includes(plain(value));
    if (name !== "status") return row[name] === value;
    const { windows, answered, issued } = row;
    return isConsulted(row) && standing(facts(windows, answered, issued), view.now, dueDays)?.state === value;
  });
}

const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/[\p{P}\p{Z}]/gu, "");

function turnPages(list, number, last) {
  const link = (to, words) => {
    const address = new URL(location.href);
    address.searchParams.set("page", to);
    return make("a", { href: address.href }, words);
  };
  list.pager.hidden = last < 2;
  list.pager.replaceChildren(
    number > 1 ? link(number - 1, t("上一页")) : "",
    make("span", { class: "yl-pager-here", "aria-current": "page" }, String(number)),
    number < last ? link(number + 1, t("下一页")) : "",
  );
}

function stand(list) {
  if (!list.view) return;
  sayStates(list.items, list.view.now, list.dueDays);
  sayClock(list.page, list.view);
}
