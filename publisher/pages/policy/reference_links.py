"""Links from a text to the clauses that it mentions."""

from collections.abc import Mapping

from publisher.clauses.markdown.inline import words
from publisher.clauses.mentions import Mentions, blank
from publisher.markup.inline_html import InlineHtml, LinkedWords


def linked(text: str, mentions: Mentions, inline: InlineHtml) -> str:
    """Return a text of the policy's own page as HTML with links to its clauses."""
    spans = inline.marks.spans(text)
    links = [
        LinkedWords(reference.start, reference.end, f"#{clause.wid}")
        for reference, clause in mentions.in_text(words(spans))
    ]
    return inline.spans(spans, links)


class ReferenceLinks:
    """Links to another policy that a text mentions, by the names that are its clauses.

    ``wids`` leads from a name, as ``mentioned_names`` gives it, to the clause; ``page`` is the
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
        """Return the address of the clause that a reference names; None where it has none such."""
        wid = self.wids.get(words)
        return f"{self.page}#{wid}" if wid else None
