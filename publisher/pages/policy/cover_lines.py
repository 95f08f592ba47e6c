"""The lines around a text's clauses as HTML: its head, and what stands at the end of a scope."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from catalogue.model import CoverLine
from publisher.markup.inline_html import InlineHtml

_HEAD = ("title", "label", "subtitle", "enactment", "notice")
_CSS = {
    "title": "yl-doc-title",
    "label": "yl-doc-below",
    "subtitle": "yl-doc-below",
    "enactment": "yl-enactment",
    "annex_list": "yl-annexes",
    "closing": "yl-closing",
    "imprint": "yl-imprint",
}
# Title and notice of a text that is the notice's annex: below it 附件 and the text's own title.
_FEWEST = 2


def split_head(cover: Sequence[CoverLine], first: int) -> tuple[list[CoverLine], list[CoverLine]]:
    """Return what precedes the first clause, and what is shown among the clauses."""
    shown = [line for line in cover if line.role in _CSS or line.role == "notice"]
    head = [line for line in shown if line.line < first and line.role in _HEAD]
    return head, [line for line in shown if line not in head]


def head_html(lines: Sequence[CoverLine], inline: InlineHtml) -> str:
    """Return the title with what is below it; a notice that carries the text is folded."""
    notice = [line for line in lines if line.role == "notice"]
    others = [line for line in lines if line.role != "notice"]
    if not notice:
        return "\n".join(cover_html(others, inline))
    *folded, title = notice
    heads = [line for line in others if line.line < title.line]
    below = [line for line in others if line.line > title.line]
    own = CoverLine(title.line, "title", title.text)
    if len(folded) < _FEWEST:
        shown = [*heads, *(CoverLine(each.line, "enactment", each.text) for each in folded)]
        return "\n".join(cover_html([*shown, own, *below], inline))
    named = "<br>".join(inline.line(line.text) for line in heads) or inline.line(folded[0].text)
    words = "".join(f"<p>{inline.line(line.text)}</p>" for line in folded)
    carrier = f'<details class="yl-carrier"><summary>{named}</summary>{words}</details>'
    return "\n".join([carrier, *cover_html([own, *below], inline)])


def cover_html(lines: Sequence[CoverLine], inline: InlineHtml) -> Iterator[str]:
    """Yield the elements of lines that are shown; signers and date are one paragraph."""
    for role, group in groupby(lines, key=lambda line: line.role):
        words = [inline.line(line.text) for line in group]
        for each in ["<br>".join(words)] if role == "closing" else words:
            # 2. of the list of annexes is below the 1. that follows 附件：.
            further = " yl-further" if role == "annex_list" and each[0].isdecimal() else ""
            yield f'<p class="{_CSS.get(role, "yl-enactment")}{further}">{each}</p>'
