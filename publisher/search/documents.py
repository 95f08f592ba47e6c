"""What is indexed of a policy, and the file from which the page shows it.

    text/<id>.json = {"title", "version", "rows": [[eid, citation, number, words], ...]}

``words`` is heading and text of a clause without the marks of Markdown. The file holds all
that the policy's postings are made of, so that they can be made again without the source.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from catalogue.model import Clause, Policy
from catalogue.text import fold
from publisher.search.facets import NO_FACETS, Facets


class Row(NamedTuple):
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
    clauses: tuple[Row, ...]
    facets: Facets = NO_FACETS

    def folded(self) -> list[str]:
        """Return what is searched: the folded title and the folded words of each clause."""
        return [fold(self.title), *(fold(row.words) for row in self.clauses)]


def rows_of(clauses: Iterable[Clause]) -> tuple[Row, ...]:
    """Return the rows of a version's clauses."""
    return tuple(
        Row(clause.eid, clause.citation, clause.marker, clause.words) for clause in clauses
    )


def document_of(policy: Policy, clauses: Iterable[Clause]) -> Document:
    """Return what is indexed of a policy: the clauses of its latest version."""
    return Document(policy.id, policy.title, policy.latest.id, rows_of(clauses))


def dump_text(document: Document) -> bytes:
    """Write the file of a policy's text."""
    held = {"title": document.title, "version": document.version, "rows": document.clauses}
    return json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode()


def load_text(policy: str, data: bytes) -> Document:
    """Read the file of a policy's text; it says nothing of facets."""
    held = json.loads(data)
    rows = tuple(Row(*row) for row in held["rows"])
    return Document(policy, held["title"], held["version"], rows)
