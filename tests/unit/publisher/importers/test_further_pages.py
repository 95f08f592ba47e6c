"""Pages and heads of further kinds: each value is right, or a doubt names it."""

from datetime import date
from typing import Any

import pytest

from tests.unit.publisher.importers.conftest import Importing, Outcome

TITLE = "云河市养犬管理规定"
RULES = ("第一条　养犬应当登记。", "第二条　携犬出户应当牵绳。")
TEXT = "".join(f"<p>{line}</p>" for line in RULES)
HEADED = f"<h1>{TITLE}</h1>{TEXT}"


def page(imported: Importing, body: str, head: str = "") -> Outcome:
    return imported("a.html", f"<html><head>{head}</head><body>{body}</body></html>".encode())


BRACKETS = (
    "<p>【标　题】云河市养犬管理规定</p><p>【发布单位】云河市公安局</p>"
    "<p>【发布文号】云公规〔2026〕3号</p>"
)
COLONS = (
    "<table><tr><td>征集部门：</td><td>云河市公安局</td><td>征集热度：</td><td>高</td></tr>"
    "<tr><td>开始时间：</td><td>2026/5/8</td><td>结束时间：</td><td>2026/6/8</td></tr></table>"
)
TWO_ROWS = (
    "<table><tr><td>名称</td><td>索引号</td><td>目录</td><td>发布机构</td></tr>"
    "<tr><td>云河市养犬管理规定</td><td>K1</td><td>规定</td><td>云河市公安局</td></tr></table>"
)


@pytest.mark.parametrize(
    ("header", "values"),
    [
        (
            BRACKETS,
            {"doc_no": "云公规〔2026〕3号", "issuer": "云河市公安局"},
        ),
        (
            COLONS,
            {"kind": "consultation", "issuer": "云河市公安局"},
        ),
        (
            TWO_ROWS,
            {"index_no": "K1", "issuer": "云河市公安局"},
        ),
        (
            "<p>日期：2026-05-08　来源：云河市公安局｜责编：某某　视力保护色：</p>",
            {"issuer": "云河市公安局", "issued_on": date(2026, 5, 8)},
        ),
        ("<p>原创 云河发布 2026年5月8日 湖北</p>", {"issued_on": date(2026, 5, 8)}),
    ],
    ids=["brackets", "colons", "two rows", "one line", "who put it up"],
)
def test_a_header_is_read(imported: Importing, header: str, values: dict[str, Any]) -> None:
    outcome = page(imported, f"<h1>{TITLE}</h1>{header}{TEXT}")
    data = outcome.data("policy.yml")
    assert outcome.lines() == [f"# {TITLE}", *RULES]
    assert {key: data.get(key) for key in values} == values
    if "kind" in values:
        (window,) = data["windows"]
        assert (window["opens"], window["closes"]) == (date(2026, 5, 8), date(2026, 6, 8))


def test_a_page_says_by_meta_data_what_it_is_and_when_it_was_put_up(imported: Importing) -> None:
    meta = f"<meta name=ArticleTitle content={TITLE}><meta name=PubDate content='2026-05-08 9:30'>"
    outcome = page(imported, f"<p>{TITLE}</p>{TEXT}", f"{meta}<title>详情</title>")
    assert outcome.lines() == [f"# {TITLE}", *RULES]
    assert outcome.data("policy.yml")["issued_on"].isoformat() == "2026-05-08T09:30:00"


def test_lists_and_forms_below_a_text_are_left_out_with_a_doubt(imported: Importing) -> None:
    tail = (
        "<h3>相关阅读</h3><ul><li>遛犬时间已定。</li></ul><p>我要留言</p>"
        "<table><tr><td>姓名：</td><td></td></tr></table><p>微信扫一扫</p>"
    )
    outcome = page(imported, HEADED + tail)
    assert outcome.lines() == [f"# {TITLE}", *RULES]
    assert "相关阅读" in outcome.doubted


@pytest.mark.parametrize("body", [f"<p>征集内容</p>{TEXT}", f"{TEXT}<p>政策咨询电话：12345</p>"])
def test_what_may_be_words_of_the_page_is_kept_and_doubted(imported: Importing, body: str) -> None:
    outcome = page(imported, f"<h1>{TITLE}</h1>{body}")
    assert outcome.doubts == ["page_words"]
    assert len(outcome.lines()) == 4


