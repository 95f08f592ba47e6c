"""The page of an outcome in a browser: filter, links, looks."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.looks import assert_clean_in_both_languages
from tests.servers.live_service import Running, served
from tests.worlds.sites import samples

pytestmark = pytest.mark.browser

OUTCOME = "/sample-parking/results/"


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with served(samples()[0], tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture
def rows(page: Page, answered: Running) -> Locator:
    """Open the page and return the comments that are shown."""
    page.goto(answered.address + OUTCOME)
    expect(page.locator(".yl-filter")).to_be_visible()
    return page.locator(".yl-cards-table tbody tr:visible")


def test_the_table_is_filtered_by_what_became_of_a_comment(page: Page, rows: Locator) -> None:
    page.get_by_role("radio", name="未采纳3", exact=True).check()
    expect(rows).to_have_count(3)
    expect(page.get_by_role("status")).to_have_text("显示3条，共12条")


def test_filters_add_up(page: Page, rows: Locator) -> None:
    page.get_by_label("条款", exact=True).select_option("第二部分（三）")
    expect(rows).to_have_count(2)
    page.get_by_label("文字").fill("每户 １.2")
    expect(rows).to_have_count(1)
    page.get_by_label("文字").fill("没有这样的话")
    expect(rows).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("显示0条，共12条")


def test_comments_on_the_whole_draft_are_a_choice_too(page: Page, rows: Locator) -> None:
    page.get_by_label("条款", exact=True).select_option("全文")
    expect(rows).to_have_count(3)


def test_a_link_to_a_comment_that_is_filtered_away_shows_it(page: Page, rows: Locator) -> None:
    page.get_by_role("radio", name="未采纳3", exact=True).check()
    page.get_by_role("region", name="第三部分（二）").get_by_role("link", name="意见8").click()
    expect(rows).to_have_count(12)
    expect(page.locator("#comment-8")).to_be_in_viewport()


def test_the_filter_is_worked_by_keyboard(page: Page, rows: Locator) -> None:
    page.get_by_role("radio", name="全部12").focus()
    page.keyboard.press("ArrowRight")
    expect(rows).to_have_count(4)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_label("文字")).to_be_focused()


@pytest.mark.parametrize("path", [OUTCOME, "/sample-silent/results/"])
def test_axe_finds_nothing_and_nothing_overflows(page: Page, answered: Running, path: str) -> None:
    site = answered.address
    assert_clean_in_both_languages(page, site + path, f"{site}/en{path}")


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
