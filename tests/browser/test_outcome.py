"""The page of an outcome in a browser, with no service to ask: filter, links, looks."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.looks import assert_clean_in_both_languages
from tests.browser.search_world import below_a_path
from tests.worlds.sites import SAMPLES, SAMPLES_NOW, build, samples, write

pytestmark = pytest.mark.browser

OUTCOME = "sample-parking/results/"


@pytest.fixture(scope="module")
def answered() -> Iterator[str]:
    with below_a_path(samples()[0]) as address:
        yield address


@pytest.fixture
def rows(page: Page, answered: str) -> Locator:
    """Open the page and return the comments that are shown."""
    page.goto(answered + OUTCOME)
    expect(page.locator(".yl-filter")).to_be_visible()
    return page.locator("tr[data-disposition]:visible")


def test_filters_add_up_and_clauses_without_a_comment_left_go(page: Page, rows: Locator) -> None:
    page.get_by_role("radio", name="未采纳 3", exact=True).check()
    expect(rows).to_have_count(3)
    expect(page.locator(".yl-clause-row:visible")).to_have_count(2)
    expect(page.get_by_role("status")).to_have_text("显示3条，共12条")
    page.get_by_label("文字").fill("每户 １.2")
    expect(rows).to_have_count(1)
    page.get_by_label("文字").fill("没有这样的话")
    expect(rows).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("显示0条，共12条")


def test_a_link_to_a_comment_that_is_filtered_away_shows_it(page: Page, rows: Locator) -> None:
    page.get_by_role("radio", name="未采纳 3", exact=True).check()
    page.locator(".yl-told").get_by_role("link", name="意见9").first.click()
    expect(rows).to_have_count(12)
    expect(page.locator("#comment-9")).to_be_in_viewport()


def test_the_filter_and_the_topics_are_worked_by_keyboard(page: Page, rows: Locator) -> None:
    page.get_by_role("radio", name="全部 12").focus()
    page.keyboard.press("ArrowRight")
    expect(rows).to_have_count(4)
    page.keyboard.press("Tab")
    expect(page.get_by_label("文字")).to_be_focused()
    topics = page.locator("section.yl-told-row:visible")
    expect(topics).to_have_count(3)
    page.get_by_label("还有3项").focus()
    page.keyboard.press("Space")
    expect(topics).to_have_count(6)


@pytest.mark.parametrize(
    "path", [OUTCOME, "sample-silent/results/", "sample-parking/changes/v1-v2/"]
)
def test_axe_finds_nothing_and_nothing_overflows(page: Page, answered: str, path: str) -> None:
    assert_clean_in_both_languages(page, answered + path, f"{answered}en/{path}")


def test_on_a_phone_a_comment_reads_as_what_was_said_and_then_why(
    page: Page, rows: Locator
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    boxes = [
        page.locator(f'#comment-4 td[data-part="{part}"]').bounding_box()
        for part in ("fate", "text", "reason", "carried")
    ]
    tops = [box["y"] for box in boxes if box]
    assert (len(tops), tops) == (4, sorted(tops))
    assert boxes[1]
    assert boxes[1]["width"] > 300
    expect(rows).to_have_count(12)
    expect(page.locator("section.yl-told-row:visible")).to_have_count(1)


def test_a_long_table_is_folded_and_a_link_to_any_comment_finds_its_page(
    page: Page, tmp_path: Path
) -> None:
    folder = SAMPLES / "sample-parking"
    told = json.loads((folder / "results.json").read_text("utf-8"))
    told["rows"] = [row for row in told["rows"] if row["disposition"] == "采纳"] * 55
    told["counts"] = {"comments": 220, "adopted": 220, "partly_adopted": 0, "not_adopted": 0}
    del told["reconciliation"]
    files = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    files["results.json"] = json.dumps(told)
    write(tmp_path / "policies" / "sample-parking", files)
    build(tmp_path / "policies", tmp_path / "site", now=SAMPLES_NOW)
    with below_a_path(tmp_path / "site") as address:
        page.goto(f"{address}{OUTCOME}#comment-201")
        page.wait_for_url("**/results/2/#comment-201")
        expect(page.locator("#comment-201")).to_be_in_viewport()
        page.get_by_role("link", name="上一页").first.click()
        shown = page.locator("tr[data-disposition]:visible")
        expect(shown).to_have_count(20)
        page.get_by_role("button", name="其余180条，全部展开").click()
        expect(shown).to_have_count(200)
        expect(page.locator("#comment-21")).to_be_focused()
