"""A file may come from anyone: each limit is an error and nothing is written."""

import io
import zipfile
from pathlib import Path

import pytest

from publisher.importers.blocks.limits import ImportLimits
from tests.unit.publisher.importers.conftest import Importing
from tests.worlds.word_files import (
    NAMESPACES,
    cell,
    docx,
    item,
    level,
    one_list,
    packed,
    paragraph,
    row,
    run,
)

GOOD = docx(paragraph("甲。"))


def refused(
    imported: Importing, raw: bytes, limits: ImportLimits | None = None, name: str = "a.docx"
) -> str:
    outcome = imported(name, raw, limits=limits or ImportLimits())
    (problem,) = outcome.problems
    assert not outcome.folder.exists()
    return problem


def document(before: str, inner: str) -> bytes:
    root = f"<w:document {NAMESPACES}><w:body>{inner}</w:body></w:document>"
    return packed({"word/document.xml": before + root})


def test_a_file_that_is_too_large(imported: Importing) -> None:
    problem = refused(imported, GOOD, ImportLimits(file_bytes=500))
    assert problem == "a.docx:1: I002.too_large most=0.0005"


def test_a_zip_bomb(imported: Importing) -> None:
    raw = docx(paragraph("零" * 2_000_000))
    assert "a.docx:1: I004.packed part=word/document.xml" in refused(imported, raw)
    assert "I004.part part=" in refused(imported, GOOD, ImportLimits(part_bytes=100))
    limits = ImportLimits(unzipped_bytes=5_000_000)
    assert ": I004.unzipped most=5" in refused(imported, raw, limits)


def test_too_many_entries(imported: Importing) -> None:
    assert ": I004.parts count=4" in refused(imported, GOOD, ImportLimits(entries=2))


def test_a_size_in_the_list_of_contents_that_is_a_lie(imported: Importing) -> None:
    raw = docx(paragraph("甲" * 5000))
    with zipfile.ZipFile(io.BytesIO(raw)) as zipped:
        size = zipped.getinfo("word/document.xml").file_size
    lied = raw.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert refused(imported, lied).startswith("a.docx:1: I00")


ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "before",
    [ENTITY, '<!DOCTYPE x SYSTEM "file:///etc/passwd">', '<?xml version="1.0"?>\n<!DOCTYPE x>'],
)
def test_declared_entities_and_types(imported: Importing, before: str) -> None:
    problem = refused(imported, document(before, paragraph("甲")))
    assert ": I005.doctype part=word/document.xml" in problem


def test_entities_are_seen_in_utf_16_too(imported: Importing) -> None:
    text = f'<?xml version="1.0" encoding="UTF-16"?>{ENTITY}<w:document {NAMESPACES}/>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        zipped.writestr("word/document.xml", text.encode("utf-16"))
    assert ": I005.doctype " in refused(imported, buffer.getvalue())


@pytest.mark.parametrize("times", [200, 5000])
def test_elements_too_deep_inside_one_another(imported: Importing, times: int) -> None:
    inner = "<w:sdt><w:sdtContent>" * times + paragraph("甲") + "</w:sdtContent></w:sdt>" * times
    assert refused(imported, document("", inner)).startswith("a.docx:1: I006.")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "I003.not_docx"),
        (b"PK\x03\x04 broken", "I003.not_docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "I003.old_file"),
        (packed({"word/other.xml": "<a/>"}), "I003.no_document"),
        (document("", "<w:p>"), "I003.not_xml"),
        (GOOD[:200] + b"\0" * 50 + GOOD[250:], ""),
    ],
)
def test_what_is_no_sound_word_file(imported: Importing, raw: bytes, said: str) -> None:
    problem = refused(imported, raw)
    assert problem.startswith("a.docx:1: I003.")
    assert said in problem


def test_a_file_without_text(imported: Importing) -> None:
    assert refused(imported, docx("<w:p/>")) == "a.docx:1: I009.no_text"


def test_a_kind_of_file_that_is_not_taken(imported: Importing) -> None:
    problem = refused(imported, b"%PDF-1.7", name="a.pdf")
    assert problem == "a.pdf:1: I001.kind kinds=.docx .html .htm .txt .md .doc .wps .odt"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    from publisher.importers.compose_draft import ImportRequest, compose_draft
    from publisher.problems import Problems

    problems = Problems()
    assert compose_draft(ImportRequest(tmp_path / "a.txt"), problems) is None
    assert "I001.unreadable cause=errno.ENOENT" in str(problems.found[0])


@pytest.mark.parametrize("times", [200, 3000, 20_000])
def test_a_page_nested_too_deep_is_refused_not_cut(imported: Importing, times: int) -> None:
    raw = b"<div>" * times + "甲".encode() + b"</div>" * times
    assert ": I006." in refused(imported, raw, name="a.html")


