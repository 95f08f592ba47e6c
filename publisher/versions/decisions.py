"""What the drafter decided about clauses that the evidence leaves open.

Each decision is one line, ``NAME=FATE``, on the command line and in ``decisions.yml``::

    v1.art_3=art_5            the old clause lives on as art_5
    v1.art_3=deleted          it is gone
    v1.art_3=merged:art_5     it went into art_5, which carries another old clause on
    art_7=new                 the new clause is nobody's successor
    art_7=split:v1.art_3      it was split from v1.art_3, which lives on elsewhere

An old clause is named by its wId, a new one by its eId in the new version.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from publisher.problems import UsageError


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions for one version; ``given`` maps each name to its fate as written."""

    given: Mapping[str, str] = field(default_factory=dict)

    def with_line(self, line: str) -> "Decisions":
        """Add a decision ``NAME=FATE``; ``UsageError`` where it is none."""
        name, sign, fate = (part.strip() for part in line.partition("="))
        if not (sign and name) or fault_of(name, fate):
            raise UsageError("refusal.decision", line=line)
        return Decisions({**self.given, name: fate})

    @property
    def same(self) -> dict[str, str]:
        """Old wId to the eId that it lives on as."""
        return {
            name: fate
            for name, fate in self.given.items()
            if _is_old(name) and ":" not in fate and fate != "deleted"
        }

    @property
    def deleted(self) -> set[str]:
        """The wIds of clauses that are gone."""
        return {name for name, fate in self.given.items() if fate == "deleted"}

    @property
    def new(self) -> set[str]:
        """The eIds of clauses that are nobody's successors."""
        return {name for name, fate in self.given.items() if fate == "new"}

    @property
    def merged(self) -> dict[str, str]:
        """Old wId to the eId that it went into."""
        return self._with_word("merged:")

    @property
    def split(self) -> dict[str, str]:
        """New eId to the wId that it was split from."""
        return self._with_word("split:")

    def _with_word(self, word: str) -> dict[str, str]:
        return {
            name: fate.removeprefix(word)
            for name, fate in self.given.items()
            if fate.startswith(word)
        }


def fault_of(name: str, fate: str) -> str | None:
    """Return the kind of V003 for a decision that cannot be read; None where it can."""
    word, colon, target = fate.partition(":")
    if _is_old(name):
        good = (word == "merged" and target) if colon else (word and word != "new")
        if not good or _is_old(target or word):
            return "V003.old_clause"
        return None
    if fate == "new" or (word == "split" and _is_old(target)):
        return None
    return "V003.new_clause"


def heir_of(name: str, fate: str) -> str | None:
    """Return the new clause whose origin a decision settles; None where it settles none."""
    if not _is_old(name):
        return name
    return None if fate == "deleted" or ":" in fate else fate


def _is_old(name: str) -> bool:
    return "." in name
