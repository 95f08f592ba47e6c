"""Waiting until a page has come to rest: for its requests and scripts, never for time."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Request

from tests.servers.waiting import wait_for

# The page's thread has nothing left to do: what it asked for last has been told before this.
# A page that draws nothing is told of idle time by the end of its patience (ms) alone.
_IDLE = """() => new Promise((done) => {
  const idle = (next) => requestIdleCallback(next, { timeout: 5000 });
  idle(() => idle(done));
  // What never comes is no reason to stand still for ever: a call of evaluate has no limit.
  setTimeout(done, 60000);
})"""


class _Requests:
    """Follows the requests of a page that begin from now on; those of the page before end too."""

    def __init__(self) -> None:
        self.begun = 0
        self._open: set[Request] = set()

    def begin(self, request: Request) -> None:
        self.begun += 1
        self._open.add(request)

    def end(self, request: Request) -> None:
        self._open.discard(request)

    def are_over(self, page: Page) -> bool:
        """Tell whether all have ended, and no new one follows from their answers."""
        before = self.begun
        page.evaluate(_IDLE)
        return before == self.begun and not self._open


@contextmanager
def rest(page: Page) -> Iterator[None]:
    """Lead to a page in the block; after it that page's scripts have done what they do first."""
    requests = _Requests()
    page.on("request", requests.begin)
    page.on("requestfinished", requests.end)
    page.on("requestfailed", requests.end)
    yield
    page.wait_for_load_state()
    wait_for(lambda: requests.are_over(page), f"{page.url} to come to rest")
    page.remove_listener("request", requests.begin)
    page.remove_listener("requestfinished", requests.end)
    page.remove_listener("requestfailed", requests.end)


def visit(page: Page, address: str) -> Page:
    """Go to a page, and wait until it has come to rest."""
    with rest(page):
        page.goto(address)
    return page
