// Narrowing a search: controls for kind, issuer, subject, year, status and validity, with
// the number of clauses that each choice would leave.

import { make, t } from "../page.js";
import { dayOf } from "../states/dates.js";
import { KIND_NAMES, STATE_NAMES } from "../states/names.js";
import { facts, standing } from "../states/standing.js";

const NAMES = {
  kind: "类别",
  issuer: "发布机构",
  subject: "主题分类",
  year: "年份",
  status: "征集状态",
  validity: "有效性",
};
// The value of a policy that has none.
const NOT_GIVEN = "-";

export class Facets {
  /** ``manifest`` is that of the index; states are those at ``now``, in ms. */
  constructor(manifest, now) {
    // By name: what each policy has, by its number.
    this._values = {};
    this._names = Object.keys(NAMES);
    for (const [name, { names, of }] of Object.entries(manifest.facets)) {
      this._values[name] = of.map((place) => names[place] || NOT_GIVEN);
    }
    this._values.status = manifest.ids.map((_, policy) => statusOf(manifest, policy, now));
  }

  /** The choices that an address makes: {kind: "document"}. */
  chosen(parameters) {
    const pairs = this._names.map((name) => [name, parameters.get(name)]);
    return Object.fromEntries(pairs.filter(([, value]) => value));
  }

  /** Whether a policy is among those chosen, the facet ``but`` left out of account. */
  holds(policy, chosen, but = null) {
    return Object.entries(chosen).every(([name, value]) => name === but || this._values[name][policy] === value);
  }

  /** The number of clauses for each value of a facet: Map(value → number). */
  _counts(name, hits, chosen) {
    const counts = new Map();
    for (const [policy, clauses] of hits) {
      if (!this.holds(policy, chosen, name)) continue;
      const value = this._values[name][policy];
      counts.set(value, (counts.get(value) ?? 0) + clauses.length);
    }
    return counts;
  }

  /** Fill the box at the side with controls that belong to the form of the search. */
  show(box, hits, chosen, form) {
    const controls = this._names.map((name) => this._control(name, hits, chosen, form)).filter(Boolean);
    box.querySelector(".yl-facet-list").replaceChildren(...controls);
    // Open at the side of a wide page, and where a choice is made; a phone shows hits first.
    if (box.hidden) box.open = matchMedia("(min-width: 60rem)").matches || Object.keys(chosen).length > 0;
    box.hidden = !controls.length;
  }

  _control(name, hits, chosen, form) {
    const counts = this._counts(name, hits, chosen);
    const value = chosen[name] ?? "";
    if (value && !counts.has(value)) counts.set(value, 0);
    if (!value && counts.size < 2) return null;
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const options = [...counts].sort((one, other) => orderOfChoices(name, one, other));
    const id = `yl-facet-${name}`;
    return make(
      "p",
      { class: "yl-facet" },
      make("label", { for: id }, t(NAMES[name])),
      make(
        "select",
        { id, name, form },
        make("option", { value: "" }, t("全部（%(count)s）", { count: all })),
        ...options.map(([option, count]) => make(
          "option",
          { value: option, selected: option === value },
          t("%(name)s（%(count)s）", { name: wordOf(name, option), count }),
        )),
      ),
    );
  }
}

function orderOfChoices(name, [one, count], [other, otherCount]) {
  if (name === "year") return other.localeCompare(one);
  return otherCount - count || one.localeCompare(other);
}

function wordOf(name, value) {
  if (value === NOT_GIVEN) return t("未注明");
  const names = { kind: KIND_NAMES, status: STATE_NAMES }[name] ?? {};
  return names[value] ?? value;
}

/** The state of a policy. Its windows in the manifest are those that no outcome answers. */
function statusOf({ windows, answered, issued }, policy, now) {
  const known = facts(windows[policy] ?? []);
  if (answered.includes(policy)) known.answered = -Infinity;
  if (issued[policy]) known.issued = dayOf(Date.parse(issued[policy]));
  return standing(known, now, 0)?.state ?? NOT_GIVEN;
}
