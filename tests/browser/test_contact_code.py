"""A code by e-mail in the dialog, and the 统一社会信用代码 of a company."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from comments_service.services.service import open_service
from comments_service.settings import Settings
from tests.browser.dialog import begin, identify, submit
from tests.servers.live_service import ROOT, Running, build, served
from tests.servers.waiting import wait_for
from tests.worlds.contact_codes import EMAIL, MAIL, USCC, outbox

pytestmark = [pytest.mark.browser, pytest.mark.soak]
POLICY = "shiyan-industry-2018"


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service that sends codes, on a site whose policy asks for one and for companies' codes."""
    folder = tmp_path_factory.mktemp("asking")
    shutil.copytree(ROOT / "policies" / POLICY, folder / "policies" / POLICY)
    facts = folder / "policies" / POLICY / "policy.yml"
    asked = "assurance: contact_verified\nask_uscc: true\n"
    facts.write_text(f"{asked}{facts.read_text('utf-8')}", "utf-8")
    build(folder / "site", folder / "policies")
    with served(folder / "site", folder, MAIL) as running:
        yield running


def digits_sent(running: Running) -> str:
    service = open_service(Settings.from_env(running.env))
    try:
        wait_for(lambda: outbox(service) != [], "a code in the outbox")
        return outbox(service)[-1]
    finally:
        service.database.close()


def test_a_company_asks_for_a_code_and_sends_it_by_keyboard(page: Page, asking: Running) -> None:
    begin(page, asking, "第一部分", "请写明标准。")
    expect(page.locator(".yl-dialog .yl-note")).to_contain_text("提交时要核实联系方式")
    identify(page)
    page.locator("#yl-form").get_by_label("企业或组织", exact=True).check()
    page.locator("input[name=organisation]").fill("晨光机械")
    submit(page)
    expect(page.locator(".yl-faults li")).to_contain_text(
        ["统一社会信用代码：请填写统一社会信用代码", "邮箱验证码：这次征求意见要求核实联系方式"]
    )
    page.locator("input[name=uscc]").fill(USCC)
    send = page.get_by_role("button", name="发送验证码")
    send.press("Enter")
    expect(page.locator("input[name=email]")).to_be_focused()
    page.keyboard.insert_text(EMAIL)
    send.press("Enter")
    expect(page.locator(".yl-code [role=status]")).to_contain_text("验证码已发往所填的邮箱")
    submit(page)
    expect(page.locator(".yl-faults li")).to_contain_text(
        ["邮箱验证码：这次征求意见要求核实联系方式"]
    )
    page.locator("input[name=contact_code]").fill(digits_sent(asking))
    submit(page)
    expect(page.locator("[data-receipt-no]")).to_be_visible()


def test_without_a_network_nothing_is_said_of_codes_that_nobody_knows(
    page: Page, asking: Running
) -> None:
    page.route("**/api/v1/challenge", lambda route: route.abort())
    begin(page, asking, "第一部分", "断网。")
    identify(page)
    page.locator("input[name=email]").fill(EMAIL)
    page.route("**/api/v1/contact-codes", lambda route: route.abort(), times=1)
    send = page.get_by_role("button", name="发送验证码")
    send.click()
    told = page.locator(".yl-code [role=status]")
    expect(told).to_have_text("没有收到服务的答复，请稍后再试。")
    send.click()
    expect(told).to_contain_text("验证码已发往所填的邮箱")


def test_where_no_code_can_be_sent_the_way_to_prove_who_one_is_is_named(
    page: Page, asking: Running
) -> None:
    told = {"challenge": None, "offers": {"contact_codes": False, "identity": {"label": "认证"}}}
    page.route("**/api/v1/challenge*", lambda route: route.fulfill(json=told))
    begin(page, asking, "第一部分", "没有验证码。")
    identify(page)
    hint = page.locator(".yl-code [role=status]")
    expect(hint).to_have_text("这里现在不能发送验证码，证明身份即可提交")
    expect(page.locator("#yl-form")).not_to_contain_text("可不做")


def test_the_form_without_scripts_sends_a_code(plain_page: Page, asking: Running) -> None:
    page = plain_page
    page.goto(f"{asking.address}/forms/{POLICY}")
    page.get_by_label("意见内容").fill("请写明期限。")
    page.get_by_label("建议", exact=True).check()
    page.locator("input[name=name]").fill("林晓芸")
    page.locator("input[name=email]").fill("xiaoyun@example.test")
    page.locator("input[name=consent_notice]").check()
    page.get_by_role("button", name="发送验证码").press("Enter")
    expect(page.locator("#notice")).to_contain_text("验证码已发往所填的邮箱")
    expect(page.get_by_label("意见内容")).to_have_value("请写明期限。")
    page.locator("input[name=contact_code]").fill(digits_sent(asking))
    page.get_by_role("button", name="提交", exact=True).press("Enter")
    expect(page.locator("main")).to_contain_text("回执")
