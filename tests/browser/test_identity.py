"""From the page to a provider of identities and back, with scripts and without, to the receipt."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.dialog import begin, goes_to, identify, submit
from tests.browser.looks import assert_clean
from tests.servers.identity_providers import CLIENT, PEOPLE, SECRET, provider_process
from tests.servers.live_service import Running, served

pytestmark = [pytest.mark.browser, pytest.mark.soak]

AUTHORIZE = "**/oauth2/authorize?**"
PROVE = "用统一身份认证证明身份"


@pytest.fixture(scope="module")
def proving(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Run a service that has a provider, and that."""
    with provider_process() as issuer:
        env = {
            "YANLU_OIDC_ISSUER": issuer, "YANLU_OIDC_CLIENT": CLIENT, "YANLU_OIDC_SECRET": SECRET,
        }  # fmt: skip
        with served(site, tmp_path_factory.mktemp("proving"), env) as running:
            yield running


def leave(page: Page) -> None:
    """Go to the provider, whose page is shown without the styles that it has from elsewhere."""

    def show(route: Route) -> None:
        if route.request.method == "POST":
            return route.continue_()
        people = "".join(f"<button name=sub value={sub}>{sub}</button>" for sub in PEOPLE)
        return route.fulfill(content_type="text/html", body=f"<form method=post>{people}</form>")

    page.route(AUTHORIZE, show)
    page.get_by_role("button", name=PROVE).click()
    page.wait_for_url(AUTHORIZE)


def sign_in(page: Page, sub: str) -> None:
    """Sign in there as one of those whom the provider knows."""
    leave(page)
    page.get_by_role("button", name=sub).click()


def test_from_the_dialog_to_the_receipt(page: Page, proving: Running) -> None:
    begin(page, proving, "第一部分", "核实过的意见。")
    identify(page)
    page.locator("input[name=name]").fill("")
    sign_in(page, "lin")
    page.wait_for_url("**/shiyan-industry-2018/")
    name = page.locator("input[name=name]")
    expect(name).to_have_value("林晓芸")
    assert name.evaluate("(input) => input.readOnly")
    expect(page.locator("input[name=phone]")).to_have_value("13800138000")
    expect(page.locator("textarea[name=body]")).to_have_value("核实过的意见。")
    assert_clean(page)
    page.reload()
    page.get_by_role("button", name="查看并提交").click()
    goes_to(page, "留身份")
    expect(name).to_have_value("林晓芸")
    page.locator("input[name=phone]").fill("13800138000")
    page.locator("input[name=consent_notice]").check()
    submit(page)
    expect(page.locator("[data-receipt-no]")).to_be_visible()
    page.get_by_role("button", name="已保存，完成").click()
    begin(page, proving, "第二部分", "下一件。")
    assert not name.evaluate("(input) => input.readOnly")


def test_without_a_network_a_proof_is_kept(page: Page, proving: Running) -> None:
    begin(page, proving, "第一部分", "核实过，又断网。")
    identify(page)
    sign_in(page, "lin")
    name = page.locator("input[name=name]")
    expect(name).to_have_js_property("readOnly", True)  # noqa: FBT003 - a value
    page.route("**/api/v1/identity", lambda route: route.abort(), times=1)
    page.route("**/api/v1/challenge", lambda route: route.abort(), times=1)
    page.reload()
    page.get_by_role("button", name="查看并提交").click()
    goes_to(page, "留身份")
    expect(page.get_by_text("姓名已核实")).to_be_visible()
    expect(name).to_be_editable()
    page.get_by_role("button", name="关闭").click()
    page.get_by_role("button", name="查看并提交").click()
    goes_to(page, "留身份")
    expect(name).to_have_value("林晓芸")
    # The service says that it is over.
    gone = {"code": "invalid", "errors": [{"field": "identity", "message": "已经失效"}]}
    page.route("**/api/v1/identity", lambda route: route.fulfill(status=422, json=gone))
    page.reload()
    page.get_by_role("button", name="查看并提交").click()
    goes_to(page, "留身份")
    expect(page.get_by_role("button", name=PROVE)).to_be_visible()
    expect(name).to_be_editable()


def test_what_was_filled_in_on_the_way_is_put_away_with_the_receipt(
    page: Page, proving: Running
) -> None:
    begin(page, proving, "第一部分", "到了认证页面又返回。")
    identify(page)
    # As the browser shows the page that was left, when it goes back.
    page.locator("#yl-proof-way").evaluate("(form) => form.dispatchEvent(new Event('submit'))")
    submit(page)
    page.get_by_role("button", name="已保存，完成").click()
    assert "13800138000" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_whoever_gives_up_there_goes_on_where_they_were(page: Page, proving: Running) -> None:
    begin(page, proving, "第一部分", "没有核实的意见。")
    identify(page)
    leave(page)
    page.goto(f"{proving.address}/shiyan-industry-2018/")
    page.get_by_role("button", name="查看并提交").click()
    goes_to(page, "留身份")
    expect(page.locator("input[name=name]")).to_have_value("林晓芸")
    expect(page.locator("textarea[name=body]")).to_have_value("没有核实的意见。")


def test_a_ticket_in_an_address_that_somebody_sent_is_not_taken(
    page: Page, proving: Running
) -> None:
    begin(page, proving, "第一部分", "别人的链接。")
    page.evaluate("location.hash = `identity=${'0'.repeat(64)}`")
    page.reload()
    expect(page.locator(".yl-waiting")).to_be_visible()
    assert "identity" not in page.url
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_from_the_form_without_scripts_to_the_receipt(plain_page: Page, proving: Running) -> None:
    page = plain_page
    page.goto(f"{proving.address}/forms/shiyan-industry-2018")
    page.locator("textarea").first.fill("没有脚本。")
    page.get_by_label("建议", exact=True).check()
    page.get_by_label("电话", exact=False).first.fill("13800138000")
    page.get_by_label("我已阅读", exact=False).check()
    sign_in(page, "zhou")
    page.get_by_role("button", name="继续").click()
    expect(page.locator("input[name=name]")).to_have_value("周立群")
    expect(page.locator("textarea").first).to_have_value("没有脚本。")
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.locator("main")).to_contain_text("意见回执")
