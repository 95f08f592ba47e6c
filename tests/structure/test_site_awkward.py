"""Sources that hold the signs of HTML, Markdown and templates come out as they stand."""

from functools import cache
from pathlib import Path

import pytest

from catalogue.codec import load_clauses
from tests.readers.html_tree import page
from tests.worlds.sites import build, lasting_folder, write

AWKWARD = [
    "<script>alert(1)</script>",
    "</div></article></body>",
    "&amp; &#65; &nbsp; &lt;b&gt;",
    "{{ config.site_name }} {% raw %}",
    "5*3*2 与 _甲_ 与 `乙` 与 **丙**",
    "[文](http://example.org) ![图](x.png)",
    "| 甲 | 乙",
    "\\* \\# \\\\",
    "<《中国制造2025》行动纲要>",
    "a\u0301 𠮷 \U0001f600",
    "```",
    "&copy",
    "<p>未闭合",
    "\"双\" '单'",
    "文[^1]与*[缩写]: x",
]
# What is Markdown inside a line is set so; a picture that is not there has its words alone.
SET_SO = {
    AWKWARD[4]: "5*3*2 与 甲 与 乙 与 丙",
    AWKWARD[5]: "文 图",
    AWKWARD[7]: "* # \\",
}
TITLE = '关于"甲" & <乙>的意见 {{ x }}'
SITE = "name: '言 & <路>'\norganiser: '\"某\" & <局>'\ntagline: 'a & b'\ncontact: <i>x\n"


@cache
def built() -> Path:
    folder = lasting_folder()
    sources = {
        "a/policy.yml": f"title: '{TITLE}'\nkind: consultation\nissuer: '某\"局\" & <处>'\n"
        "channels: [{kind: letter, to: '<b>路&号'}]\n"
        "windows: [{id: w1, version: v1, opens: 2018-07-12, closes: 2018-07-18,"
        " shortened_reason: '急 & <需>'}]\n",
        "a/v1.md": "\n\n".join(AWKWARD),
        "a/notice.md": "# 公告 <b>\n\n现公告 & 如下。\n",
    }
    (folder / "site.yml").write_text(SITE, "utf-8")
    build(write(folder / "policies", sources), folder / "site", site_file=folder / "site.yml")
    return folder / "site"


def test_every_page_still_nests() -> None:
    for path in built().rglob("*.html"):
        assert page(path).one("html")


def test_every_line_is_shown_as_it_stands() -> None:
    lines = [
        line.text(without="yl-tools")
        for line in page(built() / "a" / "index.html").all(css="yl-line")
    ]
    assert lines == [SET_SO.get(line, line) for line in AWKWARD]


def test_what_is_set_bold_is_bold() -> None:
    text = page(built() / "a" / "index.html").one("article")
    assert [text.one(tag).text() for tag in ("strong", "em", "code")] == ["丙", "甲", "乙"]


def test_every_line_is_in_the_catalogue_as_it_stands() -> None:
    clauses = load_clauses((built() / "a" / "v1" / "clauses.json").read_text("utf-8")).clauses
    assert [clause.text for clause in clauses] == AWKWARD


def test_titles_are_shown_as_they_stand() -> None:
    root = page(built() / "a" / "index.html")
    assert root.one("h1").text() == TITLE
    assert root.one("title").text() == f"{TITLE} · 言 & <路>"
    assert root.one(css="yl-policy").attributes["data-title"] == TITLE


def test_the_issuer_and_the_channels_are_shown_as_they_stand() -> None:
    root = page(built() / "a" / "index.html")
    (description,) = [m for m in root.all("meta") if m.attributes.get("name") == "Description"]
    assert '某"局" & <处>' in description.attributes["content"]
    facts = [dd.text() for dd in root.all("dd")]
    assert facts[:2] == ["<b>路&号", '某"局" & <处>']
    # In what is said of personal data beside the form of the dialog.
    assert facts[2] == '起草单位：某"局" & <处>（地址：<b>路&号）'


@pytest.mark.parametrize("words", ["言 & <路>", '主办单位："某" & <局>', "联系方式：<i>x"])
def test_the_words_of_the_site_are_shown_as_they_stand(words: str) -> None:
    assert words in page(built() / "index.html").one("body").text()
