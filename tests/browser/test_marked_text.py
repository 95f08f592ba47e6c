"""A text with every mark of Markdown in a browser: nothing overflows, quotes are words."""

import json
import shutil
import urllib.request
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


_WORDS = """async () => {
  const { clauseWords } = await import(location.origin + "/assets/yanlu/policy.js");
  const clauses = [...document.querySelectorAll(".yl-text .yl-clause")];
  return Object.fromEntries(clauses.map((each) => [each.dataset.wid, clauseWords(each)]));
}"""


def test_the_words_that_can_be_selected_are_those_that_the_service_looks_for(
    page: Page, marked: Running
) -> None:
    page.goto(f"{marked.address}/muster/")
    with urllib.request.urlopen(f"{marked.address}/muster/v1/clauses.json") as answer:
        clauses = json.load(answer)["clauses"]
    words = {each["wid"]: each.get("plain") or each["heading"] + each["text"] for each in clauses}
    assert page.evaluate(_WORDS) == words


_OVER = """async ([from, to]) => {
  const { selectedIn } = await import(location.origin + "/assets/yanlu/policy.js");
  const text = document.querySelector(".yl-text");
  const place = (words) => {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() && !walker.currentNode.data.includes(words));
    return [walker.currentNode, walker.currentNode.data.indexOf(words)];
  };
  getSelection().setBaseAndExtent(...place(from), ...place(to));
  const found = selectedIn(text);
  return found && found.selector;
}"""


def test_of_words_over_several_clauses_the_first_whole_one_is_quoted(
    page: Page, marked: Running
) -> None:
    page.goto(f"{marked.address}/muster/")
    part = page.evaluate(_OVER, ["群众停车", "制定本措施"])
    assert part["exact"] == "群众停车，依据《停车办法》和申请表"
    assert (part["prefix"], part["suffix"]) == ("为了方便", "制定本措施。")
    whole = page.evaluate(_OVER, ["制定本措施", "医院周边"])
    assert whole["exact"] == "基本原则。坚持以人为本，见第二部分。"
    assert (whole["prefix"], whole["suffix"]) == ("", "")


def test_a_footnote_leads_there_and_back(page: Page, marked: Running) -> None:
    page.goto(f"{marked.address}/muster/")
    page.locator(".yl-text .yl-clause .yl-noteref a").first.click()
    note = page.locator(".yl-text .yl-notes li:target")
    expect(note).to_contain_text("泊位指公共泊位")
    note.get_by_role("link", name="[1] ↩").click()
    expect(page.locator(".yl-noteref:target")).to_be_in_viewport()
