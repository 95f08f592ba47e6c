"""The words of a line as they are printed, formatted as the source marks them."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from interface.paper.printed import Picture, Run
from publisher.clauses.markdown.inline import Span, TextMarks
from publisher.clauses.markdown.targets import is_relative, resolve
from publisher.sources.own_file import read_own


class Runs:
    """Makes the runs of one text; ``page`` is the absolute address of its page, or "".

    ``pictures`` are the files of those that may be shown; another one is replaced by its text
    alternative in brackets. ``files`` are the names of the attachments.
    """

    def __init__(
        self, marks: TextMarks, page: str, pictures: Sequence[Path], files: Iterable[str] = ()
    ) -> None:
        self.marks = marks
        self.page = page
        self.pictures = {path.name: path for path in pictures}
        self.files = frozenset([*self.pictures, *files])

    def line(self, text: str) -> tuple[Run, ...]:
        """Return the runs of a line, a heading or a cell."""
        return self.spans(self.marks.spans(text))

    def spans(self, spans: Sequence[Span], *, plain: bool = False) -> tuple[Run, ...]:
        """Return the runs of spans; ``plain`` as in ``Run``."""
        return tuple(self._run(span, plain=plain) for span in spans)

    def notes(self) -> Iterator[tuple[Run, ...]]:
        """Yield the footnotes, each as a line that begins with its label."""
        for label, text in self.marks.notes.items():
            yield (Run(f"[{label}] "), *self.line(text))

    def _run(self, span: Span, *, plain: bool) -> Run:
        if span.note:
            return Run(f"[{span.note}]", plain, script="sup")
        if span.picture:
            return self._picture(span, plain=plain)
        href = self._address(span.href) if span.href else ""
        return Run(
            span.text, plain, span.bold, "", span.italic, span.code, script=span.script, href=href
        )

    def _picture(self, span: Span, *, plain: bool) -> Run:
        path = self.pictures.get(span.picture)
        if path is None:
            return Run(f"[{span.text or span.picture}]", plain)
        picture = Picture(path, hashlib.sha256(read_own(path)).hexdigest())
        return Run(span.text, plain, picture=picture)

    def _address(self, href: str) -> str:
        """Return an absolute address; "" where there is none, or it is a place of this text."""
        if href.startswith("#"):
            return ""
        if not is_relative(href):
            return href
        return resolve(self.page, href, self.files) if self.page else ""
