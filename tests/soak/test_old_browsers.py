"""Search, states, filter, dialog and receipt in Chromiums of years ago, down to the floor."""

import json
import math
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.servers.live_service import Running, served
from tests.soak.old_browser import OldPage, opened
from tests.soak.old_chromium import (
    CHROMIUM_79,
    CHROMIUM_80,
    CHROMIUM_88,
    CHROMIUM_92,
    OldChromium,
)
from tests.worlds.word_files import docx, paragraph

pytestmark = [pytest.mark.soak, pytest.mark.browser]
POLICY = "shiyan-industry-2018"
UNSTARTED = "本页的脚本没有正常运行"


@pytest.fixture(scope="module")
def running(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with served(site, tmp_path_factory.mktemp("service")) as running:
        yield running


def comments(running: Running, which: str = "comments") -> int:
    with urllib.request.urlopen(f"{running.address}/api/v1/policies/{POLICY}/tally") as answer:
        told: Any = json.load(answer)
    return int(told[which])


@pytest.mark.parametrize(
    "chromium", [CHROMIUM_80, CHROMIUM_88, CHROMIUM_92], ids=lambda each: str(each.major)
)
def test_everything_works_down_to_the_floor(
    running: Running, chromium: OldChromium, tmp_path: Path
) -> None:
    before = comments(running)
    file = tmp_path / "测算.docx"
    file.write_bytes(docx(paragraph("见测算表。")))
    with opened(chromium) as reader:
        reader.goes(f"{running.address}/")
        reader.sees(".yl-hero .yl-state", "征集中")
        reader.goes(f"{running.address}/list/")
        reader.sees(f"[data-policy={POLICY}] .yl-state", "征集中")
        reader.chooses("[name=status]", "open")
        reader.sees(".yl-count", "符合条件的共1件")
        reader.goes(f"{running.address}/en/search/?q={quote('专项资金')}")
        reader.sees(".yl-count", "6 clauses in 2 documents")
        search(reader, running)
        comment_in_the_dialog(reader, file)
        number, _ = receipt(reader)
        reader.sees(".yl-receipt-said p", "专项资金怎样申请？")
        reader.sees(".yl-receipt-said p", "附件：测算.docx")
        reader.clicks("[data-save]", "保存为图片")
        reader.sees("[data-slip-made] img")
        reader.clicks(".yl-dialog button", "查询办理情况")
        assert reader.sees("main [data-receipt-no]") == number
        withdrawn = comments(running, "withdrawn")
        correct_and_withdraw(reader)
        enlarge(reader)
        assert reader.faults == []
    assert comments(running) == before + 1
    assert comments(running, "withdrawn") == withdrawn + 1


def search(reader: OldPage, running: Running) -> None:
    reader.goes(f"{running.address}/search/?q={quote('专项资金')}")
    reader.sees(".yl-count", "共6个条款，见于2个文件")
    reader.clicks(".yl-hits a")
    reader.sees(".yl-state", "征集中")


def comment_in_the_dialog(reader: OldPage, file: Path) -> None:
    reader.presses("Enter")
    reader.types("textarea[name=body]", "专项资金怎样申请？")
    reader.clicks(".yl-dialog input[value=suggest]")
    reader.attaches(".yl-comment input[type=file]", file)
    kilobytes = math.ceil(file.stat().st_size / 1024)
    reader.sees(".yl-files .yl-hint", f"已上传 · {kilobytes} KB")
    reader.clicks(".yl-dialog button", "下一步：留身份")
    reader.types("input[name=name]", "林晓芸")
    reader.types("input[name=phone]", "13800138000")
    reader.clicks("input[name=consent_notice]")
    reader.clicks(".yl-dialog button", "提交1条意见")


def receipt(reader: OldPage) -> tuple[str, str]:
    return reader.sees("[data-receipt-no]"), reader.sees("[data-query-code]")


def correct_and_withdraw(reader: OldPage) -> None:
    reader.clicks('[aria-label="修改第1条意见"]')
    reader.types("#reason", "申请的办法没有写。")
    reader.clicks("main button", "保存修改")
    reader.sees("main .yl-banner", "修改已经登记。")
    reader.sees(".yl-said dd", "申请的办法没有写。")
    reader.clicks('[aria-label="撤回第1条意见"]')
    reader.sees(".yl-said dd", "申请的办法没有写。")
    reader.clicks("main button", "撤回本条")
    reader.sees("main .yl-banner", "这条意见已经撤回。")
    assert reader.hides('[aria-label="修改第1条意见"]')


def enlarge(reader: OldPage) -> None:
    reader.clicks(".yl-top-menu summary")
    reader.clicks("[data-display-open]")
    reader.clicks("label[for=yl-size-huge]")
    reader.presses("Escape")
    assert reader.hides(".yl-display")
    assert reader.runs("() => getComputedStyle(document.body).fontSize") == "20px"


@pytest.mark.parametrize("lost", [None, "*/site.js*"], ids=["older", "without modules"])
def test_where_scripts_do_not_start_a_sentence_says_so_and_the_form_takes_the_comment(
    running: Running, lost: str | None
) -> None:
    before = comments(running)
    with opened(CHROMIUM_88 if lost else CHROMIUM_79) as reader:
        if lost:
            reader.ask("Network.setBlockedURLs", urls=[lost])
        for path in ("", "list/", "search/?q=%E4%BC%81%E4%B8%9A"):
            reader.goes(f"{running.address}/{path}")
            assert UNSTARTED in reader.sees("[data-unstarted]")
        reader.goes(f"{running.address}/{POLICY}/")
        assert "提意见请用意见表单" in reader.sees("[data-unstarted]")
        reader.clicks('[aria-label="提意见：第1自然段"]')
        reader.types("#comments-0-body", "奖励标准请写明。")
        reader.clicks("#comments-0-stance-suggest")
        reader.types("#name", "林晓芸")
        reader.types("#phone", "13800138000")
        reader.clicks("#consent_notice")
        reader.clicks("main .yl-button", "提交")
        number, _ = receipt(reader)
        assert re.fullmatch(r"\d{8}-\d{4}-\d{4}-\d", number)
        reader.clicks("main button", "查询办理情况")
        assert reader.sees("[data-receipt-no]") == number
        assert "奖励标准请写明。" in reader.sees("main")
    assert comments(running) == before + 1
