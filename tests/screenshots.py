"""Pictures of each kind of page, for people to look at: ``script/screenshots DIR``."""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from comments_service.domain.roles import Role
from comments_service.services.service import open_service
from comments_service.settings import Settings
from tests.browser.chromium import launch
from tests.browser.rest import visit
from tests.desk_world import fill
from tests.officers import PASSWORD, add_officer
from tests.ports import free_port
from tests.running import ROOT, Running, build, served

_WIDTHS = {1280: 900, 390: 844}
_PAGES = {
    "home": "",
    "list": "list/",
    "policy": "shiyan-industry-2018/",
    "version": "shiyan-industry-2018/v1/",
    "answered": "sample-parking/",
    "outcome": "sample-parking/results/",
    "changes": "sample-parking/changes/v1-v2/",
    "commitments": "sample-promises/",
    "search": "search/?q=企业",
    "data": "data/",
    "missing": "nowhere/",
}
_DESK = {
    "todo": "",
    "overview": "{policy}/",
    "register": "{policy}/register",
    "enter": "{policy}/enter",
    "units": "{policy}/units",
    "release": "{policy}/release",
    "sheet": "{policy}/sheet",
    "reports": "{policy}/reports",
    "year": "year?year=2018",
    "staff": "staff",
}
_POLICY = "shiyan-industry-2018"
_COMMENTS = (0, 3, 30)
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
            now = {"YANLU_NOW": "2018-07-20T09:00:00+08:00"}
            with served(folder / "site", folder / f"desk-{number}", now, port) as running:
                _take_desk(browser, running, target, number)
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


def _take_desk(browser: Browser, running: Running, target: Path, number: int) -> None:
    """Take every page of the desk where so many comments have come."""
    service = open_service(Settings.from_env(running.env))
    officers = [
        add_officer(service, "zhoumin", Role.REGISTRAR, Role.HANDLER),
        add_officer(service, "chenjing", Role.REVIEWER, Role.PUBLISHER),
    ]
    fill(service, _POLICY, number, officers)
    service.database.close()
    desk = f"{running.address}/desk/"
    page = browser.new_page(locale="zh-CN")
    for width, height in _WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        _shoot(page, desk, target / f"desk-login-{width}.png")
    page.get_by_label("登录名").fill("zhoumin")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(desk)
    places = {name: place.format(policy=_POLICY) for name, place in _DESK.items()}
    if number:
        page.goto(f"{desk}{_POLICY}/register")
        found = page.locator("[data-comment]").first.get_attribute("data-comment")
        places["comment"] = f"{_POLICY}/comments/{found}"
    for width, height in _WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for name, place in places.items():
            for language in ("zh", "en"):
                sign = "&" if "?" in place else "?"
                asked = f"{sign}lang=en" if language == "en" else ""
                path = target / f"desk-{name}-{number}-{language}-{width}.png"
                _shoot(page, f"{desk}{place}{asked}", path)
    page.close()


def _shoot(page: Page, address: str, path: Path) -> None:
    visit(page, address)
    # What sticks to the window's edge would lie across a picture of the whole page.
    page.screenshot(path=path, full_page="register" not in address)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
