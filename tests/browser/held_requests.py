"""Requests of a page that wait until the test answers them."""

from playwright.sync_api import Page, Route

from tests.servers.waiting import wait_for


class HeldRequests:
    """The next ``number`` requests to what ``pattern`` names, in the order in which they come."""

    def __init__(self, page: Page, pattern: str, number: int = 1) -> None:
        self._page = page
        self._come: list[Route] = []
        # What it is given gets a mark, which a method of a list cannot bear.
        page.route(pattern, lambda route: self._come.append(route), times=number)  # noqa: PLW0108

    def __getitem__(self, at: int) -> Route:
        """Wait for one: the page may show that it has asked before the browser tells of it."""
        wait_for(lambda: self._has(at + 1), "the request that is held")
        return self._come[at]

    def _has(self, number: int) -> bool:
        # What the browser tells is heard while it is asked something.
        self._page.evaluate("0")
        return len(self._come) >= number
