from pathlib import Path

import pytest

from publisher.clauses import read_text
from publisher.clauses.notice import read_notice
from publisher.problems import Problems


def parts(*lines: str) -> tuple[list[str], list[str]]:
    read = read_text("\n".join(lines), Path("v1.md"), Problems())
    body = [node.printed + node.heading + node.text for node in read.root.children]
    return body, [line.text for line in read.cover if line.role == "closing"]


@pytest.mark.parametrize(
    "day", ["二○○九年九月十八日", "二〇一八年七月十二日", "2018年7月12日", "2018 年 7 月 12 日"]
)
def test_a_day_alone_at_the_end_closes_the_text(day: str) -> None:
    assert parts("正文。", day) == (["正文。"], [day])


def test_the_signer_above_the_day_belongs_to_it() -> None:
    assert parts("正文。", "十堰市人民政府", "2018年7月12日") == (
        ["正文。"],
        ["十堰市人民政府", "2018年7月12日"],
    )


def test_a_sentence_above_the_day_is_text() -> None:
    assert parts("正文。", "本意见自印发之日起施行。", "2018年7月12日")[1] == ["2018年7月12日"]


def test_a_sentence_without_its_stop_above_the_day_is_text_too() -> None:
    body, closing = parts("一、甲", "以上规定自发布之日起施行", "2018年7月12日")
    assert body == ["一、甲"]
    assert closing == ["2018年7月12日"]


def test_several_signers_and_a_remark_below_belong_to_the_day() -> None:
    closing = parts("正文。", "市经信委", "市财政局", "2018年7月12日", "（此件公开发布）")[1]
    assert closing == ["市经信委", "市财政局", "2018年7月12日", "（此件公开发布）"]


def test_a_remark_without_a_day_above_closes_nothing() -> None:
    assert parts("正文。", "（此件公开发布）")[1] == []


def test_a_numbered_line_above_the_day_is_a_clause() -> None:
    assert parts("正文。", "一、附则", "2018年7月12日") == (
        ["正文。", "一、附则"],
        ["2018年7月12日"],
    )


def test_a_day_inside_the_text_closes_nothing() -> None:
    assert parts("正文。", "2018年7月12日", "又。") == (["正文。", "2018年7月12日", "又。"], [])


def test_a_sentence_that_ends_with_a_day_closes_nothing() -> None:
    assert parts("正文。", "截止2018年7月12日")[1] == []


def test_a_text_always_keeps_its_first_line() -> None:
    assert parts("正文", "2018年7月12日") == (["正文"], ["2018年7月12日"])


def test_a_notice_has_title_paragraphs_signer_and_day() -> None:
    notice = read_notice(
        "# 关于征求意见的公告\n\n现公开征求意见。\n邮编:442000\n\n某局\n2018年7月12日\n"
    )
    assert notice.title == "关于征求意见的公告"
    assert [each.text for each in notice.paragraphs] == ["现公开征求意见。", "邮编:442000"]
    assert notice.closing == ("某局", "2018年7月12日")


def test_a_notice_without_marked_title_has_none() -> None:
    notice = read_notice("现公开征求意见。\n")
    assert (notice.title, notice.closing) == ("", ())
    assert [each.text for each in notice.paragraphs] == ["现公开征求意见。"]


def test_an_empty_notice_is_empty() -> None:
    assert read_notice("\n\u3000\n").paragraphs == ()
