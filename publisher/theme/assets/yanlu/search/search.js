// The search page: exact, by clause, from static files alone. Each search has an address.

import { citationIn } from "./citation.js";
import { Facets } from "./facets.js";
import { Finder } from "./finder.js";
import { faultWords, make, NoAnswer, once, root, showPager, t } from "../page.js";
import { phrasesOf } from "./question.js";
import { PER_PAGE, jumps, pageOf, showHits, showJumps, showTitles } from "./results.js";
import { showClock, viewFrom } from "../states/clock.js";

// So many characters fit into an address that every server takes, each of up to nine bytes.
const LONGEST = 300;

export function start(page) {
  new Search(page).begin();
}

class Search {
  constructor(page) {
    this._page = page;
    this._form = this._part("#yl-search");
    this._box = this._part("#yl-q");
    this._list = this._part(".yl-hits");
    this._pageTitle = document.title;
    this._runs = 0;
    this._opening = new Map();
    // The clock of the states: a promise, and what it gave.
    this._asking = null;
    this._view = null;
  }

  _part(selector) {
    return this._page.querySelector(selector);
  }

  begin() {
    this._form.addEventListener("submit", (event) => this._submit(event));
    this._part(".yl-facets").addEventListener("change", (event) => this._submit(event));
    window.addEventListener("popstate", () => this._run());
    document.addEventListener("keydown", (event) => this._press(event));
    if (!new URLSearchParams(location.search).get("q")?.trim()) this._box.focus();
    this._run({ entered: true });
  }

  _submit(event) {
    event.preventDefault();
    const address = new URL(location.href);
    const fields = [...new FormData(this._form)].filter(([, value]) => value);
    address.search = new URLSearchParams(fields).toString();
    history.pushState(null, "", address);
    this._run({ entered: event.type === "submit" });
  }

  /** Search for what is in the address; a later search stops an earlier one. */
  async _run({ entered = false } = {}) {
    this._runs += 1;
    const mine = this._runs;
    const current = () => mine === this._runs;
    const asked = new URLSearchParams(location.search);
    const question = this._cut(asked);
    this._box.value = question;
    this._part("#yl-in").value = asked.get("in") ?? "";
    this._clear();
    if (!question) {
      this._showStatus(asked.has("q") ? t("请输入要检索的文字。") : "");
      return;
    }
    document.title = `${question} · ${this._pageTitle}`;
    this._showStatus(t("正在检索…"));
    this._list.setAttribute("aria-busy", "true");
    try {
      await this._search(question, asked, entered, current);
    } catch (error) {
      const lost = error instanceof NoAnswer;
      const said = lost ? t("检索文件没有读到，请检查网络后刷新本页。") : faultWords(error);
      if (current()) this._showStatus(said);
    }
    if (current()) this._list.setAttribute("aria-busy", "false");
  }

  /** What is asked for, cut to what an address can hold; a note shows that it was cut. */
  _cut(asked) {
    const chars = Array.from((asked.get("q") ?? "").trim());
    const words = chars.slice(0, LONGEST).join("");
    const long = chars.length > LONGEST;
    this._part(".yl-cut").textContent = long
      ? t("检索的文字太长，只用了前%(count)s个字。", { count: LONGEST })
      : "";
    if (long) {
      asked.set("q", words);
      history.replaceState(null, "", `?${asked}`);
    }
    return words;
  }

  async _search(question, asked, entered, current) {
    const finder = await once(this._opening, "index", () => new Finder(root).open());
    const leads = this._jump(finder, question, asked.get("in"), entered, current);
    // Where something else fails first, this is no fault of its own.
    leads.catch((error) => error);
    const phrases = phrasesOf(question, finder.simplified);
    const all = await finder.find(phrases);
    if (!current()) return;
    const titles = [...all].filter(([, [first]]) => first === 0).map(([policy]) => policy);
    const hits = onlyClauses(all);
    const facets = await this._facets(finder.manifest, hits, asked, current);
    if (!current()) return;
    const chosen = facets.chosen(asked);
    const kept = [...hits].filter(([policy]) => facets.holds(policy, chosen));
    await this._show(finder, kept, phrases, asked, current);
    await showTitles(this._part(".yl-titles"), finder, titles, question);
    if (!kept.length && current()) await this._help(finder, phrases, hits.size > 0);
    await leads;
  }

