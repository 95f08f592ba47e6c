"""A citizen at a browser who uses the keyboard alone."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.servers.waiting import wait_for

_FOCUSED = """() => {
  const e = document.activeElement;
  const label = e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent || '';
  return `${e.tagName.toLowerCase()}|${e.getAttribute('name') || ''}|${label.trim()}`;
}"""


@dataclass
class Citizen:
    """Presses keys on a page and counts them."""

    page: Page
    pressed: list[str] = field(default_factory=list)

    def presses(self, key: str) -> None:
        self.pressed.append(key)
        self.page.keyboard.press(key)

    def types(self, text: str) -> None:
        self.page.keyboard.insert_text(text)

    def chooses(self, words: str) -> None:
        """Choose in a closed list by its first words, as keyboards do."""
        self.pressed.append(words)
        self.page.locator("select:focus").select_option(words)

    def focus(self) -> str:
        """Say what has the focus, as ``tag|name|label``."""
        return str(self.page.evaluate(_FOCUSED))

    def comes_to(self, words: str) -> str:
        """Wait until what has the focus is called so; return all that is said of it.

        The page may move the focus a moment after a key, or after what it shows has changed.
        """
        wait_for(lambda: words in self.focus(), f"the focus at {words}")
        return self.focus()

    def tabs_to(self, pattern: str, *, most: int = 60, key: str = "Tab") -> str:
        """Press Tab until what has the focus matches."""
        for _ in range(most):
            self.presses(key)
            if re.search(pattern, self.focus()):
                return self.focus()
        raise AssertionError(f"no {pattern} within {most} presses; at {self.focus()}")

    def searches(self, words: str) -> None:
        self.tabs_to(r"^input\|q\|")
        self.types(words)
        self.presses("Enter")
        expect(self.page.locator(".yl-hits a").first).to_be_visible()

    def opens_hit(self) -> str:
        """Open the first hit; return the clause's id. Its 提意见 has the focus then."""
        self.tabs_to(r"^a\|\|第")
        clause = self.page.evaluate("document.activeElement.dataset.clause")
        self.presses("Enter")
        self.page.wait_for_url(re.compile(r"#" + re.escape(clause) + "$"))
        expect(self.page.locator(".yl-say:focus")).to_have_count(1)
        return str(clause)

    def says_of_focused_clause(self, words: str) -> None:
        """From a clause's 提意见 into the dialog, and write."""
        self.presses("Enter")
        expect(self.page.locator("textarea:focus")).to_have_attribute("name", "body")
        self.types(words)
        self.tabs_to(r"^input\|stance-")
        self.presses("Space")

    def gives_name(self, name: str, phone: str) -> None:
        """From a field of the comment on to who one is, as Enter leads there."""
        self.presses("Enter")
        self.comes_to("h3||")
        self.tabs_to(r"^input\|name\|")
        self.types(name)
        self.tabs_to(r"^input\|phone\|")
        self.types(phone)
        self.tabs_to(r"^input\|consent_notice\|")
        self.presses("Space")

    def receipt(self) -> tuple[str, str]:
        """Return number and query code as the dialog shows them."""
        number = self.page.locator("[data-receipt-no]")
        expect(number).to_be_in_viewport()
        code = self.page.locator("[data-query-code]").text_content()
        return number.text_content() or "", code or ""

    def sends_and_looks_up(self, comments: int) -> None:
        """Send that many comments, and look the receipt up from where it is shown."""
        self.tabs_to(rf"^button\|\|提交{comments}条意见$")
        self.presses("Enter")
        number, _ = self.receipt()
        self.tabs_to("^button.*查询办理情况")
        self.presses("Enter")
        self.page.wait_for_url("**/receipts/")
        expect(self.page.locator("[data-receipt-no]")).to_have_text(number)
