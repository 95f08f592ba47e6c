"""The lines around a text's clauses are shown where readers expect them."""

from pathlib import Path

from catalogue.model import CoverLine
from publisher.clauses import name_clauses, read_text
from publisher.markup.inline_html import InlineHtml
from publisher.pages.policy.clauses import ClauseRenderer
from publisher.pages.policy.cover_lines import head_html, split_head
from publisher.problems import Problems
from tests.readers.html_tree import parse
from tests.worlds.plan_text import CARRIED, PLAN, TWO_TEXTS
from tests.worlds.printed_texts import compiled


def shown(text: str) -> tuple[str, str]:
    """Return the head of a text and what follows it, as HTML."""
    read = name_clauses("a", "v1", read_text(text, Path("v1.md"), Problems()))
    head, around = split_head(read.cover, read.clauses[0].line)
    return head_html(head, InlineHtml()), ClauseRenderer(read.clauses, around=around).html()


def in_order(html: str, *pieces: str) -> bool:
    places = [html.index(piece) for piece in pieces]
    return places == sorted(places)


def test_label_and_subtitle_are_below_the_title_and_the_contents_are_not_shown() -> None:
    head, text = shown(PLAN)
    assert in_order(head, "yl-doc-title", "（征求意见稿）", "——二〇三一年三月")
    assert "目录" not in head + text


def test_a_signature_is_at_the_end_of_its_text_and_not_below_its_annexes() -> None:
    _, text = shown(PLAN)
    assert in_order(
        text, 'id="chp_3"', '<p class="yl-annexes">附件：1.任务分工</p>', "2.建设技术指南",
        '<p class="yl-closing">明水市花园管理办公室<br>2031年3月4日<br>',
        'id="att_1"', 'id="att_3"', '<p class="yl-imprint">抄送',
    )  # fmt: skip
    assert in_order(shown(TWO_TEXTS)[1], 'id="part_2"', "yl-closing", 'id="cmp_1"')


def test_a_notice_that_carries_the_text_is_folded_under_its_own_title() -> None:
    root = parse(shown(CARRIED)[0])
    folded = root.one(css="yl-carrier")
    assert folded.one("summary").text() == "关于印发《明水市花园认领办法》的通知"
    assert folded.text().startswith("关于印发《明水市花园认领办法》的通知各区花园办：")
    assert root.one(css="yl-doc-title").text() == "明水市花园认领办法"


def test_an_annex_that_is_the_text_without_a_notice_has_both_its_lines() -> None:
    lines = [CoverLine(1, "notice", "附件1"), CoverLine(3, "notice", "花园名单")]
    assert head_html(lines, InlineHtml()) == (
        '<p class="yl-enactment">附件1</p>\n<p class="yl-doc-title">花园名单</p>'
    )


def test_a_notice_with_numbers_is_followed_by_the_title_of_its_annex() -> None:
    notice = "# 通知\n\n一、学习。\n\n二、落实。\n\n"
    _, text = shown(notice + CARRIED.partition("\n\n")[2].partition("执行。\n\n")[2])
    assert in_order(
        text, 'id="part_2"', '<p class="yl-enactment">附件</p>',
        '<p class="yl-doc-title">明水市花园认领办法</p>', 'id="chp_1"',
    )  # fmt: skip


def test_words_around_a_text_are_escaped() -> None:
    assert "&lt;b&gt;甲" in head_html([CoverLine(1, "subtitle", "——<b>甲")], InlineHtml())


def test_a_label_below_the_title_is_the_versions_label() -> None:
    text = "# 规划\n\n（送审稿）\n\n一、甲\n"
    assert compiled(text).latest.version.label == "送审稿"
    assert compiled(text, "征求意见稿").latest.version.label == "征求意见稿"
