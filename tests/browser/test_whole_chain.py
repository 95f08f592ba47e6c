"""From six comments, a letter, a fax and a 无意见 to the published outcome, by mouse."""

import csv
import io
import json
import re
import shlex
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from playwright.sync_api import Browser, BrowserContext, Page, expect

from comments_service.cli.main import main
from comments_service.domain.register.code_words import DISPOSITIONS
from tests.browser import office_day
from tests.browser.chromium import context_of
from tests.browser.office_day import CITIZENS, POLICY, Official, Receipt
from tests.servers.live_service import ROOT, Running, build, served
from tests.structure.test_desk_guide import GUIDE
from tests.worlds.decision_sheets import SHEET, put

pytestmark = pytest.mark.browser

AFTER = "2018-07-20T09:00:00+08:00"
# By which submission of all it is, and which of its comments.
SHEET_FATES = {
    "2-1": "采纳", "3-1": "采纳", "4-1": "采纳", "5-1": "未采纳", "6-1": "未采纳",
    "7-8": "未采纳", "7-9": "已有规定", "7-10": "已有规定", "8-1": "不属本次范围",
}  # fmt: skip
FATES = {"1-1": "采纳", **{f"7-{point}": "部分采纳" for point in range(1, 8)}, **SHEET_FATES}
SUBMISSIONS = 8
COUNTED = Counter(FATES.values())
TAKEN = COUNTED["采纳"] + COUNTED["部分采纳"]
MOST_CLICKS = 60
Accounts = tuple[tuple[str, str], tuple[str, str]]
"""Login and password of who decides, and of who releases."""
Finish = Callable[[Path], None]


@dataclass
class City:
    """A copy of the policies, the site that was built from it, and where the service keeps its."""

    folder: Path

    @property
    def env(self) -> dict[str, str]:
        return {"YANLU_POLICIES": str(self.folder / "policies")}

    @property
    def site(self) -> Path:
        return self.folder / "site"

    def build(self) -> None:
        build(self.site, self.folder / "policies", {"YANLU_NOW": AFTER})


@pytest.fixture
def city(site: Path, tmp_path: Path) -> City:
    shutil.copytree(ROOT / "policies", tmp_path / "policies")
    shutil.copytree(site, tmp_path / "site")
    return City(tmp_path)


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    with context_of(chromium) as context:
        yield context


def fill(path: Path) -> None:
    """Write into the sheet what is decided on each comment that is left."""
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    rows = {str(sheet.cell(row, 2).value): row for row in range(4, sheet.max_row + 1)}
    serials = office_day.in_order(rows)
    for number, word in SHEET_FATES.items():
        submission, _, point = number.partition("-")
        at = rows[f"{serials[int(submission) - 1 - SUBMISSIONS]}-{point}"]
        carried = {f"I{at}": "第三部分"} if word == "采纳" else {f"J{at}": "现行规定已有安排。"}
        put(**{f"H{at}": word, **carried})(sheet)
    book.save(path)


def the_office(
    context: BrowserContext, address: str, folder: Path, accounts: Accounts, finish: Finish = fill
) -> int:
    """Do the office's work on what came; return how many clicks it took."""
    handler, reviewer = accounts
    zhoumin = Official(context, address)
    zhoumin.signs_in(*handler)
    office_day.enter_the_post(zhoumin)
    browser = context.browser
    assert browser
    with context_of(browser) as other:
        chenjing = Official(other, address)
        chenjing.signs_in(*reviewer)
        office_day.check_the_post(chenjing)
        office_day.decide_in_the_browser(zhoumin)
        path = office_day.take_the_sheet(zhoumin, folder)
        finish(path)
        office_day.bring_the_sheet_back(zhoumin, path, len(SHEET_FATES))
        office_day.release_and_publish(chenjing, len(FATES))
        assert_files(chenjing.page, chenjing.desk)
    return zhoumin.clicks + chenjing.clicks


