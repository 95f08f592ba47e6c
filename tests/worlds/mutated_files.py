"""Word files and pages in which parts were taken out, repeated, moved or given odd values."""

import io
import random
import zipfile
from collections.abc import Iterator, Sequence

from lxml import etree

from tests.worlds.word_files import (
    abstract,
    cell,
    docx,
    item,
    level,
    num,
    paragraph,
    row,
    run,
)

_VAL = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val"
_TEXTS = ["", "\ufdd1甲", "\uf0b3", "*" * 50, "EQ \\o(", "\t \u3000", "HYPERLINK x:y", "9" * 30]
_LISTED = 0.5
_VALUES = ["", "-1", "9" * 30, "甲", "0x", "%9%1", "\ufdd0", "F0FF", "D800", "110000", "true"]
_MUTATED = ["document"] * 5 + ["numbering", "styles", "footnotes", "header", "comments"]


def mutated_word_files(
    chance: random.Random, contents: Sequence[str], count: int
) -> Iterator[bytes]:
    """Yield files made of some of the contents of paragraphs, each with one part mutated."""
    levels = level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2")
    styles = (
        '<w:style w:type="paragraph" w:styleId="A" w:default="1"><w:basedOn w:val="B"/></w:style>'
    )
    for _ in range(count):
        chosen = chance.choices(contents, k=8)
        runs = [each + run("终") for each in chosen]
        lines = [item(each) if chance.random() < _LISTED else paragraph(each) for each in runs]
        wide = cell("甲", '<w:gridSpan w:val="2"/><w:vMerge/>')
        raw = docx(
            "".join(lines) + f"<w:tbl>{row(wide, cell('乙'))}{row(cell('丙'))}</w:tbl>",
            numbering=abstract(0, *levels) + num(1, 0),
            styles=styles,
            footnotes=f'<w:footnote w:id="1">{paragraph("注")}</w:footnote>',
            header=paragraph(chosen[0]),
            comments='<w:comment w:id="3"/>',
        )
        yield _with_mutated(raw, f"word/{chance.choice(_MUTATED)}.xml", chance)


def mutated_pages(chance: random.Random, pages: Sequence[str], count: int) -> Iterator[bytes]:
    """Yield pages in which stretches were cut out, repeated or put elsewhere."""
    for _ in range(count):
        page = chance.choice(pages)
        for _ in range(chance.randrange(1, 9)):
            start = chance.randrange(len(page))
            piece = page[start : start + chance.randrange(60)]
            at = chance.randrange(len(page))
            page = page[:at] + chance.choice([piece, ""]) + page[at + chance.randrange(60) :]
            page = page or "<p>"
        yield page.encode()


def _with_mutated(raw: bytes, part: str, chance: random.Random) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, _mutated(data, chance) if name == part else data)
    return buffer.getvalue()


def _mutated(xml: bytes, chance: random.Random) -> bytes:
    root = etree.fromstring(xml)
    elements = list(root.iter())
    for _ in range(chance.randrange(1, 12)):
        _mutate(chance.choice(elements), chance.choice(elements), chance)
    return etree.tostring(root)


def _mutate(element: etree._Element, other: etree._Element, chance: random.Random) -> None:
    above = element.getparent()
    kind = chance.randrange(6)
    if kind == 0 and above is not None:
        above.remove(element)
    elif kind == 1:
        element.tag = other.tag
    elif kind == 2:
        element.set(chance.choice([_VAL, *map(str, element.attrib)]), chance.choice(_VALUES))
    elif kind == 3:
        element.text = chance.choice(_TEXTS)
    elif kind == 4 and other not in element.iterancestors() and element is not other:
        if element not in other.iterancestors():
            other.append(element)
    elif kind == 5 and above is not None:
        above.append(etree.fromstring(etree.tostring(element, with_tail=False)))
