"""The same draft as Word file, page, plain text and Markdown gives the same clauses."""

import io
from typing import Any
from xml.sax.saxutils import escape

import docx as python_docx
import pytest
from docx.oxml import parse_xml

from catalogue.model import ClauseSet
from publisher.clauses import name_clauses, read_text
from publisher.problems import Problems
from tests.unit.publisher.importers.conftest import Importing, Outcome
from tests.worlds.sites import ROOT
from tests.worlds.word_files import NAMESPACES, abstract, level, num

TITLE = "十堰市促进工业发展若干措施"
# Depth from 0, or None for a paragraph without a number.
DRAFT: list[tuple[int | None, str, str]] = [
    (None, "", "为促进工业发展，制定本措施。"),
    (0, "一、", "总体要求"),
    (1, "（一）", "指导思想。坚持稳中求进。"),
    (1, "（二）", "主要目标"),
    (2, "1.", "增速保持在8%左右。"),
    (3, "(1)", "工业投资增长10%。"),
    (3, "(2)", "技改投资增长20%。"),
    (2, "2.", "单位能耗下降。"),
    (0, "二、", "政策措施"),
    (None, "", "各部门抓好落实："),
    (1, "（一）", "支持技术改造。给予补助。"),
    (2, "1.", "补助不超过50万元。"),
]
LEVELS = [
    level(0, "chineseCounting", "%1、", '<w:suff w:val="nothing"/>'),
    level(1, "chineseCounting", "（%2）", '<w:suff w:val="nothing"/>'),
    level(2, "decimal", "%3."),
    level(3, "decimal", "(%4)"),
]


def word_file() -> bytes:
    """Make the draft with python-docx; the numbering part is set up by hand."""
    document = python_docx.Document()
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    for xml in (abstract(7, *LEVELS), num(3, 7)):
        numbering.append(parse_xml(xml.replace(" ", f" {NAMESPACES} ", 1)))
    document.add_paragraph(TITLE, style="Title")
    for depth, _, words in DRAFT:
        properties = document.add_paragraph(words)._p.get_or_add_pPr()
        if depth is not None:
            listed = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="3"/></w:numPr>'
            numbering_of: Any = parse_xml(listed.replace(">", f" {NAMESPACES}>", 1))
            properties.append(numbering_of)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def page() -> bytes:
    rows = "".join(f"<p><span>\u3000\u3000{number}</span>{words}</p>" for _, number, words in DRAFT)
    head = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    return f"<html><head>{head}</head><body><h1>{TITLE}</h1>{rows}</body></html>".encode("gb18030")


def plain() -> bytes:
    rows = "\r\n".join(f"\u3000\u3000{number}{words}" for _, number, words in DRAFT)
    return f"{TITLE}\r\n\r\n{rows}\r\n".encode("utf-16")


def markdown() -> bytes:
    rows = "\n\n".join(f"{number}{words}" for _, number, words in DRAFT)
    return f"# {TITLE}\n\n{rows}\n".encode()


def clauses(outcome: Outcome) -> ClauseSet:
    path = outcome.folder / "v1.md"
    problems = Problems()
    found = name_clauses("a", "v1", read_text(path.read_text("utf-8"), path, problems))
    assert list(problems) == []
    return found


MAKERS = {"甲.docx": word_file, "甲.html": page, "甲.txt": plain, "甲.md": markdown}


@pytest.mark.parametrize("name", MAKERS)
def test_each_format_gives_the_clauses_of_the_draft(imported: Importing, name: str) -> None:
    outcome = imported(name, MAKERS[name]())
    found = clauses(outcome)
    assert [(each.eid, each.number) for each in found.clauses] == [
        ("para_1", ""),
        ("part_1", "一、"),
        ("part_1__sec_1", "（一）"),
        ("part_1__sec_2", "（二）"),
        ("part_1__sec_2__point_1", "1."),
        ("part_1__sec_2__point_1__indent_1", "(1)"),
        ("part_1__sec_2__point_1__indent_2", "(2)"),
        ("part_1__sec_2__point_2", "2."),
        ("part_2", "二、"),
        ("part_2__para_1", ""),
        ("part_2__sec_1", "（一）"),
        ("part_2__sec_1__point_1", "1."),
    ]
    assert [each.heading + each.text for each in found.clauses] == [words for *_, words in DRAFT]
    assert outcome.data("policy.yml")["title"] == TITLE


