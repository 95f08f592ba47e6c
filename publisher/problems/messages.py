"""Messages apart from their language: a kind of ``messages.toml`` and the values in it.

What finds a fault names its kind; only a command writes it out, in the language of whoever
called it.
"""

import errno
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

Value: TypeAlias = "str | int | date | Message | Sequence[Value]"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence in no language yet: ``kind`` is ``group.name`` of the table.

    A value may be a message, or a list; its items are joined as the language does it.
    """

    kind: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """Return the sentence in a language by its tag; ``KeyError`` for an unknown kind."""
        group, _, name = self.kind.partition(".")
        words = table()[group][name][_short(language)]
        if isinstance(words, list):
            words = words[self.values["count"] != 1]
        shown = {name: _shown(value, language) for name, value in self.values.items()}
        return str(words.format_map(shown))

    @property
    def is_rule(self) -> bool:
        """Whether it names a rule of law."""
        return self.kind.startswith("rule.")

    def __str__(self) -> str:
        """Return kind and values, for whoever debugs."""
        return " ".join([self.kind, *(f"{name}={value}" for name, value in self.values.items())])


@cache
def table() -> dict[str, Any]:
    """Return ``messages.toml``: the messages by group and name, in each language."""
    return tomllib.loads(Path(__file__).with_name("messages.toml").read_text("utf-8"))


def shortened(items: Sequence[Value], most: int) -> Value:
    """Return a list for a message: the first items, and how many more there are."""
    if len(items) <= most:
        return items
    return Message("part.more", {"items": items[:most], "count": len(items) - most})


def cause_of(error: OSError) -> Value:
    """Return why the system refused; in its own words where the table does not know them.

    An error that this program raises itself has a kind of the table in place of words.
    """
    group, _, name = (error.strerror or "").partition(".")
    if name in table().get(group, ()):
        return Message(f"{group}.{name}")
    name = errno.errorcode.get(error.errno or 0, "")
    return Message(f"errno.{name}") if name in table()["errno"] else error.strerror or str(error)


def _shown(value: Value, language: str) -> str:
    if isinstance(value, Message):
        return value.text(language)
    if isinstance(value, (str, int, date)):
        return str(value)
    mark = "、" if _short(language) == "zh" else ", "
    return mark.join(_shown(item, language) for item in value)


def _short(language: str) -> str:
    return language.partition("-")[0]
