"""Red heads, orders, replies, labels: what stands around a text, as Word file and as text."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from tests.unit.publisher.importers.conftest import Importing, Outcome
from tests.worlds.word_files import cell, docx, paragraph, row, run

CITY = "临江市人民政府"
DAY = "2026年5月6日"
RULES = ("第一条　为了规范停车，制定本办法。", "第二条　本办法适用于本市。")
PLAN = ("一、总体要求", "坚持便民。", "二、工作任务", "摸清底数。")
SIGNED = (CITY, DAY)


def centred(text: str, size: int) -> str:
    """Make a paragraph in the middle; ``size`` is in half points."""
    return paragraph(run(text, f'<w:sz w:val="{size}"/>'), '<w:jc w:val="center"/>')


def word(lines: Sequence[str]) -> bytes:
    """Make a Word file: ``#`` is a title in large type, ``!`` the red head, others are plain."""
    sizes = {"#": 44, "!": 72, "~": 32}
    return docx(
        "".join(
            centred(line[1:], sizes[line[0]]) if line[0] in sizes else paragraph(line)
            for line in lines
        )
    )


def _table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def plain(lines: Sequence[str]) -> bytes:
    return "\n\n".join(line.lstrip("#!~") for line in lines).encode()


@pytest.fixture(params=["a.docx", "a.txt"])
def read(request: pytest.FixtureRequest, imported: Importing) -> Any:
    """Reading the lines of a document, once as a Word file and once as a text."""
    name = str(request.param)
    return lambda *lines: imported(name, word(lines) if name == "a.docx" else plain(lines))


def facts(outcome: Outcome) -> dict[str, Any]:
    data = outcome.data("policy.yml")
    keys = ("title", "kind", "doc_no", "issuer", "written_on")
    return {key: data[key] for key in keys if key in data}


def doubts(outcome: Outcome) -> str:
    return str(outcome.data("repairs.yml")["doubts"])


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
    assert facts(outcome) == OPINION
    assert outcome.lines() == [
        f"# {OPINION['title']}", "各县（市、区）人民政府：", *PLAN, CITY, DAY,
    ]  # fmt: skip
    kinds = [kind for kind, *_ in outcome.left_out]
    assert kinds.count("imprint") == len(tail)
    assert ("red_head" in kinds) == any(line.startswith("!") for line in head)
    glued = "号" in head[-1] and head[-1].startswith("#")
    assert ("文号 临政发〔2026〕9号" in doubts(outcome)) == glued
    if head[0] == "000012":
        assert {"copy_number", "secrecy", "urgency"} <= set(kinds)
        assert "机密" in doubts(outcome)


def test_a_red_head_of_two_bodies_names_both(read: Any) -> None:
    outcome = read(
        "!临江市财政局", "!临江市商务局文件", "临财发〔2026〕3号", "#关于扩大消费的通知", *PLAN,
        "临江市财政局　临江市商务局", DAY,
    )  # fmt: skip
    assert facts(outcome) == {
        "title": "关于扩大消费的通知", "doc_no": "临财发〔2026〕3号",
        "issuer": "临江市财政局 临江市商务局", "written_on": date(2026, 5, 6),
    }  # fmt: skip


def test_a_number_and_an_imprint_in_tables_are_found(imported: Importing) -> None:
    raw = docx(
        centred("临江市人民政府文件", 72)
        + _table(row(cell("临政发〔2026〕9号"), cell("签发人：张某某")))
        + centred(f"{CITY}关于加强停车管理的意见", 44)
        + "".join(map(paragraph, [*PLAN, *SIGNED]))
        + _table(row(cell(IMPRINT[0])), row(cell("临江市人民政府办公室　2026年5月6日印发")))
    )
    outcome = imported("a.docx", raw)
    assert facts(outcome) == OPINION
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
    assert facts(outcome) == {
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
    assert facts(outcome) == {
        "title": f"{CITY}关于同意调整停车收费的复函", "kind": "reply", "issuer": CITY,
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
    assert facts(outcome) == {
        "title": "临江市停车管理办法", "doc_no": "临政规〔2026〕3号", "issuer": CITY,
        "written_on": date(2026, 5, 6),
    }  # fmt: skip
    assert outcome.lines() == ["# 临江市停车管理办法", *RULES]
    assert outcome.lines("notice.md")[0] == f"# {title}"


def test_a_notice_of_two_texts_is_a_doubt(read: Any) -> None:
    outcome = read("#关于印发《停车办法》和《收费办法》的通知", "现印发给你们。", *SIGNED,
                   "停车办法", *PLAN, "收费办法", *PLAN)  # fmt: skip
    assert not (outcome.folder / "notice.md").exists()
    assert DAY in doubts(outcome)


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
    assert "公众可在2026年6月6日前通过以下方式提出意见" in doubts(outcome)
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
    named = sentence.rstrip("。") in re.sub(r"\s", "", doubts(outcome))
    assert named == (sentence != "欢迎提出意见。")


def test_two_values_of_one_key_are_a_doubt(read: Any) -> None:
    outcome = read("!临江市人民政府文件", "临政发〔2026〕9号", f"#{CITY}关于停车的意见",
                   "临政发〔2026〕8号", *PLAN, *SIGNED)  # fmt: skip
    assert outcome.data("policy.yml")["doc_no"] == "临政发〔2026〕9号"
    assert "临政发〔2026〕8号" in doubts(outcome)


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


def test_an_unsigned_notice_ends_where_its_draft_begins(read: Any) -> None:
    outcome = read(ASKING[0], ASKING[1], "请于6月6日前反馈。", DRAFT[1], DRAFT[2], *RULES)
    assert outcome.lines() == ["# 临江市停车管理办法（征求意见稿）", *RULES]
    assert outcome.lines("notice.md")[-1] == "请于6月6日前反馈。"


def test_a_notice_with_a_form_behind_it_is_the_text_itself(read: Any) -> None:
    outcome = read(
        "#关于做好停车场登记的通知", "请于本月底前登记。", *SIGNED, "附件", "登记表", "单位："
    )
    assert outcome.data("policy.yml")["title"] == "关于做好停车场登记的通知"
    assert outcome.lines()[-1] == "单位："
    assert DAY in doubts(outcome)


def test_annexes_whose_titles_stand_behind_their_numbers_are_parted(read: Any) -> None:
    outcome = read(
        ASKING[0], ASKING[1], *ASKING[-2:], "附件1：临江市停车管理办法（征求意见稿）", *RULES,
        "附件2：《临江市停车管理办法（征求意见稿）》起草说明", "一、背景", "停车难。",
    )  # fmt: skip
    assert outcome.lines() == ["# 临江市停车管理办法（征求意见稿）", *RULES]
    assert outcome.lines("notice.md")[-1] == "附件1："
    assert outcome.lines("explanation.md")[1:] == ["一、背景", "停车难。"]
    assert ("annex_mark", "附件2：") in [each[:2] for each in outcome.left_out]


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
