"""The signature (落款): signers and date of a text without a seal, GB/T 9704-2012, 7.3.5.2.

The date begins two characters to the right of where the signer begins, the longer of the
two ends two characters from the right edge.
"""

import unicodedata
from collections.abc import Iterator

from publisher.compile import Edition
from publisher.documents.printed import Line, Run, Style

_EDGE, _STEP = 2.0, 2.0


def signature(edition: Edition) -> Iterator[Line]:
    """Give the lines of a version's closing, remarks in brackets (附注) below the date."""
    lines = [line.text for line in edition.cover("closing")]
    remarks = [line for line in lines if line[0] in "(（"]
    signed = [line for line in lines if line not in remarks]
    if signed:
        yield from _signed(signed[:-1], signed[-1])
    for remark in remarks:
        yield Line(Style.BODY, (Run(remark),))


def _signed(signers: list[str], date: str) -> Iterator[Line]:
    longest = max((width(signer) for signer in signers), default=0.0)
    edge = max(_EDGE, longest - width(date)) if signers else 2 * _EDGE
    begins = edge + width(date) + _STEP
    for index, signer in enumerate(signers):
        yield Line(Style.CLOSING, (Run(signer),), gap=index == 0, inset=begins - width(signer))
    yield Line(Style.CLOSING, (Run(date),), gap=not signers, inset=edge)


def width(text: str) -> float:
    """Return how wide a text is, in characters; one that is not of the East is half as wide."""
    wide = sum(unicodedata.east_asian_width(char) in "WFA" for char in text)
    return wide + (len(text) - wide) / 2
