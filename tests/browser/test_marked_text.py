"""A text with every mark of Markdown in a browser: nothing overflows, quotes are words."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import assert_clean_in_both_languages
from tests.servers.live_service import Running, build, served
from tests.worlds.sites import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.soak]


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("marked")
    shutil.copytree(ROOT / "tests/data/markdown/policies", folder / "policies")
    build(folder / "site", folder / "policies")
    with served(folder / "site", folder) as running:
        yield running


def test_axe_finds_nothing_and_nothing_overflows(page: Page, marked: Running) -> None:
    site = marked.address
    assert_clean_in_both_languages(page, f"{site}/muster/", f"{site}/en/muster/")


@pytest.mark.parametrize(
    ("citation", "words"),
    [
        ("第一部分第1自然段", "为了方便群众停车，依据《停车办法》和申请表制定本措施。"),
        ("第一部分（一）第1项第2个破折号项", "•学校周边泊位；"),
        ("第一部分（一）第2项第1自然段", "办理流程图"),
        ("表1第3行", "郊区 │ 300"),
    ],
)
def test_the_dialog_quotes_the_words_of_a_clause(
    page: Page, marked: Running, citation: str, words: str
) -> None:
    page.goto(f"{marked.address}/muster/")
    page.get_by_role("button", name=f"{citation} 操作", exact=True).click()
    page.locator(".yl-menu").get_by_role("button", name="提意见", exact=True).click()
    expect(page.locator(".yl-dialog .yl-quote")).to_have_text(words)


def test_a_footnote_leads_there_and_back(page: Page, marked: Running) -> None:
    page.goto(f"{marked.address}/muster/")
    page.locator(".yl-text .yl-clause .yl-noteref a").first.click()
    note = page.locator(".yl-text .yl-notes li:target")
    expect(note).to_contain_text("泊位指公共泊位")
    note.get_by_role("link", name="[1] ↩").click()
    expect(page.locator(".yl-noteref:target")).to_be_in_viewport()
