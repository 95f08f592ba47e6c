"""Scans of what came on paper: which files are taken, and what is known of each."""

from dataclasses import dataclass

from comments_service.domain.canonical import canonical_json
from comments_service.domain.errors import FieldFault
from comments_service.domain.text_rules import cannot_be_kept, one_line

LARGEST_SCAN = 10 * 1024 * 1024
MOST_SCANS = 10
_LONGEST_NAME = 200
_KINDS = {
    "application/pdf": (b"%PDF-", ("pdf",)),
    "image/jpeg": (b"\xff\xd8\xff", ("jpg", "jpeg")),
    "image/png": (b"\x89PNG\r\n\x1a\n", ("png",)),
}


@dataclass(frozen=True, slots=True)
class Scan:
    """A file; ``digest`` is over salt and ``scan_content``; no ``submission``: not yet entered."""

    id: str
    policy: str
    submission: str | None
    by: str
    name: str
    media_type: str
    size: int
    salt: str
    digest: str

    @property
    def is_picture(self) -> bool:
        """Whether a page can show it."""
        return self.media_type.startswith("image/")


def scan_content(name: str, media_type: str, sha256: str) -> str:
    """Return the canonical JSON of what a scan's digest covers."""
    return canonical_json({"name": name, "media_type": media_type, "sha256": sha256})


def kept_name(name: str) -> str:
    """Return the name of a file as it is kept: without folders, in one line."""
    last = one_line(name).replace("\\", "/").rpartition("/")[2].strip()
    return last[-_LONGEST_NAME:]


def media_type(name: str, content: bytes) -> str | None:
    """Return the type that a file's name and its first bytes agree on; None for all others."""
    ending = name.rpartition(".")[2].lower()
    for kind, (begin, endings) in _KINDS.items():
        if ending in endings and content.startswith(begin):
            return kind
    return None


def scan_fault(name: str, content: bytes) -> FieldFault | None:
    """Return why a file is not taken."""
    shown = {"name": name[-60:]}
    if len(content) > LARGEST_SCAN:
        return FieldFault("scan", "“%(name)s”超过10MB，请分成几个文件", shown)
    if media_type(name, content) is None or cannot_be_kept(name):
        return FieldFault("scan", "“%(name)s”不是PDF、JPG或PNG文件", shown)
    return None
