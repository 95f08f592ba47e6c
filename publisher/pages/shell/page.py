"""A page before it is set into its shell."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its folder below the language's pages ("" is the first page), and what it shows.

    ``kind`` is what the scripts and the stylesheet know it by, ``metas`` are further
    ``<meta>`` as (attribute, key, content). ``only_chinese`` pages have no English twin.
    """

    folder: str
    kind: str
    title: str
    template: str
    values: dict[str, Any]
    description: str = ""
    metas: tuple[tuple[str, str, str], ...] = ()
    only_chinese: bool = False
    file: str = field(default="index.html")

    @property
    def depth(self) -> int:
        """How many folders lead to the page, the language's own not counted."""
        return len(self.folder.split("/")) if self.folder else 0