def test_a_document_in_a_cell_of_the_header_is_the_text(imported: Importing) -> None:
    table = (
        f"<table><tr><td>标题</td><td>{TITLE}</td></tr><tr><td>文号</td><td>云公规〔2026〕3号</td>"
        f"</tr><tr><td>正文</td><td>{TEXT}<p>第三条　本规定自公布之日起施行。</p></td></tr></table>"
    )
    outcome = page(imported, table)
    assert outcome.lines() == [f"# {TITLE}", *RULES, "第三条　本规定自公布之日起施行。"]
    assert outcome.data("policy.yml")["doc_no"] == "云公规〔2026〕3号"


def test_an_order_below_long_menus_is_the_notice(imported: Importing) -> None:
    menus = "".join(f"<li>栏目{number}</li>" for number in range(40))
    order = (
        "<p>云河市人民代表大会常务委员会公告</p><p>（七届第9号）</p>"
        f"<p>《{TITLE}》已经通过，现予公布。</p><p>云河市人民代表大会常务委员会</p><p>2026年5月6日</p>"
    )
    body = f"<ul>{menus}</ul><h1>{TITLE}</h1>{order}<p>{TITLE}</p>{TEXT}"
    outcome = page(imported, body, f"<title>{TITLE} - 法规 - 云河人大网</title>")
    assert outcome.lines() == [f"# {TITLE}", *RULES]
    assert outcome.lines("notice.md")[0] == "# 云河市人民代表大会常务委员会公告"
    assert outcome.data("policy.yml")["written_on"] == date(2026, 5, 6)


@pytest.mark.parametrize(
    ("lines", "facts", "doubt"),
    [
        (
            ("附件1", TITLE, "（2026年5月6日云河市人民政府第9次常务会议通过）", *RULES),
            {"title": TITLE, "written_on": date(2026, 5, 6)},
            "day_of_passing",
        ),
        (
            ("（征求意见稿）", TITLE, *RULES),
            {"title": TITLE, "kind": "consultation"},
            "not_public",
        ),
        (
            ("云河市人民政府常务会议纪要", "〔2026〕14号", "会议听取汇报。"),
            {"title": "云河市人民政府常务会议纪要", "doc_no": "〔2026〕14号"},
            None,
        ),
        (
            ("专题会议纪要", "（第27期）", "关于白鹭湖保护的会议纪要", "会议听取汇报。"),
            {"title": "专题会议纪要"},
            "two_titles",
        ),
    ],
)
def test_a_head_is_read_or_doubted(
    imported: Importing, lines: tuple[str, ...], facts: dict[str, Any], doubt: str | None
) -> None:
    outcome = imported("a.txt", "\n\n".join(lines).encode())
    assert outcome.facts == facts
    assert outcome.doubts == [doubt] * bool(doubt)


NUMBERED = "云公规〔2026〕3号"


@pytest.mark.parametrize(
    "above",
    [
        f"<p>站群 | 换肤</p><h2>云河市公安局文件</h2><h2>{NUMBERED}</h2><h1>{TITLE}</h1>",
        f"<h1>{TITLE}</h1><p>{NUMBERED}　来源：云河市公安局　时间：2026-05-08　浏览：9次</p>",
        f"<div>{TITLE}</div><p><i>{NUMBERED}</i> <i>2026-05-08 9:00</i> <i>发布：办公室</i></p>",
    ],
)
def test_a_number_among_lines_of_the_page_is_not_lost_with_them(
    imported: Importing, above: str
) -> None:
    outcome = page(imported, above + TEXT, f"<title>{TITLE}</title>")
    assert outcome.data("policy.yml")["doc_no"] == NUMBERED
    assert outcome.lines() == [f"# {TITLE}", *RULES]


@pytest.mark.parametrize("menu", ["换肤 | 走进云河", "走进云河"])
def test_a_menu_is_no_beginning_of_a_title(imported: Importing, menu: str) -> None:
    title = "云河市公安局关于加强犬只管理的通知"
    outcome = page(imported, f"<div>{menu}</div><div>{title}</div><p>各分局：</p>{TEXT}")
    assert outcome.data("policy.yml")["title"] == title


def test_a_notice_that_no_style_marks_is_parted_from_a_draft_that_one_does(
    imported: Importing,
) -> None:
    lines = (
        f"关于公开征求《{TITLE}》意见的公告",
        "现公开征求意见。",
        "云河市公安局",
        "2026年5月6日",
    )
    below = f"<h1>{TITLE}</h1><h1>（2026—2028年）</h1>{TEXT}"
    outcome = page(imported, "".join(f"<p>{line}</p>" for line in lines) + below)
    assert outcome.lines("notice.md") == [f"# {lines[0]}", *lines[1:]]
    assert outcome.lines() == [f"# {TITLE}（2026—2028年）", *RULES]
