"""A policy's sources, read and checked."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from catalogue.model import Policy
from catalogue.results import Results


@dataclass(frozen=True, slots=True)
class VersionSource:
    """The text of one version; ``always_public`` where the source lists no versions."""

    id: str
    label: str
    published_on: date | None
    path: Path
    text: str
    always_public: bool = False

    def is_public(self, today: date) -> bool:
        """Tell whether a reader may see it on that day (Beijing)."""
        return self.always_public or (self.published_on is not None and self.published_on <= today)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text that goes with a policy, such as its notice."""

    path: Path
    text: str


@dataclass(frozen=True, slots=True)
class PolicySource:
    """Everything the folder of a policy says; ``policy`` is yet without versions and outcome.

    ``path`` is the file with the metadata, ``files`` are the attachments, ``link_lines`` the
    lines of the policy's links.
    """

    policy: Policy
    versions: tuple[VersionSource, ...]
    path: Path
    files: tuple[Path, ...] = ()
    link_lines: tuple[int, ...] = ()
    notice: TextFile | None = None
    results: Results | None = None
