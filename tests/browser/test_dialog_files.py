"""Files in the dialog: sent as they are chosen, never lost unsaid, named on receipt and look-up."""

import io
import json
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from tests.browser.chromium import context_of
from tests.browser.dialog import SUBMISSIONS, begin, goes_to, identify, submit
from tests.browser.held_requests import HeldRequests
from tests.browser.looks import assert_clean
from tests.browser.test_nothing_is_lost import stays_when_asked
from tests.servers.live_service import Running

pytestmark = [pytest.mark.browser, pytest.mark.soak]
UPLOADS = "**/api/v1/attachments"
WECHAT = (
    "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/86.0.4240.99 Mobile Safari/537.36 MMWEBID/1 MicroMessenger/8.0.2"
)


def pdf(name: str) -> FilePayload:
    written = io.BytesIO()
    document = pypdf.PdfWriter()
    document.add_blank_page(200, 200)
    document.write(written)
    return {"name": name, "mimeType": "application/pdf", "buffer": written.getvalue()}


def attach(page: Page, *files: FilePayload) -> None:
    page.locator(".yl-comment input[type=file]").first.set_input_files(files)


def assert_uploaded(page: Page, *names: str) -> None:
    rows = page.locator(".yl-files li")
    expect(rows.locator(".yl-file-name")).to_have_text(names)
    expect(rows.locator(".yl-hint")).to_contain_text(["已上传"] * len(names))


@pytest.fixture
def requests(page: Page) -> list[str]:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    return sent


def test_files_go_with_a_comment_and_are_named_on_the_slip_and_at_the_look_up(
    page: Page, running: Running
) -> None:
    begin(page, running, "第一部分", "见附件。")
    attach(page, pdf("测算 表.pdf"), pdf("说明.pdf"))
    assert_uploaded(page, "测算 表.pdf", "说明.pdf")
    page.get_by_role("button", name="删除附件“测算 表.pdf”").click()
    expect(page.locator("input[type=file]")).to_be_focused()
    attach(page, pdf("图.pdf"))
    assert_uploaded(page, "说明.pdf", "图.pdf")
    assert_clean(page, ".yl-dialog")
    identify(page)
    submit(page)
    expect(page.locator(".yl-receipt-said")).to_contain_text("附件：说明.pdf、图.pdf")
    page.get_by_role("button", name="查询办理情况").click()
    expect(page.locator("main .yl-said")).to_contain_text("说明.pdf、图.pdf")


def test_what_is_not_taken_is_said_before_it_is_sent(
    page: Page, running: Running, requests: list[str]
) -> None:
    begin(page, running, "第一部分", "见附件。")
    large: FilePayload = {"name": "大.pdf", "mimeType": "", "buffer": b"%PDF-" + bytes(10 << 20)}
    attach(page, large, {"name": "旧.doc", "mimeType": "", "buffer": b"1"})
    faults = page.locator('[data-field="attachments"] .yl-fault')
    expect(faults).to_have_text(
        [
            "“大.pdf”超过10MB，请压缩或者分成几个文件",
            "“旧.doc”不是PDF、Word（.docx）、JPG或PNG文件，请另存为这几种再选择",
        ]
    )
    assert not [each for each in requests if "attachments" in each]
    # What only the service sees is said in the same place.
    attach(page, {"name": "改名.pdf", "mimeType": "", "buffer": b"MZ program"})
    expect(faults).to_have_count(1)
    expect(faults).to_contain_text("“改名.pdf”")
    expect(page.locator(".yl-files li")).to_have_count(0)


def test_a_lost_network_is_said_and_the_file_is_sent_again(page: Page, running: Running) -> None:
    begin(page, running, "第一部分", "见附件。")
    page.route(UPLOADS, lambda route: route.abort(), times=3)
    attach(page, pdf("说明.pdf"))
    rows = page.locator(".yl-files li")
    expect(rows).to_contain_text("没有传上去，请检查网络后重试")
    page.get_by_role("button", name="重新上传“说明.pdf”").click()
    expect(rows).to_contain_text("没有传上去")
    identify(page)
    submit(page)
    page.get_by_role("link", name="第1条意见 附件：“说明.pdf”没有上传").click()
    expect(page.locator(".yl-comment input[type=file]")).to_be_focused()
    # By now there is a network: what failed is sent with the comment.
    goes_to(page, "留身份")
    submit(page)
    expect(page.locator(".yl-receipt-said")).to_contain_text("附件：说明.pdf")


