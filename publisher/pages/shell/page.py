"""A page before it is set into its shell."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its folder below the language's pages ("" is the first page), and what it shows.

    ``kind`` is its name in the scripts and the stylesheet, ``metas`` are further ``<meta>`` as
    (attribute, key, content). ``only_chinese`` pages have no English twin. ``holds_until`` is when
    the next state turns on which the order of the page depends.
    """

    folder: str
    kind: str
    title: str
    template: str
    values: dict[str, Any]
    description: str = ""
    metas: tuple[tuple[str, str, str], ...] = ()
    only_chinese: bool = False
    file: str = "index.html"
    holds_until: datetime | None = None

    @property
    def here(self) -> str:
        """The place among those that the head names; "" for none of them."""
        if self.kind == "list":
            named = {"list/consultation": "consultation", "list/answered": "answered"}
            return named.get("/".join(self.folder.split("/")[:2]), "list")
        return "answered" if self.kind == "results" else ""

    @property
    def path(self) -> str:
        """The way to the page from the pages of its language, with a final slash, or ""."""
        return f"{self.folder}/" if self.folder else ""
