"""A page in a Chromium of years ago, which Playwright cannot drive.

It is driven over the pipe that Chromium opens for its developer tools: messages of JSON, each
with a zero byte behind it, as the DevTools protocol has them.
"""

import contextlib
import json
import os
import select
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from tests.servers.waiting import MOST_SECONDS, wait_for
from tests.soak.old_chromium import OldChromium, environment

_SWITCHES = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-dev-shm-usage", "--remote-debugging-pipe", "--lang=zh-CN"),
)
# Chromium reads what it is asked from its handle 3, and answers on 4.
_START = 'in=$1 out=$2; shift 2; exec "$@" 3<&"$in" 4>&"$out"'
_KEYS = {"Enter": (13, "\r"), "Escape": (27, ""), "Tab": (9, ""), "ArrowDown": (40, "")}
# Elements of those a selector finds, by their words, that can be seen; none before all of the page
# has come, because they move until then.
_FIND = """((selector, words) => [...document.querySelectorAll(selector)].find((each) =>
  document.readyState === "complete" && each.getClientRects().length
    && (words === null || each.textContent.trim() === words)))"""
_MIDDLE = f"""(selector, words) => {{
  const element = {_FIND}(selector, words);
  element.scrollIntoView({{ block: "center" }});
  const box = element.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const there = document.elementFromPoint(x, y);
  const hit = there && (element.contains(there) || there.contains(element)
    || element.labels && [...element.labels].some((label) => label.contains(there)));
  return hit ? [x, y] : null;
}}"""
_CHOOSE = """(selector, value) => {
  const field = document.querySelector(selector);
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}"""


class BrowserError(Exception):
    """The browser did not do what it was asked, such as while it goes on to another page."""


@dataclass
class OldPage:
    """Clicks and types where a person would, with the mouse and the keyboard."""

    asking: int
    answering: int
    session: str = ""
    faults: list[str] = field(default_factory=list)
    """What the page's scripts threw and did not catch."""
    _rest: bytes = b""
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def ask(self, method: str, **values: Any) -> Any:
        """Ask the browser, and return its answer."""
        number = next(self._numbers)
        asked = {"id": number, "method": method, "params": values}
        message = json.dumps(asked | ({"sessionId": self.session} if self.session else {}))
        os.write(self.asking, message.encode() + b"\0")
        while True:
            answer = self._message()
            if answer.get("method") == "Runtime.exceptionThrown":
                details = answer["params"]["exceptionDetails"]
                self.faults.append(str(details.get("exception", {}).get("description", details)))
            if answer.get("id") == number:
                if "error" in answer:
                    raise BrowserError(answer["error"])
                return answer["result"]

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self.answering], [], [], MOST_SECONDS)
            assert ready, "the browser says nothing"
            self._rest += os.read(self.answering, 1 << 16)
        message, _, self._rest = self._rest.partition(b"\0")
        answer: dict[str, Any] = json.loads(message)
        return answer

    def begin(self) -> None:
        """Open a page as wide as a phone."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network"):
            self.ask(f"{domain}.enable")
        size = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": False}
        self.ask("Emulation.setDeviceMetricsOverride", **size)

    def runs(self, function: str, *arguments: Any) -> Any:
        """Call a function of the page's language; return what it gives."""
        given = ", ".join(json.dumps(each) for each in arguments)
        asked = {"expression": f"({function})({given})", "returnByValue": True}
        answer = self.ask("Runtime.evaluate", **asked)
        if "exceptionDetails" in answer:
            raise BrowserError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def goes(self, address: str) -> None:
        """Open an address, and wait until it is there."""
        self.ask("Page.navigate", url=address)
        wait_for(lambda: self._now("() => document.readyState === 'complete'"), address)

    def sees(self, selector: str, words: str | None = None) -> str:
        """Wait until such an element can be seen; return what it says."""
        said = f"(s, w) => {{ const it = {_FIND}(s, w); return it ? [it.textContent] : null; }}"
        try:
            found = wait_for(lambda: self._now(said, selector, words), f"{selector} {words or ''}")
        except AssertionError as error:
            error.add_note(self._now("() => document.body.innerText") or "")
            raise
        return str(found[0]).strip()

    def _now(self, function: str, *arguments: Any) -> Any:
        with contextlib.suppress(BrowserError):
            return self.runs(function, *arguments)
        return None

    def hides(self, selector: str) -> bool:
        """Tell whether nothing of it can be seen."""
        return not self.runs(f"(s, w) => Boolean({_FIND}(s, w))", selector, None)

    def clicks(self, selector: str, words: str | None = None) -> None:
        """Click on the middle of it."""
        self.sees(selector, words)
        x, y = wait_for(lambda: self._middle(selector, words), f"{selector} to stand still")
        for kind in ("mousePressed", "mouseReleased"):
            at = {"x": x, "y": y, "button": "left", "clickCount": 1}
            self.ask("Input.dispatchMouseEvent", type=kind, **at)

    def _middle(self, selector: str, words: str | None) -> list[float]:
        """Return where it can be clicked; nothing where it has moved between two looks."""
        first, again = (self._now(_MIDDLE, selector, words) for _ in range(2))
        return first if first and first == again else []

    def types(self, selector: str, text: str) -> None:
        """Click into a field and type."""
        self.clicks(selector)
        self.ask("Input.insertText", text=text)

    def chooses(self, selector: str, value: str) -> None:
        """Choose an entry of a list."""
        self.runs(_CHOOSE, selector, value)

    def attaches(self, selector: str, file: Path) -> None:
        """Choose a file, as in the window that the browser opens for that."""
        field = self.ask("Runtime.evaluate", expression=f"document.querySelector({selector!r})")
        place = field["result"]["objectId"]
        self.ask("DOM.setFileInputFiles", files=[str(file)], objectId=place)

    def presses(self, key: str) -> None:
        """Press a key."""
        code, text = _KEYS[key]
        pressed = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        self.ask("Input.dispatchKeyEvent", type="keyDown", text=text, **pressed)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **pressed)


@contextlib.contextmanager
def opened(chromium: OldChromium) -> Iterator[OldPage]:
    """Open a page in an old Chromium, with a profile of its own, until the block ends."""
    program = chromium.program()
    their_in, asking = os.pipe()
    answering, their_out = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        handles = (str(their_in), str(their_out))
        command = ["bash", "-c", _START, "bash", *handles, str(program), *_SWITCHES]
        browser = subprocess.Popen(
            [*command, f"--user-data-dir={profile}"],
            env=environment(program),
            pass_fds=(their_in, their_out),
            stderr=subprocess.DEVNULL,
        )
        try:
            page = OldPage(asking, answering)
            version = page.ask("Browser.getVersion")["product"]
            assert f"Chrome/{chromium.major}." in version
            page.begin()
            yield page
        finally:
            browser.kill()
            browser.wait(MOST_SECONDS)
            for handle in (their_in, asking, answering, their_out):
                os.close(handle)
