"""Web pages as blocks of text: what portals, WPS and Word save as .html."""

import re

from lxml import etree

from publisher.clauses.markers import strip
from publisher.importers.blocks.encoding import declared_encoding, decode
from publisher.importers.blocks.faults import ImportFault
from publisher.importers.blocks.imported_text import ImportedText
from publisher.importers.blocks.limits import ImportLimits
from publisher.importers.blocks.repairs import WHOLE, Repairs
from publisher.importers.web.blocks import HtmlReader
from publisher.importers.web.style_sheet import apply_style_sheets
from publisher.importers.word.package import check_depth
from publisher.importers.word.wordml import Element

_OF_HEAD = ("title", "link", "base", "script", "style", "noscript", "template")
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)


def read_html(raw: bytes, limits: ImportLimits, repairs: Repairs) -> ImportedText:
    """Read a page in reading order, numbers of its lists as literal text.

    Raises ``ImportFault`` I003 (no page), I005 (entities), I006 (depth), I007 (encoding).
    """
    text, encoding = decode(raw, declared_encoding(raw))
    if _ENTITY.search(text):
        raise ImportFault("I005.entities")
    if text.count("<") + text.count("=") > limits.signs:
        raise ImportFault("I004.signs", most=limits.signs)
    root = _parse(text)
    check_depth(root, limits)
    apply_style_sheets(root)
    reader = HtmlReader(repairs, limits)
    repairs.place = 1
    title = root.find("head/title")
    # A page without <head> and <body> may have text in the one and after the other.
    for each in [*root.iterchildren("head")]:
        etree.strip_elements(each, *_OF_HEAD, with_tail=False)
    blocks = reader.read(root)
    repairs.place = WHOLE
    said = {
        (each.get("name") or "").lower(): each.get("content") or "" for each in root.iter("meta")
    }
    name = said.get("articletitle") or ((title.text or "") if title is not None else "")
    return ImportedText(
        tuple(blocks), strip(name), encoding, is_page=True, published=said.get("pubdate", "")
    )


def _parse(text: str) -> Element:
    # Without huge_tree the parser silently drops what is nested deeply.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root: Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ImportFault("I003.not_html", detail=str(error)) from error
    # At its own limit the parser stops and returns what it has.
    for entry in parser.error_log:
        if entry.type_name == "ERR_RESOURCE_LIMIT":
            raise ImportFault("I006.too_deep", detail=entry.message)
    if root is None:
        raise ImportFault("I003.not_html", detail="no element")
    return root
