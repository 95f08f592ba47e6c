"""YAML in which every scalar is a string and every value knows its line.

YAML's own typing turns the index number ``011071002`` into 2388482 and ``no`` into
False; here the schema alone decides what a string means.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from publisher.problems import Problems
from publisher.sources.chinese_words import key_meant, with_half_width_colons
from publisher.sources.text_file import CONTROL, forbidden_character, read_text_file

_WIDE = re.compile("[：；，“”‘’｛｝［］【】－]")
_WIDE_BRACES = re.compile("[｛｝［］]")
_GLUED_DASH = re.compile(r" *-(?=[{\w\"'])(?!\d)")
# What PyYAML says of a second colon in a line, and of a quotation without an end.
_INNER_COLON = "mapping values are not allowed here"
_IN_QUOTATION = "while scanning a quoted scalar"
# Of these a context mark is where the mapping begins, not where the fault is.
_IN_BLOCK = "while parsing a block mapping"
# Of a line without a colon: the fault is there, not on the line that shows it.
_IN_KEY = "while scanning a simple key"
_IN_BRACKETS = ("while parsing a flow sequence", "while parsing a flow mapping")
_COLON = re.compile(r":(?=\s|$)")
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class YamlText:
    """The value, and the line (from 1) of each place in it, such as ``("windows", 0)``."""

    path: Path
    value: Any
    lines: dict[Place, int]

    def line(self, place: Place) -> int:
        """Return the line of a place, or of the nearest one above it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def parse_yaml(text: str, path: Path, problems: Problems, first_line: int = 1) -> YamlText | None:
    """Read a mapping; faults go to ``problems`` and the answer is None."""
    mended = with_half_width_colons(text)
    try:
        node = _composed(text, mended)
    except yaml.YAMLError as error:
        _report(error, mended, path, problems, first_line)
        return None
    except RecursionError:
        problems.add(path, first_line, "Y001.too_deep")
        return None
    if not isinstance(node, yaml.MappingNode):
        problems.add(path, first_line, "Y001.not_a_mapping")
        return None
    builder = _Builder(path, problems, first_line)
    return YamlText(path, builder.build(node, ()), builder.lines)


def _composed(text: str, mended: str) -> yaml.Node | None:
    """Parse the mended text, or else the text as it is; the fault is that of the mended one."""
    try:
        return yaml.compose(mended, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        if mended != text:
            with suppress(yaml.YAMLError):
                node = yaml.compose(text, Loader=yaml.SafeLoader)
                if isinstance(node, yaml.MappingNode):
                    return node
        raise


def _report(
    error: yaml.YAMLError, text: str, path: Path, problems: Problems, first_line: int
) -> None:
    """Name what keeps a text from being YAML, as far as it is one of the usual slips."""
    marked = error if isinstance(error, yaml.MarkedYAMLError) else yaml.MarkedYAMLError()
    lines = dict(enumerate(text.splitlines()))
    detail = marked.problem or marked.context or str(error)
    marks = _lines_of(marked, text)
    if marked.context == _IN_QUOTATION:
        problems.add(path, marks[-1] + first_line, "Y001.open_quotation")
        return
    for at in marks:
        here, line = lines.get(at, ""), at + first_line
        if "\t" in here[: len(here) - len(here.lstrip())]:
            problems.add(path, line, "Y001.tab")
        elif _GLUED_DASH.match(here):
            problems.add(path, line, "Y001.glued_dash")
        elif detail == _INNER_COLON and _COLON.search(here) and not _WIDE_BRACES.search(here):
            problems.add(path, line, "Y001.inner_colon")
        elif wide := _WIDE.findall(here):
            problems.add(path, line, "Y001.full_width", marks=sorted({*wide}))
        else:
            continue
        return
    problems.add(path, marks[0] + first_line, "Y001.not_yaml", detail=detail)


def _lines_of(error: yaml.MarkedYAMLError, text: str) -> list[int]:
    """Return the lines, from 0, on which a fault may be, the likeliest first."""
    shown, context = error.problem_mark, error.context_mark
    before = text[: shown.index] if shown else ""
    if error.problem == _INNER_COLON and "：" in before and not _COLON.search(before):
        # Without any colon of YAML, the lines up to this one are one plain value.
        return [before[: before.index("：")].count("\n")]
    if context and error.context == _IN_KEY:
        return [context.line]
    if context and error.context in _IN_BRACKETS and not _WIDE_BRACES.search(text, context.index):
        # Their end is missing, which shows only on a line below.
        return [context.line]
    if error.context == _IN_BLOCK:
        context = None
    return [mark.line for mark in (shown, context) if mark] or [0]


def read_yaml(path: Path, problems: Problems, *, follow: bool = False) -> YamlText | None:
    """Read a file that is there; None where it is not, or is at fault, which is reported."""
    text = read_text_file(path, problems, follow=follow) if path.exists() else None
    return parse_yaml(text, path, problems) if text is not None else None


class _Builder:
    def __init__(self, path: Path, problems: Problems, first_line: int) -> None:
        self.path = path
        self.problems = problems
        self.first_line = first_line
        self.lines: dict[Place, int] = {}
        self.seen: set[int] = set()

    def build(self, node: yaml.Node, place: Place) -> Any:
        line = node.start_mark.line + self.first_line
        self.lines.setdefault(place, line)
        if id(node) in self.seen:
            self.problems.add(self.path, self.lines[place], "Y001.alias")
            return ""
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*place, index)) for index, item in enumerate(node.value)]
        return self._scalar(str(node.value), line)

    def _scalar(self, text: str, line: int) -> str:
        """Return a key or value; one that hides a control character in an escape is named."""
        if character := forbidden_character(text):
            self.problems.add(self.path, line, "Y001.control_character", character=character)
        return CONTROL.sub("", text)

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        values: dict[str, Any] = {}
        parent = next((name for name in reversed(place) if isinstance(name, str)), "")
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + self.first_line
            key = key_meant(parent, self._scalar(str(key_node.value), line))
            if key in values:
                self.problems.add(self.path, line, "Y002.repeated", key=key)
            self.lines[(*place, key)] = line
            values[key] = self.build(value_node, (*place, key))
        return values
