"""QR codes (ISO/IEC 18004) of addresses, for phones that look at a screen or at paper."""

import io

import segno

_QUIET_ZONE = 4
"""Modules of white on each side, as the standard asks for."""


def qr_svg(address: str) -> bytes:
    """Draw an absolute address as SVG, error level M (15% may be damaged).

    Black on white whatever the page's colours are, without a size of its own: the page that
    loads it says how large it is. The same address gives the same bytes.
    """
    out = io.BytesIO()
    code = segno.make_qr(address, error="m", boost_error=False)
    code.save(
        out, kind="svg", border=_QUIET_ZONE, dark="#000", light="#fff", xmldecl=False,
        omitsize=True, svgclass=None, lineclass=None, nl=False,
    )  # fmt: skip
    return out.getvalue()
