"""Constructs of Word that offices use: each is in the text, or in the list of repairs."""

import pytest

from tests.unit.publisher.importers.conftest import Importing, ReadWord
from tests.worlds.sites import ROOT
from tests.worlds.word_files import docx, item, level, one_list, paragraph, run

WORD = ROOT / "tests" / "data" / "word"
TEXT_BEFORE = paragraph("甲方。")


def code(*words: str, data: str = "") -> str:
    """Make a field of a code without a result."""
    pieces = "".join(f"<w:r><w:instrText>{each}</w:instrText></w:r>" for each in words)
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
    return f'{begin}{pieces}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def field(words: str, result: str) -> str:
    separate = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return code(words).removesuffix(end) + separate + result + end


def drawing(inner: str) -> str:
    return f"<w:r><w:drawing><wp:inline>{inner}</wp:inline></w:drawing></w:r>"


def math(inner: str) -> str:
    return f"<m:oMath>{inner}</m:oMath>"


def m(name: str, *parts: str, properties: str = "") -> str:
    inside = "".join(parts)
    return f"<m:{name}><m:{name}Pr>{properties}</m:{name}Pr>{inside}</m:{name}>"


def mr(text: str, name: str = "e") -> str:
    return f"<m:{name}><m:r><m:t>{text}</m:t></m:r></m:{name}>"


def box(checked: str) -> str:
    return f"<w:ffData><w:checkBox>{checked}</w:checkBox></w:ffData>"


