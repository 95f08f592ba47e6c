"""What is indexed of a policy, and the file from which the page shows it.

    text/<id>.json = {"title", "version", "rows": [[eid, citation, number, words], ...]}

``words`` is heading and text of a clause without the marks of Markdown. The file has all
that the policy's postings are made of, so that they can be made again without the source.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from catalogue.model import Clause, Policy
from catalogue.text import fold
from publisher.search.facets import NO_FACETS, Facets

_FIRST = "__para_1"


class SearchRow(NamedTuple):
    """One clause: its anchor, its citation, its printed number, heading and text."""

    eid: str
    citation: str
    number: str
    words: str


@dataclass(frozen=True, slots=True)
class Document:
    """The latest public version of a policy: its clauses in order."""

    policy: str
    title: str
    version: str
    clauses: tuple[SearchRow, ...]
    facets: Facets = NO_FACETS

    def folded(self) -> list[str]:
        """Return what is searched: the folded title, and each clause's number and words folded.

        The first 款 of a 条 is preceded by the 条's number and title, as they are printed.
        """
        articles = {
            row.eid + _FIRST: row.number + row.words
            for row in self.clauses
            if row.eid.rpartition("__")[2].startswith("art_")
        }
        wordings = (articles.get(row.eid, "") + row.number + row.words for row in self.clauses)
        return [fold(self.title), *map(fold, wordings)]


def rows_of(clauses: Iterable[Clause]) -> tuple[SearchRow, ...]:
    """Return the rows of a version's clauses."""
    return tuple(SearchRow(each.eid, each.citation, each.marker, each.words) for each in clauses)


def document_of(policy: Policy, clauses: Iterable[Clause]) -> Document:
    """Return what is indexed of a policy: the clauses of its latest version."""
    return Document(policy.id, policy.title, policy.latest.id, rows_of(clauses))


def dump_text(document: Document) -> bytes:
    """Write the file of a policy's text."""
    data = {"title": document.title, "version": document.version, "rows": document.clauses}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def load_text(policy: str, data: bytes) -> Document:
    """Read the file of a policy's text, which has no facets."""
    read = json.loads(data)
    rows = tuple(SearchRow(*row) for row in read["rows"])
    return Document(policy, read["title"], read["version"], rows)
