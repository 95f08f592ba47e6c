"""The search page as a reader uses it: below a path, with no service to ask."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from catalogue.text import fold
from tests.browser.chromium import context_of
from tests.browser.looks import SHIFTS
from tests.browser.rest import visit
from tests.browser.search_world import ask, show_all
from tests.readers.search_truth import wordings

pytestmark = pytest.mark.browser


def truth(searched: Path, *phrases: str) -> set[str]:
    found = set()
    for path in searched.glob("p*/v1/clauses.json"):
        clauses = json.loads(path.read_text("utf-8"))["clauses"]
        for clause, words in zip(clauses, wordings(clauses), strict=True):
            if all(phrase in words for phrase in phrases):
                found.add(f"{path.parts[-3]}/#{clause['eid']}")
    return found


def hits(page: Page) -> list[str]:
    return [
        str(link.get_attribute("href")).partition("/yjzj/")[2]
        for link in page.locator(".yl-hits a[data-clause]").all()
    ]


@pytest.mark.parametrize("question", ["专项资金", "企业", "企业 奖励", "gb/t 9704", "的", "无此话"])
def test_all_clauses_that_hold_it_are_listed_fifty_a_page(
    page: Page, search_address: str, searched: Path, question: str
) -> None:
    expected = truth(searched, *map(fold, question.split()))
    assert ask(page, search_address, f"q={quote(question)}") == len(expected)
    listed: set[str] = set()
    for number in range(1, len(expected) // 50 + 2):
        if number > 1:
            ask(page, search_address, f"q={quote(question)}&page={number}")
        show_all(page)
        expect(page.locator(".yl-hits a[data-clause]")).to_have_count(
            min(50, len(expected) - 50 * (number - 1))
        )
        listed |= set(hits(page))
    assert listed == expected


def test_a_hit_shows_its_words_marked_and_leads_to_the_clause(
    page: Page, search_address: str
) -> None:
    ask(page, search_address, "q=" + quote("專項資金"))
    first = page.locator(".yl-hits ol > li").first
    expect(first.locator("mark")).to_have_text("专项资金")
    first.get_by_role("link").click()
    page.wait_for_url(re.compile(r"/yjzj/p\d\d/#art_\d"))


def test_the_count_is_said_to_screen_readers(
    page: Page, search_address: str, searched: Path
) -> None:
    count = ask(page, search_address, "q=" + quote("专项资金"))
    files = len({each.partition("/")[0] for each in truth(searched, "专项资金")})
    expect(page.get_by_role("status")).to_have_text(f"共{count}个条款，见于{files}个文件")


def test_a_chip_narrows_the_list_and_is_an_address(page: Page, search_address: str) -> None:
    everything = ask(page, search_address, "q=" + quote("企业"))
    chip = page.get_by_role("group", name="发布机构").get_by_role("link", name="市财政局")
    count = re.findall(r"\d+", chip.inner_text())[-1]
    chip.click()
    expect(page.locator(".yl-hits")).to_have_attribute("data-total", count)
    assert "issuer=" in page.url
    expect(chip).to_be_focused()
    assert 0 < int(count) < everything
    page.reload()
    expect(page.locator(".yl-hits")).to_have_attribute("data-total", count)
    page.go_back()
    expect(page.locator(".yl-hits")).to_have_attribute("data-total", str(everything))


def test_choices_work_together(page: Page, search_address: str, searched: Path) -> None:
    query = f"q={quote('企业')}&kind=document&year=2019"
    numbers = [n for n in range(24) if n % 4 and n % 5 == 1]
    expected = {each for each in truth(searched, "企业") if int(each[1:3]) in numbers}
    assert ask(page, search_address, query) == len(expected)
    show_all(page)
    expect(page.locator(".yl-hits a[data-clause]")).to_have_count(len(expected))
    assert set(hits(page)) == expected
    year = page.get_by_role("group", name="年份")
    expect(year.locator("[aria-current]")).to_have_text(f"2019 {len(expected)}")


def test_the_state_is_that_at_the_readers_clock(
    fresh_page: Page, search_address: str, searched: Path
) -> None:
    page = fresh_page
    query = f"q={quote('企业')}&status="
    assert ask(page, search_address, query + "open") == sum(
        int(each[1:3]) % 8 == 0 for each in truth(searched, "企业")
    )
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=200))
    assert ask(page, search_address, query + "open") == 0
    expect(page.locator(".yl-help")).to_contain_text("改选“全部”")


def tells_time(page: Page, at: datetime) -> None:
    """Let a service answer, whose clock says so."""
    told = {"as_of": at.isoformat(), "policies": []}
    page.route("**/api/v1/policies?*", lambda route: route.fulfill(json=told))


def test_the_state_is_that_at_the_service_s_clock(
    fresh_page: Page, search_address: str, searched: Path
) -> None:
    page = fresh_page
    query = f"q={quote('企业')}&status="
    open_now = sum(int(each[1:3]) % 8 == 0 for each in truth(searched, "企业"))
    tells_time(page, datetime.now(UTC) + timedelta(days=200))
    assert ask(page, search_address, query + "open") == 0
    page.unroute_all()
    # A device whose clock is wrong is not asked.
    tells_time(page, datetime.now(UTC))
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=200))
    assert ask(page, search_address, query + "open") == open_now
    expect(page.locator(".yl-facets [data-clock]")).to_have_text("")


def test_where_the_service_is_silent_it_is_said_whose_clock_the_states_are_by(
    page: Page, search_address: str
) -> None:
    ask(page, search_address, f"q={quote('企业')}")
    expect(page.locator(".yl-facets [data-clock]")).to_contain_text("按本机时间")


def test_a_question_too_long_for_an_address_is_cut_with_a_word(
    page: Page, search_address: str
) -> None:
    ask(page, search_address, "q=" + quote("的" * 650))
    expect(page.locator(".yl-cut")).to_have_text("检索的文字太长，只用了前600个字。")
    expect(page.locator("#yl-q")).to_have_value("的" * 600)
    assert len(page.url) < 5500
    assert ask(page, search_address, "q=" + quote("企业")) > 0
    expect(page.locator(".yl-cut")).to_have_text("")


def test_a_box_lets_no_more_be_typed_than_an_address_holds(page: Page, search_address: str) -> None:
    page.goto(search_address)
    page.locator("#yl-q").click()
    page.keyboard.insert_text("的" * 1000)
    expect(page.locator("#yl-q")).to_have_value("的" * 600)


def test_many_hits_of_one_of_several_documents_fold_with_their_number(
    page: Page, search_address: str
) -> None:
    ask(page, search_address, "q=" + quote("条"))
    group = page.locator(".yl-hit-group").first
    expect(group.locator(".yl-hit-count")).to_have_text("12个条款")
    expect(group.locator("a").nth(3)).to_be_hidden()
    group.get_by_text("再看9条").click()
    expect(group.locator("a").nth(11)).to_be_visible()


@pytest.mark.parametrize("question", ["企业", "专项资金", "第一部分（二）", "第7号工业办法 第三条"])
def test_a_first_visit_with_a_question_makes_few_requests(
    chromium: Browser, search_address: str, question: str
) -> None:
    with context_of(chromium) as context:
        page, asked = context.new_page(), list[str]()
        page.on("request", lambda request: asked.append(request.url))
        visit(page, f"{search_address}?q={quote(question)}")
        expect(page.locator(".yl-found-list a, .yl-leads a").first).to_be_visible()
        assert len(asked) <= 12, asked


def test_more_documents_come_in_as_one_scrolls(page: Page, search_address: str) -> None:
    ask(page, search_address, "q=" + quote("企业"))
    groups = page.locator(".yl-hit-group")
    expect(groups.nth(8)).to_have_count(0)
    for _ in range(2):
        page.mouse.wheel(0, 20_000)
        page.locator(".yl-more-row").scroll_into_view_if_needed()
    expect(groups.nth(8)).to_be_attached()


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_hits_come_in(
    chromium: Browser, search_address: str, width: int
) -> None:
    with context_of(chromium, viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.add_init_script(SHIFTS)
        for query in ("企业", "工业办法", "第六条", "企业 无此话"):
            ask(page, search_address, "q=" + quote(query))
            expect(page.locator('.yl-hits[aria-busy="false"]')).to_be_attached()
            assert page.evaluate("window.shifted") < 0.05


def test_opened_from_a_folder_it_lists_all_documents(chromium: Browser, searched: Path) -> None:
    with context_of(chromium) as context:
        page = context.new_page()
        page.goto((searched / "search/index.html").as_uri())
        expect(page.locator(".yl-plain")).to_contain_text("从文件夹打开")
        expect(page.locator("#yl-search, .yl-examples")).to_have_count(2)
        expect(page.locator("#yl-search:visible, .yl-examples:visible")).to_have_count(0)
        expect(page.locator(".yl-plain a")).to_have_count(24)
        page.get_by_role("link", name="第7号工业办法").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("第7号工业办法")


def test_the_list_is_used_by_keyboard(page: Page, search_address: str) -> None:
    ask(page, search_address, "q=" + quote("专项资金"))
    expect(page.locator(".yl-hits a").nth(2)).to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#yl-q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".yl-hits a").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".yl-hits a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.insert_text("无此话 企业")
    page.keyboard.press("Enter")
    expect(page.locator(".yl-help")).to_contain_text("“企业”单独检索")


def test_without_its_files_the_page_says_so(page: Page, search_address: str) -> None:
    page.route("**/manifest.json", lambda route: route.abort())
    page.goto(f"{search_address}?q=a")
    expect(page.locator(".yl-count")).to_have_text("检索文件没有读到，请检查网络后刷新本页。")


def test_the_english_page_lists_the_same_clauses(page: Page, search_address: str) -> None:
    count = ask(page, search_address, "q=" + quote("专项资金"))
    page.goto(search_address.replace("/search/", "/en/search/") + "?q=" + quote("专项资金"))
    expect(page.locator(".yl-hits")).to_have_attribute("data-total", str(count))
    expect(page.locator(".yl-count")).to_contain_text(f"{count} clauses in ")
    expect(page.locator(".yl-hits a[data-clause]").first).to_have_attribute(
        "href", re.compile(r"/yjzj/en/p\d\d/#art_\d")
    )
    expect(page.locator(".yl-hits a[data-clause]").first).to_have_text(
        re.compile(r"^Article \d, para\. 1 第.条第一款$")
    )