def control(properties: str, content: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


CHOICES = (
    '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="甲"/><w:listEntry w:val="乙"/>'
    "</w:ddList></w:ffData>"
)
LISTED = (
    '<w:dropDownList w:lastValue="b"><w:listItem w:value="a" w:displayText="市级"/>'
    '<w:listItem w:value="b" w:displayText="县级"/></w:dropDownList>'
)
NEWEST = (
    "<w:r><mc:AlternateContent><mc:Choice><x:y xmlns:x='x'/></mc:Choice>"
    "<mc:Fallback><w:t>☺</w:t></mc:Fallback></mc:AlternateContent></w:r>"
)
OBJECT = (
    '<w:r><w:object><v:shape><v:imagedata/></v:shape><o:OLEObject ProgID="Equation.3"/>'
    "</w:object></w:r>"
)
HIDDEN_BOX = (
    "<w:r><w:rPr><w:vanish/></w:rPr><w:pict><v:shape><v:textbox><w:txbxContent>"
    f"{paragraph('密语')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
UP, DOWN = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
LINE = '<w:u w:val="single"/>'

IN_THE_TEXT = [
    ("superscript", run("m") + run("2", UP), "m²"),
    ("subscript", run("CO") + run("2", DOWN), "CO₂"),
    (
        "script without a character",
        run("PM") + run("2", DOWN) + run(".5", DOWN),
        "PM<sub>2.5</sub>",
    ),
    ("symbol", '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "≥"),
    ("symbol font", run("\uf0a3", '<w:rFonts w:ascii="Wingdings 2"/>'), "□"),
    ("symbol font by code", run("þ", '<w:rFonts w:hAnsi="Wingdings"/>'), "☑"),
    ("EQ in a circle", code(r" EQ \o\ac(○,", "12) "), "⑫"),
    ("EQ in a square", code(r" eq \o\ac(□,急) "), "急\u20de"),
    ("EQ fraction", code(r" EQ \f(a+b,2) "), "(a+b)/2"),
    ("EQ root", code(r" EQ \r(3,x) "), "∛x"),
    ("EQ index", code(r" EQ x\s\do4(1)\s\up8(2) "), "x₁²"),
    ("EQ brackets and rows", code(r" EQ \b\lc\{(\a\co2\al(1,2,3,4)) "), "{1, 2; 3, 4"),
    ("EQ sum", code(r" EQ \i\su(i=1,n,x) "), "∑<sub>i=1</sub>ⁿx"),
    ("form box ticked", code(" FORMCHECKBOX ", data=box("<w:checked/>")), "☑"),
    ("form box by default", code(" FORMCHECKBOX ", data=box('<w:default w:val="0"/>')), "☐"),
    ("form list", code(" FORMDROPDOWN ", data=CHOICES), "乙"),
    (
        "form text",
        code(
            " FORMTEXT ",
            data='<w:ffData><w:textInput><w:default w:val="某市"/></w:textInput></w:ffData>',
        ),
        "某市",
    ),
    ("quoted field", code(' QUOTE "第三条" '), "第三条"),
    ("symbol field", code(r' SYMBOL 254 \f "Wingdings" '), "☑"),
    ("simple field", '<w:fldSimple w:instr=" EQ \\o\\ac(○,3) "/>', "③"),
    ("control box", control('<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'), "☑"),
    ("control list", control(LISTED), "县级"),
    ("control date", control('<w:date w:fullDate="2031-05-06T00:00:00Z"/>'), "2031-05-06"),
    ("formula fraction", math(m("f", mr("a", "num"), mr("b+c", "den"))), "a/(b+c)"),
    ("formula root", math(m("rad", "<m:deg/>", mr("x+1"))), "√(x+1)"),
    ("formula power", math(m("sSup", mr("x"), mr("2", "sup"))), "x²"),
    (
        "formula of both",
        math(m("sSubSup", mr("x"), mr("i", "sub"), mr("2", "sup"))),
        "x<sub>i</sub>²",
    ),
    (
        "formula sum",
        math(m("nary", mr("i=1", "sub"), mr("n", "sup"), mr("x"), properties='<m:chr m:val="∑"/>')),
        "∑<sub>i=1</sub>ⁿx",
    ),
    (
        "formula matrix",
        math(m("d", "<m:e>", m("m", "<m:mr>", mr("a"), mr("b"), "</m:mr>"), "</m:e>")),
        "(a, b)",
    ),
    ("formula function", math(m("func", mr("ln", "fName"), mr("x"))), "ln(x)"),
    ("formula limit", math(m("limLow", mr("lim"), mr("n→∞", "lim"))), "lim<sub>n→∞</sub>"),
    ("formula accent", math(m("acc", mr("x"))), "x\u0302"),
    ("formula lines", math(m("eqArr", mr("a"), mr("b"))), "a; b"),
    ("formula group", math(m("groupChr", mr("a+b"))), "(a+b)⏟"),
    ("formula with changes", math(f"{mr('1')}<w:del>{mr('2')}</w:del>"), "1"),
    ("formula of its own", f"<m:oMathPara>{math(mr('y'))}</m:oMathPara>", "y"),
    ("blanks underlined", run("姓名") + run("      ", LINE), "姓名＿＿＿"),
    ("blanks beside words", run("\u3000\u3000张\u3000\u3000", LINE) + run("。"), "＿＿张＿＿。"),
    ("tab underlined", "<w:r><w:rPr>" + LINE + "</w:rPr><w:tab/></w:r>", "＿＿＿＿"),
    ("capitals", run("Gdp", "<w:caps/>"), "GDP"),
    ("page number in words", f'<w:fldSimple w:instr=" PAGEREF a ">{run("7")}</w:fldSimple>', "7"),
    ("newest form of a sign", NEWEST, "☺"),
    ("direction", f'<w:bdo w:val="rtl">{run("乙")}</w:bdo>', "乙"),
]


@pytest.mark.parametrize(("content", "shown"), [each[1:] for each in IN_THE_TEXT])
def test_what_is_seen_is_in_the_text(content: str, shown: str) -> None:
    read = ReadWord(TEXT_BEFORE + paragraph(content + run("终")))
    assert read.lines == ["甲方。", f"{shown}终"]


NAMED = [
    ("struck", run("五十", "<w:strike/>") + run("万元", "<w:dstrike/>"), ("struck", "五十万元")),
    ("hidden", run("密", "<w:vanish/>") + run("语", "<w:vanish/>"), ("hidden", "密语")),
    ("emphasis marks", run("重点", '<w:em w:val="dot"/>'), ("emphasis", "重点")),
    ("underlined words", run("新增", LINE), ("underline", "新增")),
    ("highlight", run("待定", '<w:highlight w:val="yellow"/>'), ("highlight", "待定")),
    (
        "formula phantom",
        math(m("phant", mr("密"), properties='<m:show m:val="0"/>')),
        ("hidden", "密"),
    ),
    (
        "formula struck",
        math(m("borderBox", mr("旧"), properties='<m:strikeH m:val="1"/>')),
        ("struck", "旧"),
    ),
    (
        "formula with a picture",
        math(mr("重点") + "<w:r><w:drawing/></w:r>"),
        ("element", ""),
    ),
    (
        "hidden box",
        HIDDEN_BOX,
        ("hidden", "密语"),
    ),
    ("shading", run("待定", '<w:shd w:val="clear" w:fill="FFFF00"/>'), ("highlight", "待定")),
    ("two lines in one", run("联合", '<w:eastAsianLayout w:combine="1"/>'), ("two_lines", "联合")),
    ("bold", run("重点", "<w:b/>"), ("bold", "")),
    ("red", run("重点", '<w:color w:val="FF0000"/>'), ("colour", "")),
    ("comment", '<w:r><w:commentReference w:id="3"/></w:r>', ("comment", "请核对")),
    (
        "reading",
        f"<w:r><w:ruby><w:rt>{run('shí')}</w:rt><w:rubyBase/></w:ruby></w:r>",
        ("reading", "shí"),
    ),
    ("picture", drawing('<wp:docPr descr="流程图"/><pic:pic/>'), ("picture", "流程图")),
    (
        "picture of VML",
        '<w:r><w:pict><v:shape alt="印章"><v:imagedata/></v:shape></w:pict></w:r>',
        ("picture", "印章"),
    ),
    ("object", OBJECT, ("object", "Equation.3")),
    ("object in a field", field(" EMBED Equation.3 ", OBJECT), ("object", "Equation.3")),
    ("chart", drawing('<c:chart r:id="rId1"/>'), ("chart", "产值 第一季度")),
    ("SmartArt", drawing('<dgm:relIds r:dm="rId2"/>'), ("diagram", "受理 审查")),
    ("line", "<w:r><w:pict><v:line/></w:pict></w:r>", ("shape", "")),
    ("button", '<w:r><w:object><w:control w:name="提交"/></w:object></w:r>', ("control", "提交")),
    ("field", code(" REF 附件一 "), ("field", "REF 附件一")),
    (
        "link",
        f'<w:hyperlink r:id="rId0">{run("网站")}</w:hyperlink>',
        ("address", "https://example.cn/"),
    ),
    (
        "link by a field",
        code(' HYPERLINK "https://example.cn/a" '),
        ("address", "https://example.cn/a"),
    ),
    ("document in a document", '<w:subDoc r:id="rId9"/>', ("element", "")),
    ("mark of a section", "<w:r><w:dayLong/></w:r>", ("element", "")),
]


@pytest.mark.parametrize(("content", "named"), [each[1:] for each in NAMED])
def test_what_is_not_in_the_text_is_named_with_its_place(
    content: str, named: tuple[str, str]
) -> None:
    comment = f'<w:comment w:id="3">{paragraph("请核对")}</w:comment>'
    read = ReadWord(
        TEXT_BEFORE + paragraph(run("乙") + content + run("方")),
        "https://example.cn/",
        chart="<a:p><a:t>产值</a:t></a:p><c:v>第一季度</c:v>",
        diagramData="<a:p><a:t>受理</a:t></a:p><a:p><a:t>审查</a:t></a:p>",
        comments=comment if named[0] == "comment" else "",
    )
    assert read.left_out == [(*named, "第2段", 1)]
    kept = ("", named[1], "重点", "网站")
    assert read.lines in [["甲方。", f"乙{words}方"] for words in kept]


def test_word_art_is_text_and_a_mark_behind_the_page_is_named(imported: Importing) -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="{}"/></v:shape></w:pict></w:r>'
    body = paragraph(art.format("某某市人民政府文件") + run("正文。"))
    outcome = imported("甲.docx", docx(body, header=paragraph(art.format("内部草稿"))))
    assert outcome.lines() == ["正文。", "某某市人民政府文件"]
    assert outcome.left_out == [("page_text", "内部草稿", "页眉", 1)]


def test_a_number_of_a_page_is_named_and_no_doubt(imported: Importing) -> None:
    outcome = imported("甲.docx", docx(paragraph("正文。"), footer=paragraph(code(" PAGE "))))
    assert outcome.left_out == [("field", "PAGE", "页脚", 1)]
    assert "field" not in outcome.doubts


def test_a_tab_that_draws_a_line_is_a_line_to_write_on() -> None:
    tabs = '<w:tabs><w:tab w:val="left" w:leader="underscore" w:pos="4000"/></w:tabs>'
    read = ReadWord(paragraph(run("姓名") + "<w:r><w:tab/></w:r>" + run("。"), tabs))
    assert read.lines == ["姓名＿＿＿＿。"]


def test_a_comment_that_nothing_refers_to_is_named() -> None:
    read = ReadWord(TEXT_BEFORE, comments=f'<w:comment w:id="3">{paragraph("请核对")}</w:comment>')
    assert read.left_out == [("comment", "请核对", "全文", 1)]


def test_words_of_a_canvas_are_text(imported: Importing) -> None:
    canvas = drawing("<a:txBody><a:p><a:r><a:t>流程</a:t></a:r></a:p><a:p/></a:txBody>")
    outcome = imported("甲.docx", docx(paragraph(canvas + run("正文。"))))
    assert outcome.lines() == ["正文。", "流程"]


def test_a_drop_cap_is_the_first_character_of_the_next_paragraph(imported: Importing) -> None:
    body = paragraph("为", '<w:framePr w:dropCap="drop"/>') + paragraph("促进发展，制定本办法。")
    assert imported("甲.docx", docx(body)).lines() == ["为促进发展，制定本办法。"]


@pytest.mark.parametrize(
    ("content", "doubt"),
    [
        (code(r" EQ \o(○"), "field"),
        (code(" REF 附件 "), "field"),
        ('<w:r><w:sym w:font="MT Extra" w:char="F04C"/></w:r>', "symbol"),
        (run("\uf0ff", '<w:rFonts w:ascii="Wingdings"/>'), "symbol"),
        (run("\ue863"), "private"),
        (control("<w:showingPlcHdr/>", run("单击此处输入文字")), "placeholder"),
    ],
)
def test_what_is_not_known_is_a_doubt(imported: Importing, content: str, doubt: str) -> None:
    assert doubt in imported("甲.docx", docx(paragraph(content + run("终")))).doubts


def test_a_list_item_that_is_struck_out_counts_and_is_left_out(imported: Importing) -> None:
    numbering = one_list(level(0, "chineseCounting", "%1、"))
    body = item("甲") + item(run("乙", "<w:strike/>")) + item("丙")
    outcome = imported("甲.docx", docx(body, numbering=numbering))
    assert outcome.lines() == ["一、甲", "三、丙"]
    assert {each[:2] for each in outcome.left_out} == {("struck", "乙"), ("number", "二、")}


def test_signs_of_symbol_fonts_are_those_that_are_seen(imported: Importing) -> None:
    outcome = imported("甲.docx", (WORD / "symbol-font.docx").read_bytes())
    assert outcome.lines()[2:] == [
        "投资额≥500万元且亩均税收≤20万元，误差±5%，颗粒物10μg，温度25°C",
        "☑是☑已勾选□否",
    ]
    assert (outcome.repairs, outcome.doubts) == ({"symbols": 8}, [])


def test_powers_stay_powers_and_struck_words_are_left_out(imported: Importing) -> None:
    outcome = imported("甲.docx", (WORD / "superscript-strike.docx").read_bytes())
    assert outcome.lines()[2:] == [
        "面积500m²以上，排放不超过10⁶吨，PM<sub>2.5</sub>达标。",
        "奖励100万元。",
    ]
    assert outcome.left_out == [("struck", "50万元", "v1.md 第7行", 1)]


def test_fields_without_a_result_show_what_they_are(imported: Importing) -> None:
    outcome = imported("甲.docx", (WORD / "fields.docx").read_bytes())
    assert outcome.lines()[2:] == [
        "按照第三条执行。",
        "☑同意\u3000☐不同意",
        "①带圈字符条款。",
        "自2023年5月1日起施行",
    ]
    assert outcome.repairs == {"field": 3}


def test_a_paragraph_that_is_bold_as_a_whole_is_layout(imported: Importing) -> None:
    bold = run("总体", "<w:b/>") + run("要求", "<w:b/>")
    outcome = imported("甲.docx", docx(TEXT_BEFORE + paragraph(bold) + paragraph(bold + run("。"))))
    assert outcome.left_out == [("bold", "", "v1.md 第5行", 1)]
