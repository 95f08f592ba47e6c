"""The desk in a real browser: clean for everyone, by keyboard, without scripts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from comments_service.domain.roles import Role
from comments_service.services.service import open_service
from comments_service.settings import Settings
from tests.browser.chromium import context_of
from tests.browser.looks import assert_clean_for_everyone
from tests.browser.rest import rest, visit
from tests.officers import PASSWORD, add_officer
from tests.running import Running, served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def office(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server of its own, whose consultation closes in two days, with one account."""
    folder = tmp_path_factory.mktemp("office")
    with served(site, folder, {"YANLU_NOW": "2018-07-16T09:00:00+08:00"}) as running:
        service = open_service(Settings.from_env(running.env))
        add_officer(service, "zhoumin", Role.HANDLER, Role.REVIEWER, Role.ADMIN)
        service.database.close()
        yield running


def sign_in(page: Page, office: Running) -> None:
    visit(page, f"{office.address}/desk/")
    page.get_by_label("登录名").fill("zhoumin")
    page.get_by_label("密码").fill(PASSWORD)
    with rest(page):
        page.get_by_role("button", name="登录").click()


@pytest.mark.parametrize("language", ["", "?lang=en"])
def test_axe_finds_nothing_on_the_desk(page: Page, office: Running, language: str) -> None:
    assert_clean_for_everyone(page, f"{office.address}/desk/login{language}")
    page.emulate_media(color_scheme="light")
    sign_in(page, office)
    for place in ("", "staff", "password", "no-such-policy/"):
        page.emulate_media(color_scheme="light")
        assert_clean_for_everyone(page, f"{office.address}/desk/{place}{language}")


def test_what_is_due_stands_on_top(page: Page, office: Running) -> None:
    sign_in(page, office)
    expect(page.get_by_role("heading", level=1)).to_have_text("今天要办的事")
    expect(page.locator(".yl-duty").first).to_contain_text("2天")
    expect(page.locator(".yl-duty").first).to_contain_text("7月18日截止，还有2天")
    row = page.locator("tr[data-policy=shiyan-industry-2018]")
    expect(row).to_contain_text("征集中")
    expect(row).to_contain_text("0件／0条")


def test_the_desk_is_used_by_keyboard_and_without_scripts(
    chromium: Browser, office: Running
) -> None:
    with context_of(chromium, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{office.address}/desk/")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
        page.get_by_label("登录名").focus()
        page.keyboard.type("zhoumin")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{office.address}/desk/")
        page.get_by_role("button", name="退出").focus()
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{office.address}/desk/login")
        page.goto(f"{office.address}/desk/")
        expect(page.get_by_label("密码")).to_be_visible()


def test_focus_is_seen_on_the_dark_bar_too(page: Page, office: Running) -> None:
    sign_in(page, office)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    brand = page.locator(".yl-desk-brand")
    expect(brand).to_be_focused()
    ring = "element => getComputedStyle(element).outline"
    assert "rgb(255, 255, 255)" in brand.evaluate(ring)
    assert "3px" in brand.evaluate(ring)
