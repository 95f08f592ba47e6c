"""One page for many tests: each gets it as if it were new, and it is made clean behind them.

A new profile with its first page costs what three more loads in an old one do. What cannot be
undone is refused here: a test that needs it takes ``fresh_page``.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page, Request

from tests.browser.chromium import WIDE, context_of

_SCRIPTS = "add_init_script expose_binding expose_function"
_SETTINGS = "set_default_navigation_timeout set_default_timeout set_extra_http_headers"
_ROUTES = "route_from_har route_web_socket"
_OF_PAGE = (
    f"add_locator_handler close expect_download expect_popup {_SCRIPTS} {_SETTINGS} {_ROUTES}"
)
_OF_CONTEXT = (
    "grant_permissions new_page on once set_geolocation set_offline set_storage_state"
    f" {_SCRIPTS} {_SETTINGS} {_ROUTES}"
)
_OF_CLOCK = "fast_forward install pause_at resume run_for set_fixed_time set_system_time"
# Only a page can remove what its tab keeps; what it does on leaving must not write again.
_CLEAR_SESSION = """try {
  sessionStorage.clear();
  Storage.prototype.setItem = () => {};
} catch { "this page may keep nothing"; }"""


def _refuse(owner: object, names: str) -> None:
    for name in names.split():
        assert hasattr(owner, name), name
        setattr(owner, name, _refusal(name))


def _refusal(name: str) -> Callable[..., NoReturn]:
    def refused(*_: object, **__: object) -> NoReturn:
        message = f"{name} cannot be undone for the next test: use the fixture fresh_page"
        raise AssertionError(message)

    return refused


class _Listeners:
    """What listens to a page; it can be made to listen no more."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._added: list[tuple[str, Callable[..., None]]] = []
        for name in ("on", "once"):
            setattr(page, name, self._remembering(getattr(page, name)))

    def _remembering(self, add: Callable[..., None]) -> Callable[..., None]:
        def added(event: str, f: Callable[..., None]) -> None:
            self._added.append((event, f))
            add(event, f)

        return added

    def leave(self) -> None:
        remove: Callable[..., None] = self._page.remove_listener
        for each in self._added:
            # It may have left by itself, once it had heard.
            with suppress(KeyError):
                remove(*each)
        self._added.clear()


@contextmanager
def _session(page: Page) -> Iterator[CDPSession]:
    """Talk to Chromium itself.

    As long as a session is open, a new page's renderer forgets what the test emulates.
    """
    session = page.context.new_cdp_session(page)
    yield session
    session.detach()


class KeptPage:
    """A page that is lent to one test after another."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        self._browser, self._options = browser, options
        self._opened = ExitStack()
        self._clean: Page | None = None
        self._origins: set[str] = set()
        self._place: Path | None = None

    def lend(self, place: Path) -> Page:
        """Return the page as a new one is; a new one where the last was not given back.

        What a site's files were is remembered as long as the tests are of one ``place``.
        """
        page, self._clean = self._clean or self._new(), None
        if place != self._place:
            with _session(page) as session:
                session.send("Network.clearBrowserCache")
            self._place = place
        return page

    def take_back(self, page: Page) -> None:
        """Make the page clean for the next; without this the next gets another."""
        if len(self._origins) <= 1 and page.context.pages == [page]:
            page.unroute_all(behavior="wait")
            page.context.unroute_all(behavior="wait")
            # What breaks because the page is left is no fault of the test's.
            self._listeners.leave()
            self._forget(page)
            self._set_back(page)
            self._origins.clear()
            self._clean = page

    def close(self) -> None:
        """Close what is open."""
        self._opened.close()

    def _new(self) -> Page:
        self.close()
        self._origins.clear()
        context = self._opened.enter_context(context_of(self._browser, **self._options))
        page = context.new_page()
        page.on("request", self._visit)
        _refuse(page, _OF_PAGE)
        _refuse(context, _OF_CONTEXT)
        _refuse(page.clock, _OF_CLOCK)
        _refuse(page.keyboard, "down")
        _refuse(page.mouse, "down")
        self._listeners = _Listeners(page)
        return page

    def _visit(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme == "http":
            self._origins.add(f"http://{address.netloc}")

    def _forget(self, page: Page) -> None:
        """Leave the site, and remove all that it has kept in the browser."""
        with _session(page) as session:
            session.send("Page.stopLoading")
            session.send("Runtime.evaluate", {"expression": _CLEAR_SESSION})
            page.goto("about:blank")
            for origin in self._origins:
                everything = {"origin": origin, "storageTypes": "all"}
                session.send("Storage.clearDataForOrigin", everything)
            session.send("Network.clearBrowserCookies")
            session.send("Page.resetNavigationHistory")

    def _set_back(self, page: Page) -> None:
        """Undo what the page was made to look like."""
        page.mouse.move(-1, -1)
        if page.viewport_size != WIDE:
            page.set_viewport_size(WIDE)
        page.emulate_media(
            media="null",
            color_scheme="light",
            reduced_motion="no-preference",
            forced_colors="none",
            contrast="no-preference",
        )
