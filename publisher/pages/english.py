"""The English text of a version as the English page of its policy shows it."""

from dataclasses import dataclass

from publisher.clauses.english import Block
from publisher.compile import Edition

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
    words: str
    eid: str = ""
    citation: str = ""
    is_title: bool = False


def english_values(edition: Edition) -> list[Shown]:
    """Return the blocks of a version's English text; none where it has no such text.

    A title of the first level is no heading: the page has its own. Levels are not skipped.
    """
    shown: list[Shown] = []
    named: set[str] = set()
    level = _FIRST - 1
    for block in edition.english:
        is_heading = block.hashes > 1 and len(block.number + block.words) <= _LONGEST
        if is_heading:
            level = max(_FIRST, min(block.hashes + 1, level + 1, _LAST))
        shown.append(_shown(block, f"h{level}" if is_heading else "p", named))
    return shown


def _shown(block: Block, tag: str, named: set[str]) -> Shown:
    clause = block.clause
    if clause is None:
        return Shown(tag, "", block.number, block.words, is_title=block.hashes == 1)
    anchor = "" if clause.eid in named else f"en-{clause.eid}"
    named.add(clause.eid)
    return Shown(tag, anchor, block.number, block.words, clause.eid, clause.citation)
