// A policy's page: its state, the button of each clause, and the way into the dialog.

import { ask, copy, decoded, inTab, lang, make, root, t } from "./page.js";
import { badge, factsOf, figures, leftWords, standing } from "./states.js";

const HALF_MINUTE = 30_000;
const DAY = 86_400_000;

export function start(page) {
  // open: null until the service has said; false where this text was never out for comment.
  const state = { page, open: page.querySelector("[data-window]") ? null : false, dialog: null, counts: new Map() };
  equipClauses(state);
  foldContents();
  followReading();
  arrive();
  addEventListener("hashchange", arrive);
  if (document.readyState === "complete") arriveAgain();
  else addEventListener("load", arriveAgain);
  for (const link of page.querySelectorAll("[data-permanent]")) link.textContent = link.href;
  if (page.dataset.windows === undefined) return markNow(Date.now());
  page.querySelector("[data-say-whole]")?.addEventListener("click", (event) => {
    event.preventDefault();
    say(state, null, event.currentTarget);
  });
  if (waits(page)) dialog(state).catch((error) => console.error(error));
  return follow(state);
}

/** Whether something written in this tab has not been sent or put away (see draft.js). */
function waits({ dataset: { policy, version } }) {
  return inTab((tab) => tab.getItem(`yanlu:${policy}:${version}`)) !== null;
}

function dialog(state) {
  if (!state.dialog) {
    state.dialog = import("./comment.js").then(({ Dialog }) => {
      state.made = new Dialog(state.page);
      return state.made;
    });
    // Where it did not come, the next try asks for it again; whoever asked is told.
    state.dialog.catch(() => { state.dialog = null; });
  }
  return state.dialog;
}

/** Open the dialog on a clause; whether it is in time the service says when it is sent. */
async function say(state, clause, opener) {
  const form = clause ? clause.dataset.form : opener.href;
  const made = await dialog(state).catch((error) => toForm(form, error));
  if (made) made.add(clause, opener);
}

/** Where the dialog cannot be had, the form of the service takes the comment. */
function toForm(form, error) {
  console.error(error);
  location.assign(form);
}

// Where the consultation stands.

/** Ask the service, show what it says, and again when the state changes with time. */
async function follow(state) {
  const id = state.page.dataset.policy;
  const answer = await ask(`api/v1/policies?ids=${encodeURIComponent(id)}`);
  const policy = answer?.policies.find((each) => each.id === id);
  const [asked, since] = [policy ? Date.parse(answer.as_of) : Date.now(), performance.now()];
  const clock = () => asked + performance.now() - since;
  const stands = policy ? told(policy) : standing(factsOf(state.page), clock(), Number(state.page.dataset.dueDays));
  show(state, stands, clock(), policy ? "" : t("意见服务暂时连接不上，状态按本机时间推算；写下的意见会保留在本页"));
  if (policy) await open(state, policy);
  const timer = setInterval(() => {
    const now = clock();
    if (stands && now >= (stands.state === "upcoming" ? stands.opens : stands.closes ?? Infinity)) {
      clearInterval(timer);
      follow(state);
    } else show(state, stands, now);
  }, HALF_MINUTE);
}

/** What the service says of a policy, as `standing` would say it. */
function told({ state, last_day: lastDay, outcome_due: due, windows }) {
  const here = windows.filter((window) => window.state === state).pop();
  const [opens, closes] = here ? [Date.parse(here.opens_at), Date.parse(here.closes_at)] : [];
  const ended = state === "open" || state === "upcoming" ? closes : undefined;
  return { state, lastDay, due: due ? Date.parse(due) / DAY : null, opens, closes: ended };
}

function show({ page }, stands, now, note) {
  const line = page.querySelector("[data-state-of]");
  const left = [stands ? leftWords(stands, now) : "", note ?? line.dataset.note].filter(Boolean).join(" ");
  if (note !== undefined) line.dataset.note = note;
  const said = stands && badge(stands, now);
  if (said && line.firstElementChild.textContent !== said.textContent) line.firstElementChild.replaceChildren(said);
  line.lastElementChild.textContent = left;
  markNow(now);
}

/** Open or shut the ways to comment, and say how many comments there are. */
async function open(state, policy) {
  const { page } = state;
  const window = policy.windows.find((each) => each.state === "open");
  state.open = window?.version === page.dataset.version;
  const whole = page.querySelector("[data-say-whole]");
  if (!whole) return;
  whole.hidden = !state.open;
  const words = figures(policy.counts);
  page.querySelector("[data-figures]").textContent = words ? t("已有%(words)s", { words }) : t("还没有意见");
  if (!words) return;
  const tally = await ask(`api/v1/policies/${encodeURIComponent(policy.id)}/tally`);
  for (const row of tally?.by_clause ?? []) count(state, row);
}

/** Show at a clause how many comments it has; nothing around it moves. */
function count(state, { wid, comments }) {
  const clause = wid && state.page.querySelector(`[data-wid="${CSS.escape(wid)}"]`);
  const button = clause?.querySelector(".yl-menu-button");
  if (!button) return;
  state.counts.set(clause, comments);
  button.textContent = t("%(n)s条", { n: comments });
  button.classList.add("yl-counted");
}

/** Mark how far the policy's life has come. */
function markNow(now) {
  const days = [...document.querySelectorAll(".yl-life li")];
  const past = days.filter((day) => Date.parse(day.dataset.at) <= now);
  for (const day of days) day.classList.toggle("yl-life-past", past.includes(day));
  const here = past[past.length - 1];
  if (!here || here === days[days.length - 1] || here.querySelector(".yl-now")) return;
  document.querySelector(".yl-now")?.remove();
  here.append(make("span", { class: "yl-now" }, t("现在")));
}

