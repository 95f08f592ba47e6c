"""The list of everything in which the text differs from the file as it was received."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from publisher.importers.blocks.marks import without_marks
from publisher.problems import Message, Value

# A paragraph of the file by its number among those with content, from 1, or a part of it.
Place: TypeAlias = int | Message

_HEAD = "# 收到的文件与这里的文字有哪些不同。除空白和字体、字号、对齐等版式外，"
_LANGUAGE = "zh"
_WORDS_ARE_KEPT = "（文字保留）"
# More than this many kinds of things are not read by anybody; a file may have any number.
_MOST_ENTRIES = 1_000
_REST = Message("repair.rest")
WHOLE = Message("place.whole")


@dataclass(slots=True)
class Entry:
    """Something that was done, left out or is doubted: ``count`` times, at ``places``.

    ``more`` are further values by key, such as the text that was left out.
    """

    what: Message
    more: dict[str, str] = field(default_factory=dict)
    count: int = 0
    places: dict[str, Place] = field(default_factory=dict)

    def add(self, count: int, place: Place) -> None:
        """Count it again, at a place."""
        self.count += count
        self.places.setdefault(str(place), place)


@dataclass(slots=True)
class Repairs:
    """What was done, in the order in which each was first done.

    ``place`` is where a reader is, and where all happens that is given no other place.
    ``lines`` are the files and lines to which paragraphs were written, as far as known.
    """

    place: Place = WHOLE
    lines: dict[int, tuple[str, int]] = field(default_factory=dict)
    entries: dict[str, dict[str, Entry]] = field(
        default_factory=lambda: {name: {} for name in ("moved", "repairs", "left_out", "doubts")}
    )

    def note(
        self, kind: str, count: int = 1, place: Place | None = None, /, **values: Value
    ) -> None:
        """Count a repair; a count of 0 is none."""
        if count:
            self._entry("repairs", Message(kind, values)).add(count, self._at(place))

    def detail(self, kind: str, key: str, text: str, /) -> None:
        """Add a value to a repair that was counted, such as the readings that were removed."""
        self._entry("repairs", Message(kind)).more[key] = text

    def leave_out(
        self, kind: str, text: str = "", place: Place | None = None, /, **values: Value
    ) -> None:
        """List what the file has and the text has not; ``text`` is what it says, if anything."""
        more = {"text": text} if text else {}
        self._entry("left_out", Message(kind, values), more).add(1, self._at(place))

    def move(self, kind: str, to: str, place: Place | None = None, /, **values: Value) -> None:
        """List what was moved to another file."""
        self._entry("moved", Message(kind, values), {"to": to}).add(1, self._at(place))

    def doubt(self, doubt: Message, place: Place | None = None, /) -> None:
        """List what people have to decide."""
        self._entry("doubts", doubt).add(1, self._at(place))

    def include(self, other: "Repairs") -> None:
        """List what was done to a file inside this one, all where that file stands."""
        for section, entries in other.entries.items():
            for each in entries.values():
                self._entry(section, each.what, each.more).add(each.count, self.place)

    @property
    def total(self) -> int:
        """How many repairs were made."""
        return sum(entry.count for entry in self.entries["repairs"].values())

    @property
    def left_out(self) -> list[Entry]:
        """What was left out; where the words are kept and only their form is lost, last."""
        entries = self.entries["left_out"].values()
        return sorted(entries, key=lambda entry: _WORDS_ARE_KEPT in entry.what.text(_LANGUAGE))

    @property
    def doubts(self) -> list[Entry]:
        """What people have to decide."""
        return list(self.entries["doubts"].values())

    def line_of(self, entry: Entry, file: str) -> int:
        """Return the first line of a file at which an entry has a place; 0 where it has none."""
        numbers = (place for place in entry.places.values() if isinstance(place, int))
        found = (self.lines.get(number, ("", 0)) for number in numbers)
        return min((line for name, line in found if name == file), default=0)

    def where(self, entry: Entry, language: str) -> str:
        """Return the places of an entry: lines of the files, else paragraphs, and parts."""
        by_file: dict[str, list[int]] = {}
        for place in entry.places.values():
            if isinstance(place, int):
                name, line = self.lines.get(place, ("", place))
                by_file.setdefault(name, []).append(line)
        words = [
            Message("place.lines", {"file": name, "at": _ranges(lines, step=2)})
            if name
            else Message("place.paragraphs", {"at": _ranges(lines)})
            for name, lines in sorted(by_file.items())
        ]
        parts = [place for place in entry.places.values() if isinstance(place, Message)]
        return Message("place.all", {"places": [*words, *parts]}).text(language)

    def to_data(self, source: str, encoding: str, language: str) -> dict[str, Any]:
        """Return the list as it is written: each entry with what, count and place."""
        data: dict[str, Any] = {"source": source} | ({"encoding": encoding} if encoding else {})
        return data | {
            name: [
                {
                    "kind": entry.what.kind.partition(".")[2],
                    "what": without_marks(entry.what.text(language)),
                    "count": entry.count,
                    "place": self.where(entry, language),
                    **{key: without_marks(text) for key, text in entry.more.items()},
                }
                for entry in entries
            ]
            for name, entries in self._sections()
        }

    def _sections(self) -> Iterator[tuple[str, list[Entry]]]:
        for name, entries in self.entries.items():
            yield name, self.left_out if name == "left_out" else list(entries.values())

    def to_yaml(self, source: str, encoding: str) -> str:
        """Write the list as ``repairs.yml``, in Chinese as the text is."""
        data = self.to_data(source, encoding, _LANGUAGE)
        differs = any(self.entries[name] for name in ("moved", "repairs", "left_out"))
        head = _HEAD + ("全部列在下面。" if differs else "没有不同。") + "\n\n"
        return head + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)

    def _entry(self, section: str, what: Message, more: dict[str, str] | None = None) -> Entry:
        key = f"{what} {more or ''}"
        if key not in self.entries[section] and len(self.entries[section]) >= _MOST_ENTRIES:
            key, what, more = _REST.kind, _REST, None
        return self.entries[section].setdefault(key, Entry(what, dict(more or {})))

    def _at(self, place: Place | None) -> Place:
        return self.place if place is None else place


def _ranges(numbers: Iterable[int], step: int = 1) -> list[Value]:
    """Return numbers in order, those that follow each other as 3—8.

    Between the paragraphs of a text is a blank line: theirs follow each other by a ``step`` of 2.
    """
    ranges: list[list[int]] = []
    for number in sorted(set(numbers)):
        if ranges and number <= ranges[-1][1] + step:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return [str(start) if start == end else f"{start}—{end}" for start, end in ranges]
