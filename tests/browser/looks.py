"""What everyone needs of a page as it stands: no axe violation, no sideways scrolling."""

import os
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

from tests.browser.rest import visit

_FIND = "axe.run({resultTypes: ['violations']}).then(({violations}) => ({violations}))"
# Colours pass from one to the other where the scheme changes; axe must see where they end.
_FINISH = "document.getAnimations().forEach((animation) => animation.finish())"
_LOOKS: list[tuple[int, Literal["light", "dark"]]] = [(1280, "light"), (390, "dark")]
if os.environ.get("YANLU_SOAK") == "long":
    _LOOKS += [(390, "light"), (1280, "dark")]
_SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def assert_clean(page: Page) -> None:
    """Fail with what axe finds, or because something is wider than the page."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    page.evaluate(_FINISH)
    found = AxeResults(page.evaluate(_FIND))
    assert found.violations_count == 0, found.generate_report()
    assert_fits(page)


def assert_fits(page: Page) -> None:
    """Fail where the page scrolls sideways."""
    assert page.evaluate(_SIDEWAYS) <= 0


def assert_clean_for_everyone(page: Page, address: str = "") -> None:
    """Look at a page wide in the light and narrow in the dark; the long form sees all four.

    Without an address, at the page as it stands.
    """
    for width, scheme in _LOOKS:
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)
        if address:
            visit(page, address)
        assert_clean(page)
