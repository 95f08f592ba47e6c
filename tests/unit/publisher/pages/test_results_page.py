"""The page of an outcome, as built from the invented policies."""

import csv
import io
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from catalogue.codec import load_results
from catalogue.results import Disposition, Results
from interface.language import language
from publisher.compile.policy import CompiledPolicy
from publisher.pages.outcome.by_clause import ROWS_A_PAGE
from publisher.pages.outcome.outcome_table import OutcomeTable
from publisher.pages.outcome.page import outcome_summary, outcomes_by_clause, results_pages
from publisher.pages.policy.annotations import Annotation
from publisher.wording.outcome_words import headline, sources
from tests.readers.html_tree import Element, page
from tests.worlds.outcomes import THREE
from tests.worlds.sites import samples

chinese = language("zh-CN").translate


def compiled(policy: str) -> CompiledPolicy:
    return next(each for each in samples()[1].policies if each.policy.id == policy)


def outcome(policy: str = "sample-parking") -> Element:
    return page(samples()[0] / policy / "results" / "index.html")


def pages(results: Results) -> list[tuple[str, dict[str, Any]]]:
    return list(results_pages(compiled("sample-parking"), results, chinese))


def headings(root: Element) -> list[str]:
    return [heading.text() for heading in root.all("h2")]


def test_the_headline_is_that_of_official_feedback() -> None:
    few = replace(THREE.counts, comments=3, petition=0, withdrawn=0)
    assert headline(few, chinese) == "3条意见，采纳或部分采纳2条"
    assert headline(few, language("en").translate) == "3 comments, 2 adopted in whole or in part"


def test_the_page_leads_with_it_and_names_every_fate_in_the_table() -> None:
    assert outcome().one("h1").text() == "15条意见，采纳或部分采纳6条"
    table = outcome().one(css="yl-figure-table").one("tbody")
    assert [row.text() for row in table.all("tr")] == [
        "采纳4", "部分采纳2", "未采纳3", "已有规定1", "不属本次范围1", "转办其他部门1",
        "转送信访部门1", "无效1", "参与人撤回1",
    ]  # fmt: skip


def test_letters_and_people_are_told_and_departments_apart() -> None:
    assert sources(THREE.counts, chinese) == ["4件来件、3人参加，另有1个机关单位提出书面意见1条。"]
    assert sources(replace(THREE.counts, submissions=None, departments=0), chinese) == []


def test_a_round_without_a_comment_is_reported_too() -> None:
    root = outcome("sample-silent")
    assert root.one(css="yl-headline-words").text() == "未收到意见建议"
    inside = root.one(css="yl-results")
    assert inside.all("table") == inside.all("svg") == inside.all("form") == []


def test_the_bars_stand_beside_their_numbers_and_need_no_style_of_their_own() -> None:
    table = outcome().one(css="yl-figure-table")
    for row in table.one("tbody").all("tr"):
        bar = row.one("progress")
        assert (bar.attributes["value"], bar.attributes["max"]) == (row.all("td")[0].text(), "4")
    assert [e for e in table.walk() if "style" in e.attributes] == []
    numbers = [row.all("td")[0].text() for row in table.one("tbody").all("tr")]
    assert sum(map(int, numbers)) == 15


@pytest.mark.parametrize(("comments", "longest"), [(9, 0), (10, 2)])
def test_below_ten_comments_there_are_no_bars(comments: int, longest: int) -> None:
    few = replace(THREE, counts=replace(THREE.counts, comments=comments))
    assert pages(few)[0][1]["most"] == longest


