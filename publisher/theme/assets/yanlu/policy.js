// A policy's page: its state, the tools of each clause, and the way into the dialog.

import { copy, make } from "./dom.js";
import { waits } from "./draft.js";
import { ask, root } from "./service.js";
import { STATE_NAMES, figures, timeLeft } from "./states.js";

export async function start(page) {
  // open: null until the service has said; false where this text was never out for comment.
  const state = { page, open: page.querySelector("[data-window]") ? null : false, dialog: null };
  equipClauses(state);
  foldContents();
  if (state.open === false) return;
  page.querySelector("[data-say-whole]").addEventListener("click", (event) => {
    event.preventDefault();
    say(state, null, event.currentTarget);
  });
  if (waits(page.dataset.policy, page.dataset.version)) dialog(state);
  const answer = await ask("api/v1/policies");
  const policy = answer?.policies.find((each) => each.id === page.dataset.policy);
  if (policy) await show(state, policy, answer.as_of);
  else page.querySelector("[data-state-of]").append(make("span", { class: "yl-left" }, "意见服务暂时连接不上，写下的意见会保留在本页"));
}

function dialog(state) {
  state.dialog ??= import("./comment.js").then(({ Dialog }) => {
    state.made = new Dialog(state.page);
    return state.made;
  });
  return state.dialog;
}

/** Open the dialog on a clause; whether it is in time the service says when it is sent. */
async function say(state, clause, opener) {
  (await dialog(state)).add(clause, opener);
}

/** Show the state and open or shut the ways to comment. */
async function show(state, policy, asOf) {
  const { page } = state;
  const line = page.querySelector("[data-state-of]");
  line.replaceChildren(
    make("span", { class: `yl-state yl-state-${policy.state}` }, STATE_NAMES[policy.state]),
    make("span", { class: "yl-left" }, timeLeft(policy, asOf)),
  );
  const open = policy.windows.find((window) => window.state === "open");
  state.open = open?.version === page.dataset.version;
  page.querySelector("[data-say-whole]").hidden = !state.open;
  if (state.open) dialog(state);
  showFigures(page, await ask(`api/v1/policies/${policy.id}/tally`));
}

function showFigures(page, tally) {
  if (!tally) return;
  const words = figures(tally);
  const line = page.querySelector("[data-figures]");
  line.textContent = words ? `已有${words}` : "";
  line.hidden = !words;
  for (const row of tally.by_clause) {
    const clause = row.wid && page.querySelector(`[data-wid="${CSS.escape(row.wid)}"]`);
    clause?.querySelector(":scope > .yl-line > .yl-tools").before(
      make("span", { class: "yl-count-badge" }, `已有${row.comments}条意见`),
    );
  }
}

/** On a phone the contents start folded, so that the text is near. */
function foldContents() {
  const details = document.querySelector(".yl-contents details");
  if (details && !matchMedia("(min-width: 64em)").matches) details.open = false;
}

/** One button per clause, named with its citation, takes the place of the plain links. */
function equipClauses(state) {
  for (const tools of state.page.querySelectorAll(".yl-tools")) {
    const line = tools.parentElement;
    const clause = line.parentElement;
    const citation = tools.firstElementChild.getAttribute("aria-label").replace(/ ¶$/, "");
    clause.dataset.citation = citation;
    tools.replaceChildren(
      make(
        "button",
        {
          type: "button",
          class: "yl-menu-button",
          "aria-label": `${citation} 操作`,
          "aria-expanded": "false",
          onclick: (event) => toggleMenu(state, clause, event.currentTarget),
        },
        "⋯",
      ),
    );
  }
}

function toggleMenu(state, clause, button) {
  if (button.getAttribute("aria-expanded") === "true") return closeMenu(button);
  const { citation } = clause.dataset;
  const title = `《${state.page.dataset.title}》${state.page.dataset.label ? `（${state.page.dataset.label}）` : ""}`;
  // The version's own page: there the clause stays where the citation says.
  const { policy, version } = state.page.dataset;
  const address = new URL(`${policy}/${version}/#${clause.id}`, root).href;
  const written = state.made?.written;
  const item = (words, act) =>
    make("button", { type: "button", onclick: () => { closeMenu(button); act(); } }, words);
  const menu = make(
    "div",
    { class: "yl-menu", role: "group", "aria-label": `${citation} 操作` },
    make("p", {}, citation),
    clause.dataset.history ? make("p", { class: "yl-history" }, clause.dataset.history) : null,
    state.open === false ? null : item("提意见", () => say(state, clause, button)),
    written ? item(`填写身份并提交（已写${written}条）`, () => state.made.open(button)) : null,
    item("复制引用", () => copy(`${title}${citation}，${address}`, "引用已复制")),
    item("复制链接", () => copy(address, "链接已复制")),
  );
  button.setAttribute("aria-expanded", "true");
  button.after(menu);
  menu.addEventListener("keydown", (event) => moveInMenu(event, menu, button));
  menu.addEventListener("focusout", (event) => {
    if (!menu.contains(event.relatedTarget) && event.relatedTarget !== button) closeMenu(button);
  });
  menu.querySelector("button").focus();
}

function moveInMenu(event, menu, button) {
  const items = [...menu.querySelectorAll("button")];
  const at = items.indexOf(document.activeElement);
  if (event.key === "Escape") {
    closeMenu(button);
    button.focus();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : items.length - 1;
    items[(at + step) % items.length].focus();
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
