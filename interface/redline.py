"""修改对照 inside a clause: what was taken out and what was put in.

Texts are compared character by character, figures and Latin words as wholes: 100 that
became 120 is not an inserted 2.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup
from rapidfuzz.distance import Indel

from interface.language import CHINESE_WORDS, LANGUAGES, Translate, is_chinese

Change = Literal["same", "deleted", "inserted"]
_TOO_SHORT_TO_STAND = 2
_UNIT = re.compile(r"[0-9０-９]+(?:[.,][0-9]+)*%?|[A-Za-z]+|.", re.DOTALL)
_MARKS = {
    "deleted": ("del", "（删去：", "）"),
    "inserted": ("ins", "（新增：", "）"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters that stayed, went or came."""

    change: Change
    text: str


def redline(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two texts; a deletion comes before the insertion in its place.

    One or two characters that stayed between two changes are counted as changed, for a
    reader follows words, not letters.
    """
    pieces: list[Piece] = []
    removed = added = ""
    blocks = _blocks(_UNIT.findall(old), _UNIT.findall(new))
    for at, (tag, gone, come) in enumerate(blocks):
        inside = 0 < at < len(blocks) - 1 and len(gone) <= _TOO_SHORT_TO_STAND
        if tag == "equal" and not inside:
            pieces += [*_change(removed, added), Piece("same", gone)]
            removed = added = ""
        else:
            removed, added = removed + gone, added + come
    return (*pieces, *_change(removed, added))


def _blocks(old: list[str], new: list[str]) -> list[tuple[str, str, str]]:
    return [
        (op.tag, "".join(old[op.src_start : op.src_end]), "".join(new[op.dest_start : op.dest_end]))
        for op in Indel.opcodes(old, new)
    ]


def renumbered(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two numbers, which change as a whole: nobody reads 第四五条."""
    if old == new:
        return (Piece("same", old),) if old else ()
    return tuple(_change(old, new))


def _change(removed: str, added: str) -> Iterable[Piece]:
    if removed:
        yield Piece("deleted", removed)
    if added:
        yield Piece("inserted", added)


def redline_html(pieces: Iterable[Piece], translate: Translate = CHINESE_WORDS) -> Markup:
    """Return the pieces as HTML: what went and what came is told by element, word and stroke.

    Texts are escaped. The words that say 删去 and 新增 are for readers who do not see strokes.
    """
    return Markup().join(_piece_html(piece, translate) for piece in pieces)


def _piece_html(piece: Piece, translate: Translate) -> Markup:
    if piece.change == "same":
        return Markup.escape(piece.text)
    tag, before, after = _MARKS[piece.change]
    # The texts are Chinese on every page.
    own = "" if is_chinese(translate) else f' lang="{LANGUAGES[1]}"'
    hidden = f'<span class="yl-visually-hidden"{own}>{{}}</span>'
    marked = Markup(f"<{tag}>{hidden}{{}}{hidden}</{tag}>")  # noqa: S704 - fixed words
    return marked.format(translate(before), piece.text, translate(after))
