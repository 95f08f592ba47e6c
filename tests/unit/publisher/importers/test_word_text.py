"""What of a Word file is text: fields, links, changes, notes, boxes, hidden words."""

import pytest

from publisher.importers.word.runs import Changes
from tests.unit.publisher.importers.conftest import Importing
from tests.worlds.word_files import docx, paragraph, run

WHO = 'w:id="1" w:author="王某"'


def field(result: str, code: str = " PAGE ") -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (run("甲") + "<w:r><w:tab/></w:r>" + run("乙。"), "甲\t乙。"),
        (run("甲") + "<w:r><w:noBreakHyphen/></w:r>" + run("乙。"), "甲‑乙。"),
        (run("甲") + "<w:r><w:softHyphen/></w:r>" + run("乙。"), "甲乙。"),
        (f"<w:hyperlink>{run('链接')}</w:hyperlink>" + run("。"), "链接。"),
        (f"<w:fldSimple>{run('第3页')}</w:fldSimple>" + run("。"), "第3页。"),
        (run("见") + field(run("附件")) + run("。"), "见附件。"),
        (run("见") + field(field(run("内")) + run("外")) + run("。"), "见内外。"),
        (f"<w:smartTag>{run('十堰')}</w:smartTag>" + run("。"), "十堰。"),
        (f"<w:sdt><w:sdtContent>{run('内容')}</w:sdtContent></w:sdt>" + run("。"), "内容。"),
        (run("甲") + '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run("。"), "甲☑。"),
        ("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>" + run("。"), "x+1。"),
        (run("甲") + "<w:bookmarkStart/><w:proofErr/>" + run("乙。"), "甲乙。"),
        (run("5*3*2 &lt;b&gt; | #。"), "5*3*2 <b> | #。"),
    ],
)
def test_inline_content_is_what_the_reader_sees(
    imported: Importing, content: str, line: str
) -> None:
    assert imported("甲.docx", docx(paragraph(content))).lines() == [line]


def test_a_line_break_ends_a_line(imported: Importing) -> None:
    content = run("第一行。") + "<w:r><w:br/></w:r>" + run("第二行。")
    assert imported("甲.docx", docx(paragraph(content))).lines() == ["第一行。", "第二行。"]


def test_a_field_may_run_over_paragraphs(imported: Importing) -> None:
    start, end = field("|").split("|")
    body = paragraph(start + run("目录一。")) + paragraph(run("目录二。") + end)
    assert imported("甲.docx", docx(body + paragraph("正文。"))).lines() == [
        "目录一。", "目录二。", "正文。",
    ]  # fmt: skip


def test_a_field_that_is_never_closed_is_a_doubt(imported: Importing) -> None:
    body = paragraph("正文。") + paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>')
    body += paragraph("吞没。")
    outcome = imported("甲.docx", docx(body))
    assert "open_field" in outcome.doubts
    assert ("field", "吞没。") in [each[:2] for each in outcome.left_out]


CHANGED = paragraph(
    run("企业")
    + f"<w:ins {WHO}>{run('可以')}</w:ins>"
    + f"<w:del {WHO}><w:r><w:delText>应当</w:delText></w:r></w:del>"
    + run("申报。")
)


@pytest.mark.parametrize(
    ("changes", "line"),
    [(Changes.ACCEPT, "企业可以申报。"), (Changes.REJECT, "企业应当申报。")],
)
def test_tracked_changes_are_taken_or_not(imported: Importing, changes: Changes, line: str) -> None:
    outcome = imported("甲.docx", docx(CHANGED), changes=changes)
    assert outcome.lines() == [line]
    assert outcome.repairs == {f"{changes.value}ed": 2}


MARK = f"<w:rPr><w:{{}} {WHO}/></w:rPr>"


def test_a_paragraph_whose_mark_was_deleted_joins_the_next(imported: Importing) -> None:
    body = paragraph("前半", MARK.format("del")) + paragraph("后半。")
    assert imported("甲.docx", docx(body)).lines() == ["前半后半。"]


def test_a_paragraph_mark_that_was_put_in_goes_where_changes_are_rejected(
    imported: Importing,
) -> None:
    body = paragraph("前半", MARK.format("ins")) + paragraph("后半。")
    outcome = imported("甲.docx", docx(body), changes=Changes.REJECT)
    assert outcome.lines() == ["前半后半。"]


def test_the_last_paragraph_without_a_mark_is_not_lost(imported: Importing) -> None:
    body = paragraph("甲。") + paragraph("乙。", MARK.format("del"))
    assert imported("甲.docx", docx(body)).lines() == ["甲。", "乙。"]


def test_moved_text_stands_once(imported: Importing) -> None:
    body = paragraph(f"<w:moveFrom {WHO}>{run('旧')}</w:moveFrom>" + run("甲。")) + paragraph(
        f"<w:moveTo {WHO}>{run('旧')}</w:moveTo>" + run("乙。")
    )
    assert imported("甲.docx", docx(body)).lines() == ["甲。", "旧乙。"]


