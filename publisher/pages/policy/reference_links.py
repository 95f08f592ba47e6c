"""Links from a text to the clauses that it speaks of."""

from collections.abc import Mapping

from publisher.clauses.markdown.inline import words
from publisher.clauses.mentions import SpokenTo, blank
from publisher.markup.inline_html import InlineHtml, LinkedWords


def linked(text: str, spoken: SpokenTo, inline: InlineHtml) -> str:
    """Return a text that stands on the policy's own page as HTML with links to its clauses."""
    spans = inline.marks.spans(text)
    links = [
        LinkedWords(reference.start, reference.end, f"#{clause.wid}")
        for reference, clause in spoken.in_text(words(spans))
    ]
    return inline.spans(spans, links)


class SpokenOf:
    """Another policy that a text speaks of, by the names that were found to be its clauses.

    ``wids`` leads from a name, as ``spoken_names`` gives it, to the clause; ``page`` is the
    address of that policy's page as seen from the page of the text.
    """

    def __init__(self, wids: Mapping[str, str], page: str) -> None:
        self.page = page
        self.titles = {name[1:].partition("》")[0] for name in wids if name.startswith("《")}
        self.wids = {name.rpartition("》")[2]: wid for name, wid in wids.items()}

    def own(self, text: str) -> str:
        """Blank out that policy's title, so that what follows it counts as a reference."""
        return blank(text, self.titles)

    def href(self, words: str) -> str | None:
        """Return where the clause is that a reference names; None where it is none of its."""
        wid = self.wids.get(words)
        return f"{self.page}#{wid}" if wid else None
