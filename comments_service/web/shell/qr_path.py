"""QR codes (ISO/IEC 18004) as the path of a drawing, for a page, for paper and for a canvas."""

from itertools import groupby
from typing import NamedTuple

import segno


class QrPath(NamedTuple):
    """The dark modules as an SVG path, one unit each, on a square of ``side`` units.

    The four units of white that the standard asks for around it are not in it.
    """

    side: int
    path: str


def qr_path(address: str) -> QrPath:
    """Draw an absolute address, error level M (15% may be damaged)."""
    rows = list(segno.make_qr(address, error="m", boost_error=False).matrix)
    runs = []
    for y, row in enumerate(rows):
        x = 0
        for is_dark, run in groupby(row):
            length = len([*run])
            if is_dark:
                runs.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return QrPath(len(rows), "".join(runs))
