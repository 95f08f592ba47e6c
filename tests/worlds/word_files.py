"""Making .docx files part by part, as Word, WPS and LibreOffice write them."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from types import MappingProxyType

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/"
NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    f' xmlns:a="{_DRAWING}main" xmlns:c="{_DRAWING}chart" xmlns:dgm="{_DRAWING}diagram"'
    f' xmlns:pic="{_DRAWING}picture" xmlns:wp="{_DRAWING}wordprocessingDrawing"'
    f' xmlns:r="{_TYPES[:-1]}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_CONTENT = "[Content_Types].xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """Make a paragraph of a plain text, or of runs where it begins with ``<``."""
    inner = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def item(content: str, level: int = 0, list_id: int = 1) -> str:
    """Make a paragraph of a list."""
    where = f'<w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/>'
    return paragraph(content, f"<w:numPr>{where}</w:numPr>")


def level(at: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def one_list(*levels: str) -> str:
    """Make the numbering part for a single list of number 1."""
    return abstract(0, *levels) + num(1, 0)


def abstract(at: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{at}">{"".join(levels)}</w:abstractNum>'


def num(list_id: int, abstract_id: int, overrides: str = "") -> str:
    where = f'<w:abstractNumId w:val="{abstract_id}"/>'
    return f'<w:num w:numId="{list_id}">{where}{overrides}</w:num>'


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(cells) + "</w:tr>"


def cell(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def docx(
    body: str, link: str = "", inside: Mapping[str, bytes] = MappingProxyType({}), /, **parts: str
) -> bytes:
    """Pack a .docx; ``parts`` are the insides of styles, numbering, footnotes, … by name.

    Their relations are rId1, rId2, … in this order, then those of files ``inside`` it, by name;
    ``link`` is an address, as rId0.
    """
    roots = {"header": "hdr", "footer": "ftr"}
    files: dict[str, str | bytes] = {
        "word/document.xml": _root("document", f"<w:body>{body}</w:body>")
    }
    files |= {f"word/{name}.xml": _root(roots.get(name, name), xml) for name, xml in parts.items()}
    files |= {f"word/{name}": raw for name, raw in inside.items()}
    return packed(files, link)


def _root(name: str, inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {NAMESPACES}>{inner}</w:{name}>'


def packed(files: Mapping[str, str | bytes], link: str = "") -> bytes:
    """Zip the parts of a package with the relations between them."""
    names = [name for name in files if name != "word/document.xml"]
    main = _relations({"rId1": ("officeDocument", "word/document.xml")})
    inner = {
        f"rId{at}": (name.removeprefix("word/").removesuffix(".xml"), name.removeprefix("word/"))
        for at, name in enumerate(names, 1)
    }
    if link:
        inner["rId0"] = ("hyperlink", f'{link}" TargetMode="External')
    whole = {
        _CONTENT: _content_types(files),
        **files,
        "_rels/.rels": main,
        "word/_rels/document.xml.rels": _relations(inner),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, text in whole.items():
            zipped.writestr(name, text)
    return buffer.getvalue()


def _content_types(files: Iterable[str]) -> str:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}.{kind_of}+xml"/>'
        for name in files
        for kind_of in [name.removeprefix("word/").removesuffix(".xml")]
    )
    main = f"{kind}.document+xml"
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{parts.replace(main, kind + '.document.main+xml')}</Types>"
    )


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{key}" Type="{_TYPES}{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_RELATIONS}">{lines}</Relationships>'


# Struck out, hidden, a picture and a comment: things of one paragraph that are no text.
# The number after it is a doubt.
WITH_LEFT_OUT = docx(
    paragraph("山城停车管理办法")
    + paragraph(
        run("奖励")
        + run("50万元", "<w:strike/>")
        + run("内部底数", "<w:vanish/>")
        + '<w:r><w:drawing><wp:inline><wp:docPr descr="公章"/><pic:pic/></wp:inline>'
        + "</w:drawing></w:r>"
        + '<w:r><w:commentReference w:id="3"/></w:r>'
        + run("100万元。")
    )
    + paragraph("一、甲。")
    + paragraph("三、丙。"),
    comments=f'<w:comment w:id="3">{paragraph("再商量")}</w:comment>',
)
