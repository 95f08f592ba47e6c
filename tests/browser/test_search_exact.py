"""The search in a real browser against brute force over the sources."""

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from catalogue.text import fold
from tests.readers.search_truth import wordings
from tests.readers.vectors import vectors
from tests.servers.live_service import Running
from tests.worlds.clause_forms import WAYS, clauses_of_every_form

pytestmark = [pytest.mark.browser, pytest.mark.soak]

_ASK = """async (questions) => {
  const { Finder, phrasesOf } = await import(location.origin + '/assets/yanlu/search.js');
  const finder = await new Finder(new URL(location.origin)).open();
  const answers = [];
  for (const question of questions) {
    const { hits } = await finder.find(phrasesOf(question, finder.simplified));
    const clauses = [...hits].flatMap(([policy, found]) => found.map((clause) => [policy, clause]));
    answers.push(clauses.map(([policy, clause]) => `${finder.manifest.ids[policy]}/${clause - 2}`));
  }
  return answers;
}"""

_FOLD = """async (texts) => {
  const { fold, readSimplified } = await import(location.origin + '/assets/yanlu/fold.js');
  const pairs = readSimplified(await (await fetch('/assets/search/simplified.txt')).text());
  return texts.map((text) => fold(text, pairs));
}"""

_PARTS = """async (questions) => {
  const { pieces } = await import(location.origin + '/assets/yanlu/search.js');
  return questions.map((question) => pieces(question));
}"""

_RESOLVE = """async (sets) => {
  const { readCitation, resolve } = await import(location.origin + '/assets/yanlu/search.js');
  return sets.map((clauses) => {
    return clauses.map(([, citation]) => resolve(readCitation(citation), clauses));
  });
}"""

_CITED = """async (cases) => {
  const { readCitation, resolve } = await import(location.origin + '/assets/yanlu/search.js');
  return cases.map(({ clauses, citations }) => citations.map(([words]) => {
    const parts = readCitation(words);
    return [words, parts && resolve(parts, clauses.map(([eid, , citation]) => [eid, citation]))];
  }));
}"""

_KINDS = re.compile(r"_\d+")

_POSTINGS = """async ({ terms, shards }) => {
  const postings = await import(location.origin + '/assets/yanlu/search.js');
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  return terms.map((term) => {
    const [first, second = 0] = Array.from(term, (char) => char.codePointAt(0));
    const code = postings.codeOf(first, second);
    const data = bytes(shards[postings.shardOf(code, shards.length)]);
    return [...postings.payloads(data, code, shards.length)].flatMap(([policy, payload]) =>
      second
        ? postings.placesOf(payload).map((at) => [policy, Math.floor(at / 2 ** 26), at % 2 ** 26])
        : postings.clausesOf(payload).map((clause) => [policy, clause]));
  });
}"""

_READ = """async (questions) => {
  const { citationIn } = await import(location.origin + '/assets/yanlu/search.js');
  return questions.map((question) => {
    const found = citationIn(question);
    return found && [found.words, ...found.parts.map((part) => part.number)];
  });
}"""

# A citation of which the last of many documents alone has what is cited.
_LAST_HAS_IT = """async (count) => {
  const { citationIn, jumpsTo } = await import(location.origin + '/assets/yanlu/search.js');
  const part = ['part_1', '第一部分', '一、', '总则'];
  const below = ['part_1__sec_2', '第一部分（二）', '（二）', '任务'];
  const texts = Array.from({ length: count }, (_, at) =>
    ({ title: `第${at}号`, rows: at === count - 1 ? [part, below] : [part] }));
  const finder = {
    numbers: new Map(),
    manifest: { ids: texts.map(({ title }) => title) },
    simplified: new Map(),
    findStep: async () => [...texts.keys()],
    isConsultation: () => false,
    text: async (policy) => texts[policy],
  };
  const { list } = await jumpsTo(finder, citationIn('一、（二）'), null);
  return list ? list.textContent : '';
}"""