// The contents at the side.

/** On a phone the contents start folded, so that the text is near. */
function foldContents() {
  const details = document.querySelector(".yl-contents details");
  if (!details) return;
  if (!matchMedia("(min-width: 64em)").matches) details.open = false;
  details.classList.add("yl-folds");
}

/** Mark in the contents what is being read: the last of its clauses above the line of sight. */
function followReading() {
  const links = new Map([...document.querySelectorAll(".yl-contents a")].map((link) => [link.hash.slice(1), link]));
  if (!links.size) return;
  const seen = new Set();
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) seen[isIntersecting ? "add" : "delete"](target.id);
    mark([...links.keys()].filter((id) => seen.has(id)).pop(), links);
  }, { rootMargin: "0px 0px -70% 0px" });
  for (const id of links.keys()) watch.observe(document.getElementById(id));
}

function mark(here, links) {
  for (const [id, link] of links) {
    if (id !== here) link.removeAttribute("aria-current");
    else if (!link.hasAttribute("aria-current")) {
      link.setAttribute("aria-current", "true");
      const box = link.closest(".yl-contents");
      const { offsetTop, offsetHeight } = link;
      if (offsetTop < box.scrollTop || offsetTop + offsetHeight > box.scrollTop + box.clientHeight) {
        box.scrollTop = offsetTop - box.clientHeight / 2;
      }
    }
  }
}

// The button of each clause.

/** One button per clause, named with its citation, takes the place of the plain links. */
function equipClauses(state) {
  for (const tools of state.page.querySelectorAll(".yl-tools")) {
    const clause = tools.closest(".yl-clause");
    const citation = tools.firstElementChild.getAttribute("aria-label").replace(/ ¶$/, "");
    clause.dataset.citation = citation;
    const form = tools.querySelector(".yl-say");
    if (form) clause.dataset.form = form.href;
    const links = [...tools.querySelectorAll(".yl-changed"), ...clause.querySelectorAll(":scope > .yl-about > a")];
    const button = make("button", {
      type: "button",
      class: "yl-menu-button",
      lang,
      "aria-label": t("%(citation)s 操作", { citation }),
      "aria-expanded": "false",
      onclick: () => toggleMenu(state, clause, button, links),
    }, "⋯");
    tools.replaceChildren(button);
    tools.classList.add("yl-ready");
  }
}

/** Whoever is led to a clause finds its button under the keys. */
function arrive() {
  const name = decoded(location.hash.slice(1));
  const clause = name ? document.getElementById(name)?.closest(".yl-clause") : null;
  clause?.querySelector(".yl-menu-button")?.focus({ preventScroll: true });
}

/** A browser takes the focus away when it comes to the clause itself, up to the frame after loading. */
function arriveAgain() {
  const arriveUnfocused = () => { if (document.activeElement === document.body) arrive(); };
  requestAnimationFrame(() => requestAnimationFrame(arriveUnfocused));
}

function toggleMenu(state, clause, button, links) {
  if (button.getAttribute("aria-expanded") === "true") return closeMenu(button);
  const menu = makeMenu(state, clause, button, links);
  button.setAttribute("aria-expanded", "true");
  button.after(menu);
  menu.addEventListener("keydown", (event) => moveInMenu(event, menu, button));
  menu.addEventListener("focusout", (event) => {
    if (!menu.contains(event.relatedTarget) && event.relatedTarget !== button) closeMenu(button);
  });
  menu.querySelector("button").focus();
}

function makeMenu(state, clause, button, links) {
  const { citation, history } = clause.dataset;
  const { policy, version, title, label } = state.page.dataset;
  const cited = `《${title}》${label ? `（${label}）` : ""}${citation}`;
  // The version's own page: there the clause stays where the citation says.
  const address = new URL(`${policy}/${version}/#${clause.id}`, root).href;
  const comments = state.counts.get(clause);
  const written = state.made?.written;
  const item = (words, act) =>
    make("button", { type: "button", onclick: () => { closeMenu(button); act(); } }, words);
  return make(
    "div",
    { class: "yl-menu", role: "group", lang, "aria-label": t("%(citation)s 操作", { citation }) },
    make("p", { lang: "zh-CN" }, citation),
    comments ? make("p", {}, t("意见%(count)s条", { count: comments })) : null,
    history ? make("p", { class: "yl-history" }, history) : null,
    state.open === false ? null : item(t("提意见"), () => say(state, clause, button)),
    written ? item(t("填写身份并提交（已写%(count)s条）", { count: written }), () => state.made.open(button)) : null,
    item(t("复制引用"), () => copy(`${cited}，${address}`, t("引用已复制"))),
    item(t("复制链接"), () => copy(address, t("链接已复制"))),
    ...links.map((link) => make("a", { href: link.href }, link.textContent)),
  );
}

function moveInMenu(event, menu, button) {
  const items = [...menu.querySelectorAll("button, a")];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === "Escape") {
    closeMenu(button);
    button.focus();
  } else if (to !== undefined) {
    event.preventDefault();
    items[(to + items.length) % items.length].focus();
  }
}

function closeMenu(button) {
  button.setAttribute("aria-expanded", "false");
  const menu = button.nextElementSibling;
  if (!menu?.classList.contains("yl-menu")) return;
  // The focus leaves first: taking it out with the menu would close the menu once more.
  if (menu.contains(document.activeElement)) button.focus();
  menu.remove();
}