def test_all_formats_give_the_same_file(imported: Importing) -> None:
    digests = set()
    for name, make in MAKERS.items():
        outcome = imported(name, make())
        path = outcome.folder / "v1.md"
        found = name_clauses("a", "v1", read_text(path.read_text("utf-8"), path, Problems()))
        digests.add(
            tuple((each.eid, each.number, each.heading, each.text) for each in found.clauses)
        )
    assert len(digests) == 1


WORD = ROOT / "tests" / "data" / "word"
SEEDS = ROOT / "tests" / "data" / "seeds"
SHIYAN = ROOT / "policies" / "shiyan-industry-2018"


def published() -> ClauseSet:
    source = SHIYAN / "v1.md"
    return name_clauses("a", "v1", read_text(source.read_text("utf-8"), source, Problems()))


@pytest.mark.parametrize("name", ["seed003-libreoffice.docx", "seed003-numbered-libreoffice.docx"])
def test_seed_003_by_libreoffice_is_the_published_text(imported: Importing, name: str) -> None:
    outcome = imported(name, (WORD / name).read_bytes())
    found = clauses(outcome)
    kinds = [each.kind for each in found.clauses]
    counts = [kinds.count(kind) for kind in ("part", "sec", "point", "indent_nn")]
    assert counts == [4, 22, 20, 12]
    assert [each.digest for each in found.clauses] == [each.digest for each in published().clauses]


def test_seed_003_as_a_page_of_a_portal_is_the_published_text(imported: Importing) -> None:
    lines = (SEEDS / "003_00eec2e948361586.txt").read_text("utf-8").split("\n")
    title, header = lines[0], lines[2:12]
    cells = "".join(f"<td>{label}：</td><td>{value}</td>" for label, value in pairwise_of(header))
    rows = "".join(
        f'<p style="text-indent:2em"><span>{escape(line)}</span></p>' for line in lines[12:]
    )
    source = (
        '<html><head><meta charset="gb2312"><title>门户网站</title></head><body><div>'
        "<script>var a;</script><nav>首页</nav>"
        f'<div class="con"><h1>{title}</h1><table><tr>{cells}</tr></table>'
        f'<div class="TRS_Editor">{rows}</div></div></div><div>扫一扫在手机打开当前页</div>'
    )
    outcome = imported("003.html", source.encode("gb18030"))
    found = clauses(outcome)
    assert ("page_line", "扫一扫在手机打开当前页") in [each[:2] for each in outcome.left_out]
    assert [each.eid for each in found.clauses] == [each.eid for each in published().clauses]
    assert outcome.data("policy.yml")["issuer"] == "十堰市经济和信息化委员会"
    assert outcome.lines("notice.md")[0] == f"# {title}"


def pairwise_of(lines: list[str]) -> list[tuple[str, str]]:
    return list(zip(lines[::2], lines[1::2], strict=True))


@pytest.mark.parametrize("name", ["seed003-libreoffice.docx", "seed003-numbered-libreoffice.docx"])
def test_seed_003_brings_its_notice_and_its_header(imported: Importing, name: str) -> None:
    outcome = imported(name, (WORD / name).read_bytes())
    notice = (SHIYAN / "notice.md").read_text("utf-8").split("\n")
    assert outcome.lines("notice.md") == [line.strip() for line in notice if line.strip()]
    data = outcome.data("policy.yml")
    assert data["index_no"] == "011081002/2020-16303"
    assert data["title"] == "十堰市推进工业经济稳增长快转型高质量发展若干政策意见(2018-2020)"
    assert (data["doc_no"], data["subject"]) == ("", "政务公开")


def test_numbers_that_were_automatic_are_counted(imported: Importing) -> None:
    raw = (WORD / "seed003-numbered-libreoffice.docx").read_bytes()
    assert imported("甲.docx", raw).repairs == {"numbers": 4 + 22 + 20}
