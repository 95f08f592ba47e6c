// Narrowing a search: controls for kind, issuer, subject, year, status and validity, with
// the number of clauses that each choice would leave.

import { make, t } from "./page.js";

const KINDS = {
  consultation: "征求意见",
  document: "政策文件",
  interpretation: "政策解读",
  reply: "建议提案答复",
  commitments: "服务承诺",
  news: "工作动态",
};
const STATUSES = {
  open: "征集中",
  upcoming: "即将开始",
  closed: "意见整理中",
  answered: "已反馈",
  issued: "已印发",
};
const NAMES = {
  kind: "类别",
  issuer: "发布机构",
  subject: "主题分类",
  year: "年份",
  status: "征集状态",
  validity: "有效性",
};
// What a policy says nothing of.
const UNSAID = "-";

export class Facets {
  /** ``manifest`` is that of the index; states are those at ``now``, in ms. */
  constructor(manifest, now) {
    this.values = {};
    for (const [name, { names, of }] of Object.entries(manifest.facets)) {
      this.values[name] = of.map((place) => names[place] || UNSAID);
    }
    this.values.status = manifest.ids.map((_, policy) => statusOf(manifest, policy, now));
    this.names = Object.keys(NAMES);
  }

  /** The choices that an address makes: {kind: "document"}. */
  chosen(parameters) {
    const pairs = this.names.map((name) => [name, parameters.get(name)]);
    return Object.fromEntries(pairs.filter(([, value]) => value));
  }

  /** Whether a policy is among those chosen, the facet ``but`` left out of account. */
  holds(policy, chosen, but = null) {
    return Object.entries(chosen).every(([name, value]) => name === but || this.values[name][policy] === value);
  }

  /** The number of clauses for each value of a facet: Map(value → number). */
  counts(name, hits, chosen) {
    const counts = new Map();
    for (const [policy, clauses] of hits) {
      if (!this.holds(policy, chosen, name)) continue;
      const value = this.values[name][policy];
      counts.set(value, (counts.get(value) ?? 0) + clauses.length);
    }
    return counts;
  }

  /** Fill the box at the side with controls that belong to the form of the search. */
  show(box, hits, chosen, form) {
    const controls = this.names.map((name) => this.control(name, hits, chosen, form)).filter(Boolean);
    box.querySelector(".yl-facet-list").replaceChildren(...controls);
    // Open at the side of a wide page, and where a choice is made; a phone shows hits first.
    if (box.hidden) box.open = matchMedia("(min-width: 60rem)").matches || Object.keys(chosen).length > 0;
    box.hidden = !controls.length;
  }

  control(name, hits, chosen, form) {
    const counts = this.counts(name, hits, chosen);
    const value = chosen[name] ?? "";
    if (value && !counts.has(value)) counts.set(value, 0);
    if (!value && counts.size < 2) return null;
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const options = [...counts].sort((one, other) => order(name, one, other));
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

function order(name, [one, count], [other, otherCount]) {
  if (name === "year") return other.localeCompare(one);
  return otherCount - count || one.localeCompare(other);
}

function wordOf(name, value) {
  if (value === UNSAID) return t("未注明");
  const words = { kind: KINDS, status: STATUSES }[name] ?? {};
  return words[value] ? t(words[value]) : value;
}

/** The state as catalogue/states.py tells it. */
function statusOf(manifest, policy, now) {
  if (new Date(manifest.issued[policy] ?? NaN) <= now) return "issued";
  const windows = (manifest.windows[policy] ?? []).map((ends) => ends.map((at) => new Date(at)));
  if (windows.some(([opens, closes]) => opens <= now && now < closes)) return "open";
  if (windows.some(([opens]) => now < opens)) return "upcoming";
  if (windows.length) return "closed";
  return manifest.answered.includes(policy) ? "answered" : UNSAID;
}
