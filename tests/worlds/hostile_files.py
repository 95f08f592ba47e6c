"""Files that were made to stop whoever reads them: bombs, floods, depths, and sound ones spoilt."""

import io
import random
import zipfile
from collections.abc import Iterator

from tests.worlds.word_files import abstract, cell, docx, item, level, num, paragraph, row, run

SOUND = docx(
    "".join(paragraph(run(f"{number}、停车{number}。")) for number in range(1, 60))
    + f"<w:tbl>{row(cell('甲'), cell('乙'))}</w:tbl>",
    numbering=abstract(0, level(0, "decimal", "%1.")) + num(1, 0),
)
PAGE = "<html><body><h1>停车办法</h1>" + "".join(f"<p>{n}、停车。</p>" for n in range(60))


_FLOODS = [
    *(
        "（",
        "一",
        "第",
        "第一条",
        "一、",
        "1.",
        "①",
        "#",
        "**",
        "[",
        "](",
        "|",
        "`",
        ">",
        "-",
        "\\",
    ),
    *("<p", "&amp;", "附件", "——", "：", "\u3000", "\u200b", "\ufeff", "第一条第一款"),
    *("二〇二六年", "征求意见"),
]
_NESTED = ("div", "table><tr><td", "ul><li", "b", "blockquote", "sup", "ruby", "script", "svg")


def hostile_files(count: int) -> Iterator[tuple[str, bytes]]:
    """Yield over a hundred floods of texts, pages and Word files, and ones spoilt at random."""
    named = [*_texts(), *_pages(), *_word_files(), *_archives(), *_pretenders()]
    yield from (named[number % len(named)] for number in range(min(count, len(named))))
    for number in range(count - len(named)):
        yield _spoilt(number)


def _texts() -> Iterator[tuple[str, bytes]]:
    for flood in _FLOODS:
        yield "flood.txt", (flood * 200_000).encode()
        yield "lines.md", f"{flood}\n".encode() * (20_000 if flood == "第一条" else 5_000)
    yield "one.txt", "停".encode() * 6_600_000
    yield "zero.txt", b"\0" * 5_000_000
    yield "bom.txt", b"\xff\xfe" * 2_000_000

    for coding in ("utf-16", "utf-32", "gb18030", "big5hkscs", "utf-7", "hz"):
        yield "coded.txt", ("一、停车。\n" * 2_000).encode(coding)
    yield "points.md", ("\U0010ffff\u202e\u0301\ue000" * 100_000).encode()
    yield "table.md", b"|" * 3_000_000 + b"\n" + b"|-" * 1_500_000
    yield "front.md", b"---\na: &a [x, x]\nb: [*a, *a]\n---\n" + b"- " * 500_000


def _pages() -> Iterator[tuple[str, bytes]]:
    for tag in _NESTED:
        yield "deep.html", f"{'<' + tag + '>'}".encode() * 300_000
    yield "wide.html", b"<table><tr><td colspan=999999999 rowspan=999999999>x" * 20_000
    yield "open.html", b"<" * 3_000_000
    yield "signs.html", b"&#x4e00;" * 1_000_000
    yield "signs.html", b"&lt" * 3_000_000
    yield "names.html", b"<p " + b"a=b " * 1_000_000
    yield "remark.html", b"<!--" * 1_000_000
    yield "entities.html", b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 10_000 + b'">]>' + b"&b;" * 90_000


def _word_files() -> Iterator[tuple[str, bytes]]:
    nested = f"<w:tbl>{'<w:tr><w:tc><w:tbl>' * 3_000}{'</w:tbl></w:tc></w:tr>' * 3_000}</w:tbl>"
    yield "deep.docx", docx(nested)
    yield "cells.docx", docx(f"<w:tbl>{row(*[cell('甲')] * 60_000)}</w:tbl>")
    yield "span.docx", docx(f"<w:tbl>{row(cell('甲', _SPAN), cell('乙', _MERGE))}</w:tbl>" * 200)
    yield "list.docx", docx(item("甲") * 9_000, numbering=abstract(0, _FAR) + num(1, 0))
    lists = "".join(abstract(at, level(0, "decimal", "%1.")) + num(at, at) for at in range(40_000))
    yield "lists.docx", docx(item("甲"), numbering=lists)
    yield "styles.docx", docx(paragraph("甲", '<w:pStyle w:val="a"/>'), styles=_CYCLE)
    yield "boxes.docx", docx(paragraph("".join(_BOX for _ in range(20_000))))
    yield "fields.docx", docx(paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 60_000))
    yield "runs.docx", docx(paragraph(run("停") * 120_000))
    yield "notes.docx", docx(paragraph('<w:r><w:footnoteReference w:id="1"/></w:r>' * 40_000))
    yield "entities.docx", docx('<!DOCTYPE a [<!ENTITY b "&b;">]>&b;')
    yield "sheet.docx", docx(f"<w:tbl>{row(cell('甲'), cell('乙')) * 20_000}</w:tbl>")
    yield "outside.docx", docx('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>&b;')
    yield "many.docx", docx(paragraph(run("停")) * 60_000)
    yield "breaks.docx", docx(paragraph("<w:r>" + "<w:br/>" * 400_000 + "</w:r>"))


