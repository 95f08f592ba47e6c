"""The files that the texts of a policy name: pictures they show, files they lead to.

A picture is a plain file of the policy's own folder whose bytes are what its name says. What
is none is named with its line and is not published; the page shows its text alternative.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from publisher.clauses.markdown.blocks import set_apart
from publisher.clauses.markdown.inline import Span, note_text, quoted_words, row_cells, spans
from publisher.clauses.markdown.lines import read_lines
from publisher.clauses.markdown.targets import is_picture, is_relative, resolve
from publisher.problems import Message, Problems, cause_of
from publisher.sources import PolicySource, VersionSource
from publisher.sources.own_file import open_own
from publisher.sources.text_file import TextFile

_ENOUGH = 16


def check_named_files(source: PolicySource, problems: Problems) -> dict[str, Path]:
    """Return the pictures that the texts show, by name; what is wrong goes to ``problems``."""
    found: dict[str, Path] = {}
    texts = list(_texts(source, source.versions))
    for file in texts:
        for line, name in _pictures(file.text):
            path = source.path.parent / name
            lone = Message("M003.lone_file", {"name": name})
            if fault := _fault(path) if source.has_folder else lone:
                problems.add(file.path, line, fault.kind, **fault.values)
            else:
                found[name] = path
    offered = frozenset([*found, *(path.name for path in source.files)])
    for file in texts:
        for line, href in _dead_links(file.text, offered):
            problems.add(file.path, line, "M002.no_file", address=href)
    return found


def shown_pictures(
    source: PolicySource, versions: Iterable[VersionSource], known: dict[str, Path]
) -> tuple[Path, ...]:
    """Return the pictures that some versions and what goes with them show."""
    names = {name for file in _texts(source, versions) for _, name in _pictures(file.text)}
    return tuple(path for name, path in sorted(known.items()) if name in names)


def _texts(source: PolicySource, versions: Iterable[VersionSource]) -> Iterator[TextFile]:
    for version in versions:
        yield TextFile(version.path, version.text)
        if version.english:
            yield version.english
    others = (source.notice, source.explanation, source.interpretation)
    yield from (text for text in others if text)


def _pictures(text: str) -> Iterator[tuple[int, str]]:
    if "![" in text:
        yield from ((line, span.picture) for line, span in _spans(text) if span.picture)


def _dead_links(text: str, offered: frozenset[str]) -> Iterator[tuple[int, str]]:
    for line, span in _spans(text) if "](" in text else ():
        if span.href and is_relative(span.href) and not resolve("", span.href, offered):
            yield line, span.href


def _spans(text: str) -> Iterator[tuple[int, Span]]:
    """Yield what the lines of a text hold, footnotes among them."""
    lines, cover = set_apart(read_lines(text))
    for line in lines:
        cells = row_cells(line.text) if line.is_row else [quoted_words(line.text)]
        for cell in cells if line.apart != "code" else ():
            yield from ((line.number, span) for span in spans(cell))
    for note in cover:
        yield from ((note.line, span) for span in spans(note_text(note)))


def _fault(path: Path) -> Message | None:
    """Return why a file is no picture that may be shown (M003); None where it is one."""
    if not path.is_file():
        return Message("M003.not_there", {"name": path.name})
    try:
        with open_own(path) as file:
            begins = file.read(_ENOUGH)
    except OSError as error:
        return Message("M003.unreadable", {"name": path.name, "cause": cause_of(error)})
    if is_picture(path.name, begins):
        return None
    return Message("M003.other_content", {"name": path.name})
