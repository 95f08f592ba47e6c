"""Requests of a page that wait until the test answers them."""

from playwright.sync_api import Page, Route

from tests.servers.waiting import wait_for


class HeldRequests:
    """The next ``number`` requests to what ``pattern`` names, in the order in which they come."""

    def __init__(self, page: Page, pattern: str, number: int = 1) -> None:
        self._page = page
        self._number = number
        self._come: list[Route] = []
        # Not ``times``: at its end the browser is told to let go of what is still held.
        page.route(pattern, lambda route: self._hold(route))  # noqa: PLW0108 - it gets a mark

    def __getitem__(self, at: int) -> Route:
        """Wait for one: the page may show that it has asked before the browser tells of it."""
        wait_for(lambda: self._has(at + 1), "the request that is held")
        return self._come[at]

    def _hold(self, route: Route) -> None:
        if len(self._come) < self._number:
            self._come.append(route)
        else:
            route.fallback()

    def _has(self, number: int) -> bool:
        # What the browser tells is heard while it is asked something.
        self._page.evaluate("0")
        return len(self._come) >= number
