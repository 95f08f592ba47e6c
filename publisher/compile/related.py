"""The texts around each policy: those that it names, and those that name it.

What passes between two policies is small and known by name: titles, and which clauses one
speaks of. A policy's pages are made anew when it changes.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Protocol

from catalogue.codec import load_clauses
from catalogue.errors import CatalogueError
from catalogue.model import Policy
from publisher.clauses.mentions import SpokenTo, spoken_names
from publisher.compile.neighbours import Links, Neighbour, neighbours_of
from publisher.compile.policy import CompiledPolicy


class Linked(Protocol):
    """A policy's links (rel, to, clauses, line), and the clauses that its text names."""

    @property
    def links(self) -> Links:
        """The texts that it names."""

    @property
    def mentions(self) -> tuple[tuple[str, str], ...]:
        """The clauses of other texts that it names, each with the eId of where."""


def around(
    entries: Mapping[str, Linked], policies: Mapping[str, Policy], tree: Path
) -> dict[str, tuple[Neighbour, ...]]:
    """Return the public texts around each policy that has any; ``tree`` holds their clauses."""
    incoming: dict[str, list[tuple[Policy, tuple[str, str, tuple[str, ...]]]]] = {}
    for name, policy in sorted(policies.items()):
        for rel, to, named, _ in entries[name].links:
            incoming.setdefault(to, []).append((policy, (rel, to, named)))
    concerned = {name for name in policies if entries[name].links} | incoming.keys()
    told = _ClauseMentions(entries, policies, tree)
    return {
        name: tuple(
            told.of(name, near)
            for near in neighbours_of(entries[name].links, incoming.get(name, []), policies)
        )
        for name in sorted(concerned & policies.keys())
    }


class _ClauseMentions:
    """What neighbours tell each other of clauses."""

    def __init__(
        self, entries: Mapping[str, Linked], policies: Mapping[str, Policy], tree: Path
    ) -> None:
        self.entries, self.policies, self.tree = entries, policies, tree
        self.clauses = cache(self._clauses)

    def of(self, name: str, near: Neighbour) -> Neighbour:
        """Add what a text says: to one that it names what it found, to one named what was said."""
        if near.incoming:
            return replace(near, spoken=self._spoken(self.entries[near.id]))
        names = [*near.clauses, *(spoken for spoken, _ in self._spoken(self.entries[name]))]
        return replace(near, found=tuple(self._found(near.id, dict.fromkeys(names))))

    def _spoken(self, entry: Linked) -> tuple[tuple[str, str], ...]:
        """Believe a text that is linked to one policy alone: else it is not sure whose 第三条."""
        return entry.mentions if len({to for _, to, _, _ in entry.links}) == 1 else ()

    def _found(self, to: str, names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
        spoken_to = self.clauses(to)
        for name in names:
            clause = spoken_to.named(name) if spoken_to else None
            if clause:
                yield name, clause.citation, clause.wid

    def _clauses(self, to: str) -> SpokenTo | None:
        """Read the latest clauses of a policy; None where the tree has none that can be read."""
        policy = self.policies[to]
        try:
            text = (self.tree / policy.latest.clauses).read_text("utf-8")
            return SpokenTo(load_clauses(text), policy.title)
        except (OSError, CatalogueError):
            return None


def spoken_in(compiled: CompiledPolicy) -> tuple[tuple[str, str], ...]:
    """Return the clauses that a text names, each once, with the eId of where it does so first.

    Only a text that is linked to another one is asked.
    """
    found: dict[str, str] = {}
    for clause in compiled.latest.clauses.clauses if compiled.policy.links else ():
        for name in spoken_names(clause.words):
            found.setdefault(name, clause.eid)
    return tuple(found.items())
