// Narrowing a search: chips for kind, issuer, subject, year, status and validity, each with the
// number of clauses that it would leave.

import { make, t } from "../page.js";
import { dayOf } from "../states/dates.js";
import { KIND_NAMES, STATE_NAMES } from "../states/names.js";
import { facts, standing } from "../states/standing.js";

const NAMES = {
  kind: "类别",
  status: "征集状态",
  year: "年份",
  issuer: "发布机构",
  subject: "主题分类",
  validity: "有效性",
};
// The value of a policy that has none.
const NOT_GIVEN = "-";
// More than these of one facet are folded.
const CHIPS = 6;

/** What each policy has by the name of a facet; states are those at ``now``, in ms. */
export function facetsOf(manifest, now) {
  const values = {};
  for (const name of Object.keys(NAMES)) {
    const column = manifest.facets[name];
    values[name] = column
      ? column.of.map((place) => column.names[place] || NOT_GIVEN)
      : manifest.ids.map((_, policy) => statusOf(manifest, policy, now));
  }
  return values;
}

/** The choices that an address makes: {kind: "document"}. */
export function choicesIn(parameters) {
  const pairs = Object.keys(NAMES).map((name) => [name, parameters.get(name)]);
  return Object.fromEntries(pairs.filter(([, value]) => value));
}

/** Whether a policy is among those chosen, the facet ``but`` left out of account. */
export function isChosen(facets, policy, chosen, but = null) {
  return Object.entries(chosen).every(([name, value]) => name === but || facets[name][policy] === value);
}

/** Fill the box with chips; each is a link to the same search, narrowed. */
export function showFacets(box, facets, hits, chosen) {
  const rows = Object.keys(NAMES).map((name) => chipsOf(name, facets, hits, chosen)).filter(Boolean);
  box.querySelector(".yl-facet-list").replaceChildren(...rows);
  // Open on a wide page, and where a choice is made; a phone shows hits first.
  if (box.hidden) box.open = matchMedia("(min-width: 64rem)").matches || Object.keys(chosen).length > 0;
  box.hidden = !rows.length;
}

/** The number of clauses for each value of a facet: Map(value → number). */
function countsOf(name, facets, hits, chosen) {
  const counts = new Map();
  for (const [policy, clauses] of hits) {
    if (!isChosen(facets, policy, chosen, name)) continue;
    const value = facets[name][policy];
    counts.set(value, (counts.get(value) || 0) + clauses.length);
  }
  return counts;
}

function chipsOf(name, facets, hits, chosen) {
  const counts = countsOf(name, facets, hits, chosen);
  const value = chosen[name] || "";
  if (value && !counts.has(value)) counts.set(value, 0);
  if (!value && counts.size < 2) return null;
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const chips = [...counts]
    .sort((one, other) => orderOfChips(name, value, one, other))
    .map(([option, count]) => chip(name, option, wordOf(name, option), count, option === value));
  const more = chips.splice(CHIPS);
  const id = `yl-facet-${name}`;
  return make(
    "div",
    { class: "yl-facet", role: "group", "aria-labelledby": id },
    make("span", { class: "yl-facet-name", id }, t(NAMES[name])),
    make(
      "div",
      { class: "yl-facet-chips" },
      chip(name, "", t("全部"), all, !value),
      ...chips,
      more.length
        ? make("details", { class: "yl-more" }, make("summary", {}, t("再看%(count)s个", { count: more.length })), ...more)
        : null,
    ),
  );
}

function chip(name, value, words, count, isCurrent) {
  const address = new URL(location.href);
  address.searchParams.delete("page");
  if (value) address.searchParams.set(name, value);
  else address.searchParams.delete(name);
  return make(
    "a",
    { class: "yl-facet-chip", href: address.href, "data-facet": `${name}=${value}`, "aria-current": isCurrent && "true" },
    `${words} `,
    make("span", { class: "yl-facet-count" }, String(count)),
  );
}

/** The chosen one first, years from the newest, others from the most frequent. */
function orderOfChips(name, chosen, [one, count], [other, otherCount]) {
  if (one === chosen || other === chosen) return one === chosen ? -1 : 1;
  if (name === "year") return other.localeCompare(one);
  return otherCount - count || one.localeCompare(other);
}

function wordOf(name, value) {
  if (value === NOT_GIVEN) return name === "status" ? t("不征集") : t("未注明");
  const names = { kind: KIND_NAMES, status: STATE_NAMES }[name] || {};
  return names[value] || value;
}

/** The state of a policy. Its windows in the manifest are those that no outcome answers. */
function statusOf({ windows, answered, issued }, policy, now) {
  const known = facts(windows[policy] || []);
  if (answered.includes(policy)) known.answered = -Infinity;
  if (issued[policy]) known.issued = dayOf(Date.parse(issued[policy]));
  return standing(known, now, 0)?.state ?? NOT_GIVEN;
}
