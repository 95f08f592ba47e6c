"""Which clause of a text an official's words name (体现在)."""

import re
from functools import cached_property

from catalogue.model import Clause, ClauseSet
from catalogue.references import Finder, read_citation

# 第2段 is said for 第2自然段.
_SHORT = re.compile("(?<!自然)段")


class CitedClauses:
    """Finds the clause of one version that an official's words name."""

    def __init__(self, text: ClauseSet) -> None:
        self.text = text
        self._found: dict[str, Clause | None] = {}

    def find(self, words: str) -> Clause | None:
        """Return the clause that a citation, a wId or an eId names; None where none certainly."""
        if words not in self._found:
            self._found[words] = self._find(words.strip())
        return self._found[words]

    def _find(self, words: str) -> Clause | None:
        parts = read_citation(_SHORT.sub("自然段", words))
        cited = self._by_citation.get(words) or (self._finder.resolve(parts) if parts else None)
        return cited or self.text.resolve(words)

    @cached_property
    def _by_citation(self) -> dict[str, Clause]:
        return {clause.citation: clause for clause in reversed(self.text.clauses)}

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self.text.clauses)
