"""The search page as a reader uses it: below a path, with no service to ask."""

import functools
import json
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from catalogue.text import fold
from tests.readers.search_truth import wordings
from tests.servers.live_service import build
from tests.worlds.sites import write

pytestmark = pytest.mark.browser

ISSUERS = ["市经济和信息化局", "市财政局", "市商务局"]
WORDS = ["设立专项资金", "支持企业技术改造", "对企业给予奖励", "公开办事指南", "执行GB/T 9704标准"]


def policy(number: int) -> str:
    kind = "consultation" if number % 4 == 0 else "document"
    today = datetime.now(UTC).date()
    opens = today - timedelta(days=100 if number % 8 else 3)
    window = f"{{id: w1, version: v1, opens: {opens}, closes: {opens + timedelta(days=40)}}}"
    return (
        f"title: 第{number}号{'工业' if number % 2 else '商业'}办法\nkind: {kind}\n"
        f"issuer: {ISSUERS[number % 3]}\nissued_on: {2018 + number % 5}-03-01\n"
        "versions: [{id: v1, published_on: 2018-01-01}]\n"
        + (f"windows: [{window}]\n" if kind == "consultation" else "")
    )


def text(number: int) -> str:
    lines = [WORDS[(number + at) % 5] for at in range(6)]
    return "\n\n".join(f"第{'一二三四五六'[at]}条　{line}。" for at, line in enumerate(lines))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    files = {f"p{n:02}/policy.yml": policy(n) for n in range(24)}
    files |= {f"p{n:02}/v1.md": text(n) + "\n" for n in range(24)}
    build(folder / "site", write(folder / "policies", files))
    return folder / "site"


class _Below(SimpleHTTPRequestHandler):
    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix("/yjzj"))

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    handler = functools.partial(_Below, directory=str(built))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/yjzj/search/"
        server.shutdown()


def truth(built: Path, *phrases: str) -> set[str]:
    found = set()
    for path in built.glob("p*/v1/clauses.json"):
        clauses = json.loads(path.read_text("utf-8"))["clauses"]
        for clause, words in zip(clauses, wordings(clauses), strict=True):
            if all(phrase in words for phrase in phrases):
                found.add(f"{path.parts[-3]}/#{clause['eid']}")
    return found


def ask(page: Page, address: str, query: str) -> int:
    """Search, wait for the list, return its total."""
    page.goto(f"{address}?{query}")
    expect(page.locator(".yl-count")).to_have_text(re.compile("^共|^没有找到"))
    return int(page.locator(".yl-hits").get_attribute("data-total") or -1)


def hits(page: Page) -> list[str]:
    return [
        str(link.get_attribute("href")).partition("/yjzj/")[2]
        for link in page.locator(".yl-hits a[data-clause]").all()
    ]


@pytest.mark.parametrize("question", ["专项资金", "企业", "企业 奖励", "gb/t 9704", "的", "无此话"])
def test_all_clauses_that_hold_it_are_listed_fifty_a_page(
    page: Page, address: str, built: Path, question: str
) -> None:
    expected = truth(built, *map(fold, question.split()))
    assert ask(page, address, f"q={quote(question)}") == len(expected)
    listed: set[str] = set()
    for number in range(1, len(expected) // 50 + 2):
        ask(page, address, f"q={quote(question)}&page={number}")
        expect(page.locator(".yl-hits a[data-clause]")).to_have_count(
            min(50, len(expected) - 50 * (number - 1))
        )
        listed |= set(hits(page))
    assert listed == expected


def test_a_hit_shows_its_words_marked_and_leads_to_the_clause(page: Page, address: str) -> None:
    ask(page, address, "q=" + quote("專項資金"))
    first = page.locator(".yl-hits ol > li").first
    expect(first.locator("mark")).to_have_text("专项资金")
    first.get_by_role("link").click()
    page.wait_for_url(re.compile(r"/yjzj/p\d\d/#art_\d"))


def test_the_count_is_said_to_screen_readers(page: Page, address: str, built: Path) -> None:
    count = ask(page, address, "q=" + quote("专项资金"))
    files = len({each.partition("/")[0] for each in truth(built, "专项资金")})
    expect(page.get_by_role("status")).to_have_text(f"共{count}个条款，见于{files}个文件")


def test_a_choice_narrows_the_list_and_is_an_address(page: Page, address: str) -> None:
    everything = ask(page, address, "q=" + quote("企业"))
    choice = page.get_by_label("发布机构")
    said = choice.locator("option", has_text="市财政局").inner_text()
    choice.select_option("市财政局")
    expect(page.locator(".yl-hits")).to_have_attribute("data-total", re.findall(r"\d+", said)[-1])
    assert "issuer=" in page.url
    narrowed = int(page.locator(".yl-hits").get_attribute("data-total") or 0)
    assert 0 < narrowed < everything
    page.reload()
    expect(page.locator(".yl-hits")).to_have_attribute("data-total", str(narrowed))
    page.go_back()
    expect(page.locator(".yl-hits")).to_have_attribute("data-total", str(everything))


def test_choices_work_together(page: Page, address: str, built: Path) -> None:
    query = f"q={quote('企业')}&kind=document&year=2019"
    numbers = [n for n in range(24) if n % 4 and n % 5 == 1]
    expected = {each for each in truth(built, "企业") if int(each[1:3]) in numbers}
    assert ask(page, address, query) == len(expected)
    expect(page.locator(".yl-hits a[data-clause]")).to_have_count(len(expected))
    assert set(hits(page)) == expected
    expect(page.get_by_label("年份")).to_have_value("2019")


def test_the_state_is_that_at_the_readers_clock(
    fresh_page: Page, address: str, built: Path
) -> None:
    page = fresh_page
    query = f"q={quote('企业')}&status="
    assert ask(page, address, query + "open") == sum(
        int(each[1:3]) % 8 == 0 for each in truth(built, "企业")
    )
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=200))
    assert ask(page, address, query + "open") == 0
    expect(page.locator(".yl-help")).to_contain_text("改选“全部”")


