"""A text as HTML that any content system accepts: headings, paragraphs and tables alone.

No class, no style, no script; a clause's eId is the id of the element that begins with it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import takewhile
from pathlib import Path
from urllib.parse import quote

from interface.paper.printed import PrintedLine, Run, Style, Table
from publisher.clauses.markdown.targets import FILES
from publisher.clauses.notice import Notice
from publisher.documents.printed_text import Printed
from publisher.documents.text_runs import Runs
from publisher.markup.prose import no_attributes, prose_html


@dataclass(frozen=True, slots=True)
class Colophon:
    """What follows a text: its page's address and what one can do there, files.

    ``image`` is the QR code's file; ``files`` are (title, path), ``pictures`` those that a
    notice may show.
    """

    address: str
    invitation: str
    image: str
    files: tuple[tuple[str, str], ...] = ()
    pictures: tuple[Path, ...] = ()


def text_html(printed: Printed, colophon: Colophon) -> str:
    """Return the text of a version."""
    # Further on they are those of annexes.
    own = takewhile(
        lambda each: isinstance(each, PrintedLine) and each.style is Style.TITLE, printed.blocks
    )
    title = "".join(each.text for each in own if isinstance(each, PrintedLine))
    return _page(title or printed.title, _blocks(printed), colophon)


def notice_html(notice: Notice, title: str, colophon: Colophon) -> str:
    """Return a notice; ``title`` is for one that has none."""
    offered = (path.rpartition("/")[2] for _, path in colophon.files)
    runs = Runs(notice.marks, colophon.address, colophon.pictures, offered)
    heading = notice.plain(notice.title) or title

    def words(text: str) -> str:
        return _words(runs.line(text), [])

    lines = [f"<h1>{escape(heading)}</h1>", prose_html(notice.paragraphs, words, no_attributes)]
    lines += [f"<p>{words(text)}</p>" for text in notice.closing]
    lines += [_element("p", note) for note in runs.notes()]
    return _page(heading, lines, colophon)


def _page(title: str, body: Iterable[str], colophon: Colophon) -> str:
    address, files = escape(colophon.address), colophon.files
    lines = [
        "<!doctype html>",
        '<html lang="zh-CN">',
        f'<head><meta charset="utf-8"><title>{escape(title)}</title></head>',
        "<body>",
        *body,
        *(f'<p>附件：<a href="{escape(path)}">{escape(name)}</a></p>' for name, path in files),
        f'<p>{escape(colophon.invitation)}：<a href="{address}">{address}</a></p>',
        f'<p><img src="{escape(colophon.image)}" alt="本页二维码" width="200" height="200"></p>',
        "</body>",
        "</html>",
    ]
    return "\n".join([*lines, ""])


def _blocks(printed: Printed) -> Iterator[str]:
    titled = False
    for block in printed.blocks:
        if isinstance(block, Table):
            yield from _table(block)
        elif block.style is Style.TITLE:
            yield _element("h2" if titled else "h1", block.runs)
            titled = True
        else:
            yield from _line(block)


def _line(line: PrintedLine) -> Iterator[str]:
    """Yield one line; a run-in heading is split from its words, 第一条 is not."""
    if not line.level or (line.style is Style.ARTICLE and line.behind):
        yield _element("p", line.runs)
        return
    yield _element(f"h{min(line.level + 1, 4)}", line.heading)
    if line.behind:
        yield _element("p", line.behind)


def _table(table: Table) -> Iterator[str]:
    """Yield a table; the name before that of its first row is its own."""
    own = _names(table.rows[0])[-2:-1]
    yield f"<table{_mark(own)}>"
    for index, row in enumerate(table.rows):
        cell = "td" if index else "th"
        name = _names(row)[-1:]
        cells = "".join(f"<{cell}>{_words(runs, [*own, *name])}</{cell}>" for runs in row)
        missing = f"<{cell}></{cell}>" * (table.width - len(row))
        yield f"<tr{_mark(name)}>{cells}{missing}</tr>"
    yield "</table>"


def _names(row: tuple[tuple[Run, ...], ...]) -> list[str]:
    return [run.name for run in row[0] if run.name]


def _mark(names: list[str]) -> str:
    return f' id="{escape(names[0])}"' if names else ""


def _element(tag: str, runs: tuple[Run, ...]) -> str:
    names = [run.name for run in runs if run.name][:1]
    return f"<{tag}{_mark(names)}>{_words(runs, names)}</{tag}>"


def _words(runs: tuple[Run, ...], named: list[str]) -> str:
    """Write words, with an anchor for each clause that the element itself does not name."""
    return "".join(
        (f'<a id="{escape(run.name)}"></a>' if run.name and run.name not in named else "")
        + _marked(run)
        for run in runs
    )


def _marked(run: Run) -> str:
    """Write the words of one run with the elements that its marks ask for."""
    out = escape(run.text.replace("\n", ""))
    if run.picture:
        src = f"{FILES}/{quote(run.picture.path.name)}"
        return f'<img src="{escape(src)}" alt="{out}">'
    marks = {"code": run.code, "em": run.italic, "strong": run.bold, run.script: run.script}
    for tag in (tag for tag, is_set in marks.items() if is_set):
        out = f"<{tag}>{out}</{tag}>"
    return f'<a href="{escape(run.href)}">{out}</a>' if run.href else out