def open_accounts(
    running: Running, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Accounts:
    """Run each command of the guide's first step as it stands there."""
    for name, value in running.env.items():
        patch.setenv(name, value)
    passwords = []
    for line in re.findall(r"python -m comments_service ([^`\n]+)", GUIDE.read_text("utf-8")):
        assert main(shlex.split(line)) == 0, line
        passwords += re.findall(r"first password: (\S+)", capsys.readouterr().out)
    assert len(passwords) == 6
    return ("zhoumin", passwords[0]), ("chenjing", passwords[1])


@pytest.mark.soak
def test_three_doors_one_outcome_in_at_most_sixty_clicks(
    page: Page,
    context: BrowserContext,
    city: City,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with served(city.site, city.folder, city.env) as running:
        receipts = [office_day.comment_on(page, running.address, each) for each in CITIZENS]
        # What the page still asks for would find no server, which is an error of scripts.
        page.goto("about:blank")
    with served(city.site, city.folder, {**city.env, "YANLU_NOW": AFTER}) as running:
        accounts = open_accounts(running, monkeypatch, capsys)
        clicks = the_office(context, running.address, city.folder, accounts)
        assert clicks <= MOST_CLICKS
        city.build()
        assert_served(page, running.address, receipts)
        page.goto("about:blank")
    assert_outcome(city)


def assert_served(page: Page, address: str, receipts: list[Receipt]) -> None:
    """Look two receipts up, and read the tally."""
    assert_receipt(page, address, receipts[0], "采纳", "第一部分")
    assert_receipt(page, address, receipts[4], "未采纳", "现行规定已有安排。")
    tally = page.request.get(f"{address}/api/v1/policies/{POLICY}/tally").json()
    assert (tally["submissions"], tally["comments"], tally["participants"]) == (8, 17, 8)


def assert_receipt(page: Page, address: str, receipt: Receipt, *words: str) -> None:
    page.goto(f"{address}/receipts/")
    page.locator("input[name=no]").fill(receipt.number)
    page.locator("input[name=code]").fill(receipt.code)
    page.keyboard.press("Enter")
    for each in words:
        expect(page.locator("main")).to_contain_text(each)


def assert_files(page: Page, desk: str) -> None:
    """Read the four files that the reports' buttons give."""

    def got(name: str) -> bytes:
        answer = page.request.get(f"{desk}{POLICY}/reports/{name}?edition=public")
        assert answer.ok, answer.text()
        return answer.body()

    whole: dict[str, Any] = json.loads(got("comments.json"))
    rows = csv.DictReader(io.StringIO(got("comments.csv").decode("utf-8-sig")))
    for listed in (whole["comments"], rows):
        assert Counter(DISPOSITIONS[row["disposition"]] for row in listed) == COUNTED
    assert whole["reconciliation"]["balanced"] is True
    assert whole["reconciliation"]["comments"]["published"] == len(FATES)
    book = openpyxl.load_workbook(io.BytesIO(got("comments.xlsx")))
    heads, *cells = book["意见明细"].iter_rows(values_only=True)
    assert Counter(row[heads.index("采纳情况")] for row in cells) == COUNTED
    document = Document(io.BytesIO(got("all.docx")))
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert f"{len(FATES)}条意见，采纳或部分采纳{TAKEN}条" in said
    assert all(f"{word}{number}条" in said for word, number in COUNTED.items())
    assert "收到来件8件、意见17条，来自8人" in said


def assert_outcome(city: City) -> None:
    counts = json.loads((city.folder / f"policies/{POLICY}/results.json").read_text())["counts"]
    assert (counts["comments"], counts["submissions"], counts["participants"]) == (17, 8, 8)
    page = (city.site / POLICY / "results/index.html").read_text("utf-8")
    headline = re.sub(r"<[^>]+>", "", page[page.index("<h1") : page.index("</h1>")])
    assert headline == f"{len(FATES)}条意见，采纳或部分采纳{TAKEN}条"
    shown = dict(re.findall(r'<th scope="row">([^<]+)</th><td class="yl-number-cell">(\d+)', page))
    assert {word: int(shown[word]) for word in COUNTED} == COUNTED
