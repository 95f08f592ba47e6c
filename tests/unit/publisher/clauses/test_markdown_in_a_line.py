"""What stands inside a line: emphasis, code, links, pictures, footnotes, and what is none."""

import pytest

from publisher.clauses.markdown.inline import Span, plain_words, spans

NOTES = frozenset(["1"])


def read(text: str) -> list[Span]:
    return list(spans(text, NOTES))


@pytest.mark.parametrize(
    ("text", "bold"),
    [
        ("坚持**创新**驱动", ["创新"]),
        ("**“发展”**，其他", ["“发展”"]),
        ("（**重点**）", ["重点"]),
        ("**【重点】**内容", ["【重点】"]),
        ("达到100**万元**以上", ["万元"]),
        ("GDP**增长**5%", ["增长"]),
        ("增长**15%**左右", ["15%"]),
        ("__低__ 与其他", ["低"]),
        ("***双***", ["双"]),
    ],
)
def test_strong_words_are_bold_beside_chinese_marks_too(text: str, bold: list[str]) -> None:
    assert [span.text for span in read(text) if span.bold] == bold
    assert "*" not in plain_words(text)


@pytest.mark.parametrize(
    ("text", "italic"),
    [
        ("坚持*创新*驱动", ["创新"]),
        ("*这是一句话，需要强调。*", ["这是一句话，需要强调。"]),
        ("见 _斜体_ 。", ["斜体"]),
        ("**a *b* c**", ["b"]),
    ],
)
def test_words_are_set_off_by_one_star(text: str, italic: list[str]) -> None:
    assert [span.text for span in read(text) if span.italic] == italic


@pytest.mark.parametrize(
    "text",
    [
        "5*3*2 = 30", "2*3", "金额=单价*数量*折扣", "数*100%。统计/数*100%", "（N+1）*2*3",
        "20**年经审计", "20**年1月至20**年12月", "注：*为约束性指标，带*的为预期性", "麦角胺*",
        "snake_case_word", "A_1", "PM_2.5", "姓名：______ ____年____月____日", "a ** b ** c",
        "[2018]5号", "〔2018〕5号", "见[注]", "[注](见附件)", "&nbsp; &amp; &#42;", "a < b > c",
        "《<中国制造2025>行动纲要》", "~约~", "李**", "100_000_000", "x^2",
    ],
)  # fmt: skip
def test_what_is_no_mark_stays_to_the_character(text: str) -> None:
    assert read(text) == [Span(text)]


@pytest.mark.parametrize(
    ("text", "scripts"),
    [
        ("PM<sub>2.5</sub>达标", [("2.5", "sub")]),
        ("第1<sup>st</sup>和2<sup>nd</sup>期", [("st", "sup"), ("nd", "sup")]),
        ("a<sup>**b** c</sup>", [("b", "sup"), (" c", "sup")]),
        (r"a<sup>1\*2</sup>", [("1*2", "sup")]),
        ("<sup>甲[^1]", []),
        ("<sup></sup>", []),
        ("<sup>甲</sub>", []),
        ("<sup>甲<b>乙</b></sup>", []),
        (r"\<sup>甲\</sup>", []),
        ("`<sup>甲</sup>`", []),
    ],
)
def test_scripts_are_the_one_html_that_is_read(text: str, scripts: list[tuple[str, str]]) -> None:
    assert [(span.text, span.script) for span in read(text) if span.script] == scripts


@pytest.mark.parametrize(
    "href",
    [
        "https://example.cn/a_b_c?x=1#y", "http://example.cn", "mailto:a@example.cn", "#part_1",
        "../other/", "/other/#art_3", "form.docx", "files/表 1.docx", "HTTPS://EXAMPLE.CN",
    ],
)  # fmt: skip
def test_links_lead_to_the_web_to_mail_and_into_the_site(href: str) -> None:
    assert read(f"见[说明]({href})。")[1] == Span("说明", href=href)


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd",
        "vbscript:x", "//evil.example", "\\\\evil", "/\\evil", "java\tscript:alert(1)",
        " javascript:alert(1)", "\x01javascript:x", "javascript&#58;alert(1)//:", "///evil",
        "blob:x", "ftp://x", "https://", "http:evil", "https:a/b", 'a"onmouseover="x', "",
    ],
)  # fmt: skip
def test_any_other_address_stays_text(href: str) -> None:
    (only,) = read(f"[点]({href})")
    assert not only.href
    assert only.text.startswith("[点](")


