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
  #page;
  #form;
  #box;
  #list;
  #pageTitle;
  #runs = 0;
  #opening = new Map();
  // The clock of the states: a promise, and what it gave.
  #asking = null;
  #view = null;

  constructor(page) {
    this.#page = page;
    this.#form = this.#part("#yl-search");
    this.#box = this.#part("#yl-q");
    this.#list = this.#part(".yl-hits");
    this.#pageTitle = document.title;
  }

  #part(selector) {
    return this.#page.querySelector(selector);
  }

  begin() {
    this.#form.addEventListener("submit", (event) => this.#submit(event));
    this.#part(".yl-facets").addEventListener("change", (event) => this.#submit(event));
    window.addEventListener("popstate", () => this.#run());
    document.addEventListener("keydown", (event) => this.#press(event));
    if (!new URLSearchParams(location.search).get("q")?.trim()) this.#box.focus();
    this.#run({ entered: true });
  }

  #submit(event) {
    event.preventDefault();
    const address = new URL(location.href);
    const fields = [...new FormData(this.#form)].filter(([, value]) => value);
    address.search = new URLSearchParams(fields).toString();
    history.pushState(null, "", address);
    this.#run({ entered: event.type === "submit" });
  }

  /** Search for what is in the address; a later search stops an earlier one. */
  async #run({ entered = false } = {}) {
    this.#runs += 1;
    const mine = this.#runs;
    const current = () => mine === this.#runs;
    const asked = new URLSearchParams(location.search);
    const question = this.#cut(asked);
    this.#box.value = question;
    this.#part("#yl-in").value = asked.get("in") ?? "";
    this.#clear();
    if (!question) {
      this.#showStatus(asked.has("q") ? t("请输入要检索的文字。") : "");
      return;
    }
    document.title = `${question} · ${this.#pageTitle}`;
    this.#showStatus(t("正在检索…"));
    this.#list.setAttribute("aria-busy", "true");
    try {
      await this.#search(question, asked, entered, current);
    } catch (error) {
      const lost = error instanceof NoAnswer;
      const said = lost ? t("检索文件没有读到，请检查网络后刷新本页。") : faultWords(error);
      if (current()) this.#showStatus(said);
    }
    if (current()) this.#list.setAttribute("aria-busy", "false");
  }

  /** What is asked for, cut to what an address can hold; a note shows that it was cut. */
  #cut(asked) {
    const chars = Array.from((asked.get("q") ?? "").trim());
    const words = chars.slice(0, LONGEST).join("");
    const long = chars.length > LONGEST;
    this.#part(".yl-cut").textContent = long
      ? t("检索的文字太长，只用了前%(count)s个字。", { count: LONGEST })
      : "";
    if (long) {
      asked.set("q", words);
      history.replaceState(null, "", `?${asked}`);
    }
    return words;
  }

  async #search(question, asked, entered, current) {
    const finder = await once(this.#opening, "index", () => new Finder(root).open());
    const leads = this.#jump(finder, question, asked.get("in"), entered, current);
    // Where something else fails first, this is no fault of its own.
    leads.catch((error) => error);
    const phrases = phrasesOf(question, finder.simplified);
    const all = await finder.find(phrases);
    if (!current()) return;
    const titles = [...all].filter(([, [first]]) => first === 0).map(([policy]) => policy);
    const hits = onlyClauses(all);
    const facets = await this.#facets(finder.manifest, hits, asked, current);
    if (!current()) return;
    const chosen = facets.chosen(asked);
    const kept = [...hits].filter(([policy]) => facets.holds(policy, chosen));
    await this.#show(finder, kept, phrases, asked, current);
    await showTitles(this.#part(".yl-titles"), finder, titles, question);
    if (!kept.length && current()) await this.#help(finder, phrases, hits.size > 0);
    await leads;
  }

  /** Show by what the list can be narrowed. States wait for the service's time where they are asked for. */
  async #facets(manifest, hits, asked, current) {
    const show = () => {
      const facets = new Facets(manifest, this.#view ? this.#view.now() : Date.now());
      facets.show(this.#part(".yl-facets"), hits, facets.chosen(asked), this.#form.id);
      if (this.#view) showClock(this.#page, this.#view);
      return facets;
    };
    const timed = [...Object.keys(manifest.windows), ...Object.keys(manifest.issued)];
    if (!timed.length || this.#view) return show();
    if (!this.#asking) this.#asking = viewFrom(`api/v1/policies?ids=${encodeURIComponent(manifest.ids[timed[0]])}`);
    const known = this.#asking.then((view) => { this.#view = view; });
    if (asked.get("status")) await known;
    else known.then(() => { if (current()) show(); });
    return show();
  }

  async #show(finder, hits, phrases, asked, current) {
    const total = hits.reduce((sum, [, clauses]) => sum + clauses.length, 0);
    const pages = Math.ceil(total / PER_PAGE);
    const number = Math.min(Math.max(parseInt(asked.get("page"), 10) || 1, 1), Math.max(1, pages));
    const here = make("span", {}, t("第%(number)s页，共%(pages)s页", { number, pages }));
    showPager(this.#part(".yl-pager"), number, pages, here);
    try {
      await showHits(this.#list, finder, pageOf(hits, number), phrases, current);
    } finally {
      // Once the list is complete; the count holds even where a text did not come.
      if (current()) {
        this.#list.dataset.total = total;
        this.#showStatus(total
          ? t("%(clauses)s，见于%(files)s", {
            clauses: t("共%(count)s个条款", { count: total }),
            files: t("%(count)s个文件", { count: hits.length }),
          })
          : t("没有找到。"));
      }
    }
  }

  /** Lead to a citation; straight to it where it was entered alone and is only one. */
  async #jump(finder, question, context, entered, current) {
    const citation = citationIn(question);
    const found = citation ? await jumps(finder, citation, context) : [];
    if (!current()) return;
    showJumps(this.#part(".yl-jumps"), found);
    if (entered && context && !citation?.words && found.length === 1) location.replace(found[0].href);
  }

  /** Show what can be done where nothing is found: how often each phrase is found alone. */
  async #help(finder, phrases, narrowed) {
    const help = this.#part(".yl-help");
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

  #clear() {
    this.#list.replaceChildren();
    this.#list.dataset.total = 0;
    for (const part of this.#page.querySelectorAll(".yl-jumps, .yl-titles, .yl-help, .yl-pager")) part.hidden = true;
  }

  #showStatus(words) {
    this.#part(".yl-count").textContent = words;
  }

  /** "/" goes to the box; the arrows go from the box through the hits and back. */
  #press(event) {
    const active = document.activeElement;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "/" && !active.matches("input, textarea, select")) {
      event.preventDefault();
      this.#box.select();
      this.#box.focus();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [this.#box, ...this.#page.querySelectorAll(".yl-jumps a, .yl-titles a, .yl-hits a")];
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
