"""Type, contrast and reading aloud, as a reader has chosen them on this device."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.browser.chromium import context_of
from tests.browser.looks import assert_clean, assert_fits
from tests.servers.live_service import Running

pytestmark = pytest.mark.browser
POLICY = "shiyan-industry-2018"
# A device's voices stand in for those of the machine, which has none: what is said is kept, and
# each piece ends when the test ends it.
VOICES = """(voices) => {
  window.said = [];
  const synthesis = {
    getVoices: () => voices.map(([lang, localService]) => ({ lang, localService })),
    speak: (piece) => { window.said.push(piece); },
    cancel: () => {}, addEventListener: () => {},
  };
  Object.defineProperty(window, "speechSynthesis", { value: synthesis });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
}"""
AT_FIRST = """new MutationObserver((_, watcher) => {
  if (!document.body) return;
  watcher.disconnect();
  window.atFirst = document.documentElement.dataset.size;
}).observe(document, { childList: true, subtree: true });"""


def with_voices(page: Page, *voices: tuple[str, bool]) -> None:
    page.add_init_script(f"({VOICES})({json.dumps(voices)})")


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    with context_of(chromium, viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        yield page
    assert faults == []


def opens(page: Page) -> None:
    page.locator(".yl-top-menu summary").click()
    page.get_by_role("button", name="适老模式").click()
    expect(page.get_by_role("dialog", name="字号与朗读")).to_be_visible()


def size_of(page: Page) -> float:
    return float(page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)"))


def test_what_is_chosen_holds_on_every_page_from_the_first_paint_until_it_is_undone(
    phone: Page, running: Running
) -> None:
    page = phone
    page.add_init_script(AT_FIRST)
    page.goto(f"{running.address}/{POLICY}/follow/")
    opens(page)
    page.get_by_label("特大", exact=True).check()
    page.get_by_label("黑底黄字", exact=True).check()
    assert_clean(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="适老模式")).to_be_focused()
    for path in ("list/", f"forms/{POLICY}?version=v1", f"{POLICY}/"):
        page.goto(f"{running.address}/{path}")
        assert page.evaluate("window.atFirst") == "huge"
        assert size_of(page) == 20
        assert_fits(page)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
    opens(page)
    page.get_by_role("button", name="恢复标准").click()
    page.get_by_role("button", name="完成").click()
    page.reload()
    assert size_of(page) == 16
    assert page.evaluate("localStorage.length") == 0


def test_a_page_is_read_from_where_one_is_by_the_devices_own_voice(
    phone: Page, running: Running
) -> None:
    page = phone
    with_voices(page, ("zh-CN", False), ("en-US", True), ("zh-TW", True), ("zh_CN", True))
    page.goto(f"{running.address}/{POLICY}/#part_1")
    page.locator(".yl-foot-bar [data-display-open]").click()
    page.get_by_role("button", name="慢速").click()
    page.get_by_role("button", name="从本段开始").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator(".yl-being-read")).to_have_count(1)
    read = page.evaluate("[said[0].text, said[0].voice.lang, said[0].rate]")
    assert read == ["一、总体思路和主要目标", "zh_CN", 0.7]
    first = page.locator(".yl-being-read").inner_text()
    for _ in range(50):
        page.evaluate("said[said.length - 1].onend()")
        if page.locator(".yl-being-read").inner_text() != first:
            break
    assert page.locator(".yl-being-read").inner_text() != first
    page.get_by_role("button", name="停止朗读").click()
    expect(page.locator(".yl-being-read")).to_have_count(0)
    before = page.evaluate("said.length")
    page.evaluate("said[said.length - 1].onend()")
    assert page.evaluate("said.length") == before
    assert not any("⋯" in text for text in page.evaluate("said.map((piece) => piece.text)"))


def test_where_only_others_would_read_nothing_is_sent_to_them(
    phone: Page, running: Running
) -> None:
    page = phone
    with_voices(page, ("zh-CN", False), ("en-US", True))
    page.goto(f"{running.address}/receipts/")
    opens(page)
    expect(page.get_by_role("button", name="从本段开始")).to_be_disabled()
    expect(page.get_by_text("这台设备没有自带的语音可以读本页")).to_be_visible()


def test_where_the_settings_cannot_come_a_reader_is_told_what_else_enlarges(
    phone: Page, running: Running
) -> None:
    told: list[str] = []

    def read(dialog: Dialog) -> None:
        told.append(dialog.message)
        dialog.accept()

    phone.on("dialog", read)
    phone.route("**/display_sheet.js*", lambda route: route.abort())
    phone.goto(f"{running.address}/{POLICY}/")
    phone.locator(".yl-top-menu summary").click()
    with phone.expect_event("dialog"):
        phone.get_by_role("button", name="适老模式").click()
    assert "浏览器自带的放大功能" in told[0]


def test_without_scripts_nothing_offers_what_does_not_work(
    plain_page: Page, running: Running
) -> None:
    for path in (f"{POLICY}/", "receipts/"):
        plain_page.goto(f"{running.address}/{path}")
        expect(plain_page.locator("[data-display-open]").first).to_be_hidden()
