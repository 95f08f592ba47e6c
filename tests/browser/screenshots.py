"""Pictures of each kind of page, for people to look at: ``script/screenshots DIR``."""

import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

import openpyxl
from playwright.sync_api import Browser, Page, sync_playwright

from comments_service.domain.accounts.officer import Officer
from comments_service.domain.accounts.roles import Role
from comments_service.services.accounts import staff
from comments_service.services.intake.units import ask_units
from comments_service.services.register.deciding import propose, release, seal
from comments_service.services.service import open_service
from comments_service.services.workbooks.sheets import dispositions_file
from comments_service.settings import Settings
from comments_service.store.comments import comment_counts, comment_states
from tests.browser.chromium import launch
from tests.browser.rest import visit
from tests.servers.databases import writing
from tests.servers.live_service import ROOT, Running, build, served
from tests.servers.ports import free_port
from tests.worlds.desk_comments import decision, fill
from tests.worlds.officers import PASSWORD

_WIDTHS = {1280: 900, 390: 844}
_PAGES = {
    "home": "",
    "list": "list/",
    "policy": "shiyan-industry-2018/",
    "version": "shiyan-industry-2018/v1/",
    "answered": "sample-parking/",
    "outcome": "sample-parking/results/",
    "outcome-silent": "sample-silent/results/",
    "changes": "sample-parking/changes/v1-v2/",
    "commitments": "sample-promises/",
    "search": "search/?q=企业",
    "data": "data/",
    "follow": "shiyan-industry-2018/follow/",
    "missing": "nowhere/",
}
_DESK = {
    "todo": "",
    "overview": "{policy}/",
    "register": "{policy}/register",
    "filtered": "{policy}/register?channel=fax",
    "choice": "enter",
    "enter": "{policy}/enter",
    "units": "{policy}/units",
    "waiting": "{policy}/release",
    "sheet": "{policy}/sheet",
    "reports": "{policy}/reports",
    "year": "year?year=2018",
    "staff": "staff",
    "password": "password",
    "missing": "{policy}/comments/none",
}
"""What whoever registers and handles sees."""
_REVIEWER = {
    "release": "{policy}/release",
    "sealed": "sealed",
}
_POLICY = "shiyan-industry-2018"
_COMMENTS = (0, 3, 30, 30_000)
_LATER = {"YANLU_NOW": "2018-07-20T09:00:00+08:00", "YANLU_RATE_LIMIT": "off"}
_SERVICE = {"form": "forms/shiyan-industry-2018?version=v1", "receipts": "receipts/"}


