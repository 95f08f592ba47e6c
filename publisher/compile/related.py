"""The public texts around each policy: those that it names, that name it, that are near it.

What passes between two policies is small and known by name: titles, and which clauses one
speaks of. A policy's pages are made again when it changes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from catalogue.codec import load_clauses
from catalogue.errors import CatalogueError
from catalogue.model import Clause, Policy
from publisher.clauses.mentions import mentioned_names
from publisher.compile.clause_names import ClauseNames
from publisher.compile.neighbours import ALONE, Neighbours, neighbours_of
from publisher.compile.visibility import Links, public_links
from publisher.versions.tombstones import retired_clauses

ClauseMentions = tuple[tuple[str, str], ...]
"""Clauses that a text names in its words, each with the eId of where."""


@dataclass(frozen=True, slots=True)
class RelatedText:
    """Another public text; ``clauses`` are those of the named policy that ``links`` lists.

    ``day`` is when the text came out (ISO date), "" if that is not known.
    """

    rel: str
    id: str
    title: str
    clauses: tuple[str, ...] = ()
    day: str = ""
    bilingual: bool = False

    def base(self, root: str, home: str) -> str:
        """Return the way to its page: ``home``, or ``root`` where it is in Chinese alone."""
        return home if self.bilingual else root


@dataclass(frozen=True, slots=True)
class NamedText(RelatedText):
    """A text that a policy names; ``found`` are its clauses: (name, citation, wId)."""

    found: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NamingText(RelatedText):
    """A text that names a policy; with ``mentions`` of its clauses."""

    mentions: ClauseMentions = ()


@dataclass(frozen=True, slots=True)
class RelatedTexts:
    """The public texts around one policy."""

    named: tuple[NamedText, ...] = ()
    naming: tuple[NamingText, ...] = ()
    near: Neighbours = ALONE


class _Linked(Protocol):
    """A policy's links, and the clauses of others that its text names, each with where."""

    @property
    def links(self) -> Links: ...

    @property
    def mentions(self) -> ClauseMentions: ...


def related_texts(
    entries: Mapping[str, _Linked], policies: Mapping[str, Policy], tree: Path
) -> dict[str, RelatedTexts]:
    """Return the public texts around each policy that has any; ``tree`` holds their clauses."""
    near = neighbours_of(policies.values())
    known = _KnownClauses(policies, tree)
    named: dict[str, list[NamedText]] = defaultdict(list)
    naming: dict[str, list[NamingText]] = defaultdict(list)
    for name, policy in sorted(policies.items()):
        mentions = _certain_mentions(entries[name])
        for link in public_links(entries[name].links, policies):
            found = tuple(known.found(link.to, link.clauses, mentions))
            of_named = _head(policies[link.to], link.rel, link.clauses)
            named[name].append(NamedText(*of_named, found))
            naming[link.to].append(NamingText(*_head(policy, link.rel, link.clauses), mentions))
    return {
        name: RelatedTexts(tuple(named[name]), tuple(naming[name]), near.get(name, ALONE))
        for name in sorted({*named, *naming, *near})
    }


def _head(
    policy: Policy, rel: str, clauses: tuple[str, ...]
) -> tuple[str, str, str, tuple[str, ...], str, bool]:
    at = policy.latest.published_on or policy.issued_on or policy.written_on
    day = at.isoformat()[:10] if at else ""
    return rel, policy.id, policy.title, clauses, day, len(policy.languages) > 1


def _certain_mentions(entry: _Linked) -> ClauseMentions:
    """Believe a text that is linked to one policy alone: else it is not sure whose 第三条."""
    return entry.mentions if len({to for _, to, _, _ in entry.links}) == 1 else ()


class _KnownClauses:
    """The clauses of the policies in a tree, read where another policy names them."""

    def __init__(self, policies: Mapping[str, Policy], tree: Path) -> None:
        self.policies, self.tree = policies, tree
        self.read = cache(self._read)

    def found(
        self, to: str, clauses: Collection[str], mentions: ClauseMentions
    ) -> Iterator[tuple[str, str, str]]:
        """Yield (name, citation, wId) of each clause that is listed or mentioned, once a name."""
        if not (clauses or mentions) or not (names := self.read(to)):
            return
        for name in dict.fromkeys([*clauses, *(name for name, _ in mentions)]):
            if named := names.find(name, mentioned=name not in clauses):
                yield name, named.citation, named.anchor

    def _read(self, to: str) -> ClauseNames | None:
        """Read the public clauses of a policy; None where the tree has none that can be read."""
        policy = self.policies[to]
        try:
            texts = [
                load_clauses((self.tree / version.clauses).read_text("utf-8"))
                for version in policy.versions
            ]
        except (OSError, CatalogueError):
            return None
        return ClauseNames(texts[-1], retired_clauses(texts), policy.title)


def mentions_in(policy: Policy, clauses: Iterable[Clause]) -> ClauseMentions:
    """Return the clauses that a text names, each once, with the eId of where it does so first.

    Only a text that is linked to another one is asked.
    """
    found: dict[str, str] = {}
    for clause in clauses if policy.links else ():
        for name in mentioned_names(clause.words):
            found.setdefault(name, clause.eid)
    return tuple(found.items())
