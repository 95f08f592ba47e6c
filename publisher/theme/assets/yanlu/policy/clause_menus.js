// What can be done at each clause: to comment on it, and a menu with the rest.

import { cited, copy, decoded, lang, make, root, t } from "../page.js";

const ENTRIES = "a, button";

export class ClauseMenus {
  constructor(page, consultation, dialog) {
    this._page = page;
    this._consultation = consultation;
    this._dialog = dialog;
  }

  /** Each clause's link to itself becomes the button of its menu; the links to the form open the dialog. */
  equip() {
    for (const link of this._page.querySelectorAll(".yl-link")) {
      const clause = link.closest(".yl-clause");
      const name = link.getAttribute("aria-label").replace(/ ¶$/, "");
      Object.assign(clause.dataset, { name, citation: link.dataset.citation ?? name });
      const label = t("%(citation)s 操作", { citation: name });
      for (const [name, value] of [["role", "button"], ["aria-expanded", "false"], ["aria-label", label]]) link.setAttribute(name, value);
    }
    const text = this._page.querySelector(".yl-text");
    if (text) text.addEventListener("click", (event) => this._act(event));
    if (text) text.addEventListener("keydown", pressSpace);
  }

  _act(event) {
    const link = event.target.closest(".yl-link, .yl-say");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const clause = link.closest(".yl-clause");
    if (link.classList.contains("yl-say")) this._dialog.comment(clause, link);
    else this._toggle(clause, link);
  }

  _toggle(clause, button) {
    if (button.getAttribute("aria-expanded") === "true") return closeMenu(button);
    const menu = this._menu(clause, button);
    button.setAttribute("aria-expanded", "true");
    button.after(menu);
    menu.addEventListener("keydown", (event) => moveInMenu(event, menu, button));
    menu.addEventListener("focusout", (event) => {
      if (!menu.contains(event.relatedTarget) && event.relatedTarget !== button) closeMenu(button);
    });
    menu.querySelector(ENTRIES).focus();
  }

  _menu(clause, button) {
    const { citation, name, history } = clause.dataset;
    const { policy, version, title, label, comments: shown } = this._page.dataset;
    const quoted = `《${title}》${label ? `（${label}）` : ""}${citation}`;
    // The version's own page: there the citation stays right.
    const address = new URL(`${policy}/${version}/#${clause.id}`, root).href;
    const comments = this._consultation.commentsOn(clause);
    const entry = (words, act) =>
      make("button", { type: "button", onclick: () => { closeMenu(button); act(); } }, words);
    return make(
      "div",
      { class: "yl-menu", role: "group", lang, "aria-label": t("%(citation)s 操作", { citation: name }) },
      make("p", {}, ...cited(citation, name)),
      comments ? make("p", {}, t("意见%(count)s条", { count: comments })) : null,
      history ? make("p", { class: "yl-history" }, history) : null,
      this._consultation.mayBeOpen ? entry(t("提意见"), () => this._dialog.comment(clause, button)) : null,
      comments && shown ? make("a", { href: shownOn(shown, clause) }, t("看公开的意见")) : null,
      entry(t("复制引用"), () => copy(name === citation ? `${quoted}，${address}` : `${name}, ${quoted}, ${address}`, t("引用已复制"))),
      entry(t("复制链接"), () => copy(address, t("链接已复制"))),
    );
  }
}

/** The address of the comments on a clause that everybody may read. */
function shownOn(comments, clause) {
  const address = new URL(comments, document.baseURI);
  address.searchParams.set("clause", clause.dataset.wid);
  return address.href;
}

/** Open what is folded around the place that the address names, and focus what can be done at its clause. */
export function focusClause() {
  const name = decoded(location.hash.slice(1));
  const place = name ? document.getElementById(name) : null;
  for (let at = place; at; at = at.parentElement) if (at.matches("details")) at.open = true;
  const clause = place?.closest(".yl-clause");
  const ways = clause ? [...clause.querySelectorAll(":scope > .yl-line > .yl-tools > a, :scope > td > .yl-tools > a")] : [];
  const way = ways.find((each) => each.offsetParent);
  if (way) way.focus({ preventScroll: true });
  else if (place?.closest("details")) place.scrollIntoView();
}

/** Focus again: a browser moves the focus when it scrolls to the clause, up to the frame after loading. */
export function focusClauseAgain() {
  const focusUnfocused = () => { if (document.activeElement === document.body) focusClause(); };
  requestAnimationFrame(() => requestAnimationFrame(focusUnfocused));
}

/** A link that acts as a button is pressed by the space bar too. */
function pressSpace(event) {
  if (event.key !== " " || !event.target.matches(".yl-link")) return;
  event.preventDefault();
  event.target.click();
}

function moveInMenu(event, menu, button) {
  const entries = [...menu.querySelectorAll(ENTRIES)];
  const at = entries.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
  if (event.key === "Escape") {
    closeMenu(button);
    button.focus();
  } else if (to !== undefined) {
    event.preventDefault();
    entries[(to + entries.length) % entries.length].focus();
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
