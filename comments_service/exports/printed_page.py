"""How a sheet is printed: A4 across, one page wide, its header on every page."""

from typing import Any

_A4 = 9
_LONGEST_TITLE = 100
"""Of the 255 characters that a heading may have; each & in the title takes two."""


def print_across(sheet: Any, title: str, right: str, footing: str, head: int = 0) -> None:
    """Set up pages: ``title`` left, ``right`` right, ``footing`` below, row ``head`` on each."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.set_header(f"&L{title[:_LONGEST_TITLE].replace('&', '&&')}&R{right}")
    sheet.set_footer(f"&C{footing}")
