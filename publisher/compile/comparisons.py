"""修改对照: the consecutive public versions of a policy, compared."""

from dataclasses import dataclass
from itertools import pairwise

from catalogue.model import Policy
from publisher.compile.policy import CompiledPolicy, Edition
from publisher.versions.comparison import Lines, Row, compare

TABLE_FILE = "changes.docx"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two consecutive public versions of a policy, and their units side by side."""

    policy: Policy
    old: Edition
    new: Edition
    rows: tuple[Row, ...]

    @property
    def folder(self) -> str:
        """Where the page and the table stand below the site."""
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


def _reads_the_same(line: Lines) -> bool:
    """Tell whether only marks of Markdown differ, which a comparison does not show."""
    old, new = line.old, line.new
    return old is not None and new is not None and old.wording == new.wording


def said_of(row: Row) -> str:
    """Say in words what the change is, where two citations do not say it alone."""
    related = row.related.citation if row.related else ""
    if row.change == "edited" and all(_reads_the_same(line) for line in row.lines):
        return "文字未变，只改了格式"
    return {
        "merged": f"并入{related}",
        "split": f"由原{related}分出",
        "unsure": f"可能与{related}相承，待确认" if related else "是否相承，待确认",
        "moved": "文字未变，位置移动",
    }.get(row.change, "")
