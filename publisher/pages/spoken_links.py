"""Where a text speaks of the clauses of a policy: 第三条, 《…办法》第二章, 三、（三）.

The text is another one, or one that stands beside the policy's own, such as its 解读. What
is not certain is left alone: a clause that several fit, an article of a policy that has
none, and what another law or rule is named in front of.
"""

import re
from collections.abc import Iterator
from html import escape

from catalogue.model import Clause
from catalogue.references import Finder, Reference
from publisher.clauses.spoken_of import own_references
from publisher.compile import CompiledPolicy

_ARTICLE = re.compile(r"第[^（(]{1,9}条")


class SpokenOf:
    """Finds the clauses of one policy's latest version in other texts.

    ``page`` is the address of the policy's page as seen from the page of the text.
    """

    def __init__(self, compiled: CompiledPolicy, page: str) -> None:
        edition = compiled.latest
        self.page = page
        self.finder = Finder(edition.clauses.clauses)
        self.has_articles = any(clause.kind == "art" for clause in edition.clauses.clauses)
        lines = {line.text for line in edition.cover("title")}
        self.titles = [f"《{title}》" for title in {compiled.policy.title, *lines}]

    def own(self, text: str) -> str:
        """Blank out the policy's title, so that what follows it is not another text's."""
        for title in self.titles:
            text = text.replace(title, "\u3000" * len(title))
        return text

    def clause(self, words: str, reference: Reference) -> Clause | None:
        """Return the clause that a reference names; None where that is not certain."""
        if _ARTICLE.match(words) and not self.has_articles:
            return None
        return self.finder.resolve(reference.parts)

    def href(self, words: str, reference: Reference) -> str | None:
        """Return the address of that clause."""
        clause = self.clause(words, reference)
        return f"{self.page}#{clause.wid}" if clause else None

    def clauses(self, text: str) -> Iterator[tuple[Reference, Clause]]:
        """Yield what a text speaks of, in order, each time it does."""
        for words, reference in own_references(self.own(text)):
            clause = self.clause(words, reference)
            if clause:
                yield reference, clause

    def linked(self, text: str) -> str:
        """Return a text as HTML in which what it speaks of are links."""
        out, at = "", 0
        for reference, clause in self.clauses(text):
            out += escape(text[at : reference.start])
            words = escape(text[reference.start : reference.end])
            out += f'<a class="yl-ref" href="{escape(self.page)}#{clause.wid}">{words}</a>'
            at = reference.end
        return out + escape(text[at:])
