"""The list of everything in which the text differs from the file as it was received."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import yaml

from publisher.problems import Message

_HEAD = (
    "# What differs between the file as it was received and the text as it stands here.\n"
    "# White space aside, nothing else does.\n\n"
)


@dataclass(slots=True)
class Repairs:
    """What was done, in the order in which each kind was first done.

    ``counts`` says how often, by (kind, what); ``details`` holds more of a kind, such as
    the readings that were removed. ``left_out`` is text that the file shows and that is
    not imported, ``doubts`` are for people to decide.
    """

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    details: dict[str, dict[str, str]] = field(default_factory=dict)
    moved: list[tuple[str, str]] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    doubts: list[Message] = field(default_factory=list)

    def note(self, kind: str, what: str, count: int = 1) -> None:
        """Count a repair; a count of 0 is none."""
        if count:
            self.counts[kind, what] += count

    @property
    def total(self) -> int:
        """How many repairs were made."""
        return self.counts.total()

    def to_yaml(self, source: str, encoding: str) -> str:
        """Write the list as ``repairs.yml``."""
        data: dict[str, Any] = {"source": source}
        if encoding:
            data["encoding"] = encoding
        if self.moved:
            data["moved"] = [{"what": what, "to": to} for what, to in self.moved]
        data["repairs"] = [
            {"kind": kind, "what": what, "count": count} | self.details.get(kind, {})
            for (kind, what), count in self.counts.items()
        ]
        listed = {"added": self.added, "doubts": [each.text("en") for each in self.doubts]}
        data |= {name: values for name, values in listed.items() if values}
        if self.left_out:
            data["left_out"] = [{"what": what, "text": text} for what, text in self.left_out]
        return _HEAD + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)
