"""The site under a path on one port, the service on another: two origins."""

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.citizen import Citizen
from tests.running import build, free_port, served

pytestmark = pytest.mark.browser


class _Portal(SimpleHTTPRequestHandler):
    def translate_path(self, path: str) -> str:
        inside = path.removeprefix("/yjzj")
        return super().translate_path(inside if inside != path else "/not-here")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[str]:
    """The address of the site below ``/yjzj/``, with the service running elsewhere."""
    port = free_port()
    folder = tmp_path / "site"
    build(folder, env={"YANLU_SERVICE_URL": f"http://127.0.0.1:{port}"})
    handler = functools.partial(_Portal, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/yjzj/"
        env = {"YANLU_BASE_URL": address, "YANLU_SERVICE_URL": f"http://127.0.0.1:{port}"}
        with served(folder, tmp_path, env, port):
            yield address
        server.shutdown()


def test_a_citizen_searches_and_comments_below_a_path_across_two_origins(
    page: Page, portal: str
) -> None:
    citizen = Citizen(page)
    page.goto(portal)
    expect(page.locator('[data-group="open"] .yl-card')).to_be_visible()
    citizen.searches("专项资金")
    citizen.opens_hit()
    citizen.tabs_to("^button.*操作$", most=1)
    citizen.says_of_focused_clause("跨源提交。")
    citizen.gives_name("林晓芸", "13800138000")
    citizen.tabs_to(r"^button\|\|提交$")
    citizen.presses("Enter")
    number, _ = citizen.receipt()
    assert number.startswith("2018")
    page.get_by_role("link", name="查询办理情况").click()
    expect(page.locator("input[name=no]")).to_have_value(number)
    page.get_by_role("link", name="言路").first.click()
    page.wait_for_url(portal)
