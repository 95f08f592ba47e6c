"""What the dialog asks for, and how it tells what is wrong."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dialog import SUBMISSIONS, begin, goes_to, identify, submit
from tests.readers.vectors import vectors
from tests.servers.live_service import Running

pytestmark = pytest.mark.browser


def test_all_faults_come_in_one_round_each_with_its_comment_and_its_label(
    page: Page, running: Running
) -> None:
    begin(page, running, "第一部分", "长" * 10_001)
    expect(page.locator(".yl-count:visible")).to_have_text("多了1字，最多10000字")
    page.keyboard.press("Escape")
    begin(page, running, "第二部分", "好。")
    goes_to(page, "留身份")
    expect(page.get_by_label("含商业秘密，请勿公开")).to_have_count(2)
    expect(page.get_by_label("含商业秘密，请勿公开").first).to_be_hidden()
    page.get_by_label("企业或组织", exact=True).check()
    expect(page.get_by_label("含商业秘密，请勿公开").first).to_be_visible()
    page.locator("input[name=phone]").fill("12")
    submit(page)
    expect(page.locator(".yl-faults li")).to_have_text(
        [
            "第1条意见 意见内容：不能超过 10000 个字符",
            "第1条意见 态度：请从给定的选项中选择",
            "第2条意见 态度：请从给定的选项中选择",
            "单位名称：请填写单位名称",
            "联系人：请填写姓名",
            "电话：请填写手机号码或带区号的固定电话",
            "个人信息处理告知书：请先阅读个人信息处理告知书，再勾选已阅读",
        ]
    )
    page.get_by_role("link", name="第2条意见 态度").click()
    expect(page.locator(".yl-comment").nth(1).get_by_label("建议", exact=True)).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator(".yl-comment").nth(1).locator(".yl-fault")).to_have_count(0)
    expect(page.locator("[aria-invalid]")).to_have_count(6)


def test_a_reason_is_asked_for_after_a_proposed_wording(page: Page, running: Running) -> None:
    begin(page, running, "第一部分", "改一改。")
    wording = page.locator("textarea[name=proposed_text]")
    page.get_by_role("button", name="在原文上修改").click()
    own = wording.input_value()
    assert own
    expect(page.locator("textarea[name=reason]")).to_be_hidden()
    expect(page.locator(".yl-redline")).to_be_hidden()
    wording.fill(f"{own}，另行公布")
    expect(page.locator(".yl-redline ins")).to_have_text("（新增：，另行公布）")
    expect(page.locator("textarea[name=reason]")).to_be_visible()
    # The clause as it is proposes nothing.
    wording.fill(own)
    expect(page.locator("textarea[name=reason]")).to_be_hidden()
    page.locator("textarea[name=body]").fill("")
    page.keyboard.press("Escape")
    expect(page.locator(".yl-waiting")).to_have_count(0)


_BY_SCRIPT = """async ([name, cases]) => {
  const all = await import(location.origin + "/assets/yanlu/consult.js");
  return cases.map((each) => all[name](...each));
}"""


def test_what_an_office_program_leaves_in_a_paste_is_kept_as_lines(
    page: Page, running: Running
) -> None:
    page.goto(f"{running.address}/shiyan-industry-2018/")
    pairs = vectors("kept_text")
    kept = page.evaluate(_BY_SCRIPT, ["lines", [[sent] for sent, _, _ in pairs]])
    assert kept == [line for _, line, _ in pairs]
    names = vectors("doubtful_names")
    asked = page.evaluate(_BY_SCRIPT, ["isDoubtful", [[name] for name, _ in names]])
    assert asked == [doubtful for _, doubtful in names]
    chosen = vectors("attachment_files")
    said = page.evaluate(_BY_SCRIPT, ["fileFault", [[file, number] for file, number, _ in chosen]])
    assert said == [words for _, _, words in chosen]
    compared = vectors("redlines")
    pieces = page.evaluate(_BY_SCRIPT, ["redline", [[old, new] for old, new, _ in compared]])
    assert pieces == [told for _, _, told in compared]
    begin(page, running, "第一部分", "")
    page.evaluate("document.execCommand('insertText', false, '一\\u000b二\\u2028三')")
    identify(page)
    with page.expect_request(SUBMISSIONS) as sent:
        submit(page)
    body = json.loads(sent.value.post_data or "")
    assert body["comments"][0]["body"] == "一\n二\n三"
    expect(page.locator("[data-receipt-no]")).to_be_visible()
