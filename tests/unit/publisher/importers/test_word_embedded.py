"""Files that are embedded in a Word file to be read where they stand."""

from publisher.importers.blocks.limits import ImportLimits
from tests.unit.publisher.importers.conftest import Importing
from tests.worlds.word_files import docx, paragraph, run

NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'


def noted(words: str) -> str:
    return f'<w:footnote w:id="2">{paragraph(words)}</w:footnote>'


def test_an_embedded_file_is_a_doubt(imported: Importing) -> None:
    body = paragraph("甲。") + '<w:altChunk r:id="rId1"/>'
    outcome = imported("甲.docx", docx(body, aFChunk="乙"))
    assert outcome.left_out == [("embedded", "word/aFChunk.xml", "v1.md 第1行", 1)]
    assert outcome.doubts == ["embedded", "title_of_file"]


def test_a_word_file_a_page_and_a_text_inside_a_file_are_read_where_they_stand(
    imported: Importing,
) -> None:
    chunks = [f'<w:altChunk r:id="rId{at}"/>' for at in range(2, 7)]
    body = paragraph(run("甲。") + NOTE) + "".join(chunks) + chunks[0] + paragraph(run("乙") + NOTE)
    own = paragraph(run("丙") + NOTE + run("废", "<w:strike/>")) + '<w:altChunk r:id="rId2"/>'
    inside = {
        "a.docx": docx(own, "", {"x.txt": b"x"}, footnotes=noted("其二")),
        "b.html": "<meta charset=utf-8><ol><li>丁</ol>".encode(),
        "c.txt": "戊\n己".encode(),
        "d.mht": b"MIME-Version: 1.0",
        "e.docx": b"PK\x03\x04",
    }
    outcome = imported("甲.docx", docx(body, "", inside, footnotes=noted("其一")))
    assert outcome.lines() == [
        "甲。[注1]", "丙[注2]", "[注2] 其二", "1. 丁", "戊", "己", "乙[注1]", "[注1] 其一",
    ]  # fmt: skip
    assert outcome.repairs["embedded"] == 3
    # One in one that is embedded, one that is none of the kinds, a damaged one, one again.
    names = ["word/x.txt", "word/d.mht", "word/e.docx", "word/a.docx"]
    named = [each for each in outcome.left_out if each[0] == "embedded"]
    assert [each[1] for each in named] == names
    assert ("struck", "废", "v1.md 第3行", 1) in outcome.left_out


def test_files_in_a_file_are_held_to_its_limits_all_together(imported: Importing) -> None:
    body = paragraph("甲。") + "".join(f'<w:altChunk r:id="rId{at}"/>' for at in (1, 2, 3))
    inside = {
        "a.txt": b"\n" * 150 + b"x",
        "b.html": b"<p title='" + b"=" * 150 + b"'>y",
        "c.txt": b"\n" * 150 + b"z",
    }
    outcome = imported("甲.docx", docx(body, "", inside), limits=ImportLimits(signs=450))
    assert outcome.lines() == ["甲。", "x", "y"]
    named = [each[1] for each in outcome.left_out if each[0] == "embedded"]
    assert named == ["word/c.txt"]
    outcome = imported("甲.docx", docx(body, "", inside), limits=ImportLimits(lines=152))
    assert outcome.lines() == ["甲。", "x"]
