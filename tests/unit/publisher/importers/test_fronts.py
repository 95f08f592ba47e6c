"""Header, notice and title in front of a text."""

from datetime import date

import pytest

from tests.unit.publisher.importers.conftest import Importing, Outcome

TEXT = "一、总体要求\n\n推进发展。\n"
NOTICE = "关于对《工业意见》公开征求意见的公告\n\n现公开征求意见。\n\n市经信局\n\n2020年3月1日\n\n"


def text(imported: Importing, source: str) -> Outcome:
    return imported("甲.txt", source.encode())


def test_a_header_goes_into_the_metadata(imported: Importing) -> None:
    header = (
        "索 引 号：K1/2020\n发布日期：2020-03-02\n发文字号：\n有效性：有效\n公开方式：主动公开\n"
    )
    outcome = text(imported, f"工作方案\n{header}\n{TEXT}")
    data = outcome.data("policy.yml")
    assert str(data.pop("issued_on")) == "2020-03-02"
    assert list(data.values()) == ["工作方案", "K1/2020", "", "主动公开", "有效"]
    assert list(data) == ["title", "index_no", "doc_no", "openness", "validity"]
    assert outcome.lines() == ["# 工作方案", "一、总体要求", "推进发展。"]


def test_a_header_may_be_a_table(imported: Importing) -> None:
    raw = (
        "<table><tr><td>索引号：</td><td>K1</td><td>文号：</td><td></td></tr><tr><td>发布机构：</td>"
        "<td>市经信局</td><td>发文日期：</td><td>2020年3月2日 09:05</td></tr></table>"
        "<h1>工作方案</h1><p>正文。</p>"
    )
    outcome = imported("甲.html", raw.encode())
    data = outcome.data("policy.yml")
    assert (data["index_no"], data["doc_no"], data["issuer"]) == ("K1", "", "市经信局")
    assert str(data["issued_on"]).startswith("2020-03-02")
    assert outcome.lines() == ["# 工作方案", "正文。"]


@pytest.mark.parametrize("value", ["2020年13月1日", "近日", "2020-02-30"])
def test_a_value_that_cannot_be_read_is_a_doubt(imported: Importing, value: str) -> None:
    outcome = text(imported, f"工作方案\n索引号：K1\n文号：无\n发文日期：{value}\n\n{TEXT}")
    assert "issued_on" not in outcome.data("policy.yml")
    assert ("header", f"发文日期：{value}") in [each[:2] for each in outcome.left_out]
    assert f"发文日期：{value}" in str(outcome.data("repairs.yml")["doubts"])


def test_a_label_that_stands_again_is_a_doubt(imported: Importing) -> None:
    outcome = text(imported, f"工作方案\n索引号：K1\n文号：\n索引号：K2\n\n{TEXT}")
    assert outcome.data("policy.yml")["index_no"] == "K1"
    assert "索引号：K2" in str(outcome.data("repairs.yml")["doubts"])


def test_a_clause_below_a_label_is_not_its_value(imported: Importing) -> None:
    outcome = text(imported, f"工作方案\n索引号\nK1\n文号\n{TEXT}")
    assert outcome.data("policy.yml")["doc_no"] == ""
    assert outcome.lines()[1] == "一、总体要求"


def test_one_label_alone_is_no_header(imported: Importing) -> None:
    assert "文号：甲政发1号" in text(imported, f"工作方案\n\n文号：甲政发1号\n\n{TEXT}").lines()


def test_a_notice_that_names_the_text_is_parted_off(imported: Importing) -> None:
    outcome = text(imported, NOTICE + "工业意见\n\n" + TEXT)
    assert outcome.lines("notice.md") == [
        "# 关于对《工业意见》公开征求意见的公告", "现公开征求意见。", "市经信局", "2020年3月1日",
    ]  # fmt: skip
    assert outcome.lines()[0] == "# 工业意见"
    assert outcome.data("policy.yml") == {
        "title": "工业意见", "kind": "consultation", "issuer": "市经信局",
        "versions": [{"id": "v1", "published_on": date(2020, 3, 1)}],
    }  # fmt: skip


def test_an_annex_line_between_belongs_to_the_notice(imported: Importing) -> None:
    outcome = text(imported, NOTICE + "附件：工业意见\n\n（此件公开发布）\n\n工业意见\n\n" + TEXT)
    assert outcome.lines("notice.md")[-1] == "（此件公开发布）"
    assert outcome.lines()[0] == "# 工业意见"


