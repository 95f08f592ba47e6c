"""The browser that tests and pictures are made with."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Playwright, ViewportSize, expect

from tests.servers.waiting import MOST_SECONDS

# Playwright's own list, which this switch replaces, and the two popups that Chromium makes
# for each window's address bar: nobody types there, and they take half of its time.
_WITHOUT = [
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
]
_SWITCHES = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    f"--disable-features={','.join(_WITHOUT)}",
]
# The same browser; the first takes four fifths of the processor's time.
_PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
WIDE: ViewportSize = {"width": 1280, "height": 900}
PATIENCE = 60_000
"""Milliseconds after which a wait in the browser is given up, be it for a page or by ``expect``.

One click is a small part of a test: what has not come by then does not come, on any machine.
"""


def launch(playwright: Playwright, switches: Sequence[str] = _SWITCHES) -> Browser:
    """Start the system's Chromium, without the windows around it where Debian's shell is there."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    assert program, "no Chromium: script/bootstrap as root installs it"
    expect.set_options(timeout=PATIENCE)
    most = MOST_SECONDS * 1000
    return playwright.chromium.launch(executable_path=program, args=switches, timeout=most)


@contextmanager
def context_of(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """Open a fresh profile of a Chinese reader at a desk until the block ends."""
    context = browser.new_context(**{"viewport": WIDE, "locale": "zh-CN", **options})
    context.set_default_timeout(PATIENCE)
    yield context
    # A request that is being answered when the profile is closed would fail the next test.
    for page in context.pages:
        page.unroute_all(behavior="wait")
    context.unroute_all(behavior="wait")
    context.close()