def test_what_was_heard_stands_beside_what_changes_and_what_does_not() -> None:
    rows = outcome().one(css="yl-told").all(css="yl-told-row")[1:]
    columns = re.compile(r"yl-told-(?!point)")
    told = [[part.text() for part in row.all("div") if columns.search(part.attributes["class"])]
            for row in rows]  # fmt: skip
    first, *_, last = told
    assert "路内停车的免费时长" in first[0]
    assert [f"意见{n}" in first[0] for n in (8, 9, 10, 11)] == [False, True, True, True]
    assert "（删去：15）（新增：30）" in first[1]
    assert "第三部分（一） 回应意见9、意见10、意见11" in first[1]
    assert "部分采纳" in first[2]
    assert "意见11" in first[2]
    # What was said of the whole draft is no one topic.
    assert "全文" in last[0]
    nothing = next(row for row in told if "第二部分（三）" in row[0])
    assert "—" in nothing[1]
    assert "配建标准执行本省统一规定，本措施不能降低。" in nothing[2]


def test_a_few_topics_are_shown_and_the_rest_unfold_without_a_script() -> None:
    told = outcome().one(css="yl-told")
    (box,) = told.all("input")
    label = told.one("label")
    assert label.attributes["for"] == box.attributes["id"]
    assert label.text() == "还有3项还有5项收起"


def test_each_comment_is_a_row() -> None:
    table = outcome().one(css="yl-cards-table")
    heads = [head.text() for head in table.one("thead").all("th")]
    assert heads == [
        "序号", "反馈人", "意见内容或摘要", "采纳情况", "理由", "体现在", "渠道",
    ]  # fmt: skip
    rows = rows_of(table)
    assert len(rows) == 12
    assert {len(row.all("td")) for row in rows} == {len(heads)}


def rows_of(table: Element) -> list[Element]:
    return [row for row in table.all("tr") if "data-disposition" in row.attributes]


def cells(number: int) -> list[str]:
    (row,) = [e for e in outcome().all("tr") if e.attributes.get("id") == f"comment-{number}"]
    return [" ".join(cell.text().split()) for cell in row.all("td")]


def test_a_row_says_who_said_what_and_what_became_of_it() -> None:
    assert cells(7) == [
        "7", "某企业（某区）", "每户1.0个成本过高，建议降为0.8个。",
        "未采纳", "配建标准执行本省统一规定，本措施不能降低。", "—", "电子邮件",
    ]  # fmt: skip


def test_a_summary_is_marked_and_a_withheld_text_says_why() -> None:
    assert cells(1)[2].startswith("公开摘要")
    assert cells(5)[2] == "内容不公开（含商业秘密）"


def test_an_adopted_comment_leads_to_the_clause_that_carries_it() -> None:
    (row,) = [e for e in outcome().all("tr") if e.attributes.get("id") == "comment-1"]
    (link,) = row.all("a")
    assert link.attributes["href"] == "../../sample-parking/#v2.part_2__sec_4"
    assert "拟在后续文件中体现：节假日开放单位名单" in cells(6)[5]


def test_one_answer_to_a_group_is_given_once() -> None:
    (group,) = outcome().all(css="yl-group-answer")
    assert "意见3条：采纳2条，部分采纳1条 意见9、意见10、意见11" in group.text()
    assert "两小时以上免费不利于泊位周转" in group.text()
    assert "两小时以上免费不利于泊位周转" not in outcome().one(css="yl-cards-table").text()
    assert cells(11)[4].startswith("与同类意见合并答复：路内停车的免费时长")


def test_the_rows_stand_by_clause_in_the_order_of_the_text_and_are_numbered_through() -> None:
    heads = outcome().all(css="yl-clause-row")
    assert [head.one(css="yl-clause-name").text() for head in heads] == [
        "全文", "第二部分（一）", "第二部分（二）", "第二部分（三）",
        "第三部分（一）", "第三部分（二）",
    ]  # fmt: skip
    assert "意见3条：采纳2条，部分采纳1条" in heads[4].text()
    assert "（一）路内停车泊位15分钟以内免费。" in heads[4].text()
    ids = [row.attributes["id"] for row in rows_of(outcome())]
    assert ids == [f"comment-{n}" for n in range(1, 13)]


