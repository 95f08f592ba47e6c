"""A reader of a policy's page: by ear, by keyboard, without scripts, on paper."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.citizen import Citizen
from tests.browser.looks import assert_clean, assert_clean_in_both_languages
from tests.browser.rest import visit
from tests.browser.tree import CONTROLS, tree
from tests.servers.live_service import Running, served
from tests.worlds.policy_stages import lives_site

pytestmark = pytest.mark.browser

STATES = [
    ("parking", "征集中", "Open for comment"),
    ("ending", "征集中·最后一天", "Open for comment · last day"),
    ("coming", "即将开始", "Opening soon"),
    (
        "closed",
        "意见整理中（预计7月30日前反馈）",
        "Comments being studied (outcome expected by 30 July)",
    ),
    ("issued", "已印发", "Issued"),
]


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with served(lives_site(), tmp_path_factory.mktemp("lives")) as running:
        yield running


@pytest.mark.parametrize("path", ["shiyan-industry-2018/", "en/shiyan-industry-2018/"])
def test_by_ear_headings_are_short_and_no_two_controls_share_a_name(
    page: Page, running: Running, path: str
) -> None:
    nodes = tree(visit(page, f"{running.address}/{path}"))
    headings = [node.name for node in nodes if node.role == "heading"]
    assert len(headings) > 20
    assert [name for name in headings if not 0 < len(name) <= 60] == []
    names = Counter(node.name for node in nodes if node.role in CONTROLS)
    assert [name for name, count in names.items() if count > 1 or not name] == []


def test_in_english_a_clause_is_named_in_both_languages_up_to_the_receipt(
    page: Page, running: Running
) -> None:
    visit(page, f"{running.address}/en/shiyan-industry-2018/")
    both = "Part 3 (3) 第三部分（三）"
    page.get_by_role("button", name="Part 3 (3) actions", exact=True).click()
    expect(page.locator(".yl-menu p").first).to_have_text(both)
    page.locator(".yl-menu").get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_role("heading", name="Comment 1: Part 3 (3)")).to_be_visible()
    page.locator("textarea[name=body]").fill("请写明。")
    page.locator(".yl-dialog input[value=suggest]").check()
    Citizen(page).gives_name("林晓芸", "13800138000")
    page.get_by_role("button", name="Send 1 comment").click()
    expect(page.locator(".yl-receipt-said b")).to_have_text(both)


def test_from_a_hit_to_a_sent_comment_in_20_presses(page: Page, running: Running) -> None:
    citizen = Citizen(page)
    page.goto(f"{running.address}/search/?q=专项资金")
    hit = page.locator("a[data-clause]").first
    hit.focus()
    citizen.presses("Enter")
    page.wait_for_url(re.compile("#"))
    expect(page.locator("[data-state-of]")).to_contain_text("征集中")
    button = citizen.comes_to("a||提意见：第三部分（二）第1自然段")
    citizen.says_of_focused_clause("设立多少专项资金应当写明。")
    citizen.gives_name("林晓芸", "13800138000")
    citizen.presses("Enter")
    citizen.receipt()
    typed = 3
    assert len(citizen.pressed) + typed <= 20
    citizen.presses("Escape")
    citizen.comes_to(button)


def test_the_arrows_go_through_the_menu_and_escape_leads_back(page: Page, lives: Running) -> None:
    citizen = Citizen(page)
    visit(page, f"{lives.address}/parking/#part_2__para_1")
    citizen.comes_to("a||提意见：第二部分第1自然段")
    button = citizen.tabs_to("第二部分第1自然段 操作", most=1)
    citizen.presses("Enter")
    citizen.comes_to("button||提意见")
    citizen.presses("End")
    citizen.comes_to("button||复制链接")
    citizen.presses("ArrowDown")
    citizen.comes_to("button||提意见")
    citizen.presses("Escape")
    citizen.comes_to(button)


def test_what_is_told_of_a_clause_stands_in_the_margin_and_leads_there(
    page: Page, lives: Running
) -> None:
    visit(page, f"{lives.address}/parking/")
    text = page.locator(".yl-text").bounding_box()
    told = page.get_by_label("第二部分 解读：读懂停车管理办法")
    box = told.bounding_box()
    assert text
    assert box
    assert box["x"] >= text["x"] + text["width"]
    told.click()
    page.wait_for_url("**/reading/")


@pytest.mark.parametrize(("policy", "chinese", "english"), STATES)
def test_the_state_is_said_in_both_languages(
    page: Page, lives: Running, policy: str, chinese: str, english: str
) -> None:
    visit(page, f"{lives.address}/{policy}/")
    expect(page.locator("[data-state-of] .yl-state")).to_have_text(chinese)
    visit(page, f"{lives.address}/en/{policy}/")
    expect(page.locator("[data-state-of] .yl-state")).to_have_text(english)


def test_where_the_service_is_silent_the_state_is_by_the_device_s_clock(
    page: Page, lives: Running
) -> None:
    page.route("**/api/**", lambda route: route.abort())
    visit(page, f"{lives.address}/coming/")
    line = page.locator("[data-state-of]")
    expect(line).to_contain_text("意见整理中")
    expect(line).to_contain_text("按本机时间")


def test_what_is_past_is_marked_on_the_line_of_its_life(page: Page, lives: Running) -> None:
    visit(page, f"{lives.address}/parking/")
    here = page.locator(".yl-life li", has=page.locator(".yl-now"))
    expect(here).to_contain_text("调整征集时间")
    expect(page.locator(".yl-life-past")).to_have_count(4)


def test_the_contents_mark_what_is_being_read(page: Page, running: Running) -> None:
    visit(page, f"{running.address}/shiyan-industry-2018/#part_3__sec_2")
    expect(page.locator(".yl-contents a[aria-current]")).to_have_attribute("href", "#part_3__sec_2")


def test_a_comment_shows_as_a_number_at_the_clause(page: Page, lives: Running) -> None:
    citizen = Citizen(page)
    visit(page, f"{lives.address}/en/parking/#part_2")
    citizen.comes_to("a||Comment: Part 2")
    citizen.presses("Enter")
    expect(page.get_by_role("heading", name="Comment 1: Part 2")).to_be_visible()
    citizen.types("Charge less.")
    page.get_by_role("button", name="Next: who you are").click()
    page.get_by_role("button", name="Send 1 comment").click()
    expect(page.locator(".yl-faults")).to_contain_text("Please correct these")
    expect(page.locator("#yl-name-fault")).to_be_visible()
    # What is at fault on the other step is led to.
    page.get_by_role("link", name="Comment 1 Your position").click()
    expect(page.locator(".yl-dialog input[value=suggest]")).to_be_focused()
    citizen.presses("Space")
    citizen.gives_name("林晓芸", "13800138000")
    page.get_by_role("button", name="Send 1 comment").click()
    citizen.receipt()
    page.get_by_role("button", name="I have kept it: done").click()
    expect(page.locator("#part_2 > .yl-line .yl-comment-count")).to_have_text("1 comment")
    visit(page, f"{lives.address}/parking/")
    expect(page.locator("#part_2 > .yl-line .yl-comment-count")).to_have_text("1条意见")
    expect(page.locator("[data-figures]")).to_have_text("已有1人提出意见1条")
    visit(page, f"{lives.address}/en/parking/")
    expect(page.locator("#part_2 > .yl-line .yl-comment-count")).to_have_text("1 comment")
    expect(page.locator("[data-figures]")).to_have_text("So far: 1 comment from 1 person")


def test_comments_on_an_article_are_told_once_on_the_line_of_its_number(
    page: Page, lives: Running
) -> None:
    def counted(route: Route) -> None:
        answer = route.fetch()
        told = answer.json()
        told["policies"][0]["counts"] = {"comments": 4, "participants": 4, "submissions": 4}
        route.fulfill(response=answer, json=told)

    asked = {"v1.art_1": 1, "v1.art_1__para_1": 2, "v1.art_1__para_2": 1}
    rows = [{"wid": wid, "comments": comments} for wid, comments in asked.items()]
    page.route("**/api/v1/policies?ids=*", counted)
    page.route("**/tally", lambda route: route.fulfill(json={"by_clause": rows}))
    visit(page, f"{lives.address}/ending/")
    expect(page.locator(".yl-comment-count")).to_have_text(["3条意见", "1条意见"])
    expect(page.locator("#art_1__para_1 .yl-comment-count")).to_have_text("3条意见")


def test_without_scripts_everything_is_there_to_read_and_to_follow(
    plain_page: Page, lives: Running
) -> None:
    plain_page.goto(f"{lives.address}/parking/")
    expect(plain_page.get_by_label("提意见：第二部分", exact=True)).to_be_visible()
    expect(plain_page.get_by_label("第二部分第1自然段 修改对照：第二次征求意见稿")).to_be_visible()
    expect(plain_page.get_by_label("第二部分 解读：读懂停车管理办法")).to_be_visible()
    plain_page.locator("#life > summary").click()
    expect(plain_page.locator(".yl-life")).to_contain_text("2018年7月18日24时")
    expect(plain_page.locator(".yl-contents ol")).to_be_visible()


@pytest.mark.parametrize(
    ("policy", "said"), [("repealed", "废止"), ("closed", "意见整理中（预计7月30日前反馈）")]
)
def test_on_paper_state_and_validity_stay_and_controls_go(
    page: Page, lives: Running, policy: str, said: str
) -> None:
    visit(page, f"{lives.address}/{policy}/")
    page.emulate_media(media="print")
    expect(page.get_by_text(said).first).to_be_visible()
    expect(page.locator(".yl-permanent")).to_be_visible()
    for gone in (".yl-link", ".yl-length button", ".yl-search-form", ".yl-contents"):
        expect(page.locator(gone).first).to_be_hidden()


@pytest.mark.parametrize("path", ["/parking/", "/repealed/"])
def test_axe_finds_nothing_and_nothing_overflows(page: Page, lives: Running, path: str) -> None:
    site = lives.address
    assert_clean_in_both_languages(page, site + path, f"{site}/en{path}")


@pytest.mark.parametrize("size", [(640, 450), (390, 844)])
def test_the_dialog_fits_a_phone_and_a_page_at_twice_its_size(
    page: Page, lives: Running, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    visit(page, f"{lives.address}/en/parking/")
    page.get_by_label("Comment: Part 2, para. 1", exact=True).click()
    go = page.locator(".yl-dialog-foot [type=submit]")
    for words in ("Next: who you are", "Send 1 comment"):
        expect(go).to_have_text(words)
        expect(go).to_be_in_viewport(ratio=1)
        go.click()
    expect(page.locator(".yl-faults")).to_be_in_viewport()
    assert_clean(page)


_SELECT = """(words) => {
  const walker = document.createTreeWalker(document.querySelector(".yl-text"), 4);
  while (walker.nextNode() && !walker.currentNode.data.includes(words));
  const at = walker.currentNode.data.indexOf(words);
  getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
}"""


@pytest.mark.parametrize("width", [1280, 390])
def test_a_comment_is_on_the_words_that_are_selected(
    page: Page, lives: Running, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    visit(page, f"{lives.address}/parking/")
    page.evaluate(_SELECT, "六十分钟")
    way = page.locator(":is(button, a):visible", has_text="对这段文字提意见")
    words, offered = page.get_by_text("停车六十分钟以内免费。").bounding_box(), way.bounding_box()
    assert words
    assert offered
    beside = offered["x"] >= words["x"] + words["width"]
    assert beside or offered["y"] >= 844 - 64
    way.click()
    expect(page.locator(".yl-dialog h3").first).to_have_text("第1条意见：第二部分第1自然段")
    expect(page.locator(".yl-dialog mark")).to_have_text("六十分钟")
    expect(page.locator(".yl-quote")).to_have_text("停车六十分钟以内免费。")
    expect(page.locator("textarea:focus")).to_have_value("")
    # Nothing was written of one's own: it is not kept.
    page.keyboard.press("Escape")
    expect(page.locator(".yl-waiting")).to_have_count(0)
    page.evaluate("getSelection().removeAllRanges()")
    expect(page.get_by_text("对这段文字提意见").locator("visible=true")).to_have_count(0)


def test_words_can_be_chosen_by_the_keyboard_and_given_up(page: Page, lives: Running) -> None:
    visit(page, f"{lives.address}/parking/")
    citizen = Citizen(page)
    # A caret that selects is where the Tab key goes on; a script's selection moves no caret.
    page.get_by_label("提意见：第二部分第1自然段", exact=True).focus()
    page.evaluate(_SELECT, "停车六十")
    # It is shown with the next picture of the page; whoever is quicker goes past it.
    expect(page.get_by_text("对这段文字提意见").locator("visible=true")).to_have_count(1)
    citizen.tabs_to("对这段文字提意见", most=3)
    citizen.presses("Enter")
    expect(page.locator(".yl-dialog mark")).to_have_text("停车六十")
    expect(page.locator("textarea:focus")).to_have_value("")
    citizen.types("写清从何时算起。")
    citizen.tabs_to("改为针对整条", key="Shift+Tab", most=1)
    citizen.presses("Space")
    expect(page.locator(".yl-dialog mark")).to_have_count(0)
    expect(page.locator("textarea[name=body]")).to_have_value("写清从何时算起。")


def test_the_bar_at_the_foot_of_a_phone_leads_to_a_clause_and_covers_none(
    page: Page, lives: Running
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, f"{lives.address}/parking/")
    expect(page.locator(".yl-contents")).to_be_hidden()
    page.get_by_role("button", name="目录", exact=True).click()
    page.get_by_role("link", name="三、附则", exact=True).click()
    expect(page.locator(".yl-contents")).to_be_hidden()
    expect(page.locator("#part_3 > .yl-line .yl-link")).to_be_focused()
    for target in page.locator(".yl-foot-bar :is(a, button), .yl-say:visible").all():
        box = target.bounding_box()
        assert box
        assert box["height"] >= 44
    page.locator("#part_1__sec_1 .yl-say").focus()
    bar, say = (page.locator(css).bounding_box() for css in (".yl-foot-bar", ".yl-say:focus"))
    assert bar
    assert say
    assert say["y"] + say["height"] <= bar["y"]
    page.get_by_role("button", name="目录", exact=True).press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="目录", exact=True)).to_be_focused()


def test_a_fold_opens_for_the_address_that_leads_into_it(page: Page, lives: Running) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, f"{lives.address}/parking/#ways")
    expect(page.get_by_role("link", name="parking@example.org")).to_be_in_viewport()
