"""Red heads, orders, replies, labels: what stands around a text, as Word file and as text."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from tests.unit.publisher.importers.conftest import Importing
from tests.worlds.official_files import CITY, DAY, PLAN, RULES, SIGNED, centred, plain, table, word
from tests.worlds.word_files import cell, docx, paragraph, row

OPINION = {
    "title": f"{CITY}关于加强停车管理的意见", "doc_no": "临政发〔2026〕9号", "issuer": CITY,
    "written_on": date(2026, 5, 6),
}  # fmt: skip
IMPRINT = ("抄送：市委各部门，市人大常委会办公室。", "临江市人民政府办公室　　2026年5月6日印发")


@pytest.mark.parametrize(
    "head",
    [
        ("!临江市人民政府文件", "临政发〔2026〕9号", f"#{CITY}", "#关于加强停车管理的意见"),
        ("000012", "机密★1年", "特急", "!临江市人民政府文件", "临政发〔2026〕9号　　签发人：张某某",
         f"#{CITY}关于加强停车管理的意见"),
        ("!临 江 市 人 民 政 府 文 件", "临政发〔2026〕9号", f"#{CITY}", "#关于加强停车管理的意见"),
        (f"!{CITY}（通知）", "临政发〔2026〕9号", "★", f"#{CITY}关于加强停车管理的意见"),
        (f"!{CITY}", "~（函）", "临政发〔2026〕9号", f"#{CITY}关于加强停车管理的意见"),
        (f"!{CITY}", "临政发〔2026〕9号", f"#{CITY}关于", "#加强停车管理的意见"),
        (f"#{CITY}关于加强停车管理的意见", "临政发〔2026〕9号"),
        (f"#{CITY}关于加强停车管理的意见", "（临政发〔2026〕9 号）"),
        (f"#{CITY}关于加强停车管理的意见 临政发〔2026〕9号",),
        (f"#{CITY}关于加强停车管理的意见（临政发〔2026〕9号）",),
        (f"#{CITY}关于加强停车管理的意见临政发〔2026〕9号",),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "tail", [(), IMPRINT, ("主题词：停车　管理　意见", *IMPRINT, "（共印50份）")]
)
def test_a_red_headed_file_gives_its_title_number_issuer_and_day(
    read: Any, head: Sequence[str], tail: Sequence[str]
) -> None:
    outcome = read(*head, "各县（市、区）人民政府：", *PLAN, *SIGNED, *tail)
    assert outcome.facts == OPINION
    assert outcome.lines() == [
        f"# {OPINION['title']}", "各县（市、区）人民政府：", *PLAN, CITY, DAY,
    ]  # fmt: skip
    kinds = [kind for kind, *_ in outcome.left_out]
    assert kinds.count("imprint") == len(tail)
    assert ("red_head" in kinds) == any(line.startswith("!") for line in head)
    glued = "号" in head[-1] and head[-1].startswith("#")
    assert ("文号 临政发〔2026〕9号" in outcome.doubted) == glued
    if head[0] == "000012":
        assert {"copy_number", "secrecy", "urgency"} <= set(kinds)
        assert "机密" in outcome.doubted


def test_a_red_head_of_two_bodies_names_both(read: Any) -> None:
    outcome = read(
        "!临江市财政局", "!临江市商务局文件", "临财发〔2026〕3号", "#关于扩大消费的通知", *PLAN,
        "临江市财政局　临江市商务局", DAY,
    )  # fmt: skip
    assert outcome.facts == {
        "title": "关于扩大消费的通知", "doc_no": "临财发〔2026〕3号",
        "issuer": "临江市财政局 临江市商务局", "written_on": date(2026, 5, 6),
    }  # fmt: skip


def test_a_number_and_an_imprint_in_tables_are_found(imported: Importing) -> None:
    raw = docx(
        centred("临江市人民政府文件", 72)
        + table(row(cell("临政发〔2026〕9号"), cell("签发人：张某某")))
        + centred(f"{CITY}关于加强停车管理的意见", 44)
        + "".join(map(paragraph, [*PLAN, *SIGNED]))
        + table(row(cell(IMPRINT[0])), row(cell("临江市人民政府办公室　2026年5月6日印发")))
    )
    outcome = imported("a.docx", raw)
    assert outcome.facts == OPINION
    assert outcome.lines()[-1] == DAY


@pytest.mark.parametrize(
    ("head", "number", "issuer"),
    [
        (("#临江市人民政府令", "第12号"), "临江市人民政府令第12号", CITY),
        (("#临江市人民政府令", "（第十二号）"), "临江市人民政府令第十二号", CITY),
        (("#中华人民共和国国务院令", "第812号"), "中华人民共和国国务院令第812号", "国务院"),
        (("#国家体育发展委员会令第7号",), "国家体育发展委员会令第7号", "国家体育发展委员会"),
        (("#国家体育总局令〔2026〕第7号",), "国家体育总局令〔2026〕第7号", "国家体育总局"),
        (("#国家体育总局", "#国家粮食总局", "#令", "2026年第3号"),
         "国家体育总局国家粮食总局令2026年第3号", "国家体育总局 国家粮食总局"),
    ],
)  # fmt: skip
def test_an_order_is_the_notice_and_the_rules_are_the_policy(
    read: Any, head: Sequence[str], number: str, issuer: str
) -> None:
    outcome = read(
        *head, "《临江市停车管理办法》已经审议通过，现予公布，自2026年7月1日起施行。",
        "市长　张某某", "2026年5月6日", "#临江市停车管理办法", *RULES,
    )  # fmt: skip
    assert outcome.facts == {
        "title": "临江市停车管理办法", "doc_no": number, "issuer": issuer,
        "written_on": date(2026, 5, 6),
    }  # fmt: skip
    assert outcome.lines() == ["# 临江市停车管理办法", *RULES]
    notice = outcome.lines("notice.md")
    name = [line for line in head if line.startswith("#")]
    assert notice[0] == "# " + "".join(line[1:] for line in name)
    assert notice[-2:] == ["市长　张某某", DAY]


def test_a_reply_with_an_annex_stays_whole(read: Any) -> None:
    lines = (
        "临江县人民政府：", "你县《关于调整停车收费的请示》收悉，现函复如下：", "一、原则同意。",
        *SIGNED, "附件", "临江县停车收费方案", "一、收费标准", "每小时两元。",
    )  # fmt: skip
    outcome = read(f"#{CITY}关于同意调整停车收费的复函", "临政函〔2026〕5号", *lines)
    assert outcome.facts == {
        "title": f"{CITY}关于同意调整停车收费的复函", "issuer": CITY,
        "doc_no": "临政函〔2026〕5号", "written_on": date(2026, 5, 6),
    }  # fmt: skip
    assert outcome.lines()[1:] == list(lines)
    assert not (outcome.folder / "notice.md").exists()


@pytest.mark.parametrize("mark", [(), ("附件",), ("附件1",), ("附件：临江市停车管理办法", "附件")])
def test_a_notice_that_carries_its_rules_is_parted_off(read: Any, mark: Sequence[str]) -> None:
    title = f"{CITY}关于印发临江市停车管理办法的通知"
    outcome = read(
        f"#{title}", "临政规〔2026〕3号", "各区人民政府：", "现将办法印发给你们。", *SIGNED, *mark,
        "#临江市停车管理办法", *RULES,
    )  # fmt: skip
    assert outcome.facts == {
        "title": "临江市停车管理办法", "doc_no": "临政规〔2026〕3号", "issuer": CITY,
        "written_on": date(2026, 5, 6),
    }  # fmt: skip
    assert outcome.lines() == ["# 临江市停车管理办法", *RULES]
    assert outcome.lines("notice.md")[0] == f"# {title}"


def test_a_notice_of_two_texts_is_a_doubt(read: Any) -> None:
    outcome = read("#关于印发《停车办法》和《收费办法》的通知", "现印发给你们。", *SIGNED,
                   "停车办法", *PLAN, "收费办法", *PLAN)  # fmt: skip
    assert not (outcome.folder / "notice.md").exists()
    assert DAY in outcome.doubted


@pytest.mark.parametrize(
    ("below", "label"),
    [
        (("~（征求意见稿）",), "征求意见稿"),
        (("#（征求意见稿）",), "征求意见稿"),
        (("（送审稿）",), "送审稿"),
        (("【草案】",), "草案"),
        (("（第二次征求意见稿）",), "第二次征求意见稿"),
        (("（2026年3月征求意见稿）",), "2026年3月征求意见稿"),
        (("（试行）", "（征求意见稿）"), "征求意见稿"),
        (("征求意见稿",), "征求意见稿"),
    ],
)
def test_a_label_on_a_line_of_its_own_is_that_of_the_version(
    read: Any, below: Sequence[str], label: str
) -> None:
    outcome = read("#临江市停车管理办法", *below, *RULES)
    data = outcome.data("policy.yml")
    name = "临江市停车管理办法" + ("（试行）" if "（试行）" in below else "")
    assert (data["title"], data["kind"]) == (name, "consultation")
    assert data["versions"] == [{"id": "v1", "label": label}]
    assert outcome.lines()[1:] == list(RULES)


def test_two_values_of_one_key_are_a_doubt(read: Any) -> None:
    outcome = read("!临江市人民政府文件", "临政发〔2026〕9号", f"#{CITY}关于停车的意见",
                   "临政发〔2026〕8号", *PLAN, *SIGNED)  # fmt: skip
    assert outcome.data("policy.yml")["doc_no"] == "临政发〔2026〕9号"
    assert "文号（doc_no）有两种说法" in outcome.doubted
    assert "临政发〔2026〕8号" in outcome.doubted


@pytest.mark.parametrize("title", ["【已废止】停车办法（试行）", "停车办法（试行）（已废止）"])
def test_that_a_text_is_not_in_force_is_no_part_of_its_title(read: Any, title: str) -> None:
    data = read(f"#{title}", *RULES).data("policy.yml")
    assert (data["title"], data["validity"]) == ("停车办法（试行）", "废止")


def test_a_title_that_is_broken_inside_a_name_is_joined(read: Any) -> None:
    head = ("关于征求《临江市停车管理办法", "（征求意见稿）》意见的公告")
    outcome = read(*head, "请于2026年6月9日前提出。", *SIGNED, "临江市停车管理办法",
                   "（征求意见稿）", *RULES)  # fmt: skip
    assert outcome.data("policy.yml")["title"] == "临江市停车管理办法"
    assert outcome.lines("notice.md")[0] == "# " + "".join(head)


def test_an_explanation_alone_is_a_text_of_its_own(read: Any) -> None:
    outcome = read("#《临江市停车管理办法》起草说明", *PLAN)
    assert not (outcome.folder / "explanation.md").exists()
    assert outcome.lines()[0] == "# 《临江市停车管理办法》起草说明"


def test_what_stands_behind_a_number_is_named(read: Any) -> None:
    outcome = read("#关于停车的答复", "临公函〔2026〕12号　　A类", "李某某委员：", *PLAN)
    assert outcome.data("policy.yml")["doc_no"] == "临公函〔2026〕12号"
    assert [each[:2] for each in outcome.left_out] == [("signed_by", "A类")]


def test_a_title_of_three_lines_below_its_body_is_joined(read: Any) -> None:
    head = ("临江市人民政府办公室", "关于印发临江市停车治理若干措施的", "通　　知")
    outcome = read(
        *head, "各区人民政府：", "现印发给你们。", *SIGNED, "临江市停车治理若干措施", *PLAN
    )
    assert outcome.data("policy.yml")["title"] == "临江市停车治理若干措施"
    assert (
        outcome.lines("notice.md")[0]
        == "# 临江市人民政府办公室关于印发临江市停车治理若干措施的通知"
    )


def test_a_notice_with_a_form_behind_it_is_the_text_itself(read: Any) -> None:
    outcome = read(
        "#关于做好停车场登记的通知",
        "请于本月底前填报《登记表》。",
        *SIGNED,
        "附件",
        "登记表",
        "单位：",
    )
    assert outcome.data("policy.yml")["title"] == "关于做好停车场登记的通知"
    assert outcome.lines()[-1] == "单位："
    assert DAY not in outcome.doubted


def test_a_numbered_announcement_gives_its_number_and_its_own_title(read: Any) -> None:
    outcome = read("#临江市商务局", "#公　告", "2026年第3号", "#关于发布《停车收费标准》的公告",
                   "现予公布。", "临江市商务局", DAY, "附件", "停车收费标准", *PLAN)  # fmt: skip
    assert outcome.data("policy.yml")["doc_no"] == "临江市商务局公告2026年第3号"
    assert outcome.data("policy.yml")["title"] == "停车收费标准"
    assert outcome.lines("notice.md")[0] == "# 关于发布《停车收费标准》的公告"


def test_a_day_in_brackets_below_the_title_is_the_day_of_writing(read: Any) -> None:
    outcome = read(f"#{CITY}关于停车的意见", "（2026年5月6日）", *PLAN)
    assert outcome.data("policy.yml")["written_on"] == date(2026, 5, 6)
    assert outcome.lines()[1] == "（2026年5月6日）"


@pytest.mark.parametrize(
    "line",
    [
        "局、" * 39 + "甲",
        "局" * 79 + "甲",
        "首页 > " * 300 + "甲",
        "打印 " * 500 + "甲",
        "（局）" * 300,
    ],
)
def test_a_line_of_which_each_character_may_end_a_name_is_read(
    imported: Importing, line: str
) -> None:
    outcome = imported("a.txt", plain(["关于印发停车办法的通知", line, line, DAY, line]))
    assert line in outcome.lines()


def test_a_cover_page_gives_the_title_without_body_and_month(imported: Importing) -> None:
    cover = ("#临江市停车管理办法", "#（征求意见稿）", "#临江市公安局", "#2026年5月")
    outcome = imported("a.docx", word([*cover, "#临江市停车管理办法", "#（征求意见稿）", *RULES]))
    assert outcome.data("policy.yml")["title"] == "临江市停车管理办法"
    assert outcome.data("policy.yml")["versions"] == [{"id": "v1", "label": "征求意见稿"}]
    assert "above_title" in outcome.doubts
