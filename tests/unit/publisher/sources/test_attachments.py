"""Attachments are of a few kinds, by name and by content; the rest is refused with its line."""

import io
import zipfile
from pathlib import Path

import pytest

from publisher.problems import Problems
from publisher.sources import read_policies
from publisher.sources.attachments import fault_of_kind
from tests.worlds.sites import build, write

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
HTML = b"<!doctype html><script>alert(document.domain)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def archive(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return made.getvalue()


def old(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le")


WORD = archive("[Content_Types].xml", "word/document.xml")
BOOK = archive("[Content_Types].xml", "xl/workbook.xml")
SLIDES = archive("[Content_Types].xml", "ppt/presentation.xml")
PNG = bytes.fromhex("89504e470d0a1a0a") + b"IHDR"

GOOD = [
    ("a.pdf", b"%PDF-1.7\n"),
    ("a.pdf", b"\r\nfrom the mail program\r\n%PDF-1.4\n"),
    ("A.PDF", b"%PDF-1.7\n"),
    ("a.doc", old("WordDocument")),
    ("a.docx", WORD),
    ("a.xls", old("Workbook")),
    ("a.xls", old("Book")),
    ("a.xlsx", BOOK),
    ("a.ppt", old("PowerPoint Document")),
    ("a.pptx", SLIDES),
    ("a.wps", old("WordDocument")),
    ("a.wps", WORD),
    ("a.et", old("Workbook")),
    ("a.et", BOOK),
    ("a.dps", old("PowerPoint Document")),
    ("a.ofd", archive("OFD.xml", "Doc_0/Document.xml")),
    ("申报表.txt", "表一：收入 < 支出\n".encode()),
    ("a.txt", "表一\r\n".encode("gb18030")),
    ("a.txt", "表一\n".encode("utf-16")),
    ("a.csv", b"\xef\xbb\xbf" + "序号,意见\r\n".encode()),
    ("a.jpg", bytes.fromhex("ffd8ffe0")),
    ("a.png", PNG),
    ("a.zip", archive("a.docx")),
]
BAD = [
    *(
        (name, HTML)
        for name in ("a.pdf", "a.doc", "a.docx", "a.txt", "a.csv", "a.jpg", "a.png", "a.zip")
    ),
    *((name, SVG) for name in ("a.png", "a.jpg", "a.txt", "a.pdf")),
    ("a.pdf", b"<script>alert(1)</script>%PDF-1.7"),
    ("a.pdf", b"x" * 2000 + b"%PDF-1.7"),
    ("a.pdf", b""),
    ("a.docx", BOOK),
    ("a.docx", old("EncryptedPackage")),
    ("a.docx", WORD[:40]),
    ("a.xls", old("WordDocument")),
    ("a.doc", b"{\\rtf1}"),
    ("a.ofd", archive("word/document.xml")),
    ("a.txt", b"a\x00b"),
    ("a.txt", b"  \n<?xml version='1.0'?><html/>"),
    ("a.csv", b"1,<ScRiPt src=x>"),
    ("a.txt", b"\xff\xfe\xff"),
    ("a.zip", b"PK"),
    ("a.html", HTML),
    ("a.htm", b"plain"),
    ("a.svg", SVG),
    ("a.xhtml", HTML),
    ("a.docm", WORD),
    ("a.exe", b"MZ"),
    ("a.pdf.html", b"%PDF-1.7"),
    ("pdf", b"%PDF-1.7"),
]


@pytest.mark.parametrize(("name", "data"), GOOD, ids=[name for name, _ in GOOD])
def test_a_document_of_a_known_kind_may_be_attached(name: str, data: bytes) -> None:
    assert fault_of_kind(name, data) is None


@pytest.mark.parametrize(("name", "data"), BAD, ids=[name for name, _ in BAD])
def test_what_is_no_document_of_its_kind_may_not(name: str, data: bytes) -> None:
    assert fault_of_kind(name, data)


@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_a_text_with_tags_is_told_what_to_take_out(name: str) -> None:
    assert str(fault_of_kind(name, b"1,<script>")) == f"S015.markup file={name}"


def test_html_and_svg_are_refused_at_their_line(tmp_path: Path) -> None:
    entries = (
        "- {title: 页, file: a.html}\n- {title: 图, file: b.svg}\n- {title: 表, file: c.pdf}\n"
    )
    files = {"a/policy.yml": f"title: 甲\nattachments:\n{entries}", "a/v1.md": "正文。\n"}
    folder = write(tmp_path / "policies", files)
    for name, data in (("a.html", HTML), ("b.svg", SVG), ("c.pdf", HTML)):
        (folder / "a" / name).write_bytes(data)
    problems = Problems()
    read_policies(folder, problems)
    kinds = "pdf doc docx xls xlsx ppt pptx wps et dps ofd txt csv jpg png zip"
    path = folder / "a/policy.yml"
    assert [str(problem) for problem in problems] == [
        f"{path}:3: S015.kind file=a.html kinds={kinds}",
        f"{path}:4: S015.kind file=b.svg kinds={kinds}",
        f"{path}:5: S015.other_content file=c.pdf kind=pdf",
    ]


def test_what_may_be_attached_is_published_as_it_is(tmp_path: Path) -> None:
    files = {"a/policy.yml": "title: 甲\nattachments: [{title: 表, file: 表.docx}]\n"}
    folder = write(tmp_path / "policies", {**files, "a/v1.md": "正文。\n"})
    (folder / "a/表.docx").write_bytes(WORD)
    build(folder, tmp_path / "site")
    assert (tmp_path / "site/a/files/表.docx").read_bytes() == WORD
