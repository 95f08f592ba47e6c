"""Revisions of a policy text as an office makes them, with where each line came from.

A revision is made of the clauses of a text: some are put in, left out, exchanged, reworded,
split, joined, and one division is written anew below its heading; the numbers follow.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from catalogue.model import Clause
from catalogue.numerals import from_chinese, to_chinese

# The kinds that an office counts, as they are printed.
_COUNTED = re.compile(r"[（(]?(第?)([一二三四五六七八九十百零]+|\d+)(条?)[)）、.．]*")
_STOP = re.compile("(?<=[。；])")
_PUT_IN = ("进一步", "依法依规", "会同有关部门", "按照规定")
_COMMA = re.compile("(?<=[，、])")


@dataclass(frozen=True)
class RevisedLine:
    """A line of the revision: ``origin`` is the line of the old text that it was, 0 for none.

    ``same`` where its words are untouched; ``parts`` are other lines that went into it.
    """

    text: str
    origin: int = 0
    same: bool = False
    parts: tuple[int, ...] = ()


@dataclass
class _Item:
    """A clause with all below it, as lines; ``rest`` are lines after it that are no clauses."""

    line: RevisedLine
    clause: Clause
    below: list["_Item"] = field(default_factory=list)
    rest: list[RevisedLine] = field(default_factory=list)

    def lines(self) -> list[RevisedLine]:
        below = (line for item in self.below for line in item.lines())
        return [self.line, *self.rest, *below]


def revise(
    text: str, clauses: Sequence[Clause], strange: Sequence[str], seed: int
) -> list[RevisedLine]:
    """Return a revision; ``strange`` are sentences of other texts, which are put in."""
    return _Revision(text, clauses, strange, random.Random(seed)).lines()  # noqa: S311


class _Revision:
    def __init__(
        self, text: str, clauses: Sequence[Clause], strange: Sequence[str], chance: random.Random
    ) -> None:
        self.chance = chance
        self.strange = list(strange)
        self.source = text.split("\n")
        self.roots: list[_Item] = []
        by_eid: dict[str, _Item] = {}
        seen: set[int] = set()
        for clause in clauses:
            by_eid[clause.eid] = _Item(self._old(clause), clause)
            above = by_eid[clause.parent].below if clause.parent else self.roots
            if clause.line in seen:
                # A table and its first row, an article and its first 款 are one line.
                by_eid[clause.eid] = by_eid[clause.parent or clause.eid]
            else:
                above.append(by_eid[clause.eid])
            seen.add(clause.line)
        ends = [*sorted(seen)[1:], len(self.source) + 1]
        after = dict(zip(sorted(seen), ends, strict=True))
        for item in by_eid.values():
            begin = item.clause.line
            item.rest = [RevisedLine(line) for line in self.source[begin : after[begin] - 1]]
        self.first = min(seen, default=1)
        self.articles = sum(clause.kind == "art" for clause in clauses)

    def _old(self, clause: Clause) -> RevisedLine:
        return RevisedLine(self.source[clause.line - 1], clause.line, same=True)

    def lines(self) -> list[RevisedLine]:
        """Make all changes, then write the text anew."""
        head = [RevisedLine(line) for line in self.source[: self.first - 1]]
        self._rewrite()
        for change in (self._put_in, self._leave_out, self._exchange, self._split, self._join):
            for _ in range(2):
                change()
        for _ in range(4):
            self._reword()
        return [*head, *(line for item in self.roots for line in item.lines())]

    def _runs(self) -> list[list[_Item]]:
        """Return every list of clauses that are counted from one on, with two at least."""
        found, waiting = [], [self.roots]
        while waiting:
            items = waiting.pop()
            waiting += [item.below for item in items if item.below]
            for kind in {item.clause.kind for item in items}:
                run = [item for item in items if item.clause.kind == kind]
                numbers = [_value(item.clause.number) for item in run]
                # Articles are counted through a text: only where one list holds them all.
                whole = kind != "art" or len(run) == self.articles
                if whole and len(run) > 1 and numbers == list(range(1, len(run) + 1)):
                    found.append(items)
                    break
        return found

    def _pick(self) -> tuple[list[_Item], int] | None:
        runs = self._runs()
        if not runs:
            return None
        items = self.chance.choice(runs)
        counted = [at for at, item in enumerate(items) if _value(item.clause.number)]
        return items, self.chance.choice(counted)

    def _put_in(self) -> None:
        if (picked := self._pick()) and self.strange:
            items, at = picked
            model = items[at].clause
            line = RevisedLine(_numbered(model, self.strange.pop()))
            items.insert(at, _Item(line, model))
            _count_again(items)

    def _leave_out(self) -> None:
        if picked := self._pick():
            items, at = picked
            del items[at]
            _count_again(items)

    def _exchange(self) -> None:
        if picked := self._pick():
            items, at = picked
            if at + 1 < len(items) and items[at].clause.kind == items[at + 1].clause.kind:
                items[at], items[at + 1] = items[at + 1], items[at]
                _count_again(items)

    def _reword(self) -> None:
        every = [item for item in _walk(self.roots) if item.line.same and _is_plain(item.line.text)]
        every = [item for item in every if len(item.line.text) > 40]
        if not every:
            return
        item = self.chance.choice(every)
        number = item.clause.number
        opening, words = item.line.text.split(number, 1) if number else ("", item.line.text)
        pieces = _COMMA.split(words)
        at = self.chance.randrange(len(pieces))
        pieces[at] = self.chance.choice(_PUT_IN) + pieces[at][:-3]
        if pieces[at][-1:] not in "，、。；":
            pieces[at] += "。" if at == len(pieces) - 1 else "，"
        item.line = replace(item.line, text=f"{opening}{number}{''.join(pieces)}", same=False)

    def _split(self) -> None:
        for items in self._runs():
            for at, item in enumerate(items):
                sentences = [part for part in _STOP.split(item.line.text) if part.strip()]
                leaf = _value(item.clause.number) and not item.below and item.line.same
                leaf = leaf and _is_plain(item.line.text)
                if leaf and len(sentences) > 2 and self.chance.random() < 0.3:
                    cut = len(sentences) // 2
                    first, second = "".join(sentences[:cut]), "".join(sentences[cut:])
                    item.line = replace(item.line, text=first, same=False)
                    line = RevisedLine(_numbered(item.clause, second), parts=(item.line.origin,))
                    items.insert(at + 1, _Item(line, item.clause))
                    _count_again(items)
                    return

    def _join(self) -> None:
        for items in self._runs():
            for at in range(len(items) - 1):
                one, two = items[at], items[at + 1]
                whole = all(
                    item.line.same
                    and not item.below
                    and _value(item.clause.number)
                    and _is_plain(item.line.text)
                    for item in (one, two)
                )
                if whole and one.clause.kind == two.clause.kind and self.chance.random() < 0.3:
                    words = two.line.text.split(two.clause.number, 1)[-1]
                    one.line = RevisedLine(
                        one.line.text + words, one.line.origin, parts=(two.line.origin,)
                    )
                    del items[at + 1]
                    _count_again(items)
                    return

    def _rewrite(self) -> None:
        """Write one division anew: its heading stays, all below it is strange."""
        headed = [item for item in self.roots if item.below and _value(item.clause.number)]
        if len(headed) < 3 or len(self.strange) < 4:
            return
        item = self.chance.choice(headed[1:-1])
        model = item.below[0].clause
        anew = (self.strange.pop() for _ in range(3))
        item.below = [_Item(RevisedLine(_numbered(model, words)), model) for words in anew]
        _count_again(item.below)


def _numbered(model: Clause, words: str) -> str:
    gap = "\u3000" if model.number.startswith("第") else ""
    return f"{model.number}{gap}{words}"


def _is_plain(line: str) -> bool:
    """Return whether a change to a line cannot open a quotation or end a table."""
    return not set("“”|「」") & {*line}


def _walk(items: Sequence[_Item]) -> list[_Item]:
    return [each for item in items for each in (item, *_walk(item.below))]


def _value(number: str) -> int | None:
    found = _COUNTED.fullmatch(number.replace(" ", "").replace("\u3000", ""))
    return from_chinese(found[2]) if found else None


def _count_again(items: list[_Item]) -> None:
    """Give the clauses of a list their numbers again, each in the way it is printed."""
    counts: dict[str, int] = {}
    for item in items:
        number, kind = item.clause.number, item.clause.kind
        if not _value(number):
            continue
        counts[kind] = counts.get(kind, 0) + 1
        said = to_chinese(counts[kind])
        printed = re.sub(r"[一二三四五六七八九十百零]+", said, number, count=1)
        printed = re.sub(r"\d+", str(counts[kind]), printed, count=1)
        text = item.line.text.replace(number, printed, 1)
        item.line = replace(item.line, text=text)
        item.clause = replace(item.clause, number=printed)
