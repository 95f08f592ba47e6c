"""A file may come from anyone: each limit is an error and nothing is written."""

import io
import zipfile
from pathlib import Path

import pytest

from publisher.importers.blocks.limits import ImportLimits
from tests.unit.publisher.importers.conftest import Bring
from tests.worlds.word_files import NAMESPACES, docx, packed, paragraph

GOOD = docx(paragraph("甲。"))


def refused(
    brought: Bring, raw: bytes, limits: ImportLimits | None = None, name: str = "a.docx"
) -> str:
    outcome = brought(name, raw, limits=limits or ImportLimits())
    (problem,) = outcome.problems
    assert not outcome.folder.exists()
    return problem


def document(before: str, inner: str) -> bytes:
    root = f"<w:document {NAMESPACES}><w:body>{inner}</w:body></w:document>"
    return packed({"word/document.xml": before + root})


def test_a_file_that_is_too_large(brought: Bring) -> None:
    problem = refused(brought, GOOD, ImportLimits(file_bytes=500))
    assert problem == "a.docx:1: I002 is larger than 0.0005 MB"


def test_a_zip_bomb(brought: Bring) -> None:
    raw = docx(paragraph("零" * 2_000_000))
    assert "a.docx:1: I004 word/document.xml is packed" in refused(brought, raw)
    assert " is larger than 0 MB" in refused(brought, GOOD, ImportLimits(part_bytes=100))
    assert ": I004 unzips to more than" in refused(
        brought, raw, ImportLimits(unzipped_bytes=5_000_000)
    )


def test_too_many_entries(brought: Bring) -> None:
    assert ": I004 holds 4 entries" in refused(brought, GOOD, ImportLimits(entries=2))


def test_a_size_in_the_list_of_contents_that_is_a_lie(brought: Bring) -> None:
    raw = docx(paragraph("甲" * 5000))
    with zipfile.ZipFile(io.BytesIO(raw)) as zipped:
        size = zipped.getinfo("word/document.xml").file_size
    lied = raw.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert refused(brought, lied).startswith("a.docx:1: I00")


ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "before",
    [ENTITY, '<!DOCTYPE x SYSTEM "file:///etc/passwd">', '<?xml version="1.0"?>\n<!DOCTYPE x>'],
)
def test_declared_entities_and_types(brought: Bring, before: str) -> None:
    problem = refused(brought, document(before, paragraph("甲")))
    assert ": I005 word/document.xml declares" in problem


def test_entities_are_seen_in_utf_16_too(brought: Bring) -> None:
    text = f'<?xml version="1.0" encoding="UTF-16"?>{ENTITY}<w:document {NAMESPACES}/>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        zipped.writestr("word/document.xml", text.encode("utf-16"))
    assert ": I005 " in refused(brought, buffer.getvalue())


@pytest.mark.parametrize("times", [200, 5000])
def test_elements_too_deep_inside_one_another(brought: Bring, times: int) -> None:
    inner = "<w:sdt><w:sdtContent>" * times + paragraph("甲") + "</w:sdtContent></w:sdt>" * times
    assert refused(brought, document("", inner)).startswith("a.docx:1: I006 ")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "is not a .docx"),
        (b"PK\x03\x04 broken", "is not a .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old .doc or .wps"),
        (packed({"word/other.xml": "<a/>"}), "has no document"),
        (document("", "<w:p>"), "is not sound XML"),
        (GOOD[:200] + b"\0" * 50 + GOOD[250:], ""),
    ],
)
def test_what_is_no_sound_word_file(brought: Bring, raw: bytes, said: str) -> None:
    problem = refused(brought, raw)
    assert problem.startswith("a.docx:1: I003 ")
    assert said in problem


def test_a_file_without_text(brought: Bring) -> None:
    assert refused(brought, docx("<w:p/>")) == "a.docx:1: I009 holds no text"


def test_a_kind_of_file_that_is_not_taken(brought: Bring) -> None:
    problem = refused(brought, b"%PDF-1.7", name="a.pdf")
    assert problem == "a.pdf:1: I001 is none of .docx .html .htm .txt .md"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    from publisher.importers import ImportRequest, bring
    from publisher.problems import Problems

    problems = Problems()
    assert bring(ImportRequest(tmp_path / "a.txt", tmp_path / "draft"), problems) is None
    assert "I001 cannot be read" in str(problems.found[0])


@pytest.mark.parametrize("times", [200, 3000, 20_000])
def test_a_page_nested_too_deep_is_refused_not_cut(brought: Bring, times: int) -> None:
    raw = b"<div>" * times + "甲".encode() + b"</div>" * times
    assert ": I006 " in refused(brought, raw, name="a.html")


def test_a_page_that_declares_entities(brought: Bring) -> None:
    raw = b'<!DOCTYPE html [<!ENTITY a "b">]><p>&a;</p>'
    assert ": I005 " in refused(brought, raw, name="a.html")
