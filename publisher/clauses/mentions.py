"""Which clause of a policy another text means: 第三条, 《…办法》第二章, 三、（三）.

The other text may stand beside the policy, such as its 解读, or be one of its own. What is
not certain is left alone: a clause that several fit, an article of a policy that has none,
and what another law or rule is named in front of.
"""

import re
from collections.abc import Iterator

from catalogue.model import Clause, ClauseSet
from catalogue.references import Finder, Part, Reference, find_references, read_citation
from publisher.clauses.own_references import own_references

_ARTICLE = re.compile(r"第[^（(]{1,9}条")
_TITLED = re.compile(r"《([^》]+)》(.+)")
_TITLE_BEFORE = re.compile(r"《[^》]+》$")
_QUOTED = re.compile(r"“[^”]*(?=”)")


class Mentions:
    """The clauses of one version of a policy, as other texts name them."""

    def __init__(self, clauses: ClauseSet, title: str) -> None:
        self.clauses = clauses
        self.finder = Finder(clauses.clauses)
        self.has_articles = any(clause.kind == "art" for clause in clauses.clauses)
        self.cited = {clause.citation: clause for clause in reversed(clauses.clauses)}
        self.titles = {title, *(line.text for line in clauses.cover if line.role == "title")}

    def named(self, name: str) -> Clause | None:
        """Return the clause of a name: wId, eId, citation, or 《title》 and a citation."""
        titled = _TITLED.fullmatch(name)
        if titled and titled[1] in self.titles:
            name = titled[2]
        found = self.cited.get(name) or self.clauses.resolve(name)
        parts = None if found else read_citation(name)
        return self._certain(name, parts) if parts else found

    def meant(self, words: str, reference: Reference) -> Clause | None:
        """Return the clause that a reference in a text means."""
        return self._certain(words, reference.parts)

    def in_text(self, text: str) -> Iterator[tuple[Reference, Clause]]:
        """Yield what a text says of the clauses, in order, each time it does."""
        for words, reference in own_references(self.own(text)):
            clause = self.meant(words, reference)
            if clause:
                yield reference, clause

    def own(self, text: str) -> str:
        """Blank out the policy's title, so that what follows it is not another text's."""
        return blank(text, self.titles)

    def _certain(self, words: str, parts: tuple[Part, ...]) -> Clause | None:
        if _ARTICLE.match(words) and not self.has_articles:
            return None
        return self.finder.resolve(parts)


def blank(text: str, titles: set[str]) -> str:
    """Put blanks in the place of 《title》, so that the text keeps its length."""
    for title in titles:
        text = text.replace(f"《{title}》", "\u3000" * (len(title) + 2))
    return text


def mentioned_names(text: str) -> Iterator[str]:
    """Yield the clauses that a text names, of whatever policy, with the 《title》 in front."""
    of_itself = {reference.start for _, reference in own_references(text)}
    spoken = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)
    for reference in find_references(spoken):
        title = _TITLE_BEFORE.search(text[: reference.start])
        if title or reference.start in of_itself:
            yield (title[0] if title else "") + text[reference.start : reference.end]