def test_after_a_reload_what_arrived_stays_and_the_others_are_to_be_chosen_again(
    page: Page, running: Running
) -> None:
    begin(page, running, "第一部分", "见附件。")
    attach(page, pdf("到了.pdf"))
    expect(page.locator(".yl-files li")).to_contain_text("已上传")
    page.route(UPLOADS, lambda route: route.abort(), times=1)
    attach(page, pdf("没到.pdf"))
    expect(page.locator(".yl-files")).to_contain_text("没有传上去")
    page.keyboard.press("Escape")
    stays_when_asked(page, "location.reload()")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_role("button", name="查看并提交").click()
    rows = page.locator(".yl-files li")
    expect(rows.nth(0)).to_contain_text("已上传")
    expect(rows.nth(1)).to_contain_text("本页已经没有这个文件，请重新选择，或者删除")
    identify(page)
    submit(page)
    expect(page.locator(".yl-faults")).to_contain_text("“没到.pdf”没有上传")
    goes_to(page, "写意见")
    attach(page, pdf("没到.pdf"))
    assert_uploaded(page, "到了.pdf", "没到.pdf")
    goes_to(page, "留身份")
    submit(page)
    expect(page.locator(".yl-receipt-said")).to_contain_text("到了.pdf、没到.pdf")


def test_a_file_that_the_service_no_longer_has_is_sent_again_unasked(
    page: Page, running: Running
) -> None:
    begin(page, running, "第一部分", "见附件。")
    attach(page, pdf("说明.pdf"))
    expect(page.locator(".yl-files li")).to_contain_text("已上传")
    identify(page)
    fault = {"field": "comments[0].attachments[0]", "message": "找不到这个文件"}
    problem = {"code": "invalid", "errors": [fault]}
    ids: list[Any] = []

    def refuse(route: Route) -> None:
        ids.append(json.loads(route.request.post_data or "")["comments"][0]["attachments"])
        route.fulfill(status=422, json=problem)

    page.route(SUBMISSIONS, refuse, times=1)
    with page.expect_request(UPLOADS):
        submit(page)
    expect(page.locator(".yl-receipt-said")).to_contain_text("附件：说明.pdf")
    assert len(ids) == 1


def test_sending_waits_for_what_is_on_its_way(page: Page, running: Running) -> None:
    begin(page, running, "第一部分", "见附件。")
    held = HeldRequests(page, UPLOADS)
    attach(page, pdf("说明.pdf"))
    expect(page.locator(".yl-files li")).to_contain_text("正在上传")
    identify(page)
    submit(page)
    expect(page.get_by_role("button", name="正在上传附件…")).to_be_disabled()
    held[0].continue_()
    expect(page.locator(".yl-receipt-said")).to_contain_text("附件：说明.pdf")


def test_a_file_refused_out_of_view_is_said_before_the_comment_goes_without_it(
    page: Page, running: Running
) -> None:
    begin(page, running, "第一部分", "见附件。")
    held = HeldRequests(page, UPLOADS, 2)
    attach(page, pdf("一.pdf"), pdf("二.pdf"))
    expect(page.locator(".yl-files li")).to_contain_text(["正在上传", "正在上传"])
    identify(page)
    problem = {"code": "invalid", "errors": [{"field": "file", "message": "“一.pdf”打不开"}]}
    held[0].fulfill(status=422, json=problem)
    held[1].fulfill(status=413, body="too large")
    expect(page.locator(".yl-files li")).to_have_count(0)
    submit(page)
    expect(page.locator(".yl-faults li")).to_have_text(
        ["第1条意见 附件：“一.pdf”打不开；“二.pdf”超过10MB，请压缩或者分成几个文件"]
    )
    # Said once, it is the sender's choice.
    submit(page)
    expect(page.locator("[data-receipt-no]")).to_be_visible()


