"""Searching a collection of laws: recall, precision, bytes, requests, time to a result.

    python bench/search.py [--corpus DIR] [--documents N] [--phrases N] [--material]

Needs the packages of requirements/bench.txt and Chromium. Ours is asked beside Pagefind
(as it comes, and with the phrase in quotation marks) for random phrases of 1–14 characters
out of the sources, terms with Latin letters and digits, and three frequent words. Truth is
a scan of the folded clauses of the sources for the phrase. Pagefind answers by page, so
both are compared by document, and ours by clause too. Every question is a first visit; ours
is timed from the address to the first hit on the page, Pagefind from loading its script.
As many whole clauses are pasted as there are phrases: each must come first. ``--base`` is a
checkout of an earlier release, whose index is built too, to compare the bytes.
``--material`` asks the search of mkdocs-material for the three frequent words, which takes
long: its index is fetched and read whole.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote

from playwright.sync_api import Browser

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.measure import ROOT, copy_laws, progress, run
from bench.search_laws import FREQUENT, Law, law_of, phrases_of, truth_of
from bench.serving import Served, chromium, first_visit, served

_MKDOCS = """site_name: 法规
theme: {name: material, language: zh, font: false}
plugins: [search]
docs_dir: laws
site_dir: material
nav: [{首页: index.md}]
"""
_MEDIAN_LIMIT, _FREQUENT_LIMIT = 150_000, 600_000  # bytes

_ANSWERED = '.yl-hits a[data-clause], .yl-help li, .yl-hits[aria-busy="false"]'
_ALL_HITS = """async (questions) => {
  const { Finder, phrasesOf } = await import(location.origin + '/assets/yanlu/search.js');
  const finder = await new Finder(new URL(location.origin)).open();
  const answers = [];
  for (const question of questions) {
    const { hits } = await finder.find(phrasesOf(question, finder.simplified));
    const pairs = [...hits].flatMap(([policy, found]) => found.map((clause) => [policy, clause]));
    answers.push(pairs.map(([policy, clause]) => `${finder.manifest.ids[policy]}/${clause - 2}`));
  }
  return answers;
}"""
_PAGES = """async () => {
  const pagefind = await import('/pagefind/pagefind.js');
  const { results } = await pagefind.search(null);
  const all = await Promise.all(results.map(async ({ id, data }) => [id, (await data()).url]));
  return Object.fromEntries(all);
}"""
_ASK_PAGEFIND = """async (question) => {
  const start = performance.now();
  const pagefind = await import('/pagefind/pagefind.js');
  const { results } = await pagefind.search(question);
  if (results.length) await results[0].data();
  const first = performance.now() - start;
  await Promise.all(results.slice(0, 10).map((result) => result.data()));
  return [first, results.map(({ id }) => id)];
}"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one question found and cost: bytes of the search, of all, requests, seconds.

    ``total`` is the count that the page says, ``found`` what it finds, where asked for.
    """

    found: frozenset[str]
    total: int
    data: int
    bytes: int
    requests: int
    seconds: float


_COSTS: dict[str, Callable[[Answer], float]] = {
    "KB of search": lambda answer: answer.data / 1000,
    "KB with the page": lambda answer: answer.bytes / 1000,
    "requests": lambda answer: float(answer.requests),
    "ms to a result": lambda answer: answer.seconds * 1000,
}


def main(arguments: list[str]) -> int:
    """Measure, print, and say by the exit status whether ours kept what it promises."""
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="yanlu-bench-") as name, chromium() as browser:
        folder = Path(name)
        count = copy_laws(options.corpus, folder / "laws", options.documents)
        laws = [law_of(path) for path in sorted((folder / "laws").glob("*.md"))]
        phrases = phrases_of(sorted((folder / "laws").glob("*.md")), options.phrases)
        truth = {phrase: truth_of(laws, phrase) for phrase in phrases}
        clauses = sum(len(law.clauses) for law in laws)
        print(f"{count} laws, {clauses} clauses, {len(phrases)} phrases")
        kept, ours = _ours(browser, folder, truth)
        kept &= _pasted(browser, folder / "site", laws, options.phrases)
        _index_sizes(folder, options.base)
        for peer, answers in _pagefind(browser, folder, laws, truth).items():
            _ratios(peer, ours, answers)
        if options.material:
            _ratios("mkdocs-material", ours, _material(browser, folder))
    return 0 if kept else 1


def _ours(
    browser: Browser, folder: Path, truth: dict[str, frozenset[str]]
) -> tuple[bool, dict[str, Answer]]:
    site = folder / "site"
    progress("ours is built")
    command = [sys.executable, str(ROOT / "build.py"), "--policies", str(folder / "laws")]
    print(f"ours: {run([*command, '--site', str(site)]).seconds:.1f} s for the whole build")
    with served(site) as here:
        answers = _asked("ours", truth, lambda phrase: _ask_ours(browser, here, phrase))
        with first_visit(browser, here) as page:
            page.goto(here.address + "search/")
            whole = dict(zip(truth, page.evaluate(_ALL_HITS, list(truth)), strict=True))
    found = {phrase: frozenset(hits) for phrase, hits in whole.items()}
    _accuracy("ours, by clause", found, truth)
    _accuracy("ours, by document", _documents(found), _documents(truth))
    _costs("ours", answers)
    wrong = [phrase for phrase in truth if answers[phrase].total != len(truth[phrase])]
    print(f"ours: counts on the page that are not the truth: {len(wrong)} {wrong[:5]}")
    return _within_limits(answers) and found == truth and not wrong, answers


def _pasted(browser: Browser, site: Path, laws: Sequence[Law], count: int) -> bool:
    """Say how many whole clauses come first; another with the same words is as good."""
    chance = random.Random(20180712)  # noqa: S311 - the same clauses each time
    long = [(law.id, clause) for law in laws for clause in law.printed if 8 < len(clause) <= 600]
    asked, first = chance.sample(long, min(count, len(long))), 0
    progress(f"{len(asked)} whole clauses are pasted")
    with served(site) as here:
        for _, clause in asked:
            with first_visit(browser, here) as page:
                page.goto(f"{here.address}search/?q={quote(clause)}", wait_until="commit")
                page.locator('.yl-hits[aria-busy="false"]').wait_for(state="attached")
                hit = page.locator("a[data-clause]").first
                found = (hit.get_attribute("data-policy"), hit.get_attribute("data-clause"))
            first += any(found == (law.id, eid) for law in laws for eid in law.named(clause))
    print(f"ours: {first} of {len(asked)} whole clauses that are pasted come first")
    return first == len(asked)


def _index_sizes(folder: Path, base: Path | None) -> None:
    size = _bytes_below(folder / "site" / "assets" / "search")
    print(f"ours: {size / 1e6:.1f} MB of index")
    if base:
        command = [sys.executable, "build.py", "--policies", str(folder / "laws")]
        run([*command, "--site", str(folder / "base")], base)
        ratio = size / _bytes_below(folder / "base" / "assets" / "search")
        print(f"ours to the base: bytes of index {ratio:.3f}")


def _bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _ask_ours(browser: Browser, site: Served, phrase: str) -> Answer:
    with first_visit(browser, site) as page:
        page.goto(f"{site.address}search/?q={quote(phrase)}", wait_until="commit")
        # A phrase may stand in titles alone: then there is no hit to wait for.
        page.locator(_ANSWERED).first.wait_for(state="attached")
        seconds = page.evaluate("performance.now()") / 1000
        page.locator('.yl-hits[aria-busy="false"]').wait_for(state="attached")
        total = int(page.locator(".yl-hits").get_attribute("data-total") or -1)
    data, whole = site.bytes_of("/assets/search/"), site.bytes_of("")
    return Answer(frozenset(), total, data, whole, len(site.sent), seconds)


def _pagefind(
    browser: Browser, folder: Path, laws: Sequence[Law], truth: dict[str, frozenset[str]]
) -> dict[str, dict[str, Answer]]:
    site, asked = folder / "pagefind", {}
    progress("Pagefind is built")
    _plain_pages(site, laws)
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--force-language", "zh"]
    seconds = run(command, folder).seconds
    size = _bytes_below(site / "pagefind")
    print(f"Pagefind: {seconds:.1f} s for the index alone, {size / 1e6:.1f} MB of index")
    with served(site) as here, first_visit(browser, here) as page:
        page.goto(here.address + "blank.html")
        pages = {key: url.strip("/").split("/")[0] for key, url in page.evaluate(_PAGES).items()}
        for name, form in (("Pagefind", "{}"), ("Pagefind, quoted", '"{}"')):
            ask = _pagefind_asker(browser, here, form, pages)
            answers = _asked(name, truth, ask)
            found = {phrase: answer.found for phrase, answer in answers.items()}
            _accuracy(f"{name}, by document", found, _documents(truth))
            _costs(name, answers)
            asked[name] = answers
    return asked


def _pagefind_asker(
    browser: Browser, site: Served, form: str, pages: dict[str, str]
) -> Callable[[str], Answer]:
    def ask(phrase: str) -> Answer:
        with first_visit(browser, site) as page:
            page.goto(site.address + "blank.html")
            milliseconds, ids = page.evaluate(_ASK_PAGEFIND, form.format(phrase))
        found = frozenset(pages[each] for each in ids)
        size = site.bytes_of("/pagefind/")
        return Answer(found, len(found), size, size, len(site.sent), milliseconds / 1000)

    return ask


def _plain_pages(site: Path, laws: Sequence[Law]) -> None:
    for law in laws:
        (site / law.id).mkdir(parents=True)
        text = "".join(f"<p>{escape(clause)}</p>" for clause in law.clauses)
        page = f"<!doctype html><html lang=zh><title>{law.id}</title><body>{text}"
        (site / law.id / "index.html").write_text(page, "utf-8")
    (site / "blank.html").write_text("<!doctype html><html lang=zh><title>-</title>", "utf-8")


def _material(browser: Browser, folder: Path) -> dict[str, Answer]:
    progress("mkdocs-material with its own search is built")
    (folder / "mkdocs.yml").write_text(_MKDOCS, "utf-8")
    (folder / "laws" / "index.md").write_text("# 首页\n", "utf-8")
    run([sys.executable, "-m", "mkdocs", "build", "-q"], folder)
    with served(folder / "material") as site:
        answers = _asked_words(browser, site)
    _costs("mkdocs-material", answers)
    return answers


def _asked_words(browser: Browser, site: Served) -> dict[str, Answer]:
    answers = {}
    for word in FREQUENT:
        with first_visit(browser, site) as page:
            page.set_default_timeout(300_000)
            page.goto(site.address)
            start = page.evaluate("performance.now()")
            page.locator("input.md-search__input").fill(word)
            page.locator(".md-search-result__link").first.wait_for(state="attached")
            seconds = (page.evaluate("performance.now()") - start) / 1000
        size, whole = site.bytes_of("search"), site.bytes_of("")
        answers[word] = Answer(frozenset(), 0, size, whole, len(site.sent), seconds)
    return answers


def _asked(
    name: str, truth: dict[str, frozenset[str]], ask: Callable[[str], Answer]
) -> dict[str, Answer]:
    progress(f"{name} is asked {len(truth)} questions")
    return {phrase: ask(phrase) for phrase in truth}


def _documents(found: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    return {
        phrase: frozenset(each.partition("/")[0] for each in hits) for phrase, hits in found.items()
    }


def _accuracy(
    name: str, found: dict[str, frozenset[str]], truth: dict[str, frozenset[str]]
) -> None:
    right = sum(len(found[phrase] & truth[phrase]) for phrase in truth)
    recall = right / max(1, sum(map(len, truth.values())))
    precision = right / max(1, sum(map(len, found.values())))
    same = sum(found[phrase] == truth[phrase] for phrase in truth)
    print(f"{name:30} recall {recall:.4f}  precision {precision:.4f}  exact {same}/{len(truth)}")


def _costs(name: str, answers: dict[str, Answer]) -> None:
    for what, cost in _COSTS.items():
        values = [cost(answer) for answer in answers.values()]
        high, most = quantiles(values, n=10)[-1], max(values)
        print(f"{name:18} {what:17} median {median(values):7.0f} 90% {high:7.0f} most {most:7.0f}")
    for word in FREQUENT:
        answer = answers[word]
        print(f"{name:18} {word:8} {answer.data / 1000:7.0f} KB {answer.seconds * 1000:7.0f} ms")


def _ratios(name: str, ours: dict[str, Answer], theirs: dict[str, Answer]) -> None:
    """Say how ours stands to another, over the phrases that both were asked."""
    for what, cost in _COSTS.items():
        ratio = median(cost(ours[each]) for each in theirs) / median(map(cost, theirs.values()))
        print(f"ours to {name}: {what} {ratio:.2f}")


def _within_limits(answers: dict[str, Answer]) -> bool:
    often = [answers[word] for word in FREQUENT]
    return (
        median(answer.data for answer in answers.values()) <= _MEDIAN_LIMIT
        and median(answer.seconds for answer in answers.values()) <= 1
        and all(answer.data <= _FREQUENT_LIMIT and answer.seconds <= 2 for answer in often)
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    parser.add_argument("--documents", type=int, default=None)
    parser.add_argument("--phrases", type=int, default=200)
    parser.add_argument("--base", type=Path, default=None)
    parser.add_argument("--material", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
