"""A text without clauses (公告, 起草说明, 解读, an English text) as blocks of HTML."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from markupsafe import Markup

from publisher.clauses.markdown.inline import row_cells
from publisher.clauses.notice import Notice, Paragraph
from publisher.markup.inline_html import InlineHtml, escape

# Words of a paragraph to HTML; number of a paragraph to the attributes of its element.
Words = Callable[[str], str]
Attributes = Callable[[int], str]

_AROUND = {
    "item": ("<ul>", "</ul>"),
    "row": ("<table>", "</table>"),
    "quote": ("<blockquote>", "</blockquote>"),
    "code": ("<pre><code>", "</code></pre>"),
}
# On a page a table may be wider than its column: it scrolls there, by keys too.
_SCROLLING = ('<div class="yl-scroll" tabindex="0">', "</div>")
_TAGS = {"item": "li", "heading": "h3"}


def notice_values(
    text: Notice, inline: InlineHtml, words: Words, attributes: Attributes
) -> dict[str, Any]:
    """Return what a page shows of such a text, as HTML."""
    return {
        "title": _made(inline.line(text.title)),
        "html": _made(page_prose(text.paragraphs, words, attributes)),
        "closing": [_made(inline.line(line)) for line in text.closing],
        "notes": _made(inline.notes()),
    }


def _made(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - escaped where it was made


def no_attributes(number: int) -> str:  # noqa: ARG001
    """Return no attributes, whatever the paragraph."""
    return ""


def page_prose(paragraphs: Iterable[Paragraph], words: Words, attributes: Attributes) -> str:
    """Return the blocks of ``prose_html`` as a page shows them."""
    before, after = _SCROLLING
    html = prose_html(paragraphs, words, attributes)
    # No table can be in the words, where < is escaped.
    return html.replace("<table>", f"{before}<table>").replace("</table>", f"</table>{after}")


def prose_html(paragraphs: Iterable[Paragraph], words: Words, attributes: Attributes) -> str:
    """Return the blocks; consecutive items are one list, rows one table, and so on.

    ``attributes`` is called with the number of a paragraph, from 1.
    """
    numbered = list(enumerate(paragraphs, 1))
    blocks = []
    for role, run in groupby(numbered, lambda pair: pair[1].role):
        lines = [_line(each, words, attributes(number)) for number, each in run]
        before, after = _AROUND.get(role, ("", ""))
        if role == "row":
            lines[0] = lines[0].replace("<td>", "<th>").replace("</td>", "</th>")
        blocks.append(before + "\n".join(lines) + after)
    return "\n".join(blocks)


def _line(each: Paragraph, words: Words, own: str) -> str:
    if each.role == "code":
        return escape(each.text)
    if each.role == "row":
        cells = "".join(f"<td>{words(cell)}</td>" for cell in row_cells(each.text))
        return f"<tr{own}>{cells}</tr>"
    tag = _TAGS.get(each.role, "p")
    return f"<{tag}{own}>{words(each.text)}</{tag}>"
