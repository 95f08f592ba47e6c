"""The public texts around a policy: those that it names, and those that name it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalogue.model import Policy

Links = Sequence[tuple[str, str, tuple[str, ...], int]]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another public text that a policy's page names: ``rel`` as seen from this policy.

    ``clauses`` are the clauses of this policy, as its author named them, that a text
    which leads here speaks of; ``spoken`` are those that its text names, with the eId of
    where. ``found`` is, of a policy that this one names, (name, citation, wId) of each clause
    that was found there. ``day`` is when the text came out (ISO date), "" if not known.
    """

    rel: str
    id: str
    title: str
    kind: str
    incoming: bool
    clauses: tuple[str, ...] = ()
    day: str = ""
    spoken: tuple[tuple[str, str], ...] = ()
    found: tuple[tuple[str, str, str], ...] = ()
    bilingual: bool = False

    def base(self, root: str, home: str) -> str:
        """Return the way to its page: ``home``, or ``root`` where it is in Chinese alone."""
        return home if self.bilingual else root


def neighbours_of(
    links: Links,
    incoming: Sequence[tuple[Policy, tuple[str, str, tuple[str, ...]]]],
    known: Mapping[str, Policy],
) -> tuple[Neighbour, ...]:
    """Return the public texts that a policy names by ``links``, and those that name it.

    ``incoming`` are the policies that name it, each with its link (rel, to, clauses).
    """
    named = [
        _neighbour(known[to], rel, clauses, incoming=False)
        for rel, to, clauses, _ in links
        if to in known
    ]
    naming = [
        _neighbour(other, rel, clauses, incoming=True) for other, (rel, _, clauses) in incoming
    ]
    return (*named, *naming)


def _neighbour(policy: Policy, rel: str, clauses: tuple[str, ...], *, incoming: bool) -> Neighbour:
    at = policy.latest.published_on or policy.issued_on or policy.written_on
    day = at.isoformat()[:10] if at else ""
    bilingual = len(policy.languages) > 1
    return Neighbour(
        rel, policy.id, policy.title, policy.kind, incoming, clauses, day, bilingual=bilingual
    )