def test_after_the_close_it_is_said_that_files_are_not_registered(
    page: Page, running: Running
) -> None:
    begin(page, running, "第一部分", "迟了一步。")
    problem = {"code": "window_closed", "title": "已截止", "detail": "征求意见已截止", "errors": []}
    page.route(UPLOADS, lambda route: route.fulfill(status=409, json=problem), times=1)
    attach(page, pdf("说明.pdf"))
    expect(page.locator(".yl-faults")).to_have_text("征求意见已截止")
    expect(page.locator(".yl-closed")).to_contain_text("附件也没有登记")
    expect(page.locator("#yl-written")).to_have_value(
        "第1条意见：第一部分\n意见内容：迟了一步。\n附件：说明.pdf"
    )


def test_a_close_while_files_are_waited_for_leaves_the_own_words_to_be_copied(
    page: Page, running: Running
) -> None:
    begin(page, running, "第一部分", "迟了一步。")
    held = HeldRequests(page, UPLOADS)
    attach(page, pdf("说明.pdf"))
    expect(page.locator(".yl-files li")).to_contain_text("正在上传")
    identify(page)
    submit(page)
    expect(page.get_by_role("button", name="正在上传附件…")).to_be_disabled()
    problem = {"code": "window_closed", "title": "已截止", "detail": "征求意见已截止", "errors": []}
    held[0].fulfill(status=409, json=problem)
    expect(page.get_by_role("button", name="提交1条意见")).to_be_enabled()
    expect(page.locator(".yl-faults")).to_have_text("征求意见已截止")
    expect(page.locator(".yl-closed")).to_contain_text("附件也没有登记")
    expect(page.locator("#yl-written")).to_have_value(
        "第1条意见：第一部分\n意见内容：迟了一步。\n附件：说明.pdf"
    )


def test_a_draft_on_the_device_has_no_files_and_says_so(page: Page, running: Running) -> None:
    begin(page, running, "第一部分", "见附件。")
    page.get_by_label("在本机保留草稿").check()
    expect(page.get_by_text("没有附件和您的身份信息")).to_be_visible()
    attach(page, pdf("说明.pdf"))
    expect(page.locator(".yl-files li")).to_contain_text("已上传")
    assert "说明.pdf" not in page.evaluate("JSON.stringify(localStorage)")
    stays_when_asked(page, "location.reload()")


def test_inside_another_application_the_receipt_is_a_picture_to_be_held(
    chromium: Browser, running: Running
) -> None:
    with context_of(chromium, user_agent=WECHAT) as context:
        page = context.new_page()
        page.set_viewport_size({"width": 390, "height": 844})
        downloads: list[object] = []
        page.on("download", lambda each: downloads.append(each))  # noqa: PLW0108 - it gets a mark
        begin(page, running, "第三部分（二）第1自然段", "在微信里。")
        identify(page)
        submit(page)
        expect(page.get_by_role("button", name="打印")).to_be_hidden()
        page.get_by_role("button", name="保存为图片").click()
        expect(page.locator(".yl-receipt-picture")).to_be_in_viewport()
        assert not downloads


def test_without_a_network_the_receipt_is_whole_and_the_look_up_waits(
    page: Page, running: Running
) -> None:
    page.route("**/slip", lambda route: route.abort())
    begin(page, running, "第一部分", "断网。")
    identify(page)
    submit(page)
    expect(page.locator(".yl-receipt-said")).to_contain_text("断网。")
    page.evaluate("Object.defineProperty(navigator, 'onLine', { value: false })")
    page.get_by_role("button", name="查询办理情况").click()
    expect(page.locator(".yl-toast")).to_contain_text("现在没有网络")
    expect(page.locator("[data-receipt-no]")).to_be_visible()


def test_the_counts_of_a_page_follow_what_one_sent_and_withdrew(
    page: Page, running: Running
) -> None:
    begin(page, running, "第三部分（二）第1自然段", "数一数。")
    figures = page.locator("[data-figures]").text_content() or ""
    counts = page.locator(".yl-comment-count")
    identify(page)
    submit(page)
    page.get_by_role("button", name="已保存，完成").click()
    expect(counts).not_to_have_count(0)
    expect(page.locator("[data-figures]")).not_to_have_text(figures)
    # Back from the look-up, the browser shows the page as it was left.
    page.route("**/tally", lambda route: route.fulfill(json={"by_clause": []}))
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(counts).to_have_count(0)
