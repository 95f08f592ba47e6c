"""A reading for people: on a terminal, and as one page that needs nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from catalogue.model import Clause
from interface.names import CHANNEL_NAMES, KIND_NAMES
from publisher.clauses.markers import is_apart
from publisher.clauses.notice import read_notice
from publisher.importers.blocks.marks import without_marks
from publisher.importers.blocks.repairs import Entry, Repairs
from publisher.problems import Message, Problems, Value, table
from publisher.readings.reading import TextReading, depths
from publisher.versions.comparison import count_changes

_FIRST_WORDS = 40
# Whoever reads a longer list looks for one thing in it, and finds that in the file.
_MOST_LEFT_OUT = 20
_TEMPLATE = Path(__file__).with_name("tree.html")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the tree: how deep it stands, its number or what it is, and its words."""

    line: int
    depth: int
    number: str
    words: str
    whole: str


def tree_of(reading: TextReading, language: str) -> list[Row]:
    """Return clauses and cover lines in the order of the text."""
    depth = depths(reading.clauses)
    rows = [
        _row(each, depth[each.eid]) for each in reading.clauses.clauses if each.number or each.words
    ]
    for line in reading.clauses.cover:
        what = Message("cover.named", {"role": _named("cover", line.role, language)})
        rows.append(Row(line.line, 0, what.text(language), _shortened(line.text), line.text))
    return sorted(rows, key=lambda row: row.line)


def _row(clause: Clause, depth: int) -> Row:
    plain = clause.words
    head = clause.heading if plain.startswith(clause.heading) else ""
    words = head + _shortened(plain[len(head) :])
    apart = " " if words and is_apart(clause.number) else ""
    return Row(clause.line, depth, clause.marker + apart, words, plain)


def _shortened(words: str) -> str:
    return words if len(words) <= _FIRST_WORDS else words[:_FIRST_WORDS] + "…"


def _named(group: str, name: str, language: str) -> str:
    return Message(f"{group}.{name}").text(language) if name in table()[group] else name


def facts_of(reading: TextReading, language: str) -> list[tuple[str, str]]:
    """Return what was found around the text, as label and value."""
    return [
        (_named("reading", key, language), value)
        for key, given in (reading.found or {}).items()
        for value in _values(key, given, language)
    ]


def _values(key: str, given: Any, language: str) -> Iterator[str]:
    if key == "windows":
        for each in given:
            days = {"opens": each.get("opens", ""), "closes": each.get("closes", "")}
            yield Message("reading.window", days).text(language)
    elif key == "channels":
        names = CHANNEL_NAMES if language.startswith("zh") else {}
        yield from (f"{names.get(each['kind'], each['kind'])} {each['to']}" for each in given)
    elif key == "kind" and language.startswith("zh"):
        yield KIND_NAMES.get(given, given)
    else:
        yield str(given)


def doubts_of(reading: TextReading, problems: Problems, language: str) -> list[tuple[str, str]]:
    """Return what is to be looked at, as place and sentence: of the import, and of the text."""
    found = [(place, text) for _, place, text in reading.doubts(language)]
    return found + [
        (_place(each.path.name, each.line, language), each.message.text(language))
        for each in problems
    ]


def _place(file: str, line: int, language: str) -> str:
    return Message("place.lines", {"file": file, "at": str(line)}).text(language)


def left_out_of(reading: TextReading, language: str) -> list[str]:
    """Return a title and a line for each thing that the file has and the text has not."""
    if reading.draft is None or not (entries := reading.draft.repairs.left_out):
        return []
    repairs, shown, rest = reading.draft.repairs, entries[:_MOST_LEFT_OUT], entries[_MOST_LEFT_OUT:]
    total = sum(each.count for each in entries)
    lines = [Message("reading.left_out", {"count": total}).text(language)]
    lines += [_left_out(repairs, each, language) for each in shown]
    if more := sum(each.count for each in rest):
        name = next(each for each in reading.draft.files if each.startswith("repairs"))
        lines.append(Message("reading.left_out_rest", {"count": more, "file": name}).text(language))
    return lines


def _left_out(repairs: Repairs, entry: Entry, language: str) -> str:
    words = " ".join(without_marks(entry.more.get("text", "")).split())
    values: dict[str, Value] = {
        "what": entry.what,
        "text": _shortened(words),
        "count": entry.count,
        "place": _shortened(repairs.where(entry, language)),
    }
    kind = "reading.left_out_words" if words else "reading.left_out_thing"
    return without_marks(Message(kind, values).text(language))


def reading_text(reading: TextReading, problems: Problems, language: str) -> str:
    """Return a reading for a terminal: line, level by indentation, number, heading, first words."""
    return "\n".join(_lines(reading, problems, language))


def _lines(reading: TextReading, problems: Problems, language: str) -> Iterator[str]:
    for label, value in facts_of(reading, language):
        yield Message("reading.fact", {"label": label, "value": value}).text(language)
    for name, lines in _parts(reading, language):
        yield f"\n{name}"
        yield from (f"      {_shortened(line)}" for line in lines)
    yield f"\n{_head(reading, language)}"
    for row in tree_of(reading, language):
        yield f"{row.line:>5} {'  ' * row.depth}{row.number}{row.words}"
    if reading.rows:
        yield "\n" + _changes(reading, language)
        yield from (f"      {sign} {words}" for sign, words in _changed(reading))
    if doubts := doubts_of(reading, problems, language):
        yield "\n" + Message("reading.doubts", {"count": len(doubts)}).text(language)
        yield from (f"      {place} {words}" for place, words in doubts)
    if left_out := left_out_of(reading, language):
        yield "\n" + "\n      ".join(left_out)


def _parts(reading: TextReading, language: str) -> Iterator[tuple[str, list[str]]]:
    for name, text in (("notice", reading.notice), ("explanation", reading.explanation)):
        if text:
            read = read_notice(text)
            lines = [read.plain(read.title), *map(read.words, read.paragraphs)]
            lines += map(read.plain, read.closing)
            yield _named("reading", name, language), [line for line in lines if line]


def _changed(reading: TextReading) -> Iterator[tuple[str, str]]:
    for row in reading.rows:
        both = (("-", row.before), ("+", row.after)) if row.change != "unchanged" else ()
        yield from ((sign, words) for sign, words in both if words)


def _head(reading: TextReading, language: str) -> str:
    count = len(reading.clauses.clauses)
    return Message("reading.text", {"version": reading.version, "count": count}).text(language)


def _changes(reading: TextReading, language: str) -> str:
    counts = count_changes(reading.rows).items()
    changes = [Message(f"change.{change}", {"count": count}) for change, count in counts]
    return Message("reading.changes", {"changes": changes}).text(language)


def reading_page(reading: TextReading, problems: Problems, language: str) -> str:
    """Return a reading as a page of its own."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    doubts = doubts_of(reading, problems, language)
    return environment.from_string(_TEMPLATE.read_text("utf-8")).render(
        language=language,
        title=(reading.found or {}).get("title", reading.policy),
        facts=facts_of(reading, language),
        parts=list(_parts(reading, language)),
        text=_head(reading, language),
        tree=tree_of(reading, language),
        changes=_changes(reading, language) if reading.rows else "",
        changed=list(_changed(reading)),
        doubts=doubts,
        doubts_title=Message("reading.doubts", {"count": len(doubts)}).text(language),
        left_out=left_out_of(reading, language),
    )