# Of two documents the later one has an article 3, both a section of that number.
_STEPS = """async () => {
  const { citationIn, jumpsTo } = await import(location.origin + '/assets/yanlu/search.js');
  const section = ['sec_3', '（三）', '（三）', '总则'];
  const texts = [[section], [section, ['art_3', '第三条', '第三条', '目的']]];
  const finder = {
    numbers: new Map(),
    manifest: { ids: ['p0', 'p1'] },
    simplified: new Map(),
    findStep: async (step) => ({ art_3: [1], sec_3: [0, 1] }[step] ?? []),
    text: async (policy) => ({ title: `第${policy}号`, rows: texts[policy] }),
  };
  const { list } = await jumpsTo(finder, citationIn('第三条'), null);
  return [...list.querySelectorAll('a')].map((link) => link.textContent);
}"""

_ENGLISH = """async (citations) => {
  const { englishCitation } = await import(location.origin + '/assets/yanlu/search.js');
  return citations.map((citation) => englishCitation(citation));
}"""


def _sets(site: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text("utf-8")) for path in sorted(site.glob("*/v1/clauses.json"))]


def _clauses(site: Path) -> dict[str, str]:
    return {
        f"{data['policy']}/{number}": words
        for data in _sets(site)
        for number, words in enumerate(wordings(data["clauses"]))
    }


def test_random_phrases_are_found_in_exactly_the_clauses_that_hold_them(
    page: Page, running: Running, site: Path
) -> None:
    clauses = _clauses(site)
    chance = random.Random(20180712)
    whole = [text for text in clauses.values() if len(text) > 14]
    phrases = ["企业", "2018", "5g", "的", "不在任何条款里的话", "一", "5%", "-5%", "1.5", "15"]
    for length in range(1, 15):
        for _ in range(12):
            text = chance.choice(whole)
            start = chance.randrange(len(text) - length)
            phrases.append(text[start : start + length])
    page.goto(running.address + "/search/")
    answers = page.evaluate(_ASK, phrases)
    for phrase, answer in zip(phrases, answers, strict=True):
        # A mark at the edge of a stretch tells no number any more: it is folded once again.
        asked = fold(phrase)
        held = [key for key, text in clauses.items() if asked and asked in text]
        assert sorted(answer) == sorted(held)


def test_several_terms_are_found_in_the_clauses_that_hold_them_all(
    page: Page, running: Running, site: Path
) -> None:
    clauses = _clauses(site)
    terms = [["企业", "资金"], ["企业", "100", "奖励"], ["的", "和", "企业"], ["企业", "无此话也"]]
    page.goto(running.address + "/search/")
    answers = page.evaluate(_ASK, [" ".join(each) for each in terms])
    for all_of, answer in zip(terms, answers, strict=True):
        held = [key for key, text in clauses.items() if all(term in text for term in all_of)]
        assert sorted(answer) == sorted(held)


@pytest.mark.parametrize(
    ("question", "pieces"),
    [
        ("专项资金　奖励", ["专项资金", "奖励"]),
        ("GB/T 9704", ["GB/T", "9704"]),
        ('"PM 2.5" 浓度', ['"PM 2.5"', "浓度"]),
        ("ＧＢ　9704-2012 格式", ["ＧＢ", "9704-2012", "格式"]),
        ("2018年 5G", ["2018年", "5G"]),
        ("“专项 资金” 奖励", ["“专项 资金”", "奖励"]),
        ("「专项 资金」", ["「专项 资金」"]),
        ('称"企业 个人"的', ['称"企业 个人"的']),
        ("“专项 资金", ["“专项", "资金"]),
        ("  ", []),
    ],
)
def test_a_question_is_parted_at_white_space(
    page: Page, running: Running, question: str, pieces: list[str]
) -> None:
    page.goto(running.address + "/search/")
    assert page.evaluate(_PARTS, [question]) == [pieces]


