"""修改对照: the consecutive public versions of a policy, compared."""

from dataclasses import dataclass
from itertools import pairwise

from catalogue.model import Policy
from publisher.compile.policy import CompiledPolicy, Edition
from publisher.versions.comparison import ComparedUnit, compare

TABLE_FILE = "changes.docx"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two consecutive public versions of a policy, and their units side by side."""

    policy: Policy
    old: Edition
    new: Edition
    rows: tuple[ComparedUnit, ...]

    @property
    def folder(self) -> str:
        """Where the page and the table are below the site."""
        return changes_folder(self.policy.id, self.old, self.new)


def changes_folder(policy: str, old: Edition, new: Edition) -> str:
    """Return the folder of a comparison: ``<policy>/changes/v1-v2``."""
    return f"{policy}/changes/{old.version.id}-{new.version.id}"


def comparisons(compiled: CompiledPolicy) -> list[Comparison]:
    """Compare each public version with the one before."""
    return [
        Comparison(compiled.policy, old, new, compare(new.matching))
        for old, new in pairwise(compiled.editions)
        if new.matching
    ]
