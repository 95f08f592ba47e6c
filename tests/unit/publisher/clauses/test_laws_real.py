"""Hard files of real laws against a reference that was worked out by other means."""

import hashlib
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from catalogue.model import Clause, ClauseSet
from catalogue.references import Finder, read_citation
from publisher.clauses import name_clauses, read_text
from publisher.problems import Problems

FOLDER = Path(__file__).resolve().parents[3] / "data" / "laws"
REFERENCE: dict[str, Any] = json.loads((FOLDER / "reference.json").read_text("utf-8"))


def read(text: str, problems: Problems | None = None) -> ClauseSet:
    return name_clauses("p", "v1", read_text(text, Path("v1.md"), problems or Problems()))


def text_of(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def articles(clauses: ClauseSet) -> dict[str, Clause]:
    return {
        clause.eid.removeprefix("art_"): clause
        for clause in clauses.clauses
        if clause.eid.startswith("art_") and clause.kind == "art"
    }


def whole(clauses: ClauseSet, article: Clause) -> str:
    children = defaultdict(list)
    for clause in clauses.clauses:
        children[clause.parent].append(clause)

    def below(clause: Clause) -> str:
        return "".join(c.number + c.heading + c.text + below(c) for c in children[clause.eid])

    return re.sub(r"\s", "", article.heading + article.text + below(article))


@pytest.mark.parametrize("name", REFERENCE)
def test_every_article_is_found_once_in_order_and_none_is_invented(name: str) -> None:
    assert list(articles(read(text_of(name)))) == REFERENCE[name]["numbers"]


@pytest.mark.parametrize("name", [name for name in REFERENCE if "articles" in REFERENCE[name]])
def test_the_text_of_each_article_is_the_reference_s(name: str) -> None:
    clauses = read(text_of(name))
    found = articles(clauses)
    for number, digest in REFERENCE[name]["articles"]:
        text = whole(clauses, found[number]).encode()
        assert hashlib.sha1(text, usedforsecurity=False).hexdigest()[:10] == digest


@pytest.mark.parametrize("name", REFERENCE)
def test_every_citation_leads_back_to_its_clause(name: str) -> None:
    clauses = read(text_of(name)).clauses
    finder = Finder(clauses)
    for clause in clauses:
        parts = read_citation(clause.citation)
        assert parts
        assert finder.resolve(parts) is clause


@pytest.mark.parametrize("name", REFERENCE)
@pytest.mark.parametrize(
    ("pattern", "replacement"),
    [
        (r"\n\s*\n+", "\n"),
        (r"(?m)^(?=[^\n#<|])", "\u3000\u3000"),
        (r"(?m)^(#* *)(第[一二三四五六七八九十百千零]+条|[一二三四五六七八九十]+、)", r"\1**\2**"),
        (r"(?m)^(第[一二三四五六七八九十百千零]+条) ", "\\1\u3000"),
    ],
)
def test_the_form_of_the_source_does_not_move_an_id(
    name: str, pattern: str, replacement: str
) -> None:
    text = text_of(name)
    before = [clause.eid for clause in read(text).clauses]
    assert [clause.eid for clause in read(re.sub(pattern, replacement, text)).clauses] == before


@pytest.mark.parametrize("name", REFERENCE)
def test_flipped_brackets_do_not_move_an_id(name: str) -> None:
    text = text_of(name)
    flipped = text.translate(str.maketrans("（）()", "()（）"))
    before = [clause.eid for clause in read(text).clauses]
    assert [clause.eid for clause in read(flipped).clauses] == before


@pytest.mark.parametrize("name", REFERENCE)
def test_no_character_is_lost(name: str) -> None:
    text = text_of(name)
    clauses = read(text)
    parts = [(c.line, c.number + c.heading + c.text) for c in clauses.clauses]
    parts += [(line.line, line.text) for line in clauses.cover]
    kept = "".join(words for _, words in sorted(parts, key=lambda part: part[0]))
    source = re.sub(r"(?m)^#{1,6}\s+", "", text)
    assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", source)


@pytest.mark.parametrize("name", [n for n in REFERENCE if REFERENCE[n]["status"] == "glued"])
def test_an_article_in_the_middle_of_a_line_is_reported(name: str) -> None:
    problems = Problems()
    read(text_of(name), problems)
    assert "C003" in {problem.code for problem in problems}