def main(target: Path) -> None:
    """Build, serve, and take every page in both languages at both widths."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        folder = Path(name)
        policies = shutil.copytree(ROOT / "policies", folder / "policies")
        shutil.copytree(ROOT / "tests/data/outcome/policies", policies, dirs_exist_ok=True)
        port = free_port()
        # Where it is served, too: the page for what is missing has absolute addresses.
        build(folder / "site", policies, {"YANLU_BASE_URL": f"http://127.0.0.1:{port}/"})
        (folder / "service").mkdir()
        browser = launch(driver)
        with served(folder / "site", folder / "service", port=port) as running:
            _take_all(browser, running.address, target)
        for number in _COMMENTS:
            (folder / f"desk-{number}").mkdir()
            with served(folder / "site", folder / f"desk-{number}", _LATER, port) as running:
                _Office(browser, running, target, number).take()
        _take_unavailable(browser, folder, port, target)
        browser.close()


def _take_all(browser: Browser, address: str, target: Path) -> None:
    places = {f"{name}-zh": path for name, path in {**_PAGES, **_SERVICE}.items()}
    places |= {f"{name}-en": f"en/{path}" for name, path in _PAGES.items() if name != "version"}
    for width, height in _WIDTHS.items():
        page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
        for name, path in places.items():
            visit(page, f"{address}/{path}")
            page.screenshot(path=target / f"{name}-{width}.png", full_page=True)
        page.close()


def _take_unavailable(browser: Browser, folder: Path, port: int, target: Path) -> None:
    """Take what the form answers with 503 when its database is gone: what was typed is kept."""
    (folder / "away").mkdir()
    page = browser.new_page(locale="zh-CN", java_script_enabled=False)
    with served(folder / "site", folder / "away", port=port) as running:
        for language, form in (("zh", _SERVICE["form"]), ("en", f"{_SERVICE['form']}&lang=en")):
            page.goto(f"{running.address}/{form}")
            page.fill("textarea >> nth=0", "名额太少，请写明怎样分配。\n材料能不能一次交清？")
            page.fill("[name=name]", "林晓芸")
            page.fill("[name=phone]", "13807281234")
            page.check("[name=consent_notice]")
            kept = running.database.rename(folder / "kept")
            page.click(".yl-button[value=submit]")
            for width, height in _WIDTHS.items():
                page.set_viewport_size({"width": width, "height": height})
                page.screenshot(path=target / f"unavailable-{language}-{width}.png", full_page=True)
            kept.rename(running.database)
    page.close()


class _Office:
    """The desk where so many comments have come, to be seen by two officers."""

    def __init__(self, browser: Browser, running: Running, target: Path, number: int) -> None:
        self.running, self.target, self.number = running, target, number
        self.desk = f"{running.address}/desk/"
        self.service = open_service(Settings.from_env(running.env))
        roles = {
            "周敏": (Role.REGISTRAR, Role.HANDLER),
            "陈静": (Role.REVIEWER, Role.PUBLISHER, Role.INSPECTOR),
        }
        self.officers = [
            staff.add(self.service, Officer("", login, name, frozenset(roles[name])), PASSWORD)[0]
            for login, name in (("zhoumin", "周敏"), ("chenjing", "陈静"))
        ]
        self.page = browser.new_page(locale="zh-CN")

    def take(self) -> None:
        """Take every page, first as it stands, then once everything is decided and released."""
        made = fill(self.service, _POLICY, self.number, self.officers)
        with writing(self.service.database) as connection:
            comment_counts.merge(connection)
        self._shoot({"login": "login"})
        self._sign_in("zhoumin")
        if self.number == 30:
            self._ask_units_and_enter()
            seal(self.service, self.officers[0].id, made[:1], "反映干部问题")
        places = dict(_DESK)
        if self.number:
            self.page.goto(f"{self.desk}{_POLICY}/register?stage=study")
            found = self.page.locator("[data-comment]").first
            places["comment"] = f"{{policy}}/comments/{found.get_attribute('data-comment')}"
            self.page.goto(f"{self.desk}{_POLICY}/register?stage=unchecked")
            found = self.page.locator("[data-comment]").first
            entered = found.get_attribute("data-submission")
            places |= {"submission": f"{{policy}}/submissions/{entered}"}
            places |= {"slip": f"{{policy}}/submissions/{entered}/slip"}
        self._shoot(places)
        if self.number == 30:
            self._preview()
        self._sign_in("chenjing")
        self._shoot(_REVIEWER)
        if self.number in {0, 30}:
            self._release_all(made)
            self._shoot({"publish": "{policy}/release/publish", "ready": "{policy}/release"})
        self.page.close()
        self.service.database.close()

    def _sign_in(self, login: str) -> None:
        self.page.context.clear_cookies()
        self.page.goto(f"{self.desk}login")
        self.page.get_by_label("登录名").fill(login)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url(self.desk)

    def _shoot(self, places: dict[str, str]) -> None:
        for width, height in _WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": height})
            for name, place in places.items():
                for language in ("zh", "en"):
                    sign = "&" if "?" in place else "?"
                    asked = f"{sign}lang=en" if language == "en" else ""
                    path = self.target / f"desk-{name}-{self.number}-{language}-{width}.png"
                    _shoot(self.page, f"{self.desk}{place.format(policy=_POLICY)}{asked}", path)

    def _ask_units_and_enter(self) -> None:
        names = ("市财政局", "市科技局", "市人社局", "市税务局")
        due = (date(2018, 7, 25), date(2018, 7, 20))
        for name, day in zip(names, due * 2, strict=True):
            ask_units(self.service, self.officers[0], _POLICY, name, day)
        self.page.goto(f"{self.desk}{_POLICY}/units")
        self.page.locator("tr[data-unit] form button").first.click()

    def _preview(self) -> None:
        """Fill a few rows of the sheet, and one of them wrongly."""
        path = self.target / "sheet.xlsx"
        dispositions_file(self.service, _POLICY, path)
        book = openpyxl.load_workbook(path)
        sheet = book["意见采纳情况表"]
        rows = [row for row in range(4, 30) if sheet.cell(row, 8).value is None][:4]
        for name in ("preview", "faulty"):
            for row in rows:
                sheet.cell(row, 8).value = "部分采纳" if name == "preview" else "也许"
                sheet.cell(row, 10).value = "推荐名额由两家增至三家，材料改为一次性受理。"
            book.save(path)
            for width, height in _WIDTHS.items():
                self.page.set_viewport_size({"width": width, "height": height})
                self.page.goto(f"{self.desk}{_POLICY}/sheet")
                self.page.locator("#sheet-decisions").set_input_files(path)
                self.page.get_by_role("button", name="先看会改什么").first.click()
                self.page.wait_for_selector("#found")
                _save(self.page, self.target / f"desk-{name}-{self.number}-zh-{width}.png")
        path.unlink()

    def _release_all(self, made: list[str]) -> None:
        with self.service.database.read() as connection:
            states = comment_states.named(connection, made)
        left = [each for each in made if not states[each].proposal and not states[each].decision]
        left = [each for each in left if not states[each].sealed]
        new = [decision(each, states[each].changed) for each in left]
        if new:
            propose(self.service, self.officers[0].id, new)
        with self.service.database.read() as connection:
            states = comment_states.named(connection, made)
        pairs = [(each.comment, each.proposal) for each in states.values() if each.proposal]
        if pairs:
            release(self.service, self.officers[1].id, pairs)


def _shoot(page: Page, address: str, path: Path) -> None:
    visit(page, address)
    _save(page, path)


def _save(page: Page, path: Path) -> None:
    # What sticks to the window's edge would lie across a picture of the whole page.
    page.evaluate(
        "document.querySelectorAll('.yl-keys, .yl-letter-foot').forEach("
        "(each) => each.style.setProperty('position', 'static'))"
    )
    page.screenshot(path=path, full_page=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
