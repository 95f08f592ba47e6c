"""The English text of a version as the English page of its policy shows it."""

from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from publisher.clauses.english import EnglishBlock
from publisher.clauses.notice import Paragraph
from publisher.compile.policy import Edition
from publisher.markup.inline_html import InlineHtml
from publisher.markup.prose import no_attributes, page_prose

# The section itself has a heading of the second level.
_FIRST = 3
_LAST = 6
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """A block on the page: ``tag`` is h3 to h6 or p, ``id`` its anchor, "" if it has none."""

    tag: str
    id: str
    number: str
    html: Markup
    eid: str = ""
    citation: str = ""
    is_title: bool = False


def english_values(edition: Edition, inline: InlineHtml) -> list[Shown]:
    """Return the blocks of a version's English text; none where it has no such text.

    A title of the first level is no heading: the page has its own. Levels are not skipped.
    """
    shown: list[Shown] = []
    named: set[str] = set()
    level = _FIRST - 1
    for role, run in groupby(edition.english, lambda block: block.role):
        if role:
            paragraphs = [Paragraph(each.words, role) for each in run]
            html = page_prose(paragraphs, inline.line, no_attributes)
            shown.append(Shown("div", "", "", Markup(html)))  # noqa: S704 - escaped there
            continue
        for block in run:
            is_heading = block.hashes > 1 and len(block.number + block.words) <= _LONGEST
            if is_heading:
                level = max(_FIRST, min(block.hashes + 1, level + 1, _LAST))
            shown.append(_shown(block, f"h{level}" if is_heading else "p", named, inline))
    return shown


def _shown(block: EnglishBlock, tag: str, named: set[str], inline: InlineHtml) -> Shown:
    clause, html = block.clause, Markup(inline.line(block.words))  # noqa: S704 - escaped there
    if clause is None:
        return Shown(tag, "", block.number, html, is_title=block.hashes == 1)
    anchor = "" if clause.eid in named else f"en-{clause.eid}"
    named.add(clause.eid)
    return Shown(tag, anchor, block.number, html, clause.eid, clause.citation)
