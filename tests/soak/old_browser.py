"""A page in a Chromium too old for most of what the driver does: it finds and waits by script."""

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.servers.waiting import MOST_SECONDS

_PATIENCE = MOST_SECONDS * 1000  # ms

# Elements of those a selector finds, by their words, that can be seen.
_FIND = """(selector, words) => [...document.querySelectorAll(selector)].find((each) =>
  each.getClientRects().length && (words === null || each.textContent.trim() === words))"""
_MIDDLE = f"""([selector, words]) => {{
  const element = ({_FIND})(selector, words);
  element.scrollIntoView({{ block: "center" }});
  const box = element.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}}"""


@dataclass
class OldPage:
    """Clicks and types where a person would, with the mouse and the keyboard."""

    page: Page

    def sees(self, selector: str, words: str | None = None) -> str:
        """Wait until such an element can be seen; return what it says."""
        found = f"([selector, words]) => ({_FIND})(selector, words)"
        self.page.wait_for_function(found, arg=[selector, words], timeout=_PATIENCE)
        said = self.page.evaluate(f"([s, w]) => ({_FIND})(s, w).textContent", [selector, words])
        return str(said).strip()

    def clicks(self, selector: str, words: str | None = None) -> None:
        """Click on the middle of it."""
        self.sees(selector, words)
        self.page.mouse.click(*self.page.evaluate(_MIDDLE, [selector, words]))

    def types(self, selector: str, text: str) -> None:
        """Click into a field and type."""
        self.clicks(selector)
        self.page.keyboard.insert_text(text)

    def hides(self, selector: str) -> bool:
        """Tell whether nothing of it can be seen."""
        return not self.page.evaluate(f"(s) => Boolean(({_FIND})(s, null))", selector)
