// The search page: exact, by clause, from static files alone. Each search has an address.

import { citationIn } from "./citation.js";
import { choicesIn, facetsOf, isChosen, showFacets } from "./facets.js";
import { Finder, onlyClauses } from "./finder.js";
import { citedAmong, documentsWith, jumpsTo, passageItems, passages } from "./leads.js";
import { faultWords, make, NoAnswer, once, root, showPager, t } from "../page.js";
import { answerTo, withoutButtons } from "./question.js";
import { PER_PAGE, pageOf, showHits } from "./results.js";
import { showClock, viewFrom } from "../states/clock.js";

// A whole clause, its number and its heading; each character takes up to nine bytes of an address.
const LONGEST = 600;
// A title and what is cited of it: 律师法 第三条, 《律师法》第三条.
const NAMES_APART = /[\s》]/u;
// Of several words that are found nowhere together so many are tried alone.
const TRIED = 6;

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
    this._form.addEventListener("submit", (event) => {
      event.preventDefault();
      const address = new URL(location.href);
      address.searchParams.set("q", this._box.value);
      address.searchParams.delete("page");
      this._goTo(address, true);
    });
    this._part(".yl-facets").addEventListener("click", (event) => this._choose(event));
    window.addEventListener("popstate", () => this._run());
    document.addEventListener("keydown", (event) => this._press(event));
    if (!new URLSearchParams(location.search).get("q")?.trim()) this._box.focus();
    this._run({ entered: true });
  }

  _goTo(address, entered) {
    history.pushState(null, "", address);
    return this._run({ entered });
  }

  /** Follow a chip without loading the page again; the focus stays on it. */
  async _choose(event) {
    const chip = event.target.closest("[data-facet]");
    if (!chip || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { facet } = chip.dataset;
    await this._goTo(chip.href, false);
    const again = [...this._page.querySelectorAll("[data-facet]")].find((one) => one.dataset.facet === facet);
    if (again) again.focus();
  }

  /** Search for what is in the address; a later search stops an earlier one. */
  async _run({ entered = false } = {}) {
    this._runs += 1;
    const mine = this._runs;
    const current = () => mine === this._runs;
    const asked = new URLSearchParams(location.search);
    const question = this._cut(asked);
    this._box.value = question;
    this._clear();
    if (!question) {
      this._showStatus(asked.has("q") ? t("请输入要检索的文字。") : "");
      return;
    }
    document.title = `${question} · ${this._pageTitle}`;
    this._part(".yl-leads").append(make("p", { class: "yl-busy" }, t("正在检索…")));
    await this._try(() => this._search(question, asked, entered, current), current);
  }

  /** Search; where a file did not come, or a script has a fault, this is said. */
  async _try(search, current) {
    this._list.setAttribute("aria-busy", "true");
    try {
      await search();
    } catch (error) {
      const lost = error instanceof NoAnswer;
      const said = lost ? t("检索文件没有读到，请检查网络后刷新本页。") : faultWords(error);
      if (current()) this._clear();
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
    const context = asked.get("in");
    const citation = citationIn(withoutButtons(question));
    const leads = citation ? jumpsTo(finder, citation, context) : Promise.resolve({});
    // Who names a document and a clause asks for nothing else.
    if (citation && citation.words && NAMES_APART.test(question.trim())) {
      const { list } = await leads;
      if (!current()) return;
      if (list) {
        this._showJumps(list, () => this._searchWords(finder, question, asked, Promise.resolve({ list }), current), current);
        return;
      }
    }
    await this._searchWords(finder, question, asked, leads, current, entered && !(citation && citation.words));
  }

  /** Show the clause that was asked for by its document's name; its words are searched where one asks for it. */
  _showJumps(list, search, current) {
    const button = make("button", { type: "button", class: "yl-button yl-button-quiet" }, t("再检索含有这些字的条款"));
    button.addEventListener("click", () => {
      list.querySelector("a").focus();
      button.remove();
      this._showStatus(t("正在检索…"));
      this._try(search, current);
    });
    this._part(".yl-leads").replaceChildren(list, make("p", {}, button));
  }

  /** Search for the words of a question; ``leads`` are the clauses that it cites. */
  async _searchWords(finder, question, asked, leads, current, entered = false) {
    const context = asked.get("in");
    // Where something else fails first, this is no fault of its own.
    leads.catch((error) => error);
    const found = await answerTo(finder, question);
    const [{ list, direct }, whole, alike, facets] = await Promise.all([
      leads,
      found.cited ? citedAmong(finder, found.cited, found.hits) : finder.whole(found.words, found.hits),
      documentsWith(finder, found.documents, found.phrases),
      this._facets(finder, found, asked, current),
    ]);
    if (!current()) return;
    // A citation entered on a policy's page, and nothing else, is the way there.
    if (entered && direct) location.replace(direct);
    const documents = found.cited && whole.size ? null : alike;
    const ordered = inOrder(found.hits, whole, finder.numbers.get(context));
    const chosen = choicesIn(asked);
    const now = facets();
    const kept = ordered.filter(([policy]) => isChosen(now, policy, chosen));
    const runs = found.hits.size ? [] : await passages(finder, found.whole);
    if (!current()) return;
    this._part(".yl-leads").replaceChildren(...[list, documents].filter(Boolean));
    this._part(".yl-count").classList.add("yl-coming");
    // The service's time may have come meanwhile.
    this._showFacets(facets(), found, chosen);
    const total = countOf(kept);
    try {
      if (runs.length) this._list.append(...passageItems(finder, runs, found.whole));
      else await this._show(finder, kept, found.phrases, asked, { fewest: list || documents ? 0 : 1, current });
    } finally {
      // Once the list is complete; the count holds even where a text did not come.
      if (current()) {
        this._list.dataset.total = total;
        this._showStatus(totalInWords(total, kept.length, runs.length, Boolean(list || documents)));
      }
    }
    if (current() && !total && !runs.length && !list && !documents) await this._help(finder, found, current);
  }

  /** What tells by what the list can be narrowed, as of then. States wait for the service's time where they are asked for. */
  async _facets(finder, found, asked, current) {
    const { manifest } = finder;
    const now = () => facetsOf(manifest, this._view ? this._view.now() : Date.now());
    const timed = [...Object.keys(manifest.windows), ...Object.keys(manifest.issued)]
      .filter((policy) => found.hits.has(Number(policy)));
    if (timed.length && !this._view) {
      if (!this._asking) finder.countOther();
      if (!this._asking) this._asking = viewFrom(`api/v1/policies?ids=${encodeURIComponent(manifest.ids[timed[0]])}`);
      const known = this._asking.then((view) => { this._view = view; });
      if (asked.get("status")) await known;
      else known.then(() => { if (current() && !this._part(".yl-facets").hidden) this._showFacets(now(), found, choicesIn(asked)); });
    }
    return now;
  }

  _showFacets(facets, found, chosen) {
    showFacets(this._part(".yl-facets"), facets, found.hits, chosen);
    if (this._view) showClock(this._page, this._view);
  }

  async _show(finder, hits, phrases, asked, how) {
    const pages = Math.ceil(countOf(hits) / PER_PAGE);
    const number = Math.min(Math.max(parseInt(asked.get("page"), 10) || 1, 1), Math.max(1, pages));
    await showHits(this._list, finder, pageOf(hits, number), phrases, how);
    if (!how.current()) return;
    const here = make("span", {}, t("第%(number)s页，共%(pages)s页", { number, pages }));
    showPager(this._part(".yl-pager"), number, pages, here);
  }

  /** Show what can be done where nothing is found: the phrases that are found alone. */
  async _help(finder, { phrases, hits }, current) {
    const help = this._part(".yl-help");
    const tried = phrases.length > 1 ? phrases.slice(0, TRIED) : [];
    const alone = await Promise.all(tried.map(async (phrase) =>
      [phrase, countOf([...onlyClauses(await finder.findPhrase(phrase))])]));
    if (!current()) return;
    const best = alone.filter(([, count]) => count).sort(([, one], [, other]) => one - other);
    help.replaceChildren(
      ...(hits.size ? [make("li", {}, t("所选的筛选条件下没有结果，可以改选“全部”。"))] : []),
      ...best.map(([phrase, count]) => make("li", {}, make("a", { href: addressWith(phrase) },
        t("“%(words)s”单独检索：%(count)s个条款", { words: phrase, count })))),
      ...(tried.length && !best.length ? [make("li", {}, t("这几个词单独检索也都没有。"))] : []),
      make("li", {}, t("检索逐字进行：请检查有无错字，或者只留下最要紧的几个字。")),
      make("li", {}, t("几个词之间用空格隔开，找同时含有它们的条款。")),
      make("li", {}, t("查某一条，可以输入文件名和条号，如：律师法 第三条。")),
    );
    help.hidden = false;
  }

  _clear() {
    this._list.replaceChildren();
    this._list.dataset.total = 0;
    this._part(".yl-leads").replaceChildren();
    this._showStatus("");
    for (const part of this._page.querySelectorAll(".yl-facets, .yl-help, .yl-pager")) part.hidden = true;
  }

  _showStatus(words) {
    const count = this._part(".yl-count");
    count.classList.remove("yl-coming");
    count.textContent = words;
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
    const links = [...this._page.querySelectorAll(".yl-leads a, .yl-hits a")];
    const stops = [this._box, ...links.filter((link) => link.offsetParent)];
    const at = stops.indexOf(active);
    if (!step || at < 0 || !stops[at + step]) return;
    event.preventDefault();
    stops[at + step].focus();
  }
}

/** Hits as a list: those of the context first, then where the question is a whole clause. */
function inOrder(hits, whole, context) {
  const first = [...whole.keys()];
  const rank = (policy) => (policy === context ? -1 : first.includes(policy) ? first.indexOf(policy) : first.length);
  return [...hits]
    .sort(([one], [other]) => rank(one) - rank(other) || one - other)
    .map(([policy, clauses]) => {
      const same = whole.get(policy);
      return [policy, same ? [same, ...clauses.filter((clause) => clause !== same)] : clauses];
    });
}

const countOf = (hits) => hits.reduce((sum, [, clauses]) => sum + clauses.length, 0);

function totalInWords(total, files, runs, leads) {
  if (runs) return t("没有一条含有全部文字；这段文字连着下列各条：");
  if (!total) return leads ? t("没有找到含有这些字的条款。") : t("没有找到。");
  return t("%(clauses)s，见于%(files)s", {
    clauses: t("共%(count)s个条款", { count: total }),
    files: t("%(count)s个文件", { count: files }),
  });
}

/** The address of a search for other words alone. */
function addressWith(words) {
  const address = new URL(location.href);
  address.search = new URLSearchParams({ q: words }).toString();
  return address.href;
}