def test_an_address_in_the_text_is_a_link_and_none_of_its_characters_a_mark() -> None:
    found = read("网址：https://x.cn/a_b_c/_d_/。另见<https://y.cn/>，<a@b.cn>")
    assert [(span.text, span.href) for span in found if span.href] == [
        ("https://x.cn/a_b_c/_d_/", "https://x.cn/a_b_c/_d_/"),
        ("https://y.cn/", "https://y.cn/"),
        ("a@b.cn", "mailto:a@b.cn"),
    ]


def test_a_date_in_a_sentence_may_be_emphasised() -> None:
    assert plain_words("自*2024年7月1日*起施行") == "自2024年7月1日起施行"
    assert plain_words("基数*12个月*系数") == "基数*12个月*系数"


def test_a_formula_hides_no_emphasis_elsewhere_in_the_line() -> None:
    assert plain_words("A=B，坚持*创新*驱动。") == "A=B，坚持创新驱动。"
    assert plain_words("金额=单价*数量*折扣，坚持") == "金额=单价*数量*折扣，坚持"


@pytest.mark.parametrize(
    "text",
    [
        '[甲](a.html "题)和[乙](b.html "题")',
        '[甲](a.html"b)和(丙")',
        '![甲](a.png "题)和![乙](b.png "题")',
    ],
)
def test_a_title_that_is_not_closed_hides_no_words(text: str) -> None:
    assert "和" in plain_words(text)
    assert read('[甲](a.html "图(一)")') == [Span("甲", href="a.html", title="图(一)")]


def test_a_link_without_words_stays_as_it_is_typed() -> None:
    assert read("见[](https://x.cn)。")[0].text == "见[]("
    assert read("[ ](#part_1)") == [Span("[ ](#part_1)")]


def test_a_picture_has_its_words_and_its_file() -> None:
    assert read("![流程 **图**](./flow.png)") == [Span("流程 图", picture="flow.png")]
    assert read("![图](%E5%9B%BE.webp)")[0].picture == "图.webp"


@pytest.mark.parametrize(
    "src",
    ["../flow.png", "/flow.png", "a/b.png", "https://x.cn/a.png", "data:image/png;x", "a.svg"],
)  # fmt: skip
def test_a_picture_from_elsewhere_stays_text(src: str) -> None:
    assert not any(span.picture for span in read(f"![图]({src})"))


def test_code_keeps_every_character() -> None:
    assert read("用`a<b && **c**`计算") == [
        Span("用"),
        Span("a<b && **c**", code=True),
        Span("计算"),
    ]


def test_a_footnote_is_referred_to_where_there_is_one() -> None:
    assert read("泊位[^1]和[^2]") == [Span("泊位"), Span("", note="1"), Span("和[^2]")]


def test_a_backslash_takes_a_mark_for_a_sign() -> None:
    assert plain_words(r"\*不是\* \_标记\_ \[x\](y) \\") == "*不是* _标记_ [x](y) \\"


def test_a_link_inside_a_link_is_none() -> None:
    assert {span.href for span in read("[a [b](c.html) d](e.html)")} <= {"e.html", "c.html"}


def test_a_flood_of_marks_is_read_as_text() -> None:
    assert read("[" * 50_000) == [Span("[" * 50_000)]
    assert read("**" * 50_000) == [Span("**" * 50_000)]
    assert read("甲" * 100_000 + "[" * 100)[0].text.endswith("[[[")


@pytest.mark.parametrize(
    "text",
    ["[" * 300 + "x" + "](a.html)" * 300, "![" * 300 + "x" + "](a.png)" * 300, "**a *b " * 200],
)
def test_what_is_nested_deep_is_read_all_the_same(text: str) -> None:
    assert "x" in plain_words(text) or "b" in plain_words(text)
