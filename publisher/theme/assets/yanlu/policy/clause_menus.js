// The button of each clause, and the menu that it opens.

import { copy, decoded, lang, make, root, t } from "../page.js";

export class ClauseMenus {
  constructor(page, consultation, dialog) {
    this._page = page;
    this._consultation = consultation;
    this._dialog = dialog;
  }

  /** One button per clause, named with its citation, takes the place of the plain links. */
  equip() {
    for (const tools of this._page.querySelectorAll(".yl-tools")) {
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
        onclick: () => this._toggle(clause, button, links),
      }, "⋯");
      tools.replaceChildren(button);
      tools.classList.add("yl-ready");
    }
  }

  _toggle(clause, button, links) {
    if (button.getAttribute("aria-expanded") === "true") return closeMenu(button);
    const menu = this._menu(clause, button, links);
    button.setAttribute("aria-expanded", "true");
    button.after(menu);
    menu.addEventListener("keydown", (event) => moveInMenu(event, menu, button));
    menu.addEventListener("focusout", (event) => {
      if (!menu.contains(event.relatedTarget) && event.relatedTarget !== button) closeMenu(button);
    });
    menu.querySelector("button").focus();
  }

  _menu(clause, button, links) {
    const { citation, history } = clause.dataset;
    const { policy, version, title, label } = this._page.dataset;
    const cited = `《${title}》${label ? `（${label}）` : ""}${citation}`;
    // The version's own page: there the citation stays right.
    const address = new URL(`${policy}/${version}/#${clause.id}`, root).href;
    const comments = this._consultation.commentsOn(clause);
    const { written } = this._dialog;
    const entry = (words, act) =>
      make("button", { type: "button", onclick: () => { closeMenu(button); act(); } }, words);
    return make(
      "div",
      { class: "yl-menu", role: "group", lang, "aria-label": t("%(citation)s 操作", { citation }) },
      make("p", { lang: "zh-CN" }, citation),
      comments ? make("p", {}, t("意见%(count)s条", { count: comments })) : null,
      history ? make("p", { class: "yl-history" }, history) : null,
      this._consultation.mayBeOpen ? entry(t("提意见"), () => this._dialog.comment(clause, button)) : null,
      written ? entry(t("填写身份并提交（已写%(count)s条）", { count: written }), () => this._dialog.open(button)) : null,
      entry(t("复制引用"), () => copy(`${cited}，${address}`, t("引用已复制"))),
      entry(t("复制链接"), () => copy(address, t("链接已复制"))),
      ...links.map((link) => make("a", { href: link.href }, link.textContent)),
    );
  }
}

/** Focus the button of the clause that the address names. */
export function focusClause() {
  const name = decoded(location.hash.slice(1));
  const clause = name ? document.getElementById(name)?.closest(".yl-clause") : null;
  clause?.querySelector(".yl-menu-button")?.focus({ preventScroll: true });
}

/** Focus again: a browser moves the focus when it scrolls to the clause, up to the frame after loading. */
export function focusClauseAgain() {
  const focusUnfocused = () => { if (document.activeElement === document.body) focusClause(); };
  requestAnimationFrame(() => requestAnimationFrame(focusUnfocused));
}

function moveInMenu(event, menu, button) {
  const entries = [...menu.querySelectorAll("button, a")];
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
