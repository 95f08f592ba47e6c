"""One stylesheet for both halves: what is the desk's own paints nothing of the public pages."""

import re

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
    sheet = (ROOT / "interface" / "yanlu.css").read_text("utf-8").partition("/* The desk:")[2]
    plain = re.sub(r"/\*.*?\*/|@[^{]+\{", "", sheet.partition("*/")[2], flags=re.DOTALL)
    heads = re.findall(r"([^{}]+)\{[^{}]*\}", plain)
    return [each.strip() for head in heads for each in re.split(r",(?![^(]*\))", head)]


def test_no_rule_of_the_desk_paints_a_public_page() -> None:
    public = public_classes() | {f"yl-{kind}" for kind in _KINDS}
    selectors = selectors_of_the_desk()
    assert len(selectors) > 300
    assert [each for each in selectors if set(_CLASS.findall(each)) <= public] == []
