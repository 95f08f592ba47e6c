"""The first page, the lists and the page for what is not there, as a citizen finds them."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from catalogue.codec import load_catalogue
from catalogue.model import Policy
from catalogue.states import standing
from catalogue.window import parse_instant
from tests.browser.chromium import context_of
from tests.browser.citizen import Citizen
from tests.browser.looks import SHIFTS, assert_fits
from tests.browser.rest import visit
from tests.readers.vectors import vectors
from tests.servers.live_service import Running, served
from tests.worlds.city_texts import CONSULTATIONS, city_site

pytestmark = pytest.mark.browser


# Half a minute past, so that no minute turns while a page is looked at.
NOW = "2018-07-13T09:00:30+08:00"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder, clock = tmp_path_factory.mktemp("city"), {"YANLU_CLOCK": "frozen", "YANLU_NOW": NOW}
    with served(city_site(), folder, clock) as running:
        yield running


def drafts(page: Page, place: str) -> list[str]:
    found = page.locator(f"{place} .yl-consulted")
    return [each.get_attribute("data-policy") or "" for each in found.all()]


def test_the_consultation_that_closes_next_leads_by_the_services_clock(
    page: Page, city: Running
) -> None:
    visit(page, city.address)
    # At the build, two days later, another one led.
    lead = page.locator(".yl-hero .yl-consulted")
    expect(lead.locator(".yl-consulted-state")).to_have_text("征集中·最后一天还剩14小时59分钟")
    expect(lead.locator(".yl-consulted-big")).to_have_text("14小时59分钟")
    expect(lead.locator("progress")).to_have_count(30)
    expect(lead.locator(".yl-consulted-figures")).to_have_text("还没有意见")
    expect(lead.get_by_role("link", name="阅读并提意见")).to_be_visible()
    assert drafts(page, ".yl-hero") == ["dev-zone"]
    assert drafts(page, '[data-group="also"]') == ["water", "green"]
    assert drafts(page, '[data-group="closed"]') == ["logistics"]


@pytest.mark.parametrize(
    ("name", "words", "act"),
    [
        ("water", "还剩17天14小时", "^提意见.*城市供水管理办法$"),
        ("green", "7月20日开始", "^提醒我.*绿色制造实施方案$"),
        ("logistics", "预计6月30日前反馈", "^阅读全文.*加快现代物流业发展的意见$"),
    ],
)
def test_every_other_consultation_says_when_and_what_one_can_do(
    page: Page, city: Running, name: str, words: str, act: str
) -> None:
    page.goto(city.address)
    row = page.locator(f'[data-policy="{name}"]')
    expect(row.locator(".yl-consulted-state")).to_have_text(words)
    # What is visible comes first in the name, which says of what as well.
    expect(row.get_by_role("link", name=re.compile(act))).to_be_visible()


def test_without_the_service_the_browsers_clock_is_used_and_named(
    fresh_page: Page, city: Running
) -> None:
    page = fresh_page
    page.route("**/api/**", lambda route: route.abort())
    page.clock.set_fixed_time(NOW)
    visit(page, city.address)
    expect(page.locator("[data-clock]").first).to_contain_text("按本机时间")
    assert drafts(page, ".yl-hero") == ["dev-zone"]
    expect(page.locator(".yl-consulted-figures").first).to_be_empty()


def test_when_nothing_is_open_what_closed_last_leads(fresh_page: Page, city: Running) -> None:
    page = fresh_page
    page.route("**/api/**", lambda route: route.abort())
    page.clock.set_fixed_time("2019-03-01T09:00:00+08:00")
    page.add_init_script(SHIFTS)
    page.goto(city.address)
    expect(page.locator(".yl-hero .yl-consulted-big")).to_have_text("2018年9月19日前")
    assert drafts(page, ".yl-hero") == ["green"]
    # The build knew another order.
    assert page.evaluate("window.shifted") < 0.02
    visit(page, f"{city.address}/list/consultation/")
    expect(page.locator(".yl-item-state").first).to_contain_text("意见整理中")
    assert page.evaluate("window.shifted") < 0.02


def test_an_order_of_the_past_is_shown_where_no_new_one_comes(
    chromium: Browser, city: Running
) -> None:
    with context_of(chromium) as context:
        page = context.new_page()
        page.add_init_script("Date.now = () => Date.parse('2019-03-01')")
        page.route("**/home.js", lambda route: route.abort())
        page.goto(city.address)
        expect(page.locator("[data-unstarted]")).to_be_visible()
        expect(page.locator(".yl-hero h3")).to_be_visible()


def test_a_tab_shows_its_texts_alone_and_all_come_back(page: Page, city: Running) -> None:
    page.goto(city.address)
    rows = page.locator(".yl-stream > li")
    page.get_by_role("link", name="政策文件", exact=True).click()
    expect(rows.locator("visible=true")).to_have_count(7)
    page.locator(".yl-stream-tabs").get_by_role("link", name="全部", exact=True).press("Enter")
    expect(rows.locator("visible=true")).to_have_count(8)


def test_browser_and_service_judge_by_one_rule(page: Page, city: Running) -> None:
    page.goto(city.address)
    catalogue = load_catalogue((Path(city.env["YANLU_SITE"]) / "catalogue.json").read_text("utf-8"))
    start = parse_instant("2018-01-01T00:00:00+08:00")
    moments = [start + timedelta(hours=7 * step) for step in range(1000)]
    asked = [policy for policy in catalogue.policies if policy.kind == "consultation"]
    for policy in asked:
        expected = [standing(policy, at, 30) for at in moments]
        said = [[e.state, e.last_day, str(e.outcome_due or "")] for e in expected if e]
        facts = {**facts_of(policy), "moments": [at.timestamp() * 1000 for at in moments]}
        assert page.evaluate(STANDINGS, facts) == said
    assert len(asked) == len(CONSULTATIONS)


def test_the_browser_judges_as_the_vectors_say(page: Page, city: Running) -> None:
    page.goto(city.address)
    assert page.evaluate(JUDGED, vectors("states")) == [
        each["standing"] for each in vectors("states")
    ]


@pytest.mark.parametrize(("path", "tag"), [("/", "zh-CN"), ("/en/", "en")])
def test_the_browser_writes_moments_as_the_vectors_do(
    page: Page, city: Running, path: str, tag: str
) -> None:
    # Once it rests, the words of its language are there.
    visit(page, city.address + path)
    cases = vectors("dates")
    written = [[each["opens"][tag], each["closes"][tag]] for each in cases]
    assert page.evaluate(WRITTEN, [each["at"] for each in cases]) == written


WRITTEN = """async (moments) => {
  const { momentWords, ready } = await import("/assets/yanlu/page.js");
  await ready;
  const written = (at) => [momentWords(at), momentWords(at, true)];
  return moments.map((at) => written(Date.parse(at)));
}"""

JUDGED = """async (cases) => {
  const { facts, standing } = await import("/assets/yanlu/page.js");
  const day = (number) => new Date(number * 86400000).toISOString().slice(0, 10);
  return cases.map(({ windows, answered, issued, at, due_days: dueDays }) => {
    const stands = standing(facts(windows, answered, issued), Date.parse(at), dueDays);
    return stands && [stands.state, Boolean(stands.lastDay), stands.due ? day(stands.due) : null];
  });
}"""


def facts_of(policy: Policy) -> dict[str, Any]:
    outcome, issued = policy.outcome, policy.latest.issued_on
    return {
        "windows": [[w.opens_at.isoformat(), w.closes_at.isoformat()] for w in policy.windows],
        "answered": outcome and outcome.published_on.isoformat(),
        "issued": issued and issued.isoformat(),
    }


STANDINGS = """async ({windows, answered, issued, moments}) => {
  const { facts, standing } = await import("/assets/yanlu/page.js");
  const given = facts(windows, answered, issued);
  const day = (number) => new Date(number * 86400000).toISOString().slice(0, 10);
  return moments.map((at) => {
    const { state, lastDay, due } = standing(given, at, 30);
    return [state, Boolean(lastDay), due ? day(due) : ""];
  });
}"""


def test_a_list_is_filtered_by_keyboard_and_its_address_can_be_passed_on(
    page: Page, city: Running
) -> None:
    citizen = Citizen(page)
    page.goto(f"{city.address}/list/document/")
    citizen.tabs_to(r"^select\|validity\|")
    citizen.chooses("废止")
    expect(page.get_by_role("status").first).to_have_text("符合条件的共21件")
    assert page.url.endswith("/list/document/?validity=%E5%BA%9F%E6%AD%A2")
    citizen.tabs_to(r"^input\|q\|标题", key="Shift+Tab")
    citizen.types("第102号")
    citizen.presses("Enter")
    expect(page.get_by_role("status").first).to_have_text("符合条件的共1件")
    page.reload()
    expect(page.locator(".yl-item")).to_have_count(1)
    expect(page.locator("[name=validity]")).to_have_value("废止")


def test_filters_are_taken_away_again(page: Page, city: Running) -> None:
    page.goto(f"{city.address}/list/document/?issuer=十堰市财政局")
    expect(page.get_by_role("status").first).to_have_text("符合条件的共51件")
    page.locator("[name=issuer]").select_option("")
    expect(page.get_by_role("status").first).to_have_text("共103件，第1页，共2页")
    expect(page.locator(".yl-item")).to_have_count(100)


def test_an_item_is_the_same_from_the_build_and_from_a_filter(page: Page, city: Running) -> None:
    words = "document.querySelector('.yl-items').innerText"
    page.goto(f"{city.address}/list/consultation/")
    expect(page.locator(".yl-items")).to_contain_text("征集中")
    built = page.evaluate(words)
    page.goto(f"{city.address}/list/?kind=consultation&status=open")
    page.wait_for_url("**/list/consultation/?status=open")
    expect(page.locator(".yl-item")).to_have_count(2)
    filtered = page.evaluate(words)
    assert all(line in built.splitlines() for line in filtered.splitlines())


def test_the_state_is_a_filter_by_the_services_clock(page: Page, city: Running) -> None:
    for state, count in {"upcoming": 1, "open": 2, "closed": 1, "answered": 1, "issued": 1}.items():
        page.goto(f"{city.address}/list/?status={state}")
        expect(page.locator(".yl-count")).to_have_text(f"符合条件的共{count}件")
        expect(page.locator(f".yl-state-{state}")).to_have_count(count)


def test_what_is_open_stands_first_and_says_how_long(page: Page, city: Running) -> None:
    page.goto(f"{city.address}/list/consultation/")
    states = page.locator(".yl-item-state")
    expect(states.first).to_have_text("还剩14小时59分钟征集中·最后一天")
    expect(states.nth(1)).to_have_text("还剩17天14小时征集中")


def test_what_does_not_fit_is_said(page: Page, city: Running) -> None:
    page.goto(f"{city.address}/list/?q=没有这样的标题")
    expect(page.get_by_role("status").first).to_have_text("没有符合条件的文件。")


@pytest.mark.parametrize("asked", ["供水管理", "《供 水》管理", "供水管理辦法", "城市供水管理办法"])
def test_a_title_is_found_by_the_fold_of_the_search(page: Page, city: Running, asked: str) -> None:
    page.goto(f"{city.address}/list/?q={asked}")
    expect(page.locator(".yl-count")).to_have_text("符合条件的共1件")
    expect(page.locator(".yl-item-title")).to_have_text("城市供水管理办法")


def test_without_the_table_of_the_fold_the_list_says_so(fresh_page: Page, city: Running) -> None:
    page = fresh_page
    page.route("**/simplified.txt", lambda route: route.abort())
    page.goto(f"{city.address}/list/?q=供水")
    expect(page.locator(".yl-count")).to_have_text("目录文件没有读到，请检查网络后刷新本页。")


def test_a_long_filtered_list_has_pages(page: Page, city: Running) -> None:
    page.goto(f"{city.address}/list/?q=方案的通知")
    expect(page.locator(".yl-count")).to_have_text("符合条件的共103件，第1页，共2页")
    page.locator(".yl-pager").get_by_role("link", name="下一页").click()
    expect(page.locator(".yl-count")).to_have_text("符合条件的共103件，第2页，共2页")
    expect(page.locator(".yl-item")).to_have_count(3)


def test_without_scripts_lists_are_plain_pages_and_no_form_stands_there_in_vain(
    plain_page: Page, city: Running
) -> None:
    plain_page.goto(f"{city.address}/list/")
    expect(plain_page.locator(".yl-item")).to_have_count(100)
    expect(plain_page.locator(".yl-list-filter")).to_be_hidden()
    plain_page.get_by_role("link", name="下一页").click()
    expect(plain_page.locator(".yl-item")).to_have_count(9)


def test_the_lost_page_leads_to_the_text_whose_version_is_not_there(
    page: Page, city: Running
) -> None:
    page.goto(f"{city.address}/water/v7/")
    expect(page.locator("[data-said]")).to_have_text(
        "《城市供水管理办法》没有v7这个版本，现有的版本如下。"
    )
    page.locator("[data-ways]").get_by_role("link", name="城市供水管理办法").click()
    page.wait_for_url("**/water/")


def test_the_lost_page_guesses_at_a_slip_and_searches_for_its_words(
    page: Page, city: Running
) -> None:
    page.goto(f"{city.address}/logistic/")
    expect(page.locator("[data-ways]")).to_contain_text("加快现代物流业发展的意见")
    page.goto(f"{city.address}/供水管理/")
    expect(page.locator("main [name=q]")).to_have_value("供水管理")
    expect(page.locator("[data-ways]")).to_contain_text("城市供水管理办法")


def test_on_paper_state_and_address_stay_and_buttons_go(page: Page, city: Running) -> None:
    page.emulate_media(media="print")
    page.goto(city.address)
    expect(page.locator(".yl-state-last")).to_be_visible()
    expect(page.locator("[data-address]")).to_have_text(f"{city.address}/")
    for gone in (".yl-top", ".yl-search-form", ".yl-foot-nav"):
        expect(page.locator(gone).first).to_be_hidden()
    # A short page is one sheet: nothing of the window's height is left.
    page.goto(f"{city.address}/nowhere/")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1


@pytest.mark.parametrize("path", ["/", "/list/", "/list/?status=open", "/en/"])
def test_twice_as_large_loses_nothing(page: Page, city: Running, path: str) -> None:
    page.set_viewport_size({"width": 640, "height": 450})
    page.goto(city.address + path)
    expect(page.locator(".yl-state-open").first).to_be_visible()
    assert_fits(page)
    expect(page.locator(".yl-foot-nav a").last).to_be_visible()
