"""What no version of Word has is named, whatever it is; what makes no difference is passed over."""

import re

import pytest

from publisher.importers.word import known
from tests.unit.publisher.importers.conftest import ReadWord
from tests.worlds.word_files import cell, paragraph, row, run

# Elements and properties that no version of Word has: whatever is added, it is told.
NEW = ("w:abc", "w15:abc", "m:abc", "x:abc")
SPACES = 'xmlns:w15="w15" xmlns:x="x"'


@pytest.mark.parametrize("name", NEW)
@pytest.mark.parametrize(
    "place",
    [
        "{}",
        "<w:p>{}</w:p>",
        "<w:p><w:r>{}</w:r></w:p>",
        "<w:p><w:hyperlink>{}</w:hyperlink></w:p>",
        "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:tbl>{}</w:tbl>",
        "<w:tbl><w:tr>{}<w:tc><w:p/></w:tc></w:tr><w:tr/></w:tbl>",
        "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr><w:tr/></w:tbl>",
        "<w:p><w:r><mc:AlternateContent><mc:Choice>{}</mc:Choice></mc:AlternateContent></w:r></w:p>",
    ],
)
def test_every_unknown_element_is_named(name: str, place: str) -> None:
    strange = f"<{name} {SPACES}>{run('内')}</{name}>"
    read = ReadWord(paragraph("甲方。") + place.format(strange))
    assert (name, "内") in [(what.split()[-1], text) for what, text in read.whats]


@pytest.mark.parametrize("name", NEW)
@pytest.mark.parametrize(
    "place",
    [
        "<w:p><w:pPr>{}</w:pPr></w:p>",
        "<w:p><w:r><w:rPr>{}</w:rPr></w:r></w:p>",
        "<w:tbl><w:tblPr>{}</w:tblPr></w:tbl>",
        "<w:tbl><w:tr><w:trPr>{}</w:trPr></w:tr></w:tbl>",
        "<w:tbl><w:tr><w:tc><w:tcPr>{}</w:tcPr></w:tc></w:tr></w:tbl>",
    ],
)
def test_every_unknown_property_is_named(name: str, place: str) -> None:
    read = ReadWord(paragraph("甲方。") + place.format(f"<{name} {SPACES}/>"))
    assert [what.split()[-1] for what, _ in read.whats] == [name]


def test_every_part_of_an_unknown_kind_is_named() -> None:
    read = ReadWord(paragraph("甲方。"), newKind="<w:p/>")
    assert read.left_out == [("part", "word/newKind.xml", "全文", 1)]


# What is known and read: it is not passed over.
READ = """
pStyle numPr outlineLvl pPrChange framePr rPrChange ins del moveFrom moveTo vanish strike dstrike
vertAlign caps u em b i smallCaps color highlight gridSpan hMerge vMerge bdr eastAsianLayout
position sectPr rPr hidden shd cellIns cellDel
"""


def test_a_layout_of_every_kind_is_passed_over() -> None:
    run_layout, layout, of_cell = (
        "".join(
            _empty(name) for name in sorted(names) if _local(name) not in re.findall(r"\w+", READ)
        )
        for names in (known.RUN, known.PARAGRAPH, known.CELL)
    )
    table = f"<w:tbl>{row(cell('丙', of_cell), cell('丁'))}</w:tbl>"
    read = ReadWord(paragraph(run("甲方", run_layout), layout) + table)
    assert {name: entries for name, entries in read.data.items() if entries} == {"source": "a.docx"}


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _empty(name: str) -> str:
    space, _, local = name[1:].partition("}")
    return f'<n:{local} xmlns:n="{space}"/>'
