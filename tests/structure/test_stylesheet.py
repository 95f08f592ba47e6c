"""Two stylesheets: what is the desk's own paints nothing of the public pages."""

import re

from catalogue.results import Disposition
from catalogue.states import State
from interface.names import CHANGE_NAMES
from interface.stylesheet import SHEETS, STYLE, TABLE_CLASSES, stylesheet
from publisher.pages.outcome.outcome_table import kind_of
from publisher.wording.labels import VALIDITY_CSS
from tests.servers.live_service import ROOT

_KINDS = [
    *("part", "subpart", "chp", "sec", "art", "para", "point", "indent", "subindent", "att", "tr"),
    *("table", "qstr", "crossheading", "dvs", "subdvs", "subcl", "level", "box", "cmp", "preamble"),
]
"""A clause has the class of its kind."""
_FATES = [*map(kind_of, Disposition), "referred", "withdrawn", "unresolved"]
_MADE_UP = {
    "": _KINDS,
    "change": CHANGE_NAMES,
    "depth": "1234",
    "display": ["size", "contrast"],
    "fate": _FATES,
    "fill": ["adopted", "partly", "not", "other"],
    "life": ["expected"],
    "mark": ["changed", "over"],
    "promise": ["done", "late"],
    "seal": "1234",
    "share": _FATES,
    "square": _FATES,
    "state": State,
    "tag": [*State, "changed", "deleted", "late", "wait"],
    "tree": "123456",
    "validity": VALIDITY_CSS.values(),
}
"""Classes that are put together where they are set: their beginning, and what may follow."""
_CLASS = re.compile(r"yl-[a-z0-9-]+")


def public_classes() -> set[str]:
    """Every class that a page of the site or of the service's public part may have."""
    web = ROOT / "comments_service" / "web"
    files = [path for path in web.rglob("*.py") if web / "desk" not in path.parents]
    files += [*web.glob("templates/*.html"), *(ROOT / "interface").glob("*/*.html")]
    files += [path for end in ("html", "py", "js") for path in ROOT.glob(f"publisher/**/*.{end}")]
    return set(_CLASS.findall("\n".join(path.read_text("utf-8") for path in files)))


def selectors_of_the_desk() -> list[str]:
    sheet = stylesheet("desk.css")
    plain = re.sub(r"/\*.*?\*/|@[^{]+\{", "", sheet, flags=re.DOTALL)
    heads = re.findall(r"([^{}]+)\{[^{}]*\}", plain)
    return [each.strip() for head in heads for each in re.split(r",(?![^(]*\))", head)]


def test_no_rule_of_the_desk_paints_a_public_page() -> None:
    public = public_classes() | {f"yl-{kind}" for kind in _KINDS}
    selectors = selectors_of_the_desk()
    assert len(selectors) > 300
    assert [each for each in selectors if set(_CLASS.findall(each)) <= public] == []


def test_every_file_of_the_style_is_in_one_sheet() -> None:
    joined = sorted(part for parts in SHEETS.values() for part in parts)
    assert joined == sorted(path.stem for path in STYLE.iterdir())


def test_every_class_of_the_style_is_set_somewhere() -> None:
    places = [ROOT / "interface", ROOT / "publisher", ROOT / "comments_service"]
    files = [
        path for end in ("html", "py", "js") for at in places for path in at.glob(f"**/*.{end}")
    ]
    said = set(_CLASS.findall("\n".join(path.read_text("utf-8") for path in files)))
    made_up = {
        f"yl-{head}-{tail}".replace("--", "-") for head in _MADE_UP for tail in _MADE_UP[head]
    }
    styled = set(re.findall(rf"\.({_CLASS.pattern})", "".join(map(stylesheet, SHEETS))))
    assert len(styled) > 500
    assert sorted(styled - said - made_up) == []


def test_only_the_clauses_own_sheet_paints_a_kind_of_clause() -> None:
    kinds = {f"yl-{kind}" for kind in _KINDS}
    found = []
    for path in STYLE.glob("*.css"):
        plain = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        for selector in re.findall(r"[^{},;]+(?=[,{])", plain):
            classes = set(_CLASS.findall(selector))
            if classes and classes <= kinds:
                found.append((path.name, selector.strip()))
    assert {name for name, _ in found} == {"clauses.css"}, found


def test_every_table_with_a_class_is_one_that_the_theme_leaves_alone() -> None:
    places = ("publisher", "comments_service", "home", "interface")
    pages = [path for place in places for path in (ROOT / place).rglob("*.html")]
    tables = [
        classes.split()
        for path in pages
        for classes in re.findall(r'<table[^>]* class="([^"]*)"', path.read_text("utf-8"))
    ]
    assert len(tables) > 10
    assert [each for each in tables if not set(TABLE_CLASSES) & set(each)] == []
