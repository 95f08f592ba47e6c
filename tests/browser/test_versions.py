"""A reader with an old bookmark, and a reader of the 修改对照."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from catalogue.window import parse_instant
from tests.browser.looks import assert_clean_in_both_languages
from tests.worlds.drafts import DATA
from tests.worlds.sites import build, write

pytestmark = [pytest.mark.browser, pytest.mark.soak]

SOURCES = {
    "a/policy.yml": "title: 国务院关于经营者集中申报标准的规定\nversions:\n"
    "  - {id: v1, label: 2018年文本, published_on: 2018-09-18}\n"
    "  - {id: v2, label: 2024年文本, published_on: 2024-01-22}\n",
    "a/v1.md": (DATA / "v1.md").read_text("utf-8") + "\n\n第六条 各地区可以制定配套办法。\n",
    "a/v2.md": (DATA / "v2.md").read_text("utf-8"),
}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the static site alone, as a city's portal would."""
    folder: Path = tmp_path_factory.mktemp("versions")
    now = parse_instant("2024-02-01T10:00:00+08:00")
    build(write(folder / "policies", SOURCES), folder / "site", now=now)
    handler = partial(_Quiet, directory=str(folder / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_bookmark_leads_to_where_the_clause_is_now(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 600})
    page.goto(f"{address}/a/#v1.art_5")
    expect(page.locator("#art_7 > .yl-line")).to_be_in_viewport()


def test_a_bookmark_of_a_deleted_clause_leads_to_its_tombstone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 600})
    page.goto(f"{address}/a/#v1.art_6__para_1")
    stone = page.locator(".yl-tombstone", has_text="已删除")
    expect(stone).to_be_in_viewport()
    stone.get_by_role("link", name="查看原文").click()
    expect(page.locator("#art_6 > .yl-line")).to_be_in_viewport()


def test_the_menu_of_a_clause_tells_its_history(page: Page, address: str) -> None:
    page.goto(f"{address}/a/")
    page.locator("#art_7 > .yl-line .yl-link").click()
    expect(page.locator(".yl-history")).to_contain_text(
        "首见于2018年文本；2024年文本条序顺延（原第五条）"
    )


@pytest.mark.parametrize("path", ["/a/", "/a/changes/v1-v2/"])
def test_axe_finds_nothing_and_nothing_overflows(page: Page, address: str, path: str) -> None:
    assert_clean_in_both_languages(page, address + path, f"{address}/en{path}")


def test_a_comparison_is_put_above_one_another_and_narrowed_without_scripts(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/a/changes/v1-v2/")
    units = page.locator(".yl-change:visible")
    expect(units).to_have_count(6)
    sides = [page.locator(f"#art_3 {side}").first for side in ("del", "ins")]

    def tops() -> list[int]:
        return [round(box["y"]) for side in sides if (box := side.bounding_box())]

    assert tops()[0] == tops()[1]
    page.get_by_label("左右对照").focus()
    page.keyboard.press("ArrowRight")
    assert tops()[0] < tops()[1]
    page.get_by_label("只是条序顺延 1").focus()
    page.keyboard.press("Space")
    expect(units).to_have_count(1)
    expect(units).to_contain_text("原第五条")
    # A link to a unit shows it, whatever is chosen.
    page.locator("label", has_text="新增 2").click()
    expect(units).to_have_count(2)
    page.goto(f"{address}/a/changes/v1-v2/#art_7")
    expect(page.locator("#art_7")).to_be_in_viewport()
