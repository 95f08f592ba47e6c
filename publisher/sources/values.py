"""A policy's sources, read and checked."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from catalogue.model import Policy
from catalogue.results import Results
from publisher.sources.commitments import Commitments
from publisher.sources.outcome_file import OutcomeFile
from publisher.sources.schema import HearingEntry, ReviewEntry
from publisher.sources.text_file import TextFile
from publisher.sources.yaml_text import YamlText


@dataclass(frozen=True, slots=True)
class VersionSource:
    """The text of one version; ``always_public`` where the source lists no versions.

    ``issued_on`` is the day on which exactly this text was issued (印发), ``summary`` what it
    changes against the version before, ``english`` its English text.
    """

    id: str
    label: str
    published_on: date | None
    path: Path
    text: str
    always_public: bool = False
    issued_on: date | None = None
    summary: str = ""
    english: TextFile | None = None


@dataclass(frozen=True, slots=True)
class PolicySource:
    """Everything the folder of a policy says; ``policy`` is yet without versions and outcome.

    ``path`` is the file with the metadata, ``files`` are the attachments. ``explanation``
    is the 起草说明, ``interpretation`` the 解读, ``commitments`` the 服务承诺清单.
    """

    policy: Policy
    versions: tuple[VersionSource, ...]
    path: Path
    files: tuple[Path, ...] = ()
    notice: TextFile | None = None
    outcome: OutcomeFile | None = None
    explanation: TextFile | None = None
    interpretation: TextFile | None = None
    commitments: Commitments | None = None
    metadata: YamlText | None = None
    hearing: HearingEntry | None = None
    review: ReviewEntry | None = None

    @property
    def has_folder(self) -> bool:
        """Whether the policy has a folder of its own; a lone file has none."""
        return self.path.name == "policy.yml"

    @property
    def results(self) -> Results | None:
        """The outcome, published or yet to be."""
        return self.outcome.results if self.outcome else None

    def line(self, *place: str | int) -> int:
        """Return the line of a place in ``path``, or of the nearest one above it."""
        return self.metadata.line(place) if self.metadata else 1

    def line_of(self, key: str, entry_id: str) -> int:
        """Return the line of the entry of that ``id`` in a list such as ``windows``."""
        entries = self.metadata.value.get(key, []) if self.metadata else []
        ids = [entry.get("id") for entry in entries]
        return self.line(key, ids.index(entry_id)) if entry_id in ids else self.line(key)
