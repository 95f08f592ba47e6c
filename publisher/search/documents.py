"""What is indexed of a policy, and the file from which the page shows it.

    text/<id>.json = {"title", "version", "about": [[part, words], ...],
                      "rows": [[eid, citation, number, words], ...]}

``words`` is heading and text of a clause without the marks of Markdown. The file has all
that the policy's postings are made of, so that they can be made again without the source.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from catalogue.model import Clause, Policy
from catalogue.text import fold
from publisher.clauses.notice import Notice
from publisher.search.facets import NO_FACETS, Facets
from publisher.search.terms import APART

About = tuple[tuple[str, str], ...]

TEXT_FOLDER = "text"
# The title is clause 0 of a policy, what is about it clause 1.
FIRST_CLAUSE = 2
_FIRST = "__para_1"
# The step of an eId below the whole text, or below the annex that the text is.
_OPENS = re.compile(r"(?:(?:att|cmp)_[^_]+__)*([^_]+_[^_]+)")


class SearchRow(NamedTuple):
    """One clause: its anchor, its citation, its printed number, heading and text."""

    eid: str
    citation: str
    number: str
    words: str


@dataclass(frozen=True, slots=True)
class Document:
    """The latest public version of a policy: its clauses in order, and what is about it.

    ``about`` are words that are no clause, each with the part that they are of: issuer,
    index_no, doc_no, notice, explanation or interpretation.
    """

    policy: str
    title: str
    version: str
    clauses: tuple[SearchRow, ...]
    facets: Facets = NO_FACETS
    about: About = ()

    def folded(self) -> list[str]:
        """Return what is searched, folded: title, what is about it, each clause.

        The first 款 of a 条 is preceded by the 条's number and title, as they are printed.
        """
        articles = {
            row.eid + _FIRST: row.number + row.words
            for row in self.clauses
            if row.eid.rpartition("__")[2].startswith("art_")
        }
        wordings = (articles.get(row.eid, "") + row.number + row.words for row in self.clauses)
        about = APART.join(fold(words) for _, words in self.about)
        return [fold(self.title), about, *map(fold, wordings)]

    def steps(self) -> Iterator[tuple[int, str]]:
        """Return the clauses with which a citation may begin, each with its step: art_12."""
        for number, row in enumerate(self.clauses, FIRST_CLAUSE):
            if opens := _OPENS.fullmatch(row.eid):
                yield number, opens[1]


def rows_of(clauses: Iterable[Clause]) -> tuple[SearchRow, ...]:
    """Return the rows of a version's clauses."""
    return tuple(SearchRow(each.eid, each.citation, each.marker, each.words) for each in clauses)


def about_of(policy: Policy, **texts: Notice | None) -> About:
    """Return what is searched of a policy next to title and clauses; ``texts`` by their part."""
    parts = [(part, getattr(policy, part) or "") for part in ("issuer", "index_no", "doc_no")]
    for part, text in texts.items():
        if text:
            parts.append((part, text.plain(text.title)))
            parts += ((part, text.words(paragraph)) for paragraph in text.paragraphs)
    return tuple((part, words) for part, words in parts if words)


def kept_about(folder: Path, policy: str) -> About:
    """Return what an index at ``folder`` has about a policy; nothing where it cannot be read."""
    try:
        data = (folder / TEXT_FOLDER / f"{policy}.json").read_bytes()
        return load_text(policy, data).about
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def document_of(policy: Policy, clauses: Iterable[Clause], about: About) -> Document:
    """Return what is indexed of a policy: the clauses of its latest version, what is about it."""
    rows = rows_of(clauses)
    return Document(policy.id, policy.title, policy.latest.id, rows, about=about)


def dump_text(document: Document) -> bytes:
    """Write the file of a policy's text."""
    data = {
        "title": document.title,
        "version": document.version,
        "about": document.about,
        "rows": document.clauses,
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def load_text(policy: str, data: bytes) -> Document:
    """Read the file of a policy's text, which has no facets."""
    read = json.loads(data)
    rows = tuple(SearchRow(*row) for row in read["rows"])
    about = tuple((part, words) for part, words in read["about"])
    return Document(policy, read["title"], read["version"], rows, about=about)
