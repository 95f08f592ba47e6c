import pytest

from tests.unit.publisher.importers.conftest import Importing, Outcome


def page(imported: Importing, body: str, head: str = "") -> Outcome:
    raw = f"<!DOCTYPE html><html><head>{head}</head><body><p>题。</p>{body}</body></html>"
    return imported("甲.html", raw.encode())


def lines(imported: Importing, body: str) -> list[str]:
    return page(imported, body).lines()[1:]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ol><li>甲<li>乙</ol>", ["1. 甲", "2. 乙"]),
        ("<ol start=3><li>甲<li value=7>乙<li>丙</ol>", ["3. 甲", "7. 乙", "8. 丙"]),
        ("<ol reversed><li>甲<li>乙<li>丙</ol>", ["3. 甲", "2. 乙", "1. 丙"]),
        ("<ol type=A><li>甲</ol><ol type=i><li>乙</ol>", ["A. 甲", "i. 乙"]),
        (
            "<ol style='list-style-type: cjk-ideographic'><li>甲<ol><li>乙</ol><li>丙</ol>",
            ["一、甲", "1. 乙", "二、丙"],
        ),
        ("<ol style='list-style:none'><li>一、甲</ol>", ["一、甲"]),
        ("<ol start=x><li value=''><p>甲</p><p>乙</p></ol>", ["1. 甲", "乙"]),
        ("<ul><li>甲<li>乙</ul>", ["• 甲", "• 乙"]),
        ("<ul style='list-style-type:none'><li>甲。</ul>", ["甲。"]),
        ("<ol><li></li><li>乙</ol>", ["1.", "2. 乙"]),
    ],
)
def test_the_numbers_of_lists_are_those_of_the_browser(
    imported: Importing, body: str, expected: list[str]
) -> None:
    assert lines(imported, body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>甲<br>乙。</p>", ["甲", "乙。"]),
        (
            "<div><div><span>甲</span><span>乙。</span></div><div>丙。</div></div>",
            ["甲乙。", "丙。"],
        ),
        ("散文。<p>段落。</p>尾文。", ["散文。", "段落。", "尾文。"]),
        ("<p>&nbsp;&emsp;甲&lt;乙&gt;&#12290;</p>", ["甲<乙>。"]),
        ("<p>工业\n  经济 and\n growth。</p>", ["工业经济 and growth。"]),
        ("<pre>一、甲\n二、乙</pre>", ["一、甲", "二、乙"]),
        ("<p>甲<ruby>十<rp>(</rp><rt>shí</rt><rp>)</rp></ruby>。</p>", ["甲十。"]),
        ("<p>甲<!-- 注 -->乙。</p>", ["甲乙。"]),
        ("<h2>背景</h2><h2>一、目标</h2>", ["## 背景", "一、目标"]),
        ("<p>甲<img src=a.png>乙。</p>", ["甲乙。"]),
        ("<p><o:p>甲。</o:p></p>", ["甲。"]),
    ],
)
def test_text_is_what_the_browser_shows(
    imported: Importing, body: str, expected: list[str]
) -> None:
    assert lines(imported, body) == expected


def test_scripts_go_and_navigation_and_hidden_words_are_named(imported: Importing) -> None:
    body = (
        "<script>var a='x';</script><style>p{}</style><nav>首页</nav>"
        "<p style='display:none'>暗</p><p>甲。</p>"
    )
    outcome = page(imported, body)
    assert outcome.lines()[1:] == ["甲。"]
    assert outcome.left_out == [
        ("script", "", "v1.md 第3行", 2),
        ("navigation", "首页", "v1.md 第3行", 1),
        ("hidden", "暗", "v1.md 第3行", 1),
    ]  # fmt: skip


def test_what_a_portal_sets_below_a_text_is_left_out_and_named(imported: Importing) -> None:
    outcome = page(imported, "<p>甲。</p><div class=footer>扫一扫在手机打开当前页</div>")
    assert outcome.lines()[-1] == "甲。"
    assert outcome.left_out == [("page_line", "扫一扫在手机打开当前页", "第3段", 1)]


def test_merged_cells_hold_their_text_once(imported: Importing) -> None:
    body = (
        "<table><caption>清单</caption><tr><td rowspan=2>甲</td><td colspan=2>乙</td></tr>"
        "<tr><td>丙<br>丁</td><td>戊</td></tr></table>"
    )
    assert lines(imported, body) == [
        "清单", "| 甲 | 乙 | |", "| --- | --- | --- |", "| | 丙 丁 | 戊 |",
    ]  # fmt: skip


def test_a_table_that_lays_out_the_page_is_taken_apart(imported: Importing) -> None:
    body = (
        "<table><tr><td><p>甲。</p><table><tr><td>乙</td><td>丙</td></tr></table></td></tr></table>"
    )
    assert lines(imported, body) == ["甲。", "| 乙 | 丙 |", "| --- | --- |"]


