"""A 公告 with its draft, its 起草说明 and its annexes in one file."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from tests.unit.publisher.importers.conftest import Importing
from tests.worlds.official_files import DAY, PLAN, RULES, plain

ASKING = (
    "#关于公开征求《临江市停车管理办法（征求意见稿）》意见的公告",
    "为规范停车，我局起草了《临江市停车管理办法（征求意见稿）》，现向社会公开征求意见。",
    "一、公众可在2026年6月6日前通过以下方式提出意见：",
    "1.电子邮件：tingche@example.cn；",
    "2.通信地址：临江市东街1号临江市城市管理局停车科，邮编：442000；",
    "3.联系电话：0719-8000001，传真：0719-8000002。",
    "附件：1.临江市停车管理办法（征求意见稿）", "2.起草说明", "3.意见反馈表",
    "临江市城市管理局", DAY,
)  # fmt: skip
DRAFT = ("附件1", "#临江市停车管理办法", "#（征求意见稿）", *RULES)
EXPLAINED = ("附件2", "#《临江市停车管理办法（征求意见稿）》起草说明", "一、起草背景", "停车难。")
FORM = ("附件3", "意见反馈表", "姓名：")


@pytest.mark.parametrize(
    "parts", [(DRAFT, EXPLAINED, FORM), (EXPLAINED, DRAFT, FORM), (DRAFT, EXPLAINED[1:], FORM)]
)
def test_a_file_with_notice_draft_explanation_and_annex_is_taken_apart(
    read: Any, parts: Sequence[Sequence[str]]
) -> None:
    outcome = read(*ASKING, *(line for part in parts for line in part))
    data = outcome.data("policy.yml")
    assert data["title"] == "临江市停车管理办法"
    assert data["versions"] == [
        {"id": "v1", "label": "征求意见稿", "published_on": date(2026, 5, 6)}
    ]
    assert data["issuer"] == "临江市城市管理局"
    assert "doc_no" not in data
    assert data["windows"] == [
        {"id": "w1", "version": "v1", "opens": date(2026, 5, 6), "closes": date(2026, 6, 6)}
    ]
    assert {each["kind"]: each["to"] for each in data["channels"]} == {
        "email": "tingche@example.cn", "letter": "临江市东街1号临江市城市管理局停车科",
        "phone": "0719-8000001", "fax": "0719-8000002",
    }  # fmt: skip
    assert data["channels"][1]["postcode"] == "442000"
    assert "公众可在2026年6月6日前通过以下方式提出意见" in outcome.doubted
    assert outcome.lines() == ["# 临江市停车管理办法（征求意见稿）", *RULES, *FORM]
    assert outcome.lines("explanation.md") == [
        "# 《临江市停车管理办法（征求意见稿）》起草说明", "一、起草背景", "停车难。",
    ]  # fmt: skip
    assert outcome.lines("notice.md")[0] == ASKING[0].replace("#", "# ")


@pytest.mark.parametrize(
    ("sentence", "opens", "closes"),
    [
        ("征求意见时间为2026年5月8日至2026年6月7日。", date(2026, 5, 8), date(2026, 6, 7)),
        ("征集时间：2026年5月8日—6月7日。", date(2026, 5, 8), date(2026, 6, 7)),
        ("公示期为2026年12月20日至1月20日，请反馈意见。", date(2026, 12, 20), date(2027, 1, 20)),
        ("意见反馈截止时间为2026年6月7日。", date(2026, 5, 6), date(2026, 6, 7)),
        ("征求意见截止日期：2026年6月7日17:00。", date(2026, 5, 6), date(2026, 6, 7)),
        ("请于2026年6月7日前将意见反馈我局。", date(2026, 5, 6), date(2026, 6, 7)),
        ("征求意见期限为自公告之日起30日。", date(2026, 5, 6), date(2026, 6, 5)),
        ("自本公告发布之日起三十日内提出意见。", date(2026, 5, 6), date(2026, 6, 5)),
        ("公告之日起7个工作日内提出意见。", None, None),
        ("征求意见时间：2026.5.8-6.8。", date(2026, 5, 8), date(2026, 6, 8)),
        ("意见征集期为5月10日—6月8日。", date(2026, 5, 10), date(2026, 6, 8)),
        ("请于2026年6月8日（含当日）前反馈意见。", date(2026, 5, 6), date(2026, 6, 8)),
        ("征求意见期限为一个月。", date(2026, 5, 6), date(2026, 6, 6)),
        ("欢迎提出意见。", None, None),
    ],
)
def test_the_deadline_is_offered_with_its_sentence(
    imported: Importing, sentence: str, opens: date | None, closes: date | None
) -> None:
    lines = ("关于《停车办法》征求意见的公告", sentence, "市公安局", DAY, "停车办法", *PLAN)
    outcome = imported("a.txt", plain(lines))
    windows = outcome.data("policy.yml").get("windows", [])
    assert [(each["opens"], each["closes"]) for each in windows] == (
        [(opens, closes)] * bool(opens)
    )
    named = sentence.rstrip("。") in re.sub(r"\s", "", outcome.doubted)
    assert named == (sentence != "欢迎提出意见。")


@pytest.mark.parametrize("words", ["寄送", "寄送至", "寄", "寄往"])
def test_where_letters_go_begins_behind_the_word_for_sending(read: Any, words: str) -> None:
    outcome = read(*ASKING[:3], f"1.将书面意见{words}临江市东街1号；", *ASKING[6:], *DRAFT)
    assert outcome.data("policy.yml")["channels"] == [{"kind": "letter", "to": "临江市东街1号"}]


def test_a_period_stands_below_its_heading_and_an_address_behind_its_kind(read: Any) -> None:
    outcome = read(
        *ASKING[:2], "一、征求意见时间", "2026年5月8日至6月8日。", "二、反馈方式",
        "信函：临江市东街1号临江市城市管理局。", *ASKING[-2:], *DRAFT,
    )  # fmt: skip
    data = outcome.data("policy.yml")
    assert [each["closes"] for each in data["windows"]] == [date(2026, 6, 8)]
    assert [each["to"] for each in data["channels"]] == ["临江市东街1号临江市城市管理局"]


def test_an_unsigned_notice_ends_where_its_draft_begins(read: Any) -> None:
    outcome = read(ASKING[0], ASKING[1], "请于6月6日前反馈。", DRAFT[1], DRAFT[2], *RULES)
    assert outcome.lines() == ["# 临江市停车管理办法（征求意见稿）", *RULES]
    assert outcome.lines("notice.md")[-1] == "请于6月6日前反馈。"


def test_annexes_whose_titles_stand_behind_their_numbers_are_parted(read: Any) -> None:
    outcome = read(
        ASKING[0], ASKING[1], *ASKING[-2:], "附件1：临江市停车管理办法（征求意见稿）", *RULES,
        "附件2：《临江市停车管理办法（征求意见稿）》起草说明", "一、背景", "停车难。",
    )  # fmt: skip
    assert outcome.lines() == ["# 临江市停车管理办法（征求意见稿）", *RULES]
    assert outcome.lines("notice.md")[-1] == DAY
    assert outcome.lines("explanation.md")[1:] == ["一、背景", "停车难。"]
    assert [each[1] for each in outcome.left_out] == ["附件1：", "附件2："]


def test_a_doubt_names_a_channel_and_a_key_in_the_words_of_the_desk(read: Any) -> None:
    said = read(*ASKING, *DRAFT).doubted
    assert "提出意见的方式：电子邮件" in said
    assert "policy.yml" not in said
