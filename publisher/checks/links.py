"""Whether texts lead where they say: interpretations to clauses, links to policies."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from catalogue.ids import RESERVED, VERSION_ID
from catalogue.model import Link
from catalogue.numerals import NUMERAL_CHARS
from publisher.checks.draft import Checking, Draft
from publisher.problems import Problems

# An interpretation that speaks of 《民法典》第三条 names no clause of its own policy.
_CLAUSE = re.compile(
    rf"(?<![》法])第 ?(?:[{NUMERAL_CHARS}]{{1,7}}|\d{{1,4}}) ?(?:条|款|项|部分|章|节|自然段)"
    rf"|(?<![{NUMERAL_CHARS}])[{NUMERAL_CHARS}]{{1,3}}、 ?[(（][{NUMERAL_CHARS}]{{1,3}}[)）]"
)
_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?[^)]*\)")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_OUR_PAGE = re.compile(
    r"(?:(?:\.\./)+|/)(?P<page>[^/#?]+)(?P<below>/[^/#?]+)*/?(?:\?[^#]*)?(?:#(?P<name>.*))?"
)


def check_links(checking: Checking, draft: Draft) -> None:
    """Report K016, K017 and K018."""
    _check_interpretation(checking, draft)
    for index, link in enumerate(draft.source.policy.links):
        _check_clauses(checking, draft, index, link)
    for path, text in _texts(draft):
        _check_text(checking, draft, path, text)


def _check_interpretation(checking: Checking, draft: Draft) -> None:
    source = draft.source
    beside = source.interpretation
    if beside and not _CLAUSE.search(beside.text):
        checking.problems.add(beside.path, 1, "K016", "the interpretation names no clause")
    if source.policy.kind != "interpretation":
        return
    links = [link for link in source.policy.links if link.rel == "interprets"]
    if not links:
        text = "the interpretation is linked to no policy (links: rel interprets)"
        checking.at_key(draft, "kind", "K016", text)
    elif not any(link.clauses for link in links) and not _text_names_clause(draft):
        checking.at_key(draft, "links", "K016", "the interpretation names no clause")


def _text_names_clause(draft: Draft) -> bool:
    return draft.newest is not None and _CLAUSE.search(draft.newest.text) is not None


def _check_clauses(checking: Checking, draft: Draft, index: int, link: Link) -> None:
    target = checking.drafts.get(link.to)
    for place, name in enumerate(link.clauses):
        if target and not target.has_clause(name):
            line = draft.source.line("links", index, "clauses", place)
            text = f"links: {link.to} has no clause {name}"
            checking.problems.add(draft.source.path, line, "K017", text)


def _texts(draft: Draft) -> Iterator[tuple[Path, str]]:
    source = draft.source
    for file in (source.notice, source.explanation, source.interpretation):
        if file:
            yield file.path, file.text
    if draft.newest:
        yield draft.newest.path, draft.newest.text


def _check_text(checking: Checking, draft: Draft, path: Path, text: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        for link in _LINK.finditer(line):
            _check_address(checking, draft, link[1], (path, number))


def _check_address(checking: Checking, draft: Draft, address: str, place: tuple[Path, int]) -> None:
    """Follow an address to the page of a policy and to the clause behind ``#``."""
    page = None if _ELSEWHERE.match(address) else _OUR_PAGE.fullmatch(unquote(address))
    if address.startswith("#"):
        _check_target(checking.problems, draft, unquote(address[1:]), (address, place))
    elif page and not _is_no_policy(page["page"]):
        target = checking.drafts.get(page["page"])
        if target is None:
            checking.problems.add(*place, "K018", f"{address}: there is no policy {page['page']}")
        elif not page["below"]:
            _check_target(checking.problems, target, page["name"] or "", (address, place))


def _is_no_policy(name: str) -> bool:
    return name in RESERVED or VERSION_ID.fullmatch(name) is not None


def _check_target(
    problems: Problems, target: Draft, name: str, where: tuple[str, tuple[Path, int]]
) -> None:
    address, place = where
    if name and not target.has_clause(name):
        text = f"{address}: {target.source.policy.id} has no clause {name}"
        problems.add(*place, "K018", text)
