"""What everyone needs of a page as it stands: no axe violation, no sideways scrolling."""

import os
from collections.abc import Sequence
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

from tests.browser.chromium import PATIENCE
from tests.browser.rest import visit

# A call of evaluate has no limit of its own.
_FIND = f"""(within) => Promise.race([
  axe.run(within || document, {{resultTypes: ['violations']}})
    .then(({{violations}}) => ({{violations}})),
  new Promise((_, fail) => setTimeout(() => fail(new Error("axe gave no answer")), {PATIENCE})),
])"""
# Colours pass from one to the other where the scheme changes; axe must see where they end.
_FINISH = "document.getAnimations().forEach((animation) => animation.finish())"
_Look = tuple[int, Literal["light", "dark"]]
LOOKS: list[_Look] = [(1280, "light"), (390, "dark")]
_ALL: list[_Look] = [*LOOKS, (390, "light"), (1280, "dark")]
_BETWEEN = (320, 660, 768, 1024)
LONG = os.environ.get("YANLU_SOAK") == "long"
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
"""Counts in a page, as ``window.shifted``, how much has moved while it loads."""
_SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def assert_clean(page: Page, within: str | None = None) -> None:
    """Fail with what axe finds, or because something is wider than the page.

    ``within``, a selector, leaves the rest of a long page to the tests that look at all of it.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    page.evaluate(_FINISH)
    found = AxeResults(page.evaluate(_FIND, within))
    assert found.violations_count == 0, found.generate_report()
    assert_fits(page)


def assert_fits(page: Page) -> None:
    """Fail where the page scrolls sideways."""
    assert page.evaluate(_SIDEWAYS) <= 0


def assert_clean_for_everyone(
    page: Page, address: str = "", looks: Sequence[_Look] = _ALL if LONG else LOOKS
) -> None:
    """Look at a page wide in the light and narrow in the dark; the long form sees all four.

    It fits every width between, and as small as WCAG 2.2 asks (1.4.10). Without an address, at the
    page as it stands.
    """
    for at, (width, scheme) in enumerate(looks):
        page.set_viewport_size({"width": width, "height": 844})
        # Once it is there, a page is laid out by its stylesheet alone.
        if address and not at:
            visit(page, address)
        # Only a page at rest is turned dark and back: one on its way may never answer again.
        page.emulate_media(color_scheme=scheme)
        assert_clean(page)
        page.emulate_media(color_scheme="light")
    for width in _BETWEEN:
        page.set_viewport_size({"width": width, "height": 844})
        assert_fits(page)


def assert_clean_in_both_languages(page: Page, address: str, english: str = "") -> None:
    """Look at the Chinese page wide in the light, at the English one narrow in the dark.

    The long form sees all of both. Without ``english``, the Chinese address asked for English.
    """
    assert_clean_for_everyone(page, address, _ALL if LONG else LOOKS[:1])
    assert_clean_for_everyone(page, english or f"{address}?lang=en", _ALL if LONG else LOOKS[1:])