  /** Show by what the list can be narrowed. States wait for the service's time where they are asked for. */
  async _facets(manifest, hits, asked, current) {
    const show = () => {
      const facets = new Facets(manifest, this._view ? this._view.now() : Date.now());
      facets.show(this._part(".yl-facets"), hits, facets.chosen(asked), this._form.id);
      if (this._view) showClock(this._page, this._view);
      return facets;
    };
    const timed = [...Object.keys(manifest.windows), ...Object.keys(manifest.issued)];
    if (!timed.length || this._view) return show();
    if (!this._asking) this._asking = viewFrom(`api/v1/policies?ids=${encodeURIComponent(manifest.ids[timed[0]])}`);
    const known = this._asking.then((view) => { this._view = view; });
    if (asked.get("status")) await known;
    else known.then(() => { if (current()) show(); });
    return show();
  }

  async _show(finder, hits, phrases, asked, current) {
    const total = hits.reduce((sum, [, clauses]) => sum + clauses.length, 0);
    const pages = Math.ceil(total / PER_PAGE);
    const number = Math.min(Math.max(parseInt(asked.get("page"), 10) || 1, 1), Math.max(1, pages));
    const here = make("span", {}, t("第%(number)s页，共%(pages)s页", { number, pages }));
    showPager(this._part(".yl-pager"), number, pages, here);
    try {
      await showHits(this._list, finder, pageOf(hits, number), phrases, current);
    } finally {
      // Once the list is complete; the count holds even where a text did not come.
      if (current()) {
        this._list.dataset.total = total;
        this._showStatus(total
          ? t("%(clauses)s，见于%(files)s", {
            clauses: t("共%(count)s个条款", { count: total }),
            files: t("%(count)s个文件", { count: hits.length }),
          })
          : t("没有找到。"));
      }
    }
  }

  /** Lead to a citation; straight to it where it was entered alone and is only one. */
  async _jump(finder, question, context, entered, current) {
    const citation = citationIn(question);
    const found = citation ? await jumps(finder, citation, context) : [];
    if (!current()) return;
    showJumps(this._part(".yl-jumps"), found);
    if (entered && context && !citation?.words && found.length === 1) location.replace(found[0].href);
  }

  /** Show what can be done where nothing is found: how often each phrase is found alone. */
  async _help(finder, phrases, narrowed) {
    const help = this._part(".yl-help");
    const alone = phrases.length > 1
      ? await Promise.all(phrases.map(async (phrase) => [phrase, onlyClauses(await finder.findPhrase(phrase))]))
      : [];
    help.replaceChildren(
      ...(narrowed ? [make("li", {}, t("所选的筛选条件下没有结果，可以改选“全部”。"))] : []),
      ...alone.map(([phrase, hits]) => make("li", {}, t("“%(words)s”单独检索：%(count)s个条款", {
        words: phrase,
        count: [...hits.values()].reduce((sum, clauses) => sum + clauses.length, 0),
      }))),
      make("li", {}, t("检索逐字进行：请检查有无错字，或者只留下最要紧的几个字。")),
      make("li", {}, t("几个词之间用空格隔开，找同时含有它们的条款。")),
      make("li", {}, t("查某一条，可以输入文件名和条号，如：律师法 第三条。")),
    );
    help.hidden = false;
  }

  _clear() {
    this._list.replaceChildren();
    this._list.dataset.total = 0;
    for (const part of this._page.querySelectorAll(".yl-jumps, .yl-titles, .yl-help, .yl-pager")) part.hidden = true;
  }

  _showStatus(words) {
    this._part(".yl-count").textContent = words;
  }

  /** "/" goes to the box; the arrows go from the box through the hits and back. */
  _press(event) {
    const active = document.activeElement;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "/" && !active.matches("input, textarea, select")) {
      event.preventDefault();
      this._box.select();
      this._box.focus();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [this._box, ...this._page.querySelectorAll(".yl-jumps a, .yl-titles a, .yl-hits a")];
    const at = stops.indexOf(active);
    if (!step || at < 0 || !stops[at + step]) return;
    event.preventDefault();
    stops[at + step].focus();
  }
}

/** Hits without the titles, which are clause 0. */
function onlyClauses(all) {
  const hits = new Map();
  for (const [policy, clauses] of all) {
    const kept = clauses[0] === 0 ? clauses.slice(1) : clauses;
    if (kept.length) hits.set(policy, kept);
  }
  return hits;
}
