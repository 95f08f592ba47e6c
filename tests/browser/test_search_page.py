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
from playwright.sync_api import Browser, Page, expect

from catalogue.text import fold
from tests.browser.chromium import context_of
from tests.readers.search_truth import wordings
from tests.servers.live_service import build
from tests.worlds.sites import write

pytestmark = pytest.mark.browser

ISSUERS = ["市经济和信息化局", "市财政局", "市商务局"]
WORDS = ["设立专项资金", "支持企业技术改造", "对企业给予奖励", "公开办事指南", "执行GB/T 9704标准"]

PARTS = """一、总体要求

（一）工作目标。到2020年，建成一批示范项目。

（二）工作任务。列出清单，逐项落实。

二、保障措施

（一）加强领导。各县区人民政府负总责。
"""


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
    files["p03/policy.yml"] += "doc_no: 江财发〔2019〕33号\n"
    files["p03/notice.md"] = "# 公告\n\n欢迎写信，寄到河东路八号。\n"
    files["p04/explanation.md"] = "# 起草说明\n\n为了便民，重写了本办法。\n"
    files["p09/v1.md"] = PARTS
    files["p06/v1.md"] = text(6).replace("第三条　", "第三条　江城另行规定，")
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


def test_a_chip_narrows_the_list_and_is_an_address(page: Page, address: str) -> None:
    everything = ask(page, address, "q=" + quote("企业"))
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


def test_choices_work_together(page: Page, address: str, built: Path) -> None:
    query = f"q={quote('企业')}&kind=document&year=2019"
    numbers = [n for n in range(24) if n % 4 and n % 5 == 1]
    expected = {each for each in truth(built, "企业") if int(each[1:3]) in numbers}
    assert ask(page, address, query) == len(expected)
    expect(page.locator(".yl-hits a[data-clause]")).to_have_count(len(expected))
    assert set(hits(page)) == expected
    year = page.get_by_role("group", name="年份")
    expect(year.locator("[aria-current]")).to_have_text(f"2019 {len(expected)}")


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
    ask(page, address, "q=" + quote("的" * 650))
    expect(page.locator(".yl-cut")).to_have_text("检索的文字太长，只用了前600个字。")
    expect(page.locator("#yl-q")).to_have_value("的" * 600)
    assert len(page.url) < 5500
    assert ask(page, address, "q=" + quote("企业")) > 0
    expect(page.locator(".yl-cut")).to_have_text("")


