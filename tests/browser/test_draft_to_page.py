"""From a Word file to a public consultation: two accounts, a browser, and ``build.py take``."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from comments_service.domain.accounts.roles import Role
from comments_service.services.service import open_service
from comments_service.settings import Settings
from tests.browser.looks import LOOKS, assert_clean_for_everyone
from tests.servers.live_service import IN_WINDOW, ROOT, Running, build, served
from tests.worlds.officers import PASSWORD, add_officer
from tests.worlds.word_files import cell, docx, paragraph, row

pytestmark = pytest.mark.browser

CENTRED, ID = '<w:jc w:val="center"/>', "example-industry-2018"
DRAFT = docx(
    paragraph("某某市支持工业企业发展若干措施", CENTRED)
    + paragraph("（征求意见稿）", CENTRED)
    + "".join(
        paragraph(line)
        for line in (
            "一、支持企业做大做强", "（一）对新进入规模以上的企业，一次性奖励10万元。",
            "（二）对年产值首次超过1亿元的企业，给予适当奖励。", "二、支持技术改造",
        )
    )
    + f"<w:tbl>{row(cell('设备投资'), cell('奖励'))}{row(cell('500万元'), cell('10万元'))}</w:tbl>"
)  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("drafts")
    (folder / "policies" / "known-2017").mkdir(parents=True)
    (folder / "policies" / "known-2017" / "policy.yml").write_text("title: 旧文件\n", "utf-8")
    (folder / "policies" / "known-2017" / "v1.md").write_text("一、旧的内容。\n", "utf-8")
    (folder / "inbox").mkdir(mode=0o700)
    build(folder / "site", folder / "policies")
    env = {name: str(folder / name.removeprefix("YANLU_").lower()) for name in (
        "YANLU_POLICIES", "YANLU_INBOX",
    )}  # fmt: skip
    with served(folder / "site", folder, env) as running:
        service = open_service(Settings.from_env(running.env))
        add_officer(service, "liwei", Role.DRAFTER)
        add_officer(service, "chenjing", Role.PUBLISHER)
        service.database.close()
        yield running


def sign_in(page: Page, office: Running, login: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{office.address}/desk/login")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(f"{office.address}/desk/")


def take(office: Running) -> "subprocess.CompletedProcess[str]":
    env = office.env
    command = [sys.executable, "build.py", "take", "--inbox", env["YANLU_INBOX"]]
    command += ["--policies", env["YANLU_POLICIES"], "--site", env["YANLU_SITE"]]
    return subprocess.run(
        [*command, "--now", IN_WINDOW], cwd=ROOT, check=False, capture_output=True, text=True
    )


@pytest.mark.soak
def test_a_word_file_becomes_a_public_consultation_without_a_shell(
    failing_page: Page, office: Running, tmp_path: Path
) -> None:
    page = failing_page  # The scripts of the preview are refused, which the browser notes.
    (tmp_path / "措施.docx").write_bytes(DRAFT)
    sign_in(page, office, "liwei")
    page.get_by_role("link", name="起草").click()
    page.get_by_label("文件", exact=True).set_input_files(tmp_path / "措施.docx")
    page.get_by_label("新文件的编号").fill(ID)
    page.get_by_role("button", name="读这份文件").press("Enter")
    expect(page.get_by_text("一次性奖励10万元")).to_be_visible()
    expect(page.get_by_text("设备投资 │ 奖励")).to_be_visible()
    shown = page.frame_locator("iframe")
    expect(shown.get_by_role("heading", name="某某市支持工业企业发展").first).to_be_visible()
    assert_clean_for_everyone(page)
    place = page.url
    page.goto(f"{place}/printed/{ID}/")
    expect(page.get_by_text("500万元")).to_be_visible()
    # On paper nothing is said of a row, so no column is left for it.
    expect(page.locator(".yl-tr > :visible")).to_have_count(4)
    page.goto(place)
    page.get_by_label("征求意见开始").fill("2018-07-13")
    page.get_by_label("征求意见截止").fill("2018-08-20")
    page.get_by_label("渠道").select_option("email")
    page.get_by_label("地址或号码").fill("gyfz@example.com")
    page.get_by_role("button", name="存下，再检查一遍").press("Enter")
    expect(page.get_by_label("征求意见截止")).to_have_value("2018-08-20")
    page.get_by_role("button", name="交出", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="已经交出，等另一人发布")).to_be_visible()
    sign_in(page, office, "chenjing")
    assert_clean_for_everyone(page, f"{office.address}/desk/drafts/?lang=en", LOOKS[1:])
    page.goto(f"{office.address}/desk/")
    page.get_by_role("link", name="去看看").click()
    expect(page.get_by_text("gyfz@example.com").first).to_be_visible()
    page.get_by_role("button", name="同意发布", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="已经发布，网站下次生成时公开")).to_be_visible()
    done = take(office)
    assert done.returncode == 0, done.stdout + done.stderr
    page.goto(place)
    page.get_by_role("link", name="看公开的页面").click()
    expect(page).to_have_url(f"{office.address}/{ID}/")
    expect(page.get_by_text("一次性奖励10万元")).to_be_visible()
    expect(page.get_by_label("第一部分（一） 操作", exact=True)).to_be_visible()