def test_a_clause_leads_to_what_it_was_what_it_is_and_how_it_changed() -> None:
    (head,) = [
        e for e in outcome().all(css="yl-clause-row") if e.attributes["id"] == "on-v1.part_3__sec_1"
    ]
    places = [link.attributes["href"] for link in head.one(css="yl-places").all("a")]
    assert places == [
        "../../sample-parking/v1/#part_3__sec_1",
        "../../sample-parking/#v1.part_3__sec_1",
        "../../sample-parking/changes/v1-v2/#part_3__sec_1",
    ]


def long() -> Results:
    told = compiled("sample-parking").results
    assert told
    return replace(told, rows=told.rows * 40)


def test_a_long_table_goes_on_on_further_pages_and_every_link_leads_to_the_right_one() -> None:
    found = pages(long())
    folder = "sample-parking/results"
    assert [each for each, _ in found] == [folder, f"{folder}/2", f"{folder}/3"]
    on_page = {
        f"{number if number > 1 else ''}{'/' * (number > 1)}#{name}"
        for number, (_, values) in enumerate(found, 1)
        for clause in values["clauses"]
        for name in [
            *(f"comment-{row['number']}" for row in clause["rows"]),
            *([clause["anchor"]] if clause["begins"] else []),
        ]
    }
    assert len(on_page) == 480 + 6
    first = found[0][1]
    assert {clause["href"] for clause in first["index"]} <= on_page
    assert {row["href"] for topic in first["topics"] for row in topic.rows} <= on_page
    assert [values["rows"] for _, values in found] == [ROWS_A_PAGE, ROWS_A_PAGE, 80]
    assert first["groups"][0]["rows"][-1]["href"] == "3/#comment-440"


def test_what_is_said_above_the_table_stays_short_where_comments_are_many() -> None:
    policy = compiled("sample-parking")
    told = long()
    apart = [replace(row, reason=f"理由{n}。") for n, row in enumerate(told.rows)]
    (_, first), *_ = results_pages(policy, replace(told, rows=tuple(apart)), chinese)
    assert len(first["topics"]) <= 30
    assert max(len(topic.unchanged) for topic in first["topics"]) == 80
    assert first["most_points"] == 3


def test_a_comment_on_a_text_that_is_not_public_is_still_listed() -> None:
    policy = compiled("sample-parking")
    assert policy.results
    first, *others = policy.results.rows
    odd = replace(policy.results, rows=(replace(first, clause="v9.art_1"), *others))
    rows = OutcomeTable(policy, odd, chinese).rows
    assert (len(rows), rows[-1]["text"]) == (12, first.text)


def test_every_link_of_the_page_leads_somewhere() -> None:
    folder = samples()[0] / "sample-parking" / "results"
    for link in page(folder / "index.html").one(css="yl-results").all("a"):
        target, _, name = link.attributes["href"].partition("#")
        path = (folder / target).resolve()
        path = path / "index.html" if path.is_dir() else path
        assert path.exists()
        assert not name or name in ids(path), link.attributes["href"]


def ids(path: Path) -> set[str]:
    return {e.attributes["id"] for e in page(path).walk() if "id" in e.attributes}


@pytest.mark.parametrize("policy", ["sample-parking", "sample-silent"])
def test_ids_are_given_once_and_headings_go_down_step_by_step(policy: str) -> None:
    root = outcome(policy)
    names = [e.attributes["id"] for e in root.walk() if "id" in e.attributes]
    assert len(names) == len(set(names))
    levels = [int(e.tag[1]) for e in root.walk() if re.fullmatch("h[1-6]", e.tag)]
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_the_reconciliation_is_a_sum_in_words() -> None:
    text = outcome().one(css="yl-reconciled").text()
    assert (
        "意见：收到15条＝撤回1＋无效1＋转办、转送2＋尚未答复0＋已答复、内容不公开1（含商业秘密1）＋公开10。"
        in text
    )
    assert "其中逾期收到1条，重复提交0条。" in text


def test_rates_stand_with_their_denominator() -> None:
    assert "采纳率33.3%采纳4条 ÷ 有效意见12条" in outcome().one(css="yl-outcome-figures").text()