def test_the_first_large_heading_is_the_title(imported: Importing) -> None:
    raw = "<title>门户</title><h1>工作方案</h1><p>正文。</p><h1>附则</h1>".encode()
    outcome = imported("甲.html", raw)
    assert outcome.lines() == ["# 工作方案", "正文。", "## 附则"]
    assert outcome.data("policy.yml") == {"title": "工作方案"}


def test_the_title_of_the_page_stands_in_where_its_text_has_none(imported: Importing) -> None:
    outcome = page(imported, "<p>甲。</p>", "<title>工作方案</title>")
    assert outcome.data("policy.yml")["title"] == "工作方案"
    assert outcome.lines()[0] == "题。"


def test_a_centred_large_line_is_the_title(imported: Importing) -> None:
    raw = (
        '<p style="text-align:center"><span style="font-size:22pt">工作方案</span></p><p>正文。</p>'
    ).encode()
    assert imported("甲.htm", raw).lines()[0] == "# 工作方案"


@pytest.mark.parametrize(
    ("head", "coding", "named"),
    [
        ("<meta charset=gb2312>", "gb18030", "GB18030"),
        ("<meta http-equiv=Content-Type content='text/html; charset=GBK'>", "gb18030", "GB18030"),
        ("<meta charset='utf-8'>", "utf-8", "UTF-8"),
        ("<meta charset=gb2312>", "utf-8-sig", "UTF-8"),
        ("<meta charset=utf-8>", "gb18030", "GB18030"),
        ("", "utf-16", "UTF-16LE"),
        ("<meta charset=big5>", "big5", "Big5-HKSCS"),
    ],
)
def test_the_encoding_is_found_and_named(
    imported: Importing, head: str, coding: str, named: str
) -> None:
    raw = f"{head}<p>工業經濟。</p>".encode(coding)
    outcome = imported("甲.html", raw)
    assert outcome.lines() == ["工業經濟。"]
    assert outcome.data("repairs.yml")["encoding"] == named


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>面积500m<sup>2</sup>，10<sup>-6</sup>吨。</p>", ["面积500m²，10⁻⁶吨。"]),
        ("<p>PM<sub>2.</sub><sub>5</sub>。</p>", ["PM<sub>2.5</sub>。"]),
        ("<p>a<span style='vertical-align: super'>n</span>。</p>", ["aⁿ。"]),
        ("<p>&lt;sup&gt;2&lt;/sup&gt;。</p>", [r"\<sup\>2\</sup\>。"]),
        ("<p>姓名<u>&nbsp;&nbsp;&nbsp;&nbsp;</u>。</p>", ["姓名＿＿。"]),
        ("<p><span style='font-family:Wingdings'>þ</span>是。</p>", ["☑是。"]),
        ("<p><font face=Symbol>³</font>5。</p>", ["≥5。"]),
        ("<p><input type=checkbox checked>是<input type=radio>否。</p>", ["☑是☐否。"]),
        ("<p><q>放管服</q>。</p>", ["“放管服”。"]),
        ("<p><sup><div>甲。</div></sup></p>", ["甲。"]),
        ("<p>甲<sup>乙<br>丙</sup>。</p>", ["甲<sup>乙</sup>", "<sup>丙</sup>。"]),
    ],
)
def test_words_are_written_as_they_are_shown(
    imported: Importing, body: str, expected: list[str]
) -> None:
    assert lines(imported, body) == expected


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("<s>五十</s>", ("struck", "五十")),
        ("<del>五十</del>", ("struck", "五十")),
        ("<b style='text-decoration:line-through'>五十</b>", ("struck", "五十")),
        ("<u>新增</u>", ("underline", "新增")),
        ("<span style='text-emphasis: dot'>重点</span>", ("emphasis", "重点")),
        ("<mark>待定</mark>", ("highlight", "待定")),
        ("<strong>重点</strong>", ("bold", "")),
        ("<input value=某市>", ("form", "某市")),
        ("<select><option>甲<option>乙</select>", ("form", "甲乙")),
        ("<ruby>十<rt>shí</rt></ruby>", ("reading", "shí")),
        ("<img alt=流程图>", ("picture", "流程图")),
    ],
)
def test_what_a_page_shows_otherwise_is_named(
    imported: Importing, body: str, named: tuple[str, str]
) -> None:
    assert page(imported, f"<p>甲{body}乙。</p>").left_out == [(*named, "v1.md 第3行", 1)]


