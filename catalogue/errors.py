"""The one error that reading the contract can raise, and the words for all of its faults."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def fault_words() -> dict[str, Any]:
    """Return ``faults.toml``: what is said in English of each kind of fault."""
    return tomllib.loads(Path(__file__).with_name("faults.toml").read_text("utf-8"))


class CatalogueError(ValueError):
    """A catalogue or clause file does not fit its schema; the message names the place.

    ``place`` is a path such as /rows/3/text, or "" for the whole file.
    """

    def __init__(self, kind: str, place: str = "", **values: str) -> None:
        """Take a kind of fault with the values that its words name."""
        self.kind, self.place, self.values = kind, place, values
        words = fault_words()["contract"][kind].format_map(values)
        super().__init__(f"{place}: {words}" if place else words)
