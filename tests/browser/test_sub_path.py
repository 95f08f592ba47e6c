"""The site under a path behind nginx, the service on another origin, as operators are shown."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.citizen import Citizen
from tests.browser.rest import rest
from tests.servers.behind_nginx import hosts, nginx
from tests.servers.live_service import build, served

pytestmark = [pytest.mark.browser, pytest.mark.soak]


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[str]:
    """The address of the site below ``/yjzj/``, with the service running elsewhere."""
    at, folder = hosts(), tmp_path / "site"
    env = {"YANLU_BASE_URL": at.site, "YANLU_SERVICE_URL": at.comments}
    build(folder, env=env)
    with served(folder, tmp_path, env, at.behind), nginx(folder, tmp_path, at):
        yield at.site


def test_a_citizen_searches_and_comments_below_a_path_across_two_origins(
    page: Page, portal: str
) -> None:
    citizen = Citizen(page)
    page.goto(portal)
    expect(page.locator(".yl-hero .yl-state-open")).to_be_visible()
    citizen.searches("专项资金")
    citizen.opens_hit()
    citizen.says_of_focused_clause("跨源提交。")
    citizen.gives_name("林晓芸", "13800138000")
    citizen.tabs_to(r"^button\|\|提交1条意见$")
    citizen.presses("Enter")
    number, _ = citizen.receipt()
    assert number.startswith("2018")
    # Its words, its office and its code come from the other origin.
    expect(page.locator(".yl-receipt-said")).to_contain_text("跨源提交。")
    expect(page.locator(".yl-receipt-qr svg")).to_be_visible()
    page.get_by_role("button", name="查询办理情况").click()
    expect(page.locator("main [data-receipt-no]")).to_have_text(number)
    # What the page still asks for must find the servers there.
    with rest(page):
        page.get_by_role("link", name="言路").first.click()
        page.wait_for_url(portal)