_SPAN = '<w:gridSpan w:val="999999999"/>'
_MERGE = '<w:vMerge w:val="restart"/>'
_FAR = level(0, "chineseCounting", "%1、", start=2_000_000_000)
_CYCLE = "".join(
    f'<w:style w:styleId="{one}"><w:basedOn w:val="{other}"/></w:style>'
    for one, other in ("ab", "ba")
)
_BOX = (
    "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:wsp><wps:txbx><w:txbxContent>"
    f"{paragraph('盒')}</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice>"
    "</mc:AlternateContent></w:r>"
)


def _archives() -> Iterator[tuple[str, bytes]]:
    for size in (1_000_000, 50_000_000, 190_000_000):
        yield "bomb.docx", _zip({"word/document.xml": b" " * size})
    yield "many.docx", _zip({f"word/{number}.xml": b"<a/>" for number in range(60_000)})
    yield "names.docx", _zip({"../../etc/passwd": b"x", "/word/document.xml": b"<a/>"})
    yield "empty.docx", b""
    yield "old.docx", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 4_000_000
    yield "old.doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 4_000_000
    noise = random.Random(11).randbytes(15_000_000)
    yield "noise.docx", noise
    yield "noise.txt", noise
    yield "noise.html", noise
    yield "media.docx", _zip({"word/document.xml": b"<a/>", "word/media/a.png": noise})


def _pretenders() -> Iterator[tuple[str, bytes]]:
    """Yield files that are not what they are called, or only half."""
    for part in (1, 2, 3):
        yield "half.docx", SOUND[: len(SOUND) * part // 4]
        yield "tail.docx", SOUND[len(SOUND) * part // 4 :]
    yield "twice.docx", SOUND + SOUND
    yield "behind.docx", b"MZ" * 5_000 + SOUND
    yield "locked.docx", SOUND.replace(b"\x14\0\0\0", b"\x14\0\1\0")
    yield "image.docx", b"\x89PNG\r\n\x1a\n" + random.Random(12).randbytes(400_000)
    yield "page.docx", PAGE.encode()
    yield "file.docx", b"%PDF-1.7\n" + b"0 0 obj<<>>endobj\n" * 50_000
    yield "rich.doc", b"{\\rtf1" + b"{" * 900_000
    yield "jar.docx", _zip({"META-INF/MANIFEST.MF": b"", "word/document.xml": b"\0" * 900})
    yield "wide.docx", docx(paragraph(run("停"))).replace(b"<", b"\0<")
    yield "odd.odt", b"PK\3\4" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text"
    yield "../../etc/x.docx", SOUND
    yield "a" * 5_000 + ".docx", SOUND
    yield "\u202excod.exe", SOUND


def _zip(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in parts.items():
            zipped.writestr(name, data)
    return buffer.getvalue()


def _spoilt(number: int) -> tuple[str, bytes]:
    """Return a sound file with bytes of it changed, doubled or lost."""
    chance = random.Random(number)
    if number % 3 == 0:
        return "spoilt.html", _changed(PAGE.encode(), chance)
    if number % 3 == 1:
        return "spoilt.docx", _changed(SOUND, chance)
    with zipfile.ZipFile(io.BytesIO(SOUND)) as zipped:
        parts = {name: zipped.read(name) for name in zipped.namelist()}
    name = chance.choice(sorted(parts))
    return "part.docx", _zip(parts | {name: _changed(parts[name], chance)})


def _changed(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(data))
        piece = data[at : at + chance.randrange(1, 200)]
        put = chance.choice([b"", piece * 2, chance.randbytes(len(piece)), piece * 500])
        data = data[:at] + put + data[at + len(piece) :]
    return data
