"""Where scripts, files or the browser fail, the reader is told what is so and led on."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.chromium import context_of
from tests.browser.dialog import identify, submit
from tests.servers.live_service import Running

pytestmark = [pytest.mark.browser, pytest.mark.soak]
POLICY = "shiyan-industry-2018"


def opens_dialog(page: Page, running: Running, citation: str = "第一部分") -> None:
    page.goto(f"{running.address}/{POLICY}/")
    expect(page.locator("[data-state-of]")).to_contain_text("征集中")
    page.get_by_label(f"提意见：{citation}", exact=True).click()


def fills(page: Page, words: str) -> None:
    page.locator("textarea[name=body]").fill(words)
    identify(page)


def test_a_comment_is_sent_where_abort_signal_has_no_timeout(
    fresh_page: Page, running: Running
) -> None:
    page = fresh_page
    page.add_init_script("delete AbortSignal.timeout; delete Array.prototype.at;")
    opens_dialog(page, running)
    fills(page, "旧浏览器也能提交。")
    submit(page)
    expect(page.locator("[data-receipt-no]")).to_be_visible()


def test_a_comment_is_sent_where_the_browser_has_no_dialog(
    fresh_page: Page, running: Running
) -> None:
    page = fresh_page
    page.add_init_script(
        "delete HTMLDialogElement.prototype.showModal; delete HTMLDialogElement.prototype.close;"
    )
    opens_dialog(page, running)
    expect(page.get_by_role("dialog")).to_have_attribute("aria-modal", "true")
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate("Boolean(document.activeElement.closest('.yl-dialog'))")
    page.keyboard.press("Escape")
    expect(page.locator(".yl-dialog")).to_be_hidden()
    opens_dialog(page, running)
    fills(page, "没有对话框也能提交。")
    submit(page)
    expect(page.locator("[data-receipt-no]")).to_be_visible()
    page.get_by_role("button", name="已保存，完成").click()
    expect(page.locator(".yl-dialog")).to_be_hidden()


def test_a_fault_of_the_scripts_is_never_told_as_a_missing_answer(
    failing_page: Page, running: Running
) -> None:
    page = failing_page
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    opens_dialog(page, running)
    fills(page, "不能丢。")
    page.evaluate("window.AbortController = undefined")
    submit(page)
    faults = page.locator(".yl-faults")
    expect(faults).to_contain_text(
        "本页的脚本出了错（TypeError: AbortController is not a constructor"
    )
    expect(faults).not_to_contain_text("没有收到服务的答复")
    expect(faults.get_by_role("link", name="打开意见表单")).to_have_attribute(
        "href", re.compile(rf"/forms/{POLICY}\?version=v1$")
    )
    assert [text for text in said if "AbortController is not a constructor" in text]
    expect(page.locator("textarea[name=body]")).to_have_value("不能丢。")
    page.reload()
    expect(page.get_by_role("button", name="再次提交")).to_be_visible()


def test_a_fault_in_the_search_is_not_told_as_a_lost_file(
    chromium: Browser, running: Running
) -> None:
    with context_of(chromium) as context:
        page = context.new_page()
        page.add_init_script("String.prototype.normalize = () => { throw new Error('gone'); };")
        page.goto(f"{running.address}/search/?q=企业")
        expect(page.locator(".yl-count")).to_have_text("本页的脚本出了错（Error: gone）。")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("", "征集时间以所列日期为准"),
        ("list/", "征集时间以所列日期为准"),
        (f"{POLICY}/", "提意见请用意见表单"),
        (f"en/{POLICY}/", "please use the comment form"),
        ("search/?q=企业", "全部文件列在下面"),
    ],
)
@pytest.mark.parametrize("lost", ["site.js", "page.js"])
def test_where_scripts_do_not_come_a_sentence_says_so(
    failing_page: Page, running: Running, path: str, words: str, lost: str
) -> None:
    # The search has page.js in its own script.
    lost = "search.js" if path.startswith("search") and lost == "page.js" else lost
    failing_page.route(f"**/{lost}*", lambda route: route.abort())
    failing_page.goto(f"{running.address}/{path}")
    expect(failing_page.get_by_role("alert")).to_contain_text(
        "本页的脚本" if "en/" not in path else "scripts"
    )
    expect(failing_page.get_by_role("alert")).to_contain_text(words)


def test_where_scripts_did_not_start_the_clause_leads_to_the_form(
    failing_page: Page, running: Running
) -> None:
    failing_page.route("**/page.js*", lambda route: route.abort())
    failing_page.goto(f"{running.address}/{POLICY}/")
    expect(failing_page.get_by_role("alert")).to_be_visible()
    failing_page.get_by_label("提意见：第1自然段", exact=True).click()
    expect(failing_page.locator("#comments-0-body")).to_be_visible()


def test_where_the_dialog_does_not_come_the_form_does(failing_page: Page, running: Running) -> None:
    failing_page.route("**/consult.js*", lambda route: route.abort())
    opens_dialog(failing_page, running)
    failing_page.wait_for_url(re.compile(r"/forms/.*clause=v1\.part_1$"))


def test_a_badly_written_hash_breaks_nothing(page: Page, running: Running) -> None:
    page.goto(f"{running.address}/{POLICY}/#%E4%")
    expect(page.locator("[data-state-of]")).to_contain_text("征集中")


@pytest.mark.parametrize("file", ["manifest.json", "*.bin*", "text/*"])
def test_a_search_file_that_did_not_come_is_asked_for_once_more(
    page: Page, running: Running, file: str
) -> None:
    lost: list[str] = []

    def once(route: Route) -> None:
        again = route.request.url in lost
        lost.append(route.request.url)
        if again:
            route.continue_()
        else:
            route.abort()

    page.route(f"**/assets/search/{file}", once)
    page.goto(f"{running.address}/search/?q=专项资金")
    expect(page.locator(".yl-count")).to_have_text("共6个条款，见于2个文件")
    assert len(lost) == 2 * len(set(lost)) > 0


def test_a_search_file_that_never_comes_is_told(page: Page, running: Running) -> None:
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route("**/assets/search/manifest.json", refuse)
    page.goto(f"{running.address}/search/?q=专项资金")
    expect(page.locator(".yl-count")).to_have_text("检索文件没有读到，请检查网络后刷新本页。")
    assert len(asked) == 2


@pytest.mark.parametrize("kept", [0, 1, -1])
@pytest.mark.parametrize("file", ["*.bin*", "text/*"])
def test_a_search_file_that_came_cut_off_is_no_file(
    page: Page, running: Running, file: str, kept: int
) -> None:
    def cut(route: Route) -> None:
        route.fulfill(body=route.fetch().body()[:kept])

    page.route(f"**/assets/search/{file}", cut, times=1)
    page.goto(f"{running.address}/search/?q=专项资金")
    expect(page.locator(".yl-count")).to_have_text("共6个条款，见于2个文件")
    page.route(f"**/assets/search/{file}", cut)
    page.goto(f"{running.address}/search/?q=重点项目")
    expect(page.locator(".yl-count")).to_have_text("检索文件没有读到，请检查网络后刷新本页。")
