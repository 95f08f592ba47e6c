// The home page: consultations by their state. Without scripts they stay one group with dates.

import { make, t } from "../page.js";
import { followClock, showClock } from "../states/clock.js";
import { dayOf } from "../states/dates.js";
import { STATE_NAMES } from "../states/names.js";
import { badge, factsOf, figures, leftWords, standing } from "../states/standing.js";

const ORDER = ["open", "upcoming", "closed", "answered", "issued"];

export function start(page) {
  const cards = [...page.querySelectorAll(".yl-card[data-policy]")];
  if (!cards.length) return;
  const groups = new Groups(page, cards);
  followClock((view) => groups.show(view));
}

class Groups {
  constructor(page, cards) {
    this._page = page;
    this._cards = cards;
    this._placed = "";
  }

  show(view) {
    showClock(this._page, view);
    const rows = this._cards.map((card) => {
      const policy = view.policies.get(card.dataset.policy);
      const stands = standing(factsOf(card), view.now, Number(this._page.dataset.dueDays));
      if (stands) fillCard(card, stands, policy, view.now);
      return { card, stands };
    });
    this._place(rows.filter((row) => row.stands));
  }

  /** Put the cards into groups; nothing moves while the groups stay the same. */
  _place(rows) {
    const groups = ORDER.map((name) => ({ name, cards: sorted(name, rows).map((row) => row.card) }))
      .filter(({ name, cards }) => cards.length || name === "open");
    const placed = JSON.stringify(groups.map(({ name, cards }) => [name, cards.map((card) => card.dataset.policy)]));
    if (placed === this._placed) return;
    this._placed = placed;
    const focused = document.activeElement;
    for (const old of this._page.querySelectorAll("[data-added]")) old.remove();
    let [after] = this._page.querySelectorAll(".yl-group");
    for (const { name, cards } of groups) after = stateGroup(after, name, cards);
    focused?.focus();
  }
}

function fillCard(card, stands, policy, now) {
  const left = leftWords(stands, now);
  const line = [badge(stands, now), left ? make("span", { class: "yl-left" }, left) : ""];
  card.querySelector("[data-state]").replaceChildren(...line);
  card.querySelector("[data-bar]").replaceChildren(...(stands.state === "open" ? bar(stands, now) : []));
  const said = policy && (figures(policy.counts) || (stands.state === "open" ? t("还没有意见") : ""));
  card.querySelector("[data-figures]").textContent = said || "";
}

/** How much of the window has passed, as a bar and in words. */
function bar({ opens, closes }, now) {
  const day = dayOf(now) - dayOf(opens) + 1;
  const days = dayOf(closes - 1) - dayOf(opens) + 1;
  return [
    make("progress", { class: "yl-bar", max: closes - opens, value: now - opens, "aria-hidden": "true" }),
    make("span", {}, t("第%(day)s天，共%(days)s天", { day, days })),
  ];
}

function sorted(name, rows) {
  const found = rows.filter((row) => row.stands.state === name);
  const at = { open: (row) => row.stands.closes, upcoming: (row) => row.stands.opens };
  const key = at[name] ?? ((row) => -(row.stands.closes ?? 0));
  return found.sort((one, other) => key(one) - key(other));
}

/** The page's own group takes what is open; others are added below it. */
function stateGroup(after, name, cards) {
  if (name === "open") {
    after.dataset.group = name;
    after.querySelector("h2").textContent = STATE_NAMES[name];
    after.querySelector(".yl-none")?.remove();
    if (!cards.length) after.append(make("p", { class: "yl-none" }, t("目前没有正在征集意见的文件。")));
    after.querySelector(".yl-cards").replaceChildren(...cards);
    return after;
  }
  const id = `yl-${name}-title`;
  const section = make(
    "section",
    { class: "yl-group", "data-group": name, "data-added": true, "aria-labelledby": id },
    make("div", { class: "yl-group-head" }, make("h2", { id }, STATE_NAMES[name])),
    make("div", { class: "yl-cards" }, ...cards),
  );
  after.after(section);
  return section;
}