def test_a_box_lets_no_more_be_typed_than_an_address_holds(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#yl-q").click()
    page.keyboard.insert_text("的" * 1000)
    expect(page.locator("#yl-q")).to_have_value("的" * 600)


def test_titles_and_what_is_said_of_a_document_are_listed_apart(page: Page, address: str) -> None:
    assert ask(page, address, "q=" + quote("工业办法")) == 0
    documents = page.locator(".yl-documents")
    expect(documents.get_by_role("heading")).to_contain_text("12件")
    expect(documents.locator("a")).to_have_count(3)
    expect(documents.locator("mark").first).to_have_text("工业办法")
    documents.get_by_role("button", name="再看9个").click()
    expect(documents.locator("a")).to_have_count(12)
    expect(documents.locator("a").nth(3)).to_be_focused()
    said = {"江财发〔2019〕33号": "文号", "河东路八号": "公告", "重写了本办法": "起草说明"}
    for words, part in said.items():
        assert ask(page, address, "q=" + quote(words)) == 0
        expect(documents.locator("li")).to_have_count(1)
        expect(documents.locator(".yl-part")).to_have_text(part)
    assert ask(page, address, "q=" + quote("市财政局 第1号")) == 0
    expect(documents.locator("a")).to_have_text(["第1号工业办法"])


def test_a_clause_pasted_as_it_is_shown_comes_first(page: Page, address: str) -> None:
    site = address.removesuffix("search/")
    shown_as = [("p09", "part_1__sec_2", ""), ("p09", "part_1", ""), ("p06", "art_3", "__para_1")]
    for policy, clause, first_part in shown_as:
        page.goto(f"{site}{policy}/")
        shown = page.locator(f"#{clause}").inner_text()
        for pasted in (shown, shown.replace("\n", ""), f"{shown}\n1条意见\n提意见"):
            page.goto(f"{address}?q={quote(pasted)}")
            first = page.locator("a[data-clause]").first
            expect(first).to_have_attribute("data-policy", policy)
            expect(first).to_have_attribute("data-clause", clause + first_part)


def test_a_citation_alone_lists_the_documents_that_have_it(page: Page, address: str) -> None:
    for asked, link in {"第一部分（二）": "第一部分（二）", "二、（一）": "第二部分（一）"}.items():
        ask(page, address, "q=" + quote(asked))
        expect(page.locator(".yl-jumps a")).to_have_text([f"转到《第9号工业办法》{link}"])
    ask(page, address, "q=" + quote("第六条"))
    expect(page.locator(".yl-jumps a")).to_have_count(8)
    page.get_by_role("button", name="再看别的文件").click()
    expect(page.locator(".yl-jumps a")).to_have_count(23)


def test_inside_a_policy_its_own_clauses_come_first(page: Page, address: str) -> None:
    ask(page, address, f"in=p13&q={quote('企业')}")
    expect(page.locator(".yl-hits a").first).to_have_attribute("data-policy", "p13")


def test_many_hits_of_one_of_several_documents_fold_with_their_number(
    page: Page, address: str
) -> None:
    ask(page, address, "q=" + quote("条"))
    group = page.locator(".yl-hit-group").first
    expect(group.locator(".yl-hit-count")).to_have_text("12个条款")
    expect(group.locator("a").nth(3)).to_be_hidden()
    group.get_by_text("再看9条").click()
    expect(group.locator("a").nth(11)).to_be_visible()


def test_words_that_stand_nowhere_together_are_links_each_alone(page: Page, address: str) -> None:
    assert ask(page, address, "q=" + quote("示范项目 办事指南 无此话")) == 0
    links = page.locator(".yl-help a")
    expect(links).to_have_text(
        ["“示范项目”单独检索：1个条款", re.compile("^“办事指南”单独检索：[0-9]+个条款$")]
    )
    links.first.click()
    expect(page.locator(".yl-hits")).to_have_attribute("data-total", "1")


def test_examples_are_out_of_the_texts_and_lead_to_hits(page: Page, address: str) -> None:
    page.goto(address)
    examples = page.locator(".yl-examples a")
    assert set(examples.all_inner_texts()) >= {"总体要求", "保障措施"}
    examples.first.click()
    expect(page.locator(".yl-hits a[data-clause]").first).to_be_visible()


SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => list.getEntries().forEach((each) => { shifted += each.value; }))
  .observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_hits_come_in(chromium: Browser, address: str, width: int) -> None:
    with context_of(chromium, viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.add_init_script(SHIFTS)
        for query in ("企业", "工业办法", "第六条", "企业 无此话"):
            ask(page, address, "q=" + quote(query))
            expect(page.locator('.yl-hits[aria-busy="false"]')).to_be_attached()
            assert page.evaluate("shifted") < 0.05


def test_opened_from_a_folder_it_lists_all_documents(chromium: Browser, built: Path) -> None:
    with context_of(chromium) as context:
        page = context.new_page()
        page.goto((built / "search/index.html").as_uri())
        expect(page.locator(".yl-plain")).to_contain_text("从文件夹打开")
        expect(page.locator(".yl-plain a")).to_have_count(24)
        page.get_by_role("link", name="第7号工业办法").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("第7号工业办法")


def test_a_citation_with_words_of_a_title_leads_to_the_clause(page: Page, address: str) -> None:
    ask(page, address, "q=" + quote("7号工业 第三条"))
    jump = page.get_by_role("link", name="转到《第7号工业办法》第三条")
    jump.click()
    page.wait_for_url(re.compile("/yjzj/p07/#art_3$"))


def test_a_citation_asked_from_a_policy_leads_straight_there(page: Page, address: str) -> None:
    page.goto(f"{address}?in=p06&q={quote('第四条第一款')}")
    page.wait_for_url(re.compile("/yjzj/p06/#art_4__para_1$"))


def test_a_citation_that_the_policy_does_not_have_is_searched_as_words(
    page: Page, address: str
) -> None:
    assert ask(page, address, f"in=p05&q={quote('第四十条')}") == 0
    expect(page.locator(".yl-jumps")).to_have_count(0)


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
