"""Two stylesheets: what is the desk's own paints nothing of the public pages."""

import re

from interface.stylesheet import SHEETS, STYLE, stylesheet
from tests.servers.live_service import ROOT

_KINDS = ["part", "subpart", "chp", "sec", "art", "para", "point", "indent", "subindent"]
"""A clause has the class of its kind."""
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
