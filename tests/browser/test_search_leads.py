"""What a search leads to: pasted clauses, citations, documents, single words, examples."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.search_world import ask

pytestmark = pytest.mark.browser


def test_titles_and_what_is_said_of_a_document_are_listed_apart(
    page: Page, search_address: str
) -> None:
    assert ask(page, search_address, "q=" + quote("工业办法")) == 0
    documents = page.locator(".yl-documents")
    expect(documents.get_by_role("heading")).to_contain_text("12件")
    expect(documents.locator("a")).to_have_count(3)
    expect(documents.locator("mark").first).to_have_text("工业办法")
    documents.get_by_role("button", name="再看9个").click()
    expect(documents.locator("a")).to_have_count(12)
    expect(documents.locator("a").nth(3)).to_be_focused()
    said = {"江财发〔2019〕33号": "文号", "河东路八号": "公告", "重写了本办法": "起草说明"}
    for words, part in said.items():
        assert ask(page, search_address, "q=" + quote(words)) == 0
        expect(documents.locator("li")).to_have_count(1)
        expect(documents.locator(".yl-found-in")).to_have_text(part)
    assert ask(page, search_address, "q=" + quote("市财政局 第1号")) == 0
    expect(documents.locator("a")).to_have_text(["第1号工业办法"])


def test_a_clause_pasted_as_it_is_shown_comes_first(page: Page, search_address: str) -> None:
    site = search_address.removesuffix("search/")
    shown_as = [("p09", "part_1__sec_2", ""), ("p09", "part_1", ""), ("p06", "art_3", "__para_1")]
    for policy, clause, first_part in shown_as:
        page.goto(f"{site}{policy}/")
        shown = page.locator(f"#{clause}").inner_text()
        for pasted in (shown, shown.replace("\n", ""), f"{shown}\n1条意见\n提意见"):
            page.goto(f"{search_address}?q={quote(pasted)}")
            first = page.locator("a[data-clause]").first
            expect(first).to_have_attribute("data-policy", policy)
            expect(first).to_have_attribute("data-clause", clause + first_part)


@pytest.mark.parametrize(
    "pasted",
    [
        "一、（二）、工作任务",
        "第一部分（二）工作任务。列出清单，逐项落实。",
        "《第9号工业办法》第一部分（二） 工作任务",
    ],
)
def test_a_citation_pasted_with_its_heading_finds_the_clause(
    page: Page, search_address: str, pasted: str
) -> None:
    assert ask(page, search_address, "q=" + quote(pasted)) == 1
    first = page.locator("a[data-clause]").first
    expect(first).to_have_attribute("data-policy", "p09")
    expect(first).to_have_attribute("data-clause", "part_1__sec_2")


def test_a_citation_alone_lists_the_documents_that_have_it(page: Page, search_address: str) -> None:
    for asked, link in {"第一部分（二）": "第一部分（二）", "二、（一）": "第二部分（一）"}.items():
        ask(page, search_address, "q=" + quote(asked))
        expect(page.locator(".yl-jumps a")).to_have_text([f"转到《第9号工业办法》{link}"])
    ask(page, search_address, "q=" + quote("第六条"))
    expect(page.locator(".yl-jumps a")).to_have_count(2)
    page.get_by_role("button", name="再看别的文件").click()
    expect(page.locator(".yl-jumps a")).to_have_count(22)


def test_inside_a_policy_its_own_clauses_come_first(page: Page, search_address: str) -> None:
    ask(page, search_address, f"in=p13&q={quote('企业')}")
    expect(page.locator(".yl-hits a").first).to_have_attribute("data-policy", "p13")


def test_words_that_stand_nowhere_together_are_links_each_alone(
    page: Page, search_address: str
) -> None:
    assert ask(page, search_address, "q=" + quote("示范项目 办事指南 无此话")) == 0
    links = page.locator(".yl-help a")
    expect(links).to_have_text(
        ["“示范项目”单独检索：1个条款", re.compile("^“办事指南”单独检索：[0-9]+个条款$")]
    )
    links.first.click()
    expect(page.locator(".yl-hits")).to_have_attribute("data-total", "1")


def test_examples_are_out_of_the_texts_and_lead_to_hits(page: Page, search_address: str) -> None:
    page.goto(search_address)
    examples = page.locator(".yl-examples a")
    assert set(examples.all_inner_texts()) >= {"总体要求", "保障措施"}
    examples.first.click()
    expect(page.locator(".yl-hits a[data-clause]").first).to_be_visible()


def test_a_citation_with_words_of_a_title_leads_to_the_clause(
    page: Page, search_address: str
) -> None:
    page.goto(f"{search_address}?q={quote('7号工业 第三条')}")
    jump = page.get_by_role("link", name="转到《第7号工业办法》第三条")
    page.get_by_role("button", name="再检索含有这些字的条款").click()
    expect(page.locator(".yl-count")).to_have_text("没有找到含有这些字的条款。")
    jump.click()
    page.wait_for_url(re.compile("/yjzj/p07/#art_3$"))


def test_a_citation_asked_from_a_policy_leads_straight_there(
    page: Page, search_address: str
) -> None:
    page.goto(f"{search_address}?in=p06&q={quote('第四条第一款')}")
    page.wait_for_url(re.compile("/yjzj/p06/#art_4__para_1$"))


def test_a_citation_that_the_policy_does_not_have_is_searched_as_words(
    page: Page, search_address: str
) -> None:
    assert ask(page, search_address, f"in=p05&q={quote('第四十条')}") == 0
    expect(page.locator(".yl-jumps")).to_have_count(0)
