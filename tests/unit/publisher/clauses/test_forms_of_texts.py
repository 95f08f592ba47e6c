"""The forms of texts, one by one: which names their clauses get, however the lines are set."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogue.model import ClauseSet
from catalogue.references import Finder, read_citation
from publisher.clauses import name_clauses, read_text
from publisher.problems import Problems

# Each with its text, eIds in order, cover lines but the title, and what is told, with lines.
FORMS: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).resolve().parents[3] / "data" / "forms.toml").read_text("utf-8")
)
_NUMBER = (
    r"(?:第[一二三四]+(?:[章节条](?= )|部分)|[一二三]+、|[（(][一二三][)）]|[（(]\d[)）]|附件\d?$)"
)
_HEADING = r"(?:第[一二三四]+[章节部]|[一二三]+、|[（(][一二三][)）]|附件|专栏)"
_FLIP = str.maketrans("（）()", "()（）")
VARIANTS: dict[str, Callable[[str], str]] = {
    "blank lines": lambda text: re.sub(r"\n(?!\|)", "\n\n", text),
    "brackets": lambda text: text.translate(_FLIP),
    "U+3000": lambda text: re.sub(r"(?m)^(?=[^\n#|])", "\u3000\u3000", text),
    "four spaces": lambda text: re.sub(r"(?m)^(?=[^\n#|])", "    ", text),
    "bold numbers": lambda text: re.sub(rf"(?m)^({_NUMBER})", r"**\1**", text),
    "bold headings": lambda text: re.sub(rf"(?m)^({_HEADING}[^。\n*]{{0,30}})$", r"**\1**", text),
    "## headings": lambda text: re.sub(rf"(?m)^(?={_HEADING}[^。\n]{{0,30}}$)", "## ", text),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
}


def read(text: str, problems: Problems | None = None) -> ClauseSet:
    return name_clauses("p", "v1", read_text(text, Path("v1.md"), problems or Problems()))


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_read_as_it_is_meant(name: str) -> None:
    form, problems = FORMS[name], Problems()
    found = read(form["text"], problems)
    assert [clause.eid for clause in found.clauses] == form["eids"].split()
    lines = [line for line in found.cover if line.role not in ("title", "rule")]
    assert [f"{line.line}:{line.role}" for line in lines] == form.get("cover", "").split()
    told = [f"{problem.line}:{problem.code}" for problem in problems]
    assert told == form.get("told", "").split()


@pytest.mark.parametrize("name", FORMS)
def test_every_citation_of_a_form_leads_back(name: str) -> None:
    clauses = read(FORMS[name]["text"]).clauses
    finder = Finder(clauses)
    for clause in clauses:
        parts = read_citation(clause.citation)
        assert parts
        assert finder.resolve(parts) is clause


@pytest.mark.parametrize("name", FORMS)
def test_how_the_lines_are_set_changes_no_name(name: str) -> None:
    text, eids = FORMS[name]["text"], FORMS[name]["eids"].split()
    found = {variant: read(change(text)).clauses for variant, change in VARIANTS.items()}
    named = {variant: [clause.eid for clause in clauses] for variant, clauses in found.items()}
    assert named == dict.fromkeys(VARIANTS, eids)
