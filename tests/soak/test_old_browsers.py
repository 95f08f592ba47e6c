"""Search, comment and receipt in browsers of years ago, and in the one that is installed."""

import contextlib
import json
import re
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser.chromium import launch
from tests.servers.live_service import Running, served
from tests.soak.old_browser import OldPage
from tests.soak.old_chromium import CHROMIUM_88, CHROMIUM_92, OldChromium, environment

pytestmark = [pytest.mark.soak, pytest.mark.browser]
POLICY = "shiyan-industry-2018"
_SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
Open = Callable[[OldChromium | None], "contextlib.AbstractContextManager[OldPage]"]


@pytest.fixture(scope="module")
def running(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with served(site, tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture
def opens(playwright: Playwright) -> Open:
    """Open a page in an old Chromium, None for the installed one."""

    @contextlib.contextmanager
    def opened(chromium: OldChromium | None) -> Iterator[OldPage]:
        browser = _launch(playwright, chromium)
        page = browser.new_page(viewport={"width": 390, "height": 844}, locale="zh-CN")
        yield OldPage(page)
        browser.close()

    return opened


def _launch(playwright: Playwright, chromium: OldChromium | None) -> Browser:
    if chromium is None:
        return launch(playwright, _SWITCHES)
    old = chromium.program()
    browser = playwright.chromium.launch(
        executable_path=old, args=_SWITCHES, env={**environment(old)}
    )
    assert browser.version.startswith(f"{chromium.major}.")
    return browser


def comments(running: Running) -> int:
    with urllib.request.urlopen(f"{running.address}/api/v1/policies/{POLICY}/tally") as answer:
        told: Any = json.load(answer)
    return int(told["comments"])


@pytest.mark.parametrize("chromium", [CHROMIUM_92, None], ids=["92", "newest"])
def test_search_comment_and_receipt_work_in_the_dialog(
    opens: Open, running: Running, chromium: OldChromium | None
) -> None:
    before = comments(running)
    with opens(chromium) as reader:
        faults: list[str] = []
        reader.page.on("pageerror", lambda error: faults.append(str(error)))
        reader.page.goto(f"{running.address}/search/?q={quote('专项资金')}")
        reader.sees(".yl-count", "共6个条款，见于2个文件")
        reader.clicks(".yl-hits a")
        reader.sees(".yl-state", "征集中")
        reader.page.keyboard.press("Enter")
        reader.types("textarea[name=body]", "专项资金怎样申请？")
        reader.types("input[name=name]", "林晓芸")
        reader.types("input[name=phone]", "13800138000")
        reader.clicks("input[name=consent_notice]")
        reader.clicks(".yl-dialog button", "提交")
        number = reader.sees("[data-receipt-no]")
        code = reader.sees("[data-query-code]")
        reader.clicks(".yl-dialog a", "查询办理情况")
        reader.types("#query-code", code)
        reader.clicks("main button", "查询")
        assert reader.sees("[data-receipt-no]") == number
        assert faults == []
    assert comments(running) == before + 1


def test_where_scripts_do_not_start_a_sentence_says_so_and_the_form_takes_the_comment(
    opens: Open, running: Running
) -> None:
    before = comments(running)
    with opens(CHROMIUM_88) as reader:
        for path in ("", "list/", "search/?q=%E4%BC%81%E4%B8%9A"):
            reader.page.goto(f"{running.address}/{path}")
            assert "本页的脚本没有正常运行" in reader.sees("[data-unstarted]")
        reader.page.goto(f"{running.address}/{POLICY}/")
        assert "提意见请用意见表单" in reader.sees("[data-unstarted]")
        reader.clicks('[aria-label="提意见：第三部分（三）"]')
        reader.types("#comments-0-body", "奖励标准请写明。")
        reader.types("#name", "林晓芸")
        reader.types("#phone", "13800138000")
        reader.clicks("#consent_notice")
        reader.clicks("main .yl-button", "提交")
        assert re.fullmatch(r"\d{8}-\d{4}-\d{4}-\d", reader.sees("[data-receipt-no]"))
        code = reader.sees("[data-query-code]")
        reader.clicks("main a", "查询办理情况")
        reader.types("#query-code", code)
        reader.clicks("main button", "查询")
        assert "奖励标准请写明。" in reader.sees("main")
    assert comments(running) == before + 1
