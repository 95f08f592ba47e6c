"""The signature (落款): signers and date of a text without a seal, GB/T 9704-2012, 7.3.5.2.

The date begins two characters to the right of where the signer begins, the longer of the
two ends two characters from the right edge.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from interface.paper.printed import PrintedLine, Style

_EDGE, _STEP = 2.0, 2.0


def signature(lines: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """Set the lines of a closing; remarks in brackets (附注) below the date stay text."""
    remarks = [line for line in lines if line.text[0] in "(（"]
    signed = [line for line in lines if line not in remarks]
    if signed:
        yield from _signed(signed[:-1], signed[-1])
    yield from remarks


def _signed(signers: list[PrintedLine], date: PrintedLine) -> Iterator[PrintedLine]:
    longest = max((width(signer.text) for signer in signers), default=0.0)
    edge = max(_EDGE, longest - width(date.text)) if signers else 2 * _EDGE
    begins = edge + width(date.text) + _STEP
    for index, signer in enumerate(signers):
        inset = begins - width(signer.text)
        yield replace(signer, style=Style.CLOSING, gap=index == 0, inset=inset)
    yield replace(date, style=Style.CLOSING, gap=not signers, inset=edge)


def width(text: str) -> float:
    """Return how wide a text is, in characters; one that is not of the East is half as wide."""
    wide = sum(unicodedata.east_asian_width(char) in "WFA" for char in text)
    return wide + (len(text) - wide) / 2