def test_hidden_words_are_left_out_and_named(imported: Importing) -> None:
    outcome = imported(
        "甲.docx", docx(paragraph(run("甲") + run("密语", "<w:vanish/>") + run("。")))
    )
    assert outcome.lines() == ["甲。"]
    assert outcome.left_out == [("hidden", "密语", "v1.md 第1行", 1)]


def test_hidden_may_come_from_a_style_and_be_taken_back(imported: Importing) -> None:
    styles = (
        '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="I"><w:basedOn w:val="H"/></w:style>'
    )
    by_style, shown = '<w:rStyle w:val="I"/>', '<w:rStyle w:val="I"/><w:vanish w:val="0"/>'
    body = paragraph(run("暗", by_style) + run("明。", shown))
    assert imported("甲.docx", docx(body, styles=styles)).lines() == ["明。"]


def test_notes_are_marked_and_listed_in_the_order_of_their_marks(imported: Importing) -> None:
    def mark(kind: str, note: int) -> str:
        return f'<w:r><w:{kind}Reference w:id="{note}"/></w:r>'

    def note(kind: str, at: int, text: str) -> str:
        return f'<w:{kind} w:id="{at}">{paragraph(text)}</w:{kind}>'

    body = paragraph(run("甲") + mark("endnote", 1) + run("乙") + mark("footnote", 7) + run("。"))
    raw = docx(body, footnotes=note("footnote", 7, "脚注。"), endnotes=note("endnote", 1, "尾注。"))
    assert imported("甲.docx", raw).lines() == ["甲[注1]乙[注2]。", "[注1] 尾注。", "[注2] 脚注。"]


def test_comments_are_left_out_and_counted(imported: Importing) -> None:
    body = paragraph(run("甲。") + '<w:r><w:commentReference w:id="0"/></w:r>')
    outcome = imported("甲.docx", docx(body, comments='<w:comment w:id="0"/>'))
    assert outcome.lines() == ["甲。"]
    assert outcome.left_out == [("comment", "", "v1.md 第1行", 1)]


def test_a_text_box_stands_once_behind_its_paragraph(imported: Importing) -> None:
    box = f"<w:txbxContent>{paragraph('框内。')}</w:txbxContent>"
    drawing = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    body = paragraph(drawing + run("框外。")) + paragraph("下一段。")
    assert imported("甲.docx", docx(body)).lines() == ["框外。", "框内。", "下一段。"]


def test_a_reading_above_a_character_is_removed(imported: Importing) -> None:
    ruby = (
        f"<w:r><w:ruby><w:rt>{run('shí')}</w:rt><w:rubyBase>{run('十')}</w:rubyBase></w:ruby></w:r>"
    )
    outcome = imported("甲.docx", docx(paragraph(ruby + run("堰。"))))
    assert outcome.lines() == ["十堰。"]
    assert outcome.left_out == [("reading", "shí", "v1.md 第1行", 1)]


def test_the_head_and_foot_of_the_pages_are_named_not_taken(imported: Importing) -> None:
    outcome = imported("甲.docx", docx(paragraph("甲。"), header=paragraph("内部资料")))
    assert outcome.lines() == ["甲。"]
    assert outcome.left_out == [("page_text", "内部资料", "页眉", 1)]


def test_content_controls_around_paragraphs_keep_the_order(imported: Importing) -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('乙。')}</w:sdtContent></w:sdt>"
    body = paragraph("甲。") + control + paragraph("丙。")
    assert imported("甲.docx", docx(body)).lines() == ["甲。", "乙。", "丙。"]


def test_headings_without_a_number_are_marked(imported: Importing) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    )
    texts = [
        ("T", "工作方案"),
        ("H", "背景"),
        ("H", "一、目标"),
        ("H", "第一章 总则"),
        ("", "正文。"),
    ]
    body = "".join(paragraph(text, f'<w:pStyle w:val="{style}"/>') for style, text in texts)
    assert imported("甲.docx", docx(body, styles=styles)).lines() == [
        "# 工作方案", "## 背景", "一、目标", "第一章 总则", "正文。",
    ]  # fmt: skip


def test_centred_large_lines_make_the_title(imported: Importing) -> None:
    def centred(text: str) -> str:
        return paragraph(run(text, '<w:sz w:val="44"/>'), '<w:jc w:val="center"/>')

    body = centred("关于促进工业发展的") + centred("若干意见（征求意见稿）") + paragraph("正文。")
    outcome = imported("甲.docx", docx(body))
    assert outcome.lines() == ["# 关于促进工业发展的若干意见（征求意见稿）", "正文。"]
    assert outcome.data("policy.yml")["title"] == "关于促进工业发展的若干意见"


def test_the_names_of_the_strict_standard_are_known_too(imported: Importing) -> None:
    from tests.worlds.word_files import _root, packed

    strict = _root("document", f"<w:body>{paragraph('甲。')}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert imported("甲.docx", packed({"word/document.xml": strict})).lines() == ["甲。"]