def test_the_data_stand_beside_the_page() -> None:
    text = (samples()[0] / "sample-parking" / "results" / "results.json").read_text("utf-8")
    assert load_results(text) == compiled("sample-parking").results


@pytest.mark.parametrize(("prefix", "head"), [("", "反馈人"), ("en/", "From")])
def test_the_table_stands_beside_the_page_as_csv(prefix: str, head: str) -> None:
    folder = samples()[0] / prefix / "sample-parking" / "results"
    link = page(folder / "index.html").one(css="yl-result-ways").all("a")[-2]
    whole = (folder / link.attributes["href"]).read_bytes().decode("utf-8-sig")
    heads, *rows = csv.reader(io.StringIO(whole, newline=""))
    assert head in heads
    shown = rows_of(page(folder / "index.html").one(css="yl-cards-table"))
    assert len(rows) == len(shown) == 12
    for cells, row in zip(rows, shown, strict=True):
        for at, there in ((0, 0), (1, 1), (4, 3), (7, 6)):
            assert cells[at] == row.all("td")[there].text()
    told = compiled("sample-parking").results
    assert told
    assert rows[8][2:4] == [told.rows[0].citation, told.rows[0].text]


def test_no_cell_of_the_table_is_taken_for_a_formula() -> None:
    policy = compiled("sample-parking")
    assert policy.results
    first, *others = policy.results.rows
    told = replace(policy.results, rows=(replace(first, text="=1+1"), *others))
    assert ",'=1+1," in OutcomeTable(policy, told, chinese).as_csv().decode("utf-8-sig")


def test_without_javascript_the_filter_is_away_and_the_table_whole() -> None:
    assert "hidden" in outcome().one(css="yl-filter").attributes
    table = outcome().one(css="yl-cards-table")
    assert [e for e in table.walk() if "hidden" in e.attributes] == []


def test_a_round_is_a_column_only_where_there_are_several() -> None:
    policy = compiled("sample-parking")
    assert policy.results
    first, *others = policy.results.rows
    two = replace(policy.results, rows=(replace(first, window="w0"), *others))
    assert pages(two)[0][1]["has_rounds"]
    assert not pages(policy.results)[0][1]["has_rounds"]


def test_a_comparison_says_which_comments_asked_for_a_change() -> None:
    root = page(samples()[0] / "sample-parking/changes/v1-v2/index.html")
    why = {
        unit.attributes["id"]: " ".join(unit.one(css="yl-why").text().split())
        for unit in root.all("section")
    }
    assert why["part_2__sec_1"] == "为什么改 已将时段调整为19时至次日7时30分。 意见4"
    assert why["part_2__sec_4"].endswith("意见1")
    assert why["part_3__sec_1"].endswith("意见9、意见10、意见11")
    hrefs = [link.attributes["href"] for link in root.one(css="yl-compared").all("a")]
    assert "../../../sample-parking/results/#comment-11" in hrefs


def test_the_policys_page_is_told_the_outcome_in_brief() -> None:
    summary = outcome_summary(compiled("sample-silent"), chinese)
    assert summary
    assert (summary["headline"], summary["folder"]) == ("未收到意见建议", "sample-silent/results/")
    assert outcome_summary(compiled("sample-promises"), chinese) is None


def test_each_clause_is_told_what_became_of_its_comments() -> None:
    found = outcomes_by_clause(compiled("sample-parking"), chinese, "../")
    href = "../sample-parking/results/#on-v1.part_2__sec_3"
    assert found["v1.part_2__sec_3"] == [Annotation("意见2条：未采纳2条", "", href)]
    assert outcomes_by_clause(compiled("sample-promises"), chinese, "") == {}


def test_every_disposition_and_channel_has_a_word() -> None:
    from publisher.wording.outcome_words import channel_names, disposition_names

    assert list(disposition_names(chinese)) == list(Disposition)
    assert len(channel_names(chinese)) == 11
