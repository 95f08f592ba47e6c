"""A letter with ten points, entered in a browser, checked by another, its scan beside it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from comments_service.domain.accounts.roles import Role
from comments_service.services.service import open_service
from comments_service.settings import Settings
from tests.browser.chromium import context_of
from tests.browser.looks import assert_clean_in_both_languages
from tests.conftest import POLICY
from tests.readers.living_folder import files_held
from tests.servers.live_service import Running, served
from tests.worlds.letters import PNG
from tests.worlds.officers import PASSWORD, add_officer

pytestmark = pytest.mark.browser
NUMBERS = "一二三四五六七八九十"
LETTER = "市经信委：\n我会提出以下意见：\n" + "\n".join(
    f"{number}、第{number}点，请写明标准。" for number in NUMBERS
)


@pytest.fixture(scope="module")
def office(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server of its own after the close, with two accounts."""
    folder = tmp_path_factory.mktemp("letters")
    with served(site, folder, {"YANLU_NOW": "2018-07-20T09:00:00+08:00"}) as running:
        service = open_service(Settings.from_env(running.env))
        add_officer(service, "heli", Role.REGISTRAR)
        add_officer(service, "zhoumin", Role.HANDLER, Role.REVIEWER)
        service.database.close()
        yield running


class Officer:
    """Somebody at the desk, without scripts, whose clicks are counted."""

    def __init__(self, page: Page, office: Running, login: str) -> None:
        self.page = page
        self.desk = f"{office.address}/desk/"
        self.clicks = 0
        page.goto(f"{self.desk}login")
        page.get_by_label("登录名").fill(login)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page).to_have_url(self.desk)

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def presses(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name, exact=True))


@pytest.mark.soak
def test_a_letter_with_ten_points_takes_at_most_twenty_clicks_without_scripts(
    chromium: Browser, office: Running, tmp_path: Path
) -> None:
    scan = tmp_path / "来信.png"
    scan.write_bytes(PNG)
    with context_of(chromium, java_script_enabled=False) as context:
        heli = Officer(context.new_page(), office, "heli")
        page = heli.page
        heli.click(page.get_by_role("link", name="登记来件").first)
        page.get_by_label("寄出（邮戳）日期").fill("2018-07-14")
        page.get_by_label("收到日期", exact=True).fill("2018-07-20")
        page.get_by_label("反馈人").select_option("organisation")
        page.get_by_label("单位名称").fill("PLANTED-NAME协会")
        page.get_by_label("联系方式").fill("0719-8550126")
        page.get_by_label("选择扫描件").set_input_files(scan)
        heli.click(page.get_by_text("粘贴文字，按序号分条"))
        page.get_by_label("整封信的文字").fill(LETTER)
        heli.presses("按序号分条")
        expect(page.get_by_role("heading", name="10条意见")).to_be_visible()
        expect(page.locator(".yl-verdict")).to_contain_text("邮戳在7月18日24时前，算按期")
        for number in range(1, 10):
            page.get_by_label(f"第{number}条的条款", exact=True).fill("三（三）")
        heli.presses("登记这件来件")
        expect(page.get_by_role("heading", name=re.compile(r"来件已登记：第\d+号"))).to_be_visible()
        assert re.search(r"\d{8}-\d{4}-\d{4}-\d", page.locator("main").inner_text())
        heli.click(page.get_by_role("link", name="查看这件来件"))
        assert heli.clicks <= 20
        address = page.url
    with context_of(chromium, java_script_enabled=False) as context:
        zhoumin = Officer(context.new_page(), office, "zhoumin")
        page = zhoumin.page
        page.goto(address)
        expect(page.locator(".yl-desk-point")).to_have_count(10)
        zhoumin.click(page.get_by_role("link", name="放在旁边看"))
        zhoumin.presses("与原件一致")
        expect(page.get_by_text("核对无误")).to_be_visible()
        expect(page.get_by_text("打开原件")).to_be_visible()
    assert_nowhere_in_clear(office, b"PLANTED-NAME", b"PLANTED-SCAN-TEXT", b"8550126")


def assert_nowhere_in_clear(office: Running, *planted: bytes) -> None:
    """Look at every file that the server keeps, its log among them."""
    files = dict(files_held(office.database.parent))
    assert office.database in files
    for path, held in files.items():
        assert [each for each in planted if each in held] == [], path


@pytest.mark.soak
def test_axe_finds_nothing_where_letters_are_entered(page: Page, office: Running) -> None:
    heli = Officer(page, office, "heli")
    for place in ("enter", "units"):
        assert_clean_in_both_languages(page, f"{heli.desk}{POLICY}/{place}")
