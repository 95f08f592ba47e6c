"""XML files as bytes that any reader takes, whatever the texts hold."""

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

# What may not stand in XML 1.0 at all, not even escaped (2.2 Characters).
_NO_CHARACTER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """Replace what XML cannot hold by U+FFFD."""
    return _NO_CHARACTER.sub("\ufffd", text)


def add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    """Append an element; its text and attributes are escaped when written."""
    cleaned = {key: plain(value) for key, value in attributes.items()}
    child = SubElement(parent, name, cleaned)
    child.text = plain(text) or None
    return child


def xml_bytes(root: Element) -> bytes:
    """Write a document in UTF-8, one element to a line."""
    indent(root, " ")
    written: str = tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()
