"""What kind of file a drafter brought: told by its content, for a name can be any."""

from typing import NamedTuple

from comments_service.domain.errors import FieldFault, Invalid

MOST_BYTES = 20 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML = (b"<!doctype html", b"<html", b"<?xml", b"<!--", b"<head", b"<body", b"<div", b"<table")
_ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_TOO_LARGE = "这个文件超过20MB，没有收下。请把里面的图片压小，或者删去不用的附件"
_NEITHER = (
    "这个文件不是Word文件、网页、OpenDocument文字或纯文本，没有收下。"
    "请在Word或WPS里打开，另存为.docx，再选一次"
)


class SentFile(NamedTuple):
    """A file as it came: the name it had, what it holds."""

    name: str
    content: bytes

    def ending(self) -> str:
        """Return the ending that its content calls for; ``Invalid`` for what is not read."""
        if not self.content:
            raise _fault("请选择文件")
        if len(self.content) > MOST_BYTES:
            raise _fault(_TOO_LARGE)
        if self.content.startswith(b"PK\x03\x04"):
            return _packed(self.content)
        if self.content.startswith(_OLE):
            return ".wps" if self._named(".wps") else ".doc"
        if not self.content.startswith(_BOMS) and b"\0" in self.content:
            raise _fault(_NEITHER)
        if self.content.startswith((b"{\\rtf", b"%PDF")):
            raise _fault(_NEITHER)
        head = self.content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        if head.startswith(_HTML):
            return ".html"
        return ".md" if self._named(".md", ".markdown") else ".txt"

    def _named(self, *endings: str) -> bool:
        return self.name.lower().endswith(endings)


def _packed(content: bytes) -> str:
    """Return which kind of a ZIP package it is, by the names that stand in it as they are.

    It is not opened here: a directory of a million entries would fill this process.
    """
    if b"word/document.xml" in content:
        return ".docx"
    if content.startswith(_ODT, 30):
        return ".odt"
    raise _fault(_NEITHER)


def _fault(message: str) -> Invalid:
    return Invalid(FieldFault("file", message))