def test_the_browser_folds_as_the_index_does(page: Page, running: Running, site: Path) -> None:
    chance = random.Random(15)
    alphabet = "0159.,，:：/％%‰-＋+ aé国國\u200b①⒈½。😀𐐨"
    texts = [text for text, _ in vectors("fold")]
    texts += ["Ä ß İ", "①㈠㎡ﬁ", "🏭 5G+工业互联网 \u200b％", "㐀𠀀薴", "體系與臺灣、後台"]
    texts += ["".join(chance.choices(alphabet, k=8)) for _ in range(2000)]
    texts += list(_clauses(site).values())[:20]
    page.goto(running.address + "/search/")
    assert page.evaluate(_FOLD, texts) == [fold(text) for text in texts]


def test_every_citation_of_the_site_leads_to_its_clause(
    page: Page, running: Running, site: Path
) -> None:
    sets = [[[each["eid"], each["citation"]] for each in data["clauses"]] for data in _sets(site)]
    page.goto(running.address + "/search/")
    answers = page.evaluate(_RESOLVE, sets)
    assert answers == [[eid for eid, _ in clauses] for clauses in sets]


def test_the_browser_leads_back_from_the_citations_of_every_form(
    page: Page, running: Running
) -> None:
    texts = [clauses_of_every_form(way, deepest=3).clauses for way in WAYS]
    # All clauses are in each set; one for each way to be below others is asked for.
    asked = [{_KINDS.sub("", each.eid): each for each in clauses}.values() for clauses in texts]
    cases = [
        {
            "clauses": [[each.eid, each.parent, each.citation] for each in clauses],
            "citations": [[each.citation, each.eid] for each in some],
        }
        for clauses, some in zip(texts, asked, strict=True)
    ]
    page.goto(running.address + "/search/")
    assert page.evaluate(_CITED, cases) == [case["citations"] for case in cases]


def test_the_browser_leads_where_the_vectors_say_and_wrong_citations_nowhere(
    page: Page, running: Running
) -> None:
    cases = vectors("citations")
    page.goto(running.address + "/search/")
    assert page.evaluate(_CITED, cases) == [case["citations"] for case in cases]


def test_what_is_cited_is_found_in_the_last_of_many_documents_with_such_a_part(
    page: Page, running: Running
) -> None:
    page.goto(running.address + "/search/")
    assert "《第119号》第一部分（二）" in page.evaluate(_LAST_HAS_IT, 120)


def test_documents_that_have_the_article_come_before_those_with_such_a_number(
    page: Page, running: Running
) -> None:
    page.goto(running.address + "/search/")
    listed = page.evaluate(_STEPS)
    assert listed == ["转到《第1号》第三条", "转到《第0号》（三）"]


def test_citations_are_said_in_english_as_the_pages_say_them(page: Page, running: Running) -> None:
    cases = vectors("english_citations")
    page.goto(running.address + "/search/")
    assert page.evaluate(_ENGLISH, [citation for citation, _ in cases]) == [
        english for _, english in cases
    ]


def test_the_browser_reads_the_postings_of_the_vectors(page: Page, running: Running) -> None:
    page.goto(running.address + "/search/")
    for case in vectors("postings"):
        asked = {"terms": list(case["terms"]), "shards": case["shards"]}
        assert page.evaluate(_POSTINGS, asked) == list(case["terms"].values())


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("第三条", ["", "3"]),
        ("律师法 第十七条之一第二款", ["律师法", "17-1", "2"]),
        ("《律师法》第120条", ["《律师法》", "120"]),
        ("第三部分（三）第1项", ["", "3", "3", "1"]),
        ("三、（三）1", ["", "3", "3", "1"]),
        ("三(三)", ["", "3", "3"]),
        ("三", None),
        ("1", None),
        ("专项资金", None),
        ("第三方", None),
    ],
)
def test_a_citation_is_told_from_other_words(
    page: Page, running: Running, question: str, found: list[str] | None
) -> None:
    page.goto(running.address + "/search/")
    assert page.evaluate(_READ, [question]) == [found]
