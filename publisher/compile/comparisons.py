"""修改对照: the consecutive public versions of a policy, compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from catalogue.model import Policy
from publisher.compile.policy import CompiledPolicy, Edition
from publisher.versions.comparison import ComparedUnit, Lines, compare

TABLE_FILE = "changes.docx"


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line that a comparison shows as changed, and the wIds of its clause before and after.

    ``path`` leads to its unit, below the site's pages; ``label`` is that of the new version.
    """

    line: Lines
    old_wid: str | None
    new_wid: str | None
    path: str
    label: str


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

    def changed_lines(self) -> Iterator[ChangedLine]:
        """Yield every changed line.

        Clauses were compared before they had wIds; the editions have them.
        """
        version = self.new.version
        old, new = (
            {clause.eid: clause.wid for clause in edition.clauses.clauses}
            for edition in (self.old, self.new)
        )
        for row in self.rows:
            path = f"{self.folder}/#{row.anchor}"
            for line in row.lines if row.change != "unchanged" else ():
                yield ChangedLine(
                    line,
                    old[line.old.eid] if line.old else None,
                    new[line.new.eid] if line.new else None,
                    path,
                    version.label or version.id,
                )


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


def changed_lines(compiled: CompiledPolicy) -> Iterator[ChangedLine]:
    """Yield every changed line of a policy, the newest comparison first."""
    for comparison in reversed(comparisons(compiled)):
        yield from comparison.changed_lines()