@pytest.mark.parametrize(
    ("behind", "doubts"),
    [
        ("附件1\n\n企业名单\n\n甲公司。\n", []),
        ("附件\n\n企业扶持方案\n\n一、目标\n\n扶持十家。\n", []),
        ("企业扶持方案\n\n一、目标\n\n扶持十家。\n\n二、步骤\n\n先试点。\n", []),
        ("企业名单\n\n甲公司。\n", ["notice_end"]),
    ],
)
def test_a_notice_that_is_the_text_itself_is_a_doubt_where_no_annex_follows(
    imported: Importing, behind: str, doubts: list[str]
) -> None:
    notice = "关于做好工作的通知\n\n一、学习。\n\n二、落实。\n\n市经信局\n\n2020年3月1日\n\n"
    outcome = text(imported, notice + behind)
    assert not (outcome.folder / "notice.md").exists()
    assert outcome.lines()[-1] == behind.splitlines()[-1]
    assert outcome.doubts == doubts


def test_a_list_of_contents_is_no_second_title(imported: Importing) -> None:
    lines = (
        "工作规划",
        "目　录",
        "一、基础",
        "二、任务",
        "一、基础",
        "正文。",
        "二、任务",
        "正文。",
    )
    outcome = text(imported, "\n\n".join(lines))
    assert outcome.data("policy.yml")["title"] == "工作规划"
    assert outcome.doubts == []


def test_a_signed_text_without_another_behind_it_stays_whole(imported: Importing) -> None:
    outcome = text(imported, NOTICE)
    assert not (outcome.folder / "notice.md").exists()
    assert outcome.lines()[-1] == "2020年3月1日"


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("工作方案", "工作方案"),
        ("关于促进工业发展的\n若干意见", "关于促进工业发展的若干意见"),
        ("工作方案\n（征求意见稿）", "工作方案"),
        ("今天推进工作。", "甲"),
        ("一、总体要求", "甲"),
        ("1.1 总体要求", "甲"),
        ("各县区人民政府：", "甲"),
        ("2020年3月1日", "甲"),
    ],
)
def test_the_first_line_is_the_title_where_it_reads_as_one(
    imported: Importing, first: str, title: str
) -> None:
    outcome = text(imported, f"{first}\n\n正文如下。\n")
    assert outcome.data("policy.yml")["title"] == title
    assert outcome.lines()[0].startswith("# ") == (title != "甲")


def test_a_draft_with_a_date_of_issue_is_public_since_then(imported: Importing) -> None:
    source = f"工作方案（送审稿）\n索引号：K1\n发文日期：2020年3月2日\n\n{TEXT}"
    (version,) = text(imported, source).data("policy.yml")["versions"]
    assert (version["label"], str(version["published_on"])) == ("送审稿", "2020-03-02")


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("工作方案", None),
        ("工作方案（草案）", "consultation"),
        ("工作方案解读", "interpretation"),
        ("工作方案解读（二）", "interpretation"),
        ("关于第3号提案的答复", "reply"),
        ("关于第3号提案的答复（A类）", "reply"),
        ("对省人大二次会议第46号建议的答复", "reply"),
        ("关于政协委员建议的复函", "reply"),
        ("关于同意设立开发区的批复", None),
        ("关于调整发展改革委员会建议价格的复函", None),
        ("关于商请支持的函", None),
    ],
)
def test_the_title_tells_the_kind(imported: Importing, title: str, kind: str | None) -> None:
    assert text(imported, f"{title}\n\n正文。\n").data("policy.yml").get("kind") == kind


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        ("张某某代表：\n\n现答复如下：", "reply"),
        ("市总工会：\n\n政协委员提出的关于增加车位的提案收悉，现函复如下：", "reply"),
        ("市发展改革委员会：\n\n你委关于修改建议的来函收悉，现函复如下：", None),
    ],
)
def test_a_reply_is_told_from_other_answers_by_its_text(
    imported: Importing, first: str, kind: str | None
) -> None:
    outcome = text(imported, f"关于增加车位的复函\n\n{first}\n\n{TEXT}")
    assert outcome.data("policy.yml").get("kind") == kind


def test_a_reply_without_a_title_is_known_by_what_it_answers(imported: Importing) -> None:
    outcome = text(
        imported, "李某某委员：\n\n您提出的关于增加车位的提案（第7号）收悉，现答复如下：\n\n" + TEXT
    )
    assert outcome.data("policy.yml") == {"title": "甲", "kind": "reply"}
