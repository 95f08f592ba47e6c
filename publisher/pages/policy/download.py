"""A version as a file: what a page offers for download."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the cache and its place below the site."""

    version: str
    source: Path
    path: str

    @property
    def form(self) -> str:
        """The form of the file: docx or pdf."""
        return self.source.suffix[1:]