def tells_time(page: Page, at: datetime) -> None:
    """Let a service answer, whose clock says so."""
    told = {"as_of": at.isoformat(), "policies": []}
    page.route("**/api/v1/policies?*", lambda route: route.fulfill(json=told))


def test_the_state_is_that_at_the_service_s_clock(
    fresh_page: Page, address: str, built: Path
) -> None:
    page = fresh_page
    query = f"q={quote('企业')}&status="
    open_now = sum(int(each[1:3]) % 8 == 0 for each in truth(built, "企业"))
    tells_time(page, datetime.now(UTC) + timedelta(days=200))
    assert ask(page, address, query + "open") == 0
    page.unroute_all()
    # A device whose clock is wrong is not asked.
    tells_time(page, datetime.now(UTC))
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=200))
    assert ask(page, address, query + "open") == open_now
    expect(page.locator(".yl-facets [data-clock]")).to_have_text("")


def test_where_the_service_is_silent_it_is_said_whose_clock_the_states_are_by(
    page: Page, address: str
) -> None:
    ask(page, address, f"q={quote('企业')}")
    expect(page.locator(".yl-facets [data-clock]")).to_contain_text("按本机时间")


def test_a_question_too_long_for_an_address_is_cut_with_a_word(page: Page, address: str) -> None:
    ask(page, address, "q=" + quote("的" * 350))
    expect(page.locator(".yl-cut")).to_have_text("检索的文字太长，只用了前300个字。")
    expect(page.locator("#yl-q")).to_have_value("的" * 300)
    assert len(page.url) < 3000
    page.locator("#yl-q").fill("条" * 390)
    page.locator("#yl-q").press("Enter")
    expect(page).to_have_url(re.compile(quote("条" * 300) + "$"))
    expect(page.locator(".yl-cut")).to_contain_text("前300个字")
    assert ask(page, address, "q=" + quote("企业")) > 0
    expect(page.locator(".yl-cut")).to_have_text("")


def test_a_box_lets_no_more_be_typed_than_an_address_holds(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#yl-q").click()
    page.keyboard.insert_text("的" * 1000)
    expect(page.locator("#yl-q")).to_have_value("的" * 400)


def test_titles_that_hold_it_stand_above(page: Page, address: str) -> None:
    ask(page, address, "q=" + quote("工业办法"))
    expect(page.locator(".yl-titles")).to_contain_text("标题含“工业办法”的文件（12个）")
    expect(page.locator(".yl-titles a")).to_have_count(5)
    expect(page.locator(".yl-help")).to_be_visible()


def test_a_citation_with_words_of_a_title_leads_to_the_clause(page: Page, address: str) -> None:
    ask(page, address, "q=" + quote("7号工业 第三条"))
    jump = page.get_by_role("link", name="转到《第7号工业办法》第三条")
    jump.click()
    page.wait_for_url(re.compile("/yjzj/p07/#art_3$"))


def test_a_citation_asked_from_a_policy_leads_straight_there(page: Page, address: str) -> None:
    page.goto(f"{address}?in=p05&q={quote('第四条第一款')}")
    page.wait_for_url(re.compile("/yjzj/p05/#art_4__para_1$"))


def test_a_citation_that_the_policy_does_not_have_is_searched_as_words(
    page: Page, address: str
) -> None:
    assert ask(page, address, f"in=p05&q={quote('第四十条')}") == 0
    expect(page.locator(".yl-jumps")).to_be_hidden()


def test_the_list_is_used_by_keyboard(page: Page, address: str) -> None:
    ask(page, address, "q=" + quote("专项资金"))
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


def test_without_its_files_the_page_says_so(page: Page, address: str) -> None:
    page.route("**/manifest.json", lambda route: route.abort())
    page.goto(f"{address}?q=a")
    expect(page.locator(".yl-count")).to_have_text("检索文件没有读到，请检查网络后刷新本页。")


def test_the_english_page_lists_the_same_clauses(page: Page, address: str) -> None:
    count = ask(page, address, "q=" + quote("专项资金"))
    page.goto(address.replace("/search/", "/en/search/") + "?q=" + quote("专项资金"))
    expect(page.locator(".yl-hits")).to_have_attribute("data-total", str(count))
    expect(page.locator(".yl-count")).to_contain_text(f"{count} clauses in ")
    expect(page.locator(".yl-hits a[data-clause]").first).to_have_attribute(
        "href", re.compile(r"/yjzj/en/p\d\d/#art_\d")
    )
