"""The lines around a text's clauses as HTML: its head, and what stands at the end of a scope."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from catalogue.model import CoverLine
from publisher.clauses.markdown.inline import Span
from publisher.markup.inline_html import InlineHtml
from publisher.wording.titles import title_html

_HEAD = ("title", "label", "subtitle", "enactment", "notice")
_CSS = {
    "title": "yl-doc-title",
    "label": "yl-doc-below",
    "subtitle": "yl-doc-below",
    "enactment": "yl-enactment",
    # The last line of a notice is the title of the text that it carries.
    "notice": "yl-enactment",
    "annex_list": "yl-annexes",
    "closing": "yl-closing",
    "imprint": "yl-imprint",
}
# 附件 alone is no notice to be folded.
_FEWEST = 2


def split_head(cover: Sequence[CoverLine], first: int) -> tuple[list[CoverLine], list[CoverLine]]:
    """Return what precedes the first clause, and what is shown among the clauses."""
    shown = [line for line in cover if line.role in _CSS]
    head = [line for line in shown if line.line < first and line.role in _HEAD]
    return head, [line for line in shown if line not in head]


def head_html(lines: Sequence[CoverLine], inline: InlineHtml) -> str:
    """Return the title with what is below it; a notice that carries the text is folded."""
    folded = [line for line in lines if line.role == "notice"][:-1]
    if len(folded) < _FEWEST:
        return "\n".join(cover_html(lines, inline))
    heads = [line for line in lines if line.line < folded[-1].line and line not in folded]
    named = "<br>".join(_words(line, inline) for line in heads or folded[:1])
    words = "".join(f"<p>{inline.line(line.text)}</p>" for line in folded)
    carrier = f'<details class="yl-carrier"><summary>{named}</summary>{words}</details>'
    below = [line for line in lines if line not in heads and line not in folded]
    return "\n".join([carrier, *cover_html(below, inline)])


def cover_html(lines: Sequence[CoverLine], inline: InlineHtml) -> Iterator[str]:
    """Yield the elements of lines that are shown; signers and date are one paragraph."""
    for role, group in groupby(lines, key=lambda line: line.role):
        words = [_words(line, inline) for line in group]
        if role == "closing":
            words = ["<br>".join(words)]
        for left, each in enumerate(words, 1 - len(words)):
            css = _CSS[role]
            if role == "notice" and not left:
                css = _CSS["title"]
            elif role == "annex_list" and each[0].isdecimal():
                # 2. of the list of annexes is below the 1. that follows 附件：.
                css += " yl-further"
            yield f'<p class="{css}">{each}</p>'


def _words(line: CoverLine, inline: InlineHtml) -> str:
    """Return a line as HTML; a title without marks breaks between its phrases."""
    is_plain = inline.marks.spans(line.text) == (Span(line.text),)
    return title_html(line.text) if line.role == "title" and is_plain else inline.line(line.text)
