"""Whether texts lead where they say: interpretations to clauses, links to policies."""

import re
from collections.abc import Iterator
from pathlib import Path

from catalogue.model import Link
from catalogue.numerals import NUMERAL_CHARS
from publisher.checks.addresses import AddressBase, addresses_in, fault_of_elsewhere, is_elsewhere
from publisher.checks.draft import Checking, Draft

# An interpretation that speaks of 《民法典》第三条 names no clause of its own policy.
_CLAUSE = re.compile(
    rf"(?<![》法])第 ?(?:[{NUMERAL_CHARS}]{{1,7}}|\d{{1,4}}) ?(?:条|款|项|部分|章|节|自然段)"
    rf"|(?<![{NUMERAL_CHARS}])[{NUMERAL_CHARS}]{{1,3}}、 ?[(（][{NUMERAL_CHARS}]{{1,3}}[)）]"
)


def check_links(checking: Checking, draft: Draft) -> None:
    """Report K016, K017, K018 and K022."""
    _check_interpretation(checking, draft)
    for index, link in enumerate(draft.source.policy.links):
        _check_clauses(checking, draft, index, link)
    for path, text in _texts(draft):
        _check_text(checking, draft, path, text)


def _check_interpretation(checking: Checking, draft: Draft) -> None:
    source = draft.source
    own = source.interpretation
    if own and not _CLAUSE.search(own.text):
        checking.problems.add(own.path, 1, "K016.no_clause")
    if source.policy.kind != "interpretation":
        return
    links = [link for link in source.policy.links if link.rel == "interprets"]
    if not links:
        checking.at_key(draft, "kind", "K016.no_link")
    elif not any(link.clauses for link in links) and not (
        draft.newest and _CLAUSE.search(draft.newest.text)
    ):
        checking.at_key(draft, "links", "K016.no_clause")


def _check_clauses(checking: Checking, draft: Draft, index: int, link: Link) -> None:
    target = checking.drafts.get(link.to)
    for place, name in enumerate(link.clauses):
        if target and not target.names.find(name):
            line = draft.source.line("links", index, "clauses", place)
            checking.problems.add(draft.source.path, line, "K017.link", to=link.to, clause=name)


def _texts(draft: Draft) -> Iterator[tuple[Path, str]]:
    source = draft.source
    for file in (source.notice, source.explanation, source.interpretation):
        if file:
            yield file.path, file.text
    if draft.newest:
        yield draft.newest.path, draft.newest.text


def _check_text(checking: Checking, draft: Draft, path: Path, text: str) -> None:
    public, newest = checking.public.get(draft.source.policy.id), draft.newest
    versions = {edition.version.id for edition in public.editions} if public else set()
    to_come = newest is not None and path == newest.path and newest.id not in versions
    place = AddressBase(checking, draft, shown=public is not None and not to_come)
    for line, address in addresses_in(text):
        elsewhere = is_elsewhere(address)
        if fault := fault_of_elsewhere(address) if elsewhere else place.fault(address):
            checking.problems.add(path, line, fault.kind, address=address, **fault.values)