def test_powers_of_a_page_stay_powers_and_struck_words_are_left_out(imported: Importing) -> None:
    body = "<p>面积500m<sup>2</sup>，排放10<sup>6</sup>吨，奖励<s>50万元</s>100万元。</p>"
    outcome = page(imported, body)
    assert outcome.lines()[1:] == ["面积500m²，排放10⁶吨，奖励100万元。"]
    assert outcome.left_out == [("struck", "50万元", "v1.md 第3行", 1)]
    assert outcome.repairs == {"scripts": 2}


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("<mi>S</mi><mo>=</mo><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>",
         "S=(a+b)/2"),
        ("<mfrac linethickness=0><mi>n</mi><mi>k</mi></mfrac>", "(n; k)"),
        ("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt><mroot><mi>y</mi><mn>3</mn></mroot>",
         "√(x+1)∛y"),
        ("<msup><mn>10</mn><mn>6</mn></msup><msub><mi>x</mi><mi>i</mi></msub>", "10⁶x<sub>i</sub>"),
        ("<munderover><mo>∑</mo><mn>1</mn><mi>n</mi></munderover><mover><mi>x</mi><mo>¯</mo></mover>",
         "∑₁ⁿx\u0305"),
        ("<mtable><mtr><mtd>1</mtd><mtd>2</mtd></mtr><mtr><mtd>3</mtd><mtd>4</mtd></mtr></mtable>",
         "1, 2; 3, 4"),
        ("<mfenced open='['><mi>a</mi><mi>b</mi></mfenced><mfrac><mi>c</mi></mfrac>",
         "[a,b)c"),
        ("<semantics><mi>f</mi><annotation>f</annotation></semantics><mphantom>1</mphantom>",
         "f"),
    ],
)  # fmt: skip
def test_formulas_of_a_page_are_one_line_with_their_fraction_bars(
    imported: Importing, formula: str, shown: str
) -> None:
    outcome = page(imported, f"<p>甲<m:math>{formula}</m:math>乙。</p>")
    assert outcome.lines()[1:] == [f"甲{shown}乙。"]
    assert outcome.repairs["formula"] == 1


def test_the_style_sheet_of_a_page_says_what_is_struck_and_hidden(imported: Importing) -> None:
    sheet = (
        "<style><!-- @media print { .gone { display: none } } /* .kept { display: none } */"
        "span.old, .older { color: red; text-decoration: line-through }"
        ".off{display:none}.up{vertical-align:super} p a.x{display:none} --></style>"
    )
    words = (
        "<p>奖励<span class='msg old'>五十</span>一百<i class='older'>千</i>元。</p>"
        "<p class='off'>草稿</p><p class='gone kept'>面积500m<span class='up'>2</span>。</p>"
    )
    outcome = page(imported, words, sheet)
    assert outcome.lines()[1:] == ["奖励一百元。", "面积500m²。"]
    assert [each[:2] for each in outcome.left_out] == [
        ("struck", "五十"), ("struck", "千"), ("hidden", "草稿"),
    ]  # fmt: skip


def test_what_stands_around_an_article_of_a_page_is_named(imported: Importing) -> None:
    body = (
        "<header>云河在线</header><form id='aspnetForm'><header><h1>云河市停车办法</h1></header>"
        "<p>第一条　停车应当有序。</p><aside>近期文章</aside></form>"
        "<form>姓名：<input name='a'></form><footer>版权所有</footer>"
    )
    outcome = imported("a.html", f"<meta charset=utf-8>{body}".encode())
    assert outcome.lines() == ["# 云河市停车办法", "第一条　停车应当有序。"]
    assert [each[:2] for each in outcome.left_out] == [
        ("navigation", "云河在线"), ("navigation", "近期文章"), ("form", "姓名："),
        ("navigation", "版权所有"),
    ]  # fmt: skip


def test_a_link_to_a_file_is_named_by_its_address(imported: Importing) -> None:
    words = '<p>附件：<a href="/f/1.DOCX?v=2">申请表</a>，见<a href="/list">列表</a>。</p>'
    outcome = page(imported, words)
    assert outcome.lines()[1:] == ["附件：申请表，见列表。"]
    assert [each[:2] for each in outcome.left_out] == [("address", "/f/1.DOCX?v=2")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<embed src=a.pdf><p>甲。</p>", ["甲。"]),
        ("<table>表前<p>说明</p><tr>行前<td>1<td>2</table>", ["表前", "说明", "行前", "| 1 | 2 |"]),
        ("<p>姓名<span style='border-bottom:1px solid'>&nbsp; &nbsp; </span></p>", ["姓名＿＿"]),
        ("<p>甲<span style='font-size:0px'>藏</span>。</p>", ["甲。"]),
    ],
)
def test_nothing_of_a_broken_page_is_lost(
    imported: Importing, body: str, expected: list[str]
) -> None:
    assert lines(imported, body)[: len(expected)] == expected
