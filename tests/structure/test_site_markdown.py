"""A draft that uses every mark that is read: no mark is left on its pages and in its files."""

import re
from functools import cache
from pathlib import Path

import pytest

from catalogue.codec import load_clauses
from publisher.compile.policy import CompiledPolicy
from publisher.compile.site import compile_site
from publisher.documents.compose import compose
from publisher.documents.official_docx import official_docx
from publisher.documents.pdf import print_html
from publisher.documents.plain_html import Colophon, notice_html, text_html
from publisher.markup.inline_html import InlineHtml
from publisher.problems import Problems
from publisher.search.documents import load_text
from publisher.sources import SiteFile, read_policies
from tests.readers.html_tree import Element, page, parse
from tests.worlds.printed_texts import read
from tests.worlds.sites import NOW, ROOT, build, lasting_folder, write

DRAFTS = ROOT / "tests" / "data" / "markdown" / "policies"
RAW = re.compile(r"\*\*|\]\(|!\[|\[\^|`|\||^\s*> |^\s*[-*+] |^#|\\[*_]|_", re.MULTILINE)
PAGES = ("muster", "muster/v1", "en/muster")
TWO = """title: 甲
versions:
  - {id: v1, published_on: 2018-07-01}
  - {id: v2, published_on: 2018-07-02}
"""
ADDRESS = "https://www.example.gov.cn/muster/"


@cache
def built() -> tuple[Path, list[str]]:
    problems = Problems()
    site = lasting_folder() / "site"
    build(DRAFTS, site, problems=problems)
    return site, [str(each) for each in problems]


@cache
def draft() -> CompiledPolicy:
    sources = read_policies(DRAFTS, Problems())
    return compile_site(sources, SiteFile(), NOW, Problems(), preview=False).policies[0]


def shown(path: str) -> Element:
    return page(built()[0] / path / "index.html").one(css="yl-policy")


def texts(path: str) -> list[Element]:
    """The text of a page, what stands beside it, and its English text."""
    parts = (shown(path).all(css=css) for css in ("yl-text", "yl-notice", "yl-english"))
    return [element for part in parts for element in part]


def lines_of(element: Element) -> list[str]:
    """The words of an element, line by line, without the addresses that stand in the text."""
    blocks = [
        each.text(without="yl-tools")
        for each in element.walk()
        if each.tag in ("p", "li", "td", "th", "h2", "h3", "h4", "pre") or "yl-line" in each.classes
    ]
    return [re.sub(r"https?://[^\s。]+", "", block) for block in blocks]


def test_the_draft_is_read_without_a_doubt() -> None:
    assert built()[1] == []


@pytest.mark.parametrize("path", PAGES)
def test_no_mark_is_left_on_a_page(path: str) -> None:
    found = texts(path)
    assert len(found) >= 3
    lines = [line for element in found for line in lines_of(element)]
    assert [line for line in lines if RAW.search(line.replace("a**b", ""))] == []


@pytest.mark.parametrize("path", PAGES)
def test_each_mark_is_an_element(path: str) -> None:
    text = shown(path).one(css="yl-text")
    tags = {element.tag for element in text.walk()}
    assert tags >= {"strong", "em", "code", "blockquote", "img", "table", "sup", "a"}
    assert [each.text() for each in text.all("blockquote")] == ["停车是民生大事。", "——某市民"]
    notice = shown(path).all(css="yl-notice")[0]
    assert {each.tag for each in notice.walk()} >= {"ul", "li", "blockquote", "table", "a", "sup"}


@pytest.mark.parametrize("path", PAGES)
def test_pictures_and_files_are_where_the_page_looks_for_them(path: str) -> None:
    folder = built()[0] / path
    pictures = [each for part in texts(path) for each in part.all("img")]
    assert pictures
    for picture in pictures:
        assert (folder / picture.attributes["src"]).read_bytes()[:4] == b"\x89PNG"
        assert picture.attributes["alt"]
    (form,) = (each for each in shown(path).one(css="yl-text").all("a") if each.text() == "申请表")
    assert (folder / form.attributes["href"]).is_file()


