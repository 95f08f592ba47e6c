"""The search in a real browser against brute force over the sources."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from catalogue.text import fold
from tests.running import Running

pytestmark = pytest.mark.browser

_ASK = """async (phrases) => {
  const search = await import(location.origin + '/assets/yanlu/search.js');
  const manifest = await (await fetch('/assets/search/manifest.json')).json();
  const index = { ...manifest, shardFiles: new Map() };
  const answers = [];
  for (const phrase of phrases) {
    const hits = await search.find(index, phrase);
    answers.push(hits.map((hit) => `${index.policies[hit.policy].id}/${hit.clause}`));
  }
  return answers;
}"""

_FOLD = """async (texts) => {
  const { fold, readSimplified } = await import(location.origin + '/assets/yanlu/fold.js');
  const pairs = readSimplified(await (await fetch('/assets/search/simplified.txt')).text());
  return texts.map((text) => fold(text, pairs));
}"""


def _clauses(site: Path) -> dict[str, str]:
    found = {}
    for path in sorted(site.glob("*/v1/clauses.json")):
        data: dict[str, Any] = json.loads(path.read_text("utf-8"))
        for number, clause in enumerate(data["clauses"]):
            found[f"{data['policy']}/{number}"] = fold(clause["heading"] + clause["text"])
    return found


def test_random_phrases_are_found_in_exactly_the_clauses_that_hold_them(
    page: Page, running: Running, site: Path
) -> None:
    clauses = _clauses(site)
    chance = random.Random(20180712)
    whole = [text for text in clauses.values() if len(text) > 14]
    phrases = ["企业", "2018", "5g", "的", "不在任何条款里的话", "一"]
    for length in range(1, 15):
        for _ in range(12):
            text = chance.choice(whole)
            start = chance.randrange(len(text) - length)
            phrases.append(text[start : start + length])
    page.goto(running.address + "/search/")
    answers = page.evaluate(_ASK, phrases)
    for phrase, answer in zip(phrases, answers, strict=True):
        assert sorted(answer) == sorted(key for key, text in clauses.items() if phrase in text)


def test_the_browser_folds_as_the_index_does(page: Page, running: Running, site: Path) -> None:
    texts = [
        "ＡＢＣ１２３　（一）、。",
        "體系與臺灣、後台",
        "①㈠㎡ﬁ",
        "Ä ß İ",
        "🏭 5G+工业互联网 \u200b％",
        "㐀𠀀薴",
    ]
    texts += list(_clauses(site).values())[:20]
    page.goto(running.address + "/search/")
    assert page.evaluate(_FOLD, texts) == [fold(text) for text in texts]
