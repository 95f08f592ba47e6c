"""Which clause of a policy another text means: 第三条, 《…办法》第二章, 三、（三）.

The other text may stand beside the policy, such as its 解读, or be one of its own. What is
not certain is left alone: a clause that several fit, an article of a policy that has none,
and what another law or rule is named in front of.
"""

import re
from collections.abc import Iterator

from catalogue.model import Clause, ClauseSet
from catalogue.references import Finder, Reference, find_references
from publisher.clauses.own_references import own_references

ARTICLE = re.compile(r"第[^（(]{1,9}条")
_TITLE_BEFORE = re.compile(r"《[^》]+》$")
_QUOTED = re.compile(r"“[^”]*(?=”)")


class Mentions:
    """The clauses of one version of a policy, as other texts name them."""

    def __init__(self, clauses: ClauseSet, title: str) -> None:
        self.clauses = clauses
        self.finder = Finder(clauses.clauses)
        self.has_articles = any(clause.kind == "art" for clause in clauses.clauses)
        self.titles = {title, *(line.text for line in clauses.cover if line.role == "title")}

    def in_text(self, text: str) -> Iterator[tuple[Reference, Clause]]:
        """Yield what a text says of the clauses, in order, each time it does."""
        for words, reference in own_references(self.own(text)):
            if clause := self._meant(words, reference):
                yield reference, clause

    def own(self, text: str) -> str:
        """Blank out the policy's title, so that what follows it is not another text's."""
        return blank(text, self.titles)

    def _meant(self, words: str, reference: Reference) -> Clause | None:
        is_of_another = ARTICLE.match(words) and not self.has_articles
        return None if is_of_another else self.finder.resolve(reference.parts)


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
