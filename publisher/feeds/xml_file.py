"""XML files as bytes that any reader takes, whatever the texts hold."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from catalogue.text import xml_text


def add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    """Append an element; its text and attributes are escaped when written."""
    cleaned = {key: xml_text(value) for key, value in attributes.items()}
    child = SubElement(parent, name, cleaned)
    child.text = xml_text(text) or None
    return child


def xml_bytes(root: Element) -> bytes:
    """Write a document in UTF-8, one element to a line."""
    indent(root, " ")
    written: str = tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()
