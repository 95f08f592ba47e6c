"""No script and no stylesheet that is served needs more than Chromium 80 and Safari 13.1.

What is newer is listed in tests/data/browser_floor.toml. A stylesheet may use it where it has a
fallback: inside `@supports`, behind an older declaration of the same, or in a place that is
listed with what happens there instead.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import tinycss2  # type: ignore[import-untyped]

from interface.older_browsers import for_older_browsers
from interface.stylesheet import SHEETS, stylesheet
from publisher.build.scripts import site_scripts
from tests.readers.script_parts import parts_of

ROOT = Path(__file__).resolve().parents[2]
TABLE: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (ROOT / "tests/data/browser_floor.toml").read_text("utf-8")
)
SCRIPTS = {**site_scripts(), "desk.js": (ROOT / "interface/desk.js").read_text("utf-8")}
_NO_GAP = "@supports not (inset: 0)"

Found = tuple[str, str]
"""What is newer, and where it is."""


def newer_in_script(name: str, script: str) -> list[Found]:
    parts = parts_of(script)
    return [
        (entry["what"], hit[0])
        for entry in TABLE["script"]
        if "degrades" not in entry and name not in entry.get("without", {})
        for hit in re.finditer(entry["pattern"], getattr(parts, entry["where"]), re.MULTILINE)
    ]


def newer_in_sheet(sheet: str) -> list[Found]:
    return [
        (entry["what"], place)
        for where, place, written, older in _pieces(sheet)
        for entry in TABLE["style"]
        if entry["where"] == where and re.search(entry["pattern"], written)
        if "degrades" not in entry and place not in entry.get("without", {})
        if not ("before" in entry and any(re.search(entry["before"], each) for each in older))
    ]


def _pieces(sheet: str) -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield where something is, the selectors around it, what it is, and what is before it."""
    gapless = set(re.findall(re.escape(_NO_GAP) + r" \{ (.*?) > :not\(:last-child\)", sheet))
    for selector, content in _rules(tinycss2.parse_stylesheet(sheet, skip_whitespace=True)):
        if content is None:
            yield "at-rule", selector, selector, []
            continue
        yield "selector", selector, selector, []
        declared: list[str] = []
        for node in tinycss2.parse_blocks_contents(content, skip_whitespace=True):
            if node.type == "declaration":
                written = f"{node.lower_name}: {tinycss2.serialize(node.value).strip()}"
                yield "declaration", selector, written, declared.copy()
                declared.append(written)
            elif node.type != "comment":
                yield "selector", selector, f"{{{tinycss2.serialize([node])}", []
        flex = any(re.match(r"display: (inline-)?flex", each) for each in declared)
        for each in declared if flex and _COMMAS.split(selector)[0] not in gapless else []:
            yield "flex", selector, each, []


_COMMAS = re.compile(r",\s*(?![^()]*\))")


def _rules(nodes: list[Any]) -> Iterator[tuple[str, list[Any] | None]]:
    """Yield selectors and content of each rule, and at-rules with None; not those in @supports."""
    for node in nodes:
        if node.type == "qualified-rule":
            yield tinycss2.serialize(node.prelude).strip(), node.content
        elif node.type == "at-rule":
            head = f"{node.lower_at_keyword} {tinycss2.serialize(node.prelude).strip()}"
            if node.lower_at_keyword == "supports":
                continue
            yield head, None
            if node.lower_at_keyword in ("media", "layer", "container", "scope") and node.content:
                inner = tinycss2.parse_rule_list(node.content, skip_whitespace=True)
                yield from _rules(inner)


@cache
def served(name: str) -> str:
    return stylesheet(name)


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_needs_more_than_the_floor(name: str) -> None:
    assert newer_in_script(name, SCRIPTS[name]) == []


@pytest.mark.parametrize("name", SHEETS)
def test_no_stylesheet_needs_more_than_the_floor(name: str) -> None:
    assert newer_in_sheet(served(name)) == []


def test_the_script_that_speaks_for_the_others_is_in_the_oldest_form() -> None:
    code = parts_of(SCRIPTS["unstarted.js"]).code
    assert re.findall(r"=>|\$\{|\b(?:const|let|class|async|await|import)\b|\?\.|\?\?", code) == []


@pytest.mark.parametrize("entry", TABLE["script"], ids=lambda entry: entry["what"])
def test_what_is_planted_in_a_script_is_found(entry: dict[str, Any]) -> None:
    parts = parts_of(entry["planted"])
    assert re.search(entry["pattern"], getattr(parts, entry["where"]), re.MULTILINE)


@pytest.mark.parametrize("entry", TABLE["style"], ids=lambda entry: entry["what"])
def test_what_is_planted_in_a_stylesheet_is_found(entry: dict[str, Any]) -> None:
    found = [
        where
        for where, _, written, _ in _pieces(entry["planted"])
        if re.search(entry["pattern"], written)
    ]
    assert entry["where"] in found
    hidden = f"/* {entry['planted']} */ @supports (a: b) {{ {entry['planted']} }}"
    assert newer_in_sheet(hidden) == []


def test_what_strings_comments_and_expressions_say_is_no_code() -> None:
    for entry in TABLE["script"]:
        if entry["where"] != "strings":
            words = entry["planted"].replace("\\", "").replace("'", "").replace("`", "")
            hidden = (
                f"// {words}\nconst a = '{words}', b = `{words.replace('${', '')}`; /* {words} */"
            )
            found = [what for what, _ in newer_in_script("a.js", hidden)]
            assert entry["what"] not in found, entry["what"]


def test_a_slash_divides_or_begins_an_expression_by_what_is_before_it() -> None:
    parts = parts_of("const a = b / c / d; f(/e\\/[/`]/u, `g${h.i(`j`)}k`); if (l) { m(); }")
    assert parts.expressions == "/e\\/[/`]/u"
    assert parts.strings.split("\n") == ["g", "j", "k"]
    assert "b/c/d" in parts.code
    assert "h.i(" in parts.code


def test_what_is_written_in_todays_form_gets_its_older_form() -> None:
    rules = {
        "a:is(.b, .c) d { x: y }": "a.b d, a.c d { x: y }",
        "a:not(.b, .c) { x: y }": "a:not(.b):not(.c) { x: y }",
        "a, b:has(c) { x: y }": "a { x: y }b:has(c) { x: y }",
        "a { appearance: none; }": "a { -webkit-appearance: none; appearance: none; }",
        "a { display: flex; gap: 1px 2px; }": "a { display: flex; gap: 1px 2px; }"
        "@supports not (inset: 0) { a > :not(:last-child) { margin-right: 2px; } }",
        "a:hover, a:focus-visible { x: y }": "a:hover { x: y }a:focus-visible { x: y }"
        "@supports not (accent-color: auto) { a:focus { x: y } }",
        "/* a { */ @media print { a { x: y } }": " @media print { a { x: y } }",
    }
    for today, older in rules.items():
        assert for_older_browsers(today) == older
