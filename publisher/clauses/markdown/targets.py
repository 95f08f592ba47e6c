"""Where a link in a text may lead, and what a picture's file may be called."""

import re
from urllib.parse import quote, unquote, urljoin

# Where attachments and pictures are, below the policy's page.
FILES = "files"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# What may follow the allowed schemes: a browser reads http:a as a place of this site.
_SOMEWHERE = {
    "http": re.compile("//[^/?#]"),
    "https": re.compile("//[^/?#]"),
    "mailto": re.compile("[^/?#]"),
}
# What a browser ignores or reads as another character.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\<>\"]")
# #part_1, ../other/, /other/, files/a.docx, a.docx: no word that happens to be in brackets.
_RELATIVE = re.compile(r"#[^#]+|(?:\.{1,2}/|/(?!/)|[^/?#:]+[./])[^:]*")
_PICTURE = re.compile(r"(?!\.)[^/\\:?#\x00-\x1f]+\.(?:png|jpe?g|gif|webp)", re.IGNORECASE)
_SIGNATURES = {
    "png": (b"\x89PNG\r\n\x1a\n",), "jpg": (b"\xff\xd8\xff",), "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"), "webp": (b"RIFF",),
}  # fmt: skip


def is_address(href: str) -> bool:
    """Return whether a text may link there: http, https, mailto, or a place of this site."""
    if not href or _UNSAFE.search(href):
        return False
    scheme = _SCHEME.match(href)
    if scheme:
        somewhere = _SOMEWHERE.get(scheme[1].lower())
        return bool(somewhere and somewhere.match(href, scheme.end())) and " " not in href
    return bool(_RELATIVE.fullmatch(href))


def is_relative(href: str) -> bool:
    """Return whether an address that a text may link to begins at the policy's own page."""
    return not _SCHEME.match(href) and not href.startswith("#")


def scheme_of(href: str) -> str:
    """Return the scheme of an address with its colon, "" where it has none."""
    found = _SCHEME.match(href.strip())
    return found[0] if found else ""


def is_picture_name(src: str) -> bool:
    """Return whether a picture may be a file of the policy's folder, by its name."""
    return bool(_PICTURE.fullmatch(picture_name(src)))


def picture_name(src: str) -> str:
    """Return the name of the file: ``./a.png`` is ``a.png``, ``%20`` a blank."""
    return unquote(src.removeprefix("./"))


def is_picture(name: str, data: bytes) -> bool:
    """Return whether the first bytes (16 are enough) of a file fit the suffix of its name."""
    suffix = name.rpartition(".")[2].lower()
    begins = data.startswith(_SIGNATURES.get(suffix, ()))
    return begins and (suffix != "webp" or data[8:12] == b"WEBP")


def resolve(page: str, href: str, files: frozenset[str]) -> str:
    """Return where a relative address leads from a policy's page; "" for a missing file.

    ``page`` is the absolute address of that page, with a final slash; ``files`` are the names
    of what is published below it. A leading slash is the root of the site, wherever it is
    served.
    """
    path = unquote(href.partition("#")[0].partition("?")[0]).removeprefix("./")
    name = path.removeprefix(f"{FILES}/")
    if path and "/" not in name:
        return urljoin(page, f"{FILES}/{quote(name)}") if name in files else ""
    return urljoin(page, f"..{href}" if href.startswith("/") else href)
