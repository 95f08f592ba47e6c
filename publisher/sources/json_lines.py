"""The line of each value of a JSON text, so that a fault in it is named by place."""

import re

from publisher.sources.yaml_text import Place

# No file of ours is nested more deeply; what is would take memory by the square of its depth.
_DEEPEST = 8
_MARK = re.compile(r'\n|"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def json_lines(text: str) -> dict[Place, int]:
    """Return the line, from 1, of each place such as ``("rows", 3, "reason")``.

    The text is valid JSON; of any other text some lines may be wrong. What is deeper than 8
    levels has the line of what it is in.
    """
    walk = _Walk()
    for match in _MARK.finditer(text):
        walk.take(match[0])
    return walk.lines


class _Walk:
    """Goes through the marks; the path is of indexes and keys, "" before a key."""

    def __init__(self) -> None:
        self.lines: dict[Place, int] = {(): 1}
        self.way: list[str | int] = []
        self.line = 1
        self.item_comes = False

    def take(self, mark: str) -> None:
        if mark == "\n":
            self.line += 1
            return
        if self.item_comes and mark != "]":
            self._note()
        self.item_comes = False
        if mark in "[{":
            self.way.append(0 if mark == "[" else "")
            self.item_comes = mark == "["
        elif mark in "]}":
            del self.way[-1:]
        elif mark == ",":
            self._next()
        elif mark != ":" and self.way[-1:] == [""]:
            self.way[-1] = mark.strip('"')
            self._note()

    def _next(self) -> None:
        if self.way and isinstance(self.way[-1], int):
            self.way[-1] += 1
            self.item_comes = True
        elif self.way:
            self.way[-1] = ""

    def _note(self) -> None:
        if len(self.way) <= _DEEPEST:
            self.lines[tuple(self.way)] = self.line