@pytest.mark.parametrize("path", PAGES)
def test_footnotes_lead_there_and_back_and_every_id_is_given_once(path: str) -> None:
    root = shown(path)
    ids = [each.attributes["id"] for each in root.walk() if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    notes = [item for part in root.all(css="yl-notes") for item in part.all("li")]
    assert len(notes) >= 3
    for note in notes:
        name = note.attributes["id"]
        back = [each.attributes["href"] for each in note.all("a") if each.text() == "↩"]
        assert back == [f"#{name}-ref"]
        (reference,) = (each for each in root.walk() if each.attributes.get("id") == f"{name}-ref")
        assert [each.attributes["href"] for each in reference.all("a")] == [f"#{name}"]


def test_an_item_of_a_list_has_a_bullet_and_a_number_is_the_source_s() -> None:
    numbers = [each.text() for each in shown("muster").one(css="yl-text").all(css="yl-number")]
    assert numbers == ["一、", "（一）", "1.", "•", "•", "•", "2．", "二、"]


def test_the_words_without_marks_are_in_the_catalogue_and_are_what_is_searched() -> None:
    site = built()[0]
    found = load_clauses((site / "muster/v1/clauses.json").read_text("utf-8")).clauses
    words = [clause.words for clause in found]
    assert "为了方便群众停车，依据《停车办法》和申请表制定本措施。" in words
    assert "郊区 │ 300" in words
    (file,) = (site / "assets/search").rglob("muster.json")
    rows = load_text("muster", file.read_bytes()).clauses
    assert [row.words for row in rows] == words
    assert [row.number for row in rows] == [clause.marker for clause in found]


def test_no_mark_is_left_in_the_word_file() -> None:
    policy = draft()
    made = compose(policy.policy, policy.latest, ADDRESS, policy.pictures)
    document = read(official_docx(made))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    lines = [line.text for line in document.paragraphs]
    words = [re.sub(r"https?://\S+", "", line) for line in [*lines, *cells]]
    assert [line for line in words if RAW.search(line.replace("a**b", ""))] == []
    assert "•夜间限时泊位；" in words
    assert "[1] 泊位指公共泊位，见说明。" in words
    runs = [run for line in document.paragraphs for run in line.runs]
    assert "限时" in [run.text for run in runs if run.bold]
    assert "方便" in [run.text for run in runs if run.italic]
    assert "[1]" in [run.text for run in runs if run.font.superscript]
    links = {link.text: link.url for line in document.paragraphs for link in line.hyperlinks}
    assert links["《停车办法》"] == "https://example.gov.cn/a_b"
    assert links["申请表"] == f"{ADDRESS}muster/files/form.txt"
    (picture,) = document.inline_shapes
    assert picture._inline.docPr.get("descr") == "办理流程图"


def test_print_and_the_folder_for_a_content_system_have_the_same_words() -> None:
    policy = draft()
    made = compose(policy.policy, policy.latest, ADDRESS, policy.pictures)
    beside = Colophon(ADDRESS, "在线阅读", "qr.png", (), policy.pictures)
    assert policy.notice
    whole = (
        print_html(made),
        text_html(made, beside),
        notice_html(policy.notice, "公告", beside),
    )
    for html in whole:
        body = parse(html).one("body")
        lines = [each.text() for each in body.walk() if each.tag in ("p", "li", "td", "th", "h2")]
        told = [re.sub(r"https?://\S+|v1_.*", "", line) for line in lines]
        assert [line for line in told if RAW.search(line.replace("a**b", ""))] == []
        assert body.all("strong")
        assert body.all("a")
    assert '<img class="alone" src="data:image/png;base64,' in whole[0]
    assert 'src="files/flow.png"' in whole[1]


def test_a_comparison_shows_the_words_and_not_the_marks(tmp_path: Path) -> None:
    old = "一、**目标**。新增[泊位](https://x.cn)100个。\n- 甲处；\n"
    files = {"policy.yml": TWO, "v1.md": old, "v2.md": old.replace("100", "`120`")}
    build(write(tmp_path / "policies/a", files).parent, tmp_path / "site")
    folder = tmp_path / "site/a/changes/v1-v2"
    said = page(folder / "index.html").one("main").text()
    assert "目标。新增泊位" in said
    assert RAW.search(said) is None
    (table,) = read((folder / "changes.docx").read_bytes()).tables
    cells = [cell.text for row in table.rows for cell in row.cells]
    assert "一、 目标。新增泊位100个。" in cells
    assert [cell for cell in cells if RAW.search(cell)] == []


def test_a_comparison_says_where_only_marks_changed(tmp_path: Path) -> None:
    files = {
        "policy.yml": TWO,
        "v1.md": "一、目标明确。新增泊位。\n二、乙。丙。\n",
        "v2.md": "一、目标**明确**。新增泊位。\n二、乙。丁。\n",
    }
    build(write(tmp_path / "policies/a", files).parent, tmp_path / "site")
    said = page(tmp_path / "site/a/changes/v1-v2/index.html").one("main").text()
    assert said.count("文字未变，只改了格式") == 1


@pytest.mark.parametrize(
    ("href", "leads"),
    [
        ("../b/#para_1", "b/#para_1"), ("/b/", "b/"), ("../../b/", "b/"), ("v1/", "a/v1/"),
        ("../", ""),
        ("form.txt", "a/files/form.txt"), ("..///b/", "b/"),
    ],
)  # fmt: skip
def test_a_relative_link_leads_to_the_same_place_from_each_page(href: str, leads: str) -> None:
    for root in ("../", "../../"):
        html = InlineHtml(root=root, policy="a", files=frozenset(["form.txt"]))
        assert f'href="{root}{leads}"' in html.line(f"见[此]({href})")


def test_a_link_around_the_clauses_leads_to_its_file_from_each_page(tmp_path: Path) -> None:
    files = {
        "policy.yml": "title: 甲\nversions: [{id: v1, published_on: 2018-07-01}]\n"
        "attachments: [{title: 表, file: form.txt}]\n",
        "v1.md": "# [甲](form.txt)办法[^1]\n\n一、目标。\n\n[^1]: 见[表](form.txt)。\n",
        "form.txt": "表",
    }
    build(write(tmp_path / "policies/a", files).parent, tmp_path / "site")
    for path in ("a", "a/v1", "en/a"):
        text = page(tmp_path / "site" / path / "index.html").one(css="yl-text")
        leads = [each.attributes["href"] for each in text.all("a")]
        forms = [href for href in leads if href.endswith("form.txt")]
        assert len(forms) == 2
        assert all((tmp_path / "site" / path / href).is_file() for href in forms)


def test_a_picture_in_a_sentence_stays_in_its_line_and_one_alone_stands_apart() -> None:
    inline = InlineHtml(policy="a", files=frozenset(["a.png"]))
    alone = "yl-picture-alone"
    assert alone in inline.line("![图](a.png)")
    assert alone not in inline.line("见![图](a.png)，照办。")


def test_lines_of_code_are_told_from_quoted_lines_that_hold_code() -> None:
    text = shown("muster").one(css="yl-text")
    assert [each.text() for each in text.all(css="yl-code")] == ["一、代码里的行", "x = a**b"]
