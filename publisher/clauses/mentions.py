"""Which clause of a policy another text means: 第三条, 《…办法》第二章, 三、（三）.

The other text may belong to the policy, such as its 解读, or be one of its own. What is not
certain is ignored: a reference that several clauses fit, an article of a policy that has none,
and a reference after the name of another law or rule.
"""

import re
from collections.abc import Iterator

from catalogue.model import Clause, ClauseSet
from catalogue.references import Finder, Reference, find_references
from publisher.clauses.own_references import own_references

_TITLE_BEFORE = re.compile(r"《[^》]+》$")
_QUOTED = re.compile(r"“[^”]*(?=”)")


class Mentions:
    """The clauses of one version of a policy, as other texts name them."""

    def __init__(self, clauses: ClauseSet, title: str) -> None:
        self.finder = Finder(clauses.clauses)
        self.titles = {title, *(line.text for line in clauses.cover if line.role == "title")}

    def in_text(self, text: str) -> Iterator[tuple[Reference, Clause]]:
        """Yield each reference of a text to one of the clauses, in order."""
        # Without the policy's title, so that what follows it is not another text's.
        for words, reference in own_references(blank(text, self.titles)):
            if clause := self.finder.mentioned(words, reference.parts):
                yield reference, clause


def blank(text: str, titles: set[str]) -> str:
    """Replace 《title》 by blanks, so that the text keeps its length."""
    for title in titles:
        text = text.replace(f"《{title}》", "\u3000" * (len(title) + 2))
    return text


def mentioned_names(text: str) -> Iterator[str]:
    """Yield the clauses that a text names, of whatever policy, with the 《title》 before them."""
    own = {reference.start for _, reference in own_references(text)}
    unquoted = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)
    for reference in find_references(unquoted):
        title = _TITLE_BEFORE.search(text[: reference.start])
        if title or reference.start in own:
            yield (title[0] if title else "") + text[reference.start : reference.end]