def test_a_page_that_declares_entities(imported: Importing) -> None:
    raw = b'<!DOCTYPE html [<!ENTITY a "b">]><p>&a;</p>'
    assert ": I005.entities" in refused(imported, raw, name="a.html")


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.docx", docx(paragraph("甲") * 60, styles="<w:style/>" * 20)),
        ("a.html", b"<p>" * 201),
        ("a.html", b"<p a=1 b=2 c=3>" * 51),
    ],
)
def test_more_elements_than_any_draft_has(imported: Importing, name: str, raw: bytes) -> None:
    limits = ImportLimits(signs=200)
    assert ": I004.signs most=200" in refused(imported, raw, limits, name)


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.docx", docx("<w:p/>" * 21)),
        ("a.docx", docx(paragraph("甲") + f"<w:tbl>{row(*[cell('乙')] * 20)}</w:tbl>")),
        ("a.html", b"<p>a" * 21),
        ("a.html", b"<p>" * 21),
        ("a.txt", b"\n" * 21),
        ("a.txt", b"\r" * 21),
        ("a.md", b"|a|\n" * 21),
    ],
)
def test_more_lines_than_any_draft_has(imported: Importing, name: str, raw: bytes) -> None:
    assert ": I004.lines most=20" in refused(imported, raw, ImportLimits(lines=20), name)


WIDE = cell("甲", '<w:gridSpan w:val="63"/>')


@pytest.mark.parametrize(
    ("name", "raw", "fault"),
    [
        ("a.docx", docx(f"<w:tbl>{row(*[WIDE] * 16)}</w:tbl>"), "columns most=1000"),
        ("a.html", b"<table><tr>" + b"<td colspan=100>a<td>b" * 10, "columns most=1000"),
        (
            "a.html",
            b"<table><tr>" + b"<td>a" * 900 + b"<tr><td>a<td>b" * 300,
            "table most=200000",
        ),
    ],
)
def test_a_table_of_any_number_of_cells(
    imported: Importing, name: str, raw: bytes, fault: str
) -> None:
    assert refused(imported, raw, name=name) == f"{name}:1: I004.{fault}"


def test_numbers_and_labels_stay_as_long_as_word_lets_them_be(imported: Importing) -> None:
    huge = level(0, "chineseCounting", "%1" * 5000).replace('start w:val="1"', 'start w:val="9E9"')
    outcome = imported("a.docx", docx(item("甲") + paragraph("乙。"), numbering=one_list(huge)))
    assert len(outcome.lines()[0]) < 1000


def test_styles_in_a_circle_and_notes_of_notes_end(imported: Importing) -> None:
    circle = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:basedOn w:val="{base}"/></w:style>'
        for name, base in ("AB", "BA")
    )
    note = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    body = paragraph(run("甲。") + note, '<w:pStyle w:val="A"/>')
    raw = docx(
        body, styles=circle, footnotes=f'<w:footnote w:id="1">{paragraph(note)}</w:footnote>'
    )
    assert imported("a.docx", raw).lines() == ["甲。[注1]", "[注1] [注1]"]


def test_more_fields_inside_each_other_than_word_writes(imported: Importing) -> None:
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 101
    assert ": I006.depth most=100" in refused(imported, docx(paragraph(begun)))


@pytest.mark.parametrize(
    "inner",
    [
        "<m:oMath>" + "<m:d><m:e>" * 55 + "{}" + "</m:e></m:d>" * 55 + "</m:oMath>",
        "<w:r><w:pict><w:txbxContent><w:p>" * 27
        + "{}"
        + "</w:p></w:txbxContent></w:pict></w:r>" * 27,
        "<w:smartTag>" * 110 + "{}" + "</w:smartTag>" * 110,
        "<w:ins>" * 110 + "{}" + "</w:ins>" * 110,
    ],
)
def test_as_deep_as_is_let_in_can_be_read(imported: Importing, inner: str) -> None:
    assert "甲" in "".join(
        imported("a.docx", docx(f"<w:p>{inner.format(run('甲'))}</w:p>")).lines()
    )


def test_a_file_that_was_cut_off_in_front_is_answered(imported: Importing) -> None:
    first = GOOD.index(b"PK\x01\x02")
    for cut in range(first - 300, first + 40, 17):
        assert "I003" in refused(imported, GOOD[cut:]), cut


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_part_that_cannot_be_unpacked_is_answered(imported: Importing, packing: int) -> None:
    body = f"<w:document {NAMESPACES}><w:body>{paragraph('甲。') * 90}</w:body></w:document>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as package:
        package.writestr("word/document.xml", body)
    raw = bytearray(file.getvalue())
    raw[60:120] = bytes(60)
    assert "I003" in refused(imported, bytes(raw))


def test_a_part_under_a_password_is_answered(imported: Importing) -> None:
    raw = bytearray(document("", paragraph("甲。")))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + flags] |= 1
    assert "I003" in refused(imported, bytes(raw))
