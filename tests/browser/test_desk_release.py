"""Releasing and publishing in a real browser: by keyboard, without scripts, clean for everyone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Browser, Page, expect

from catalogue.codec import load_results
from comments_service.domain.accounts.roles import Role
from comments_service.services.register.deciding import propose, release
from comments_service.services.service import open_service
from comments_service.settings import Settings
from comments_service.store.accounts import staff_rows
from comments_service.store.comments import comment_states
from tests.browser.chromium import context_of
from tests.browser.looks import LOOKS, assert_clean_for_everyone, assert_clean_in_both_languages
from tests.browser.rest import visit
from tests.conftest import POLICY
from tests.servers.live_service import Running, served
from tests.worlds.decision_sheets import edited, put
from tests.worlds.desk_comments import decision, fill
from tests.worlds.officers import PASSWORD, add_officer

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def office(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server after the close, with twelve comments: some answered, some waiting, two open."""
    folder = tmp_path_factory.mktemp("release")
    (folder / "policies" / POLICY).mkdir(parents=True)
    env = {
        "YANLU_NOW": "2018-08-14T10:00:00+08:00",
        "YANLU_POLICIES": str(folder / "policies"),
    }
    with served(site, folder, env) as running:
        service = open_service(Settings.from_env(running.env))
        handler = add_officer(service, "zhoumin", Role.HANDLER, Role.REVIEWER)
        chen = add_officer(service, "chen", Role.HANDLER, Role.REVIEWER, Role.PUBLISHER)
        made = fill(service, POLICY, 12)
        codes = ["adopted", "partly_adopted", "not_adopted", "already_provided", "out_of_scope"]
        new = [
            decision(each, 99_999, codes[at % 5], f"第{at + 1}条的理由。")
            for at, each in enumerate(made[:10])
        ]
        done = propose(service, handler.id, new)
        release(service, chen.id, [(each.comment, each.id) for each in done[:6]])
        service.database.close()
        yield running


def sign_in(page: Page, office: Running, login: str) -> None:
    page.goto(f"{office.address}/desk/login")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(f"{office.address}/desk/")
    page.wait_for_load_state()


@pytest.mark.soak
def test_axe_finds_nothing_where_things_wait(page: Page, office: Running, tmp_path: Path) -> None:
    for login, places in (("zhoumin", ("release",)), ("chen", ("release", "sheet", "reports"))):
        page.context.clear_cookies()
        sign_in(page, office, login)
        for place in places:
            assert_clean_in_both_languages(page, f"{office.address}/desk/{POLICY}/{place}")
    assert_clean_in_both_languages(page, f"{office.address}/desk/year")
    for language, looks in (("", LOOKS[:1]), ("?lang=en", LOOKS[1:])):
        _bring_a_sheet(page, f"{office.address}/desk/{POLICY}/sheet", language, tmp_path)
        assert_clean_for_everyone(page, looks=looks)


def _fill(sheet: Worksheet) -> None:
    """Decide on the first comment that nobody has decided on."""
    at = next(row for row in range(4, sheet.max_row) if sheet.cell(row, 8).value is None)
    put(**{f"H{at}": "未采纳", f"J{at}": "与现行规定不符，已有安排。"})(sheet)


def _bring_a_sheet(page: Page, address: str, language: str, folder: Path) -> None:
    """Show what a sheet would change."""
    sheet = page.request.get(f"{address}/decisions").body()
    path = folder / "filled.xlsx"
    path.write_bytes(edited(sheet, _fill))
    visit(page, f"{address}{language}")
    page.locator("#sheet-decisions").set_input_files(path)
    page.locator(".yl-door button").first.click()
    expect(page.locator("#found")).to_be_visible()
    expect(page.locator("table")).to_be_visible()


@pytest.mark.soak
def test_what_waits_is_released_and_the_outcome_published_by_keyboard(
    chromium: Browser, office: Running
) -> None:
    place = f"{office.address}/desk/{POLICY}/release"
    with context_of(chromium, java_script_enabled=False) as context:
        page = context.new_page()
        sign_in(page, office, "zhoumin")
        page.goto(place)
        expect(page.get_by_text("自己拟办的不能自己审核，请由chen审核")).to_be_visible()
        expect(page.get_by_role("checkbox")).to_have_count(0)
        context.clear_cookies()
        sign_in(page, office, "chen")
        page.goto(place)
        expect(page.get_by_role("heading", name="还不能公布：2处要先处理")).to_be_visible()
        page.get_by_role("checkbox").first.focus()
        page.keyboard.press("Space")
        page.get_by_role("button", name="审核发布选中的").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("1条已审核发布")
        page.get_by_role("button", name="审核发布这3条").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="还不能公布：1处要先处理")).to_be_visible()
        _decide_the_rest(office)
        page.goto(place)
        expect(page.get_by_role("heading", name="可以公布")).to_be_visible()
        assert_the_second_look_is_clean(chromium, office, f"{place}/publish")
        page.get_by_role("link", name="公布采纳情况").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="再看一遍，就公布了")).to_be_visible()
        said = page.locator(".yl-headline-words").inner_text()
        page.get_by_role("button", name="确认公布采纳情况").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("采纳情况已公布")
        file = Path(office.env["YANLU_POLICIES"]) / POLICY / "results.json"
        counts = load_results(file.read_text("utf-8")).counts
        assert said == f"{counts.comments}条意见，采纳或部分采纳{counts.taken}条"


def assert_the_second_look_is_clean(chromium: Browser, office: Running, address: str) -> None:
    with context_of(chromium) as context:
        page = context.new_page()
        sign_in(page, office, "chen")
        assert_clean_in_both_languages(page, address)


def _decide_the_rest(office: Running) -> None:
    service = open_service(Settings.from_env(office.env))
    with service.database.read() as connection:
        states = list(comment_states.numbered(connection, POLICY))
        chen, zhoumin = (row.officer.id for row in staff_rows.everyone(connection))
    left = [each.comment for each in states if each.disposition is None]
    done = propose(service, zhoumin, [decision(each, 99_999) for each in left])
    release(service, chen, [(each.comment, each.id) for each in done])
    service.database.close()
