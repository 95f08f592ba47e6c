"""The desk in a real browser: by keyboard, without scripts, clean for everyone, both languages."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from comments_service.domain.accounts.roles import Role
from comments_service.services.service import Service, open_service
from comments_service.settings import Settings
from tests.browser.looks import assert_clean_in_both_languages
from tests.servers.live_service import Running, served
from tests.worlds.desk_comments import fill
from tests.worlds.officers import PASSWORD, add_officer

pytestmark = pytest.mark.browser

POLICY = "shiyan-industry-2018"


@pytest.fixture(scope="module")
def office(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service with two officers and no comment yet."""
    env = {"YANLU_CLOCK": "frozen", "YANLU_RATE_LIMIT": "off"}
    with served(site, tmp_path_factory.mktemp("office"), env) as running:
        with_service(running, accounts)
        yield running


def with_service(running: Running, work: Callable[[Service], list[str] | None]) -> list[str]:
    service = open_service(Settings.from_env(running.env))
    try:
        return list(work(service) or [])
    finally:
        service.database.close()


def accounts(service: Service) -> None:
    for login in ("heli", "zhoumin"):
        add_officer(service, login, Role.HANDLER, Role.REVIEWER)


def signed_in(page: Page, running: Running, place: str = "") -> str:
    page.goto(f"{running.address}/desk/login")
    page.fill("[name=login]", "heli")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page.locator("#today")).to_be_visible()
    return f"{running.address}/desk/{place}"


def ready(page: Page) -> None:
    """Wait until the script of the page has begun."""
    expect(page.locator("[data-keys]")).to_be_visible()


def some(number: int) -> Callable[[Service], list[str]]:
    def work(service: Service) -> list[str]:
        return fill(service, POLICY, number)

    return work


@pytest.mark.soak
@pytest.mark.parametrize("number", [0, 27])
def test_the_pages_are_clean_for_everyone_in_both_languages(
    page: Page, office: Running, number: int
) -> None:
    made = with_service(office, some(number))
    address = signed_in(page, office)
    places = ["", f"{POLICY}/", f"{POLICY}/register", *(f"{POLICY}/comments/{c}" for c in made[:1])]
    for place in places:
        assert_clean_in_both_languages(page, f"{address}{place}")


def test_comments_are_decided_by_keyboard_alone(page: Page, office: Running) -> None:
    with_service(office, some(30))
    page.goto(signed_in(page, office, f"{POLICY}/register?stage=study"))
    ready(page)
    for key in ("j", "x", "j", "x", "d"):
        page.keyboard.press(key)
    expect(page.locator("[data-picked]")).to_contain_text("已选2条")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("与现行规定不符，jxdk也照字录入。")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator('[role="status"]')).to_contain_text("已对2条拟办")
    ready(page)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("form[data-decision]")).to_be_visible()
    ready(page)
    page.keyboard.press("1")
    page.keyboard.press("Control+Enter")
    expect(page.locator('[role="status"]')).to_be_visible()


def test_the_keys_can_be_switched_off_and_say_what_they_do(page: Page, office: Running) -> None:
    with_service(office, some(3))
    page.goto(signed_in(page, office, f"{POLICY}/register"))
    ready(page)
    page.keyboard.press("?")
    expect(page.locator("[data-keys-all]")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("jx?")
    expect(page.locator("#q")).to_have_value("jx?")
    page.locator("[data-keys-off]").click()
    page.keyboard.press("j")
    expect(page.locator("tr[aria-current]")).to_have_count(0)
    page.reload()
    ready(page)
    page.keyboard.press("j")
    expect(page.locator("tr[aria-current]")).to_have_count(0)


def test_a_typed_clause_is_answered_at_once(page: Page, office: Running) -> None:
    made = with_service(office, some(1))
    page.goto(signed_in(page, office, f"{POLICY}/comments/{made[0]}"))
    field = page.locator("[name=to_clause]")
    field.fill("第三部分 (二)")
    expect(page.locator("[data-clause-answer]")).to_contain_text("文本里有这一条")
    field.fill("第九十部分")
    expect(page.locator("[data-clause-answer]")).not_to_contain_text("文本里有这一条")


def test_everything_is_done_without_scripts(plain_page: Page, office: Running) -> None:
    page = plain_page
    with_service(office, some(30))
    page.goto(signed_in(page, office, f"{POLICY}/register?stage=study"))
    boxes = page.locator('input[name^="pick."]')
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.select_option("[name=disposition]", "already_provided")
    page.fill("[name=reason]", "已有规定。")
    page.click("form[data-bulk] button[type=submit]")
    expect(page.locator('[role="status"]')).to_contain_text("已对2条拟办")
    page.locator("[data-open]").first.click()
    page.locator(".yl-rest summary").click()
    page.check('[name=disposition][value="out_of_scope"]')
    page.fill("[name=reason]", "不在本次范围。")
    page.click("button[value=stay]")
    expect(page.locator('[role="status"]')).to_contain_text("已保存")
    expect(page.locator(".yl-desk-history")).to_contain_text("不在本次范围。")
