// The home page: consultations sorted by their state at the service's clock. Without the
// service the one list with its dates stays as it is.

import { make } from "./dom.js";
import { ask } from "./service.js";
import { STATE_NAMES, figures, timeLeft } from "./states.js";

export async function start() {
  const cards = [...document.querySelectorAll(".yl-card[data-policy]")];
  const answer = cards.length ? await ask("api/v1/policies") : null;
  if (!answer) return;
  const known = new Map(answer.policies.map((policy) => [policy.id, policy]));
  for (const card of cards) {
    const policy = known.get(card.dataset.policy);
    const group = policy && document.querySelector(`[data-group="${policy.state}"]`);
    if (group) place(card, policy, group, answer.as_of);
  }
  const all = document.querySelector('[data-group="all"]');
  all.hidden = !all.querySelector(".yl-card");
}

function place(card, policy, group, asOf) {
  const facts = [timeLeft(policy, asOf), figures(policy.counts)].filter(Boolean).join("，");
  card.prepend(
    make(
      "p",
      { class: "yl-state-line" },
      make("span", { class: `yl-state yl-state-${policy.state}` }, STATE_NAMES[policy.state]),
      facts ? make("span", { class: "yl-left" }, facts) : null,
    ),
  );
  group.querySelector(".yl-cards").append(card);
  group.hidden = false;
}
