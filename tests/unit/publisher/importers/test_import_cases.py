"""Small files that were read wrong once, each with what is right."""

from datetime import date

import pytest

from tests.unit.publisher.importers.conftest import Importing, Outcome
from tests.worlds.official_files import RULES, word

TITLE_ROW = '<tr><td>标　　题：</td><td colspan="3">临江市停车管理办法</td></tr>'
HEADER = """\
<meta charset="utf-8"><table><tr><td>索 引 号：</td><td>011071002/2026-00012</td>
<td>主题分类：</td><td>商贸</td></tr>
<tr><td>发文机关：</td><td>临江市人民政府</td><td>成文日期：</td><td>2026年3月2日</td></tr>{row}
<tr><td>发文字号：</td><td>临政发〔2026〕9号</td><td>发布日期：</td><td>2026年3月5日</td></tr></table>
<p style="text-align:center;font-size:18pt"><b>临江市停车管理办法</b></p><p>{rule}</p>
"""


def has_its_header(outcome: Outcome) -> None:
    assert outcome.data("policy.yml") == {
        "title": "临江市停车管理办法", "index_no": "011071002/2026-00012", "subject": "商贸",
        "issuer": "临江市人民政府", "doc_no": "临政发〔2026〕9号",
        "written_on": date(2026, 3, 2), "issued_on": date(2026, 3, 5),
    }  # fmt: skip
    assert outcome.lines() == ["# 临江市停车管理办法", RULES[0]]


def test_case_03_a_header_table_with_the_row_of_the_title(imported: Importing) -> None:
    has_its_header(imported("a.html", HEADER.format(row=TITLE_ROW, rule=RULES[0]).encode()))


def test_case_03b_a_header_table_without_it(imported: Importing) -> None:
    has_its_header(imported("a.html", HEADER.format(row="", rule=RULES[0]).encode()))


def test_a_row_of_the_header_that_nobody_knows_is_a_doubt(imported: Importing) -> None:
    row = "<tr><td>办理依据：</td><td>停车条例</td><td>浏览量：</td><td>3</td></tr>"
    outcome = imported("a.html", HEADER.format(row=row, rule=RULES[0]).encode())
    has_its_header(outcome)
    assert [each["what"] for each in outcome.data("repairs.yml")["doubts"]] == [
        "文件头有一栏没有收入：“办理依据：停车条例”；如需公开，请写到合适的一栏"
    ]
    rows = [text for kind, text, *_ in outcome.left_out if kind == "header"]
    assert rows == ["办理依据：停车条例", "浏览量：3"]


@pytest.mark.parametrize("mark", ["~", "#"], ids=["case_04_smaller", "case_04b_same_size"])
def test_cases_04_the_label_below_the_title(imported: Importing, mark: str) -> None:
    outcome = imported("a.docx", word(["#临江市停车管理办法", f"{mark}（征求意见稿）", *RULES]))
    data = outcome.data("policy.yml")
    assert (data["title"], data["kind"]) == ("临江市停车管理办法", "consultation")
    assert data["versions"] == [{"id": "v1", "label": "征求意见稿"}]
    assert outcome.lines() == ["# 临江市停车管理办法（征求意见稿）", *RULES]


def test_case_05_a_red_head(imported: Importing) -> None:
    lines = (
        "!临江市人民政府文件", "临政发〔2026〕9号", "#临江市人民政府", "#关于加强停车管理的意见",
        "各县（市、区）人民政府：", "一、总体要求", "坚持便民。", "临江市人民政府", "2026年5月6日",
        "抄送：市委各部门。", "临江市人民政府办公室　　2026年5月6日印发",
    )  # fmt: skip
    outcome = imported("a.docx", word(lines))
    data = outcome.data("policy.yml")
    assert data["title"] == "临江市人民政府关于加强停车管理的意见"
    assert data["doc_no"] == "临政发〔2026〕9号"
    assert [(kind, text) for kind, text, *_ in outcome.left_out] == [
        ("imprint", lines[-2]), ("imprint", lines[-1]), ("red_head", lines[0][1:]),
    ]  # fmt: skip
    assert outcome.lines()[-1] == "2026年5月6日"


def test_case_21_a_text_without_a_label_has_none(imported: Importing) -> None:
    outcome = imported("a.docx", word(["#临江市停车办法", *RULES]))
    assert outcome.data("policy.yml") == {"title": "临江市停车办法"}


ROWS = (
    ("索引号", "K1"),
    ("发布机构", "市商务局"),
    ("发文字号", "临商发〔2026〕9号"),
    ("发布日期", "{day}"),
)
FORMS = {
    "pairs in a row": "<table><tr>" + "".join(f"<td>{a}<td>{b}" for a, b in ROWS) + "</table>",
    "pairs in a cell": "<table><tr>" + "".join(f"<td>{a}：{b}" for a, b in ROWS) + "</table>",
    "a row of labels": "<table><tr>"
    + "".join(f"<td>{a}" for a, _ in ROWS) + "<tr>" + "".join(f"<td>{b}" for _, b in ROWS)
    + "</table>",
    "no colons": "<div>" + " ".join(f"<b>{a}</b> <i>{b}</i>" for a, b in ROWS) + "</div>",
    "a list": "<ul>" + "".join(f"<li><b>{a}</b><i>{b}</i>" for a, b in ROWS) + "</ul>",
    "set apart": "<p>" + "&nbsp; ".join(f"{'&nbsp;'.join(a)}：{b}" for a, b in ROWS),
    "with bars": "<p>" + " | ".join(f"{a}：{b}" for a, b in ROWS),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("day", ["2026年5月8日", "2026-05-08", "2026/5/8", "2026.05.08"])
def test_a_header_is_read_in_any_form(imported: Importing, form: str, day: str) -> None:
    page = f"<meta charset=utf-8><h1>停车办法</h1>{form.format(day=day)}<p>{RULES[0]}</p>"
    outcome = imported("a.html", page.encode())
    assert outcome.data("policy.yml") == {
        "title": "停车办法", "index_no": "K1", "issuer": "市商务局",
        "doc_no": "临商发〔2026〕9号", "issued_on": date(2026, 5, 8),
    }  # fmt: skip
    assert outcome.lines() == ["# 停车办法", RULES[0]]


@pytest.mark.parametrize(
    "column", ["通知公告", "政策文件", "意见征集", "临江市人民政府", "政府信息公开"]
)
def test_the_name_of_a_column_is_not_the_title(imported: Importing, column: str) -> None:
    page = (
        f"<meta charset=utf-8><title>{column}-临江市人民政府</title><h1>{column}</h1>"
        "<div>关于加强停车管理的通知</div><p>各区人民政府：</p><p>一、甲。</p>"
    )
    outcome = imported("a.html", page.encode())
    assert outcome.data("policy.yml")["title"] == "关于加强停车管理的通知"
    assert outcome.lines() == ["# 关于加强停车管理的通知", "各区人民政府：", "一、甲。"]
