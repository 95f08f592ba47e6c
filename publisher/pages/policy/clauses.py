"""A version's clauses as HTML: each is an element whose id is its eId."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from catalogue.aliases import short_names
from catalogue.model import Clause
from catalogue.references import Finder, Reference
from look.language import CHINESE_WORDS, Say
from publisher.clauses.markdown.inline import is_quote, row_cells, words
from publisher.clauses.own_references import own_references
from publisher.markup.inline_html import InlineHtml, LinkedWords, escape
from publisher.pages.policy.annotations import Annotations, Told

_DIVISIONS = frozenset(["part", "subpart", "chp", "sec", "att", "preamble"])
_HEADED = _DIVISIONS | {"point", "crossheading"}
# A text without articles speaks of those of another.
_ARTICLE = re.compile(r"第[^（(]{1,9}条")
_HEADING_LIMIT = 60

CommentHref = Callable[[Clause], str]


@dataclass(frozen=True, slots=True)
class Past:
    """What a page tells of older versions.

    ``histories`` by wId, ``anchors`` the older wIds that lead to a clause, by its eId,
    ``unsure`` the eIds of clauses whose relation to older ones is to be decided (待确认).
    """

    histories: Mapping[str, str] = field(default_factory=dict)
    anchors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()


def clauses_html(  # noqa: PLR0913 - everything that a page tells of clauses
    clauses: Sequence[Clause],
    comment_href: CommentHref | None,
    past: Past | None = None,
    say: Say = CHINESE_WORDS,
    beside: Annotations | None = None,
    *,
    inline: InlineHtml | None = None,
) -> str:
    """Render clauses in document order, nested as they are.

    ``comment_href`` gives the address of the form for a clause; None where the version
    was never put out for comment. ``say`` gives the words of the interface. ``beside`` is
    what is told of single clauses elsewhere. ``inline`` turns the words into HTML.
    """
    renderer = _Renderer(clauses, comment_href, past or Past(), say, beside or Annotations())
    renderer.inline = inline or renderer.inline
    return "\n".join(renderer.lines())


class _Renderer:
    def __init__(
        self,
        clauses: Sequence[Clause],
        comment_href: CommentHref | None,
        past: Past,
        say: Say,
        beside: Annotations,
    ) -> None:
        self.inline = InlineHtml()
        self.beside = beside
        self.comment_href = comment_href
        self.past = past
        self.say = say
        self.children: dict[str | None, list[Clause]] = defaultdict(list)
        for clause in clauses:
            self.children[clause.parent].append(clause)
        self.names = _names(clauses, past)
        self.finder = Finder(clauses)
        self.has_articles = any(clause.kind == "art" for clause in clauses)
        self.out: list[str] = []

    def lines(self) -> list[str]:
        """Return the HTML of all clauses, line by line."""
        for clause in self.children[None]:
            self._render(clause, 2)
        return self.out

    def _render(self, clause: Clause, level: int) -> None:
        if clause.kind == "table":
            self._table(clause)
            return
        tools = self._tools(clause)
        self.out.append(
            f'<div class="yl-clause yl-{clause.kind}" {self._marks(clause)}>{self._aliases(clause)}'
            f'<div class="yl-line">{self._words(clause, level)}{self._doubt(clause)}{tools}</div>'
            f"{self._explained(clause)}"
        )
        # A level is never skipped: below a clause without a heading it goes on as it was.
        below = level + 1 if _is_heading(clause) else level
        for child in self.children[clause.eid]:
            self._render(child, below)
        self.out.append("</div>")

    def _table(self, clause: Clause) -> None:
        """Render a table whose rows are clauses; the first is taken for its head."""
        tools = self._tools(clause)
        self.out.append(
            f'<div class="yl-clause yl-table" {self._marks(clause)}>{self._aliases(clause)}'
            f'<div class="yl-line">{tools}</div><div class="yl-scroll"><table>'
        )
        for index, row in enumerate(self.children[clause.eid]):
            cell = "th" if index == 0 else "td"
            cells = "".join(
                f"<{cell}>{self.inline.line(text)}</{cell}>" for text in row_cells(row.text)
            )
            last = self._aliases(row) + self._tools(row)
            self.out.append(
                f'<tr class="yl-clause yl-tr" {self._marks(row)}>{cells}<td>{last}</td></tr>'
            )
        self.out.append("</table></div></div>")

    def _marks(self, clause: Clause) -> str:
        return (
            f'id="{clause.eid}" data-wid="{clause.wid}"'
            f' data-kind="{clause.kind}"{self._history(clause)}'
        )

    def _words(self, clause: Clause, level: int) -> str:
        bullet = " yl-bullet" if clause.marker != clause.number else ""
        shown = f'<span class="yl-number{bullet}">{escape(shown_number(clause))}</span>'
        number = shown if clause.number else ""
        text = self._text(clause) if clause.text else ""
        if not clause.heading:
            return number + text
        head = number + self.inline.line(clause.heading)
        if _is_heading(clause):
            tag = f"h{min(level, 6)}"
            return f'<{tag} class="yl-heading">{head}</{tag}>{text}'
        return f'<strong class="yl-heading">{head}</strong>{text}'

    def _text(self, clause: Clause) -> str:
        """Set a clause's text; each reference to a clause is a link, where it is certain."""
        spans = self.inline.marks.text_spans(clause)
        html = self.inline.spans(spans, list(self._links(words(spans))))
        tag = "blockquote" if is_quote(clause) else "span"
        code = " yl-code" if clause.kind == "qstr" and all(span.code for span in spans) else ""
        return f'<{tag} class="yl-words{code}">{html}</{tag}>'

    def _links(self, text: str) -> Iterator[LinkedWords]:
        beyond = self.beside.beyond
        for said, reference in own_references(beyond.own(text) if beyond else text):
            href = self._href(said, reference)
            if href:
                yield LinkedWords(reference.start, reference.end, href)

    def _href(self, words: str, reference: Reference) -> str | None:
        """Return where a reference leads: into the policy spoken of, or into this text."""
        beyond = self.beside.beyond
        href = beyond.href(words) if beyond else None
        clause = None if href else self.finder.resolve(reference.parts)
        if clause and (self.has_articles or not _ARTICLE.match(words)):
            return f"#{clause.eid}"
        return href

    def _history(self, clause: Clause) -> str:
        told = self.past.histories.get(clause.wid)
        return f' data-history="{escape(told)}"' if told else ""

    def _aliases(self, clause: Clause) -> str:
        """Give every other name of the clause an element that an address can lead to.

        They stand around nothing, so that the first of them is the clause's own first child.
        """
        return "".join(
            f'<span class="yl-alias" id="{escape(name)}"></span>' for name in self.names[clause.eid]
        )

    def _tools(self, clause: Clause) -> str:
        """Give a clause a link to itself and, where comments are asked for, to the form.

        The link has no words of the interface: a text alone is the same in each language.
        """
        citation = escape(clause.citation)
        link = f'<a class="yl-link" href="#{clause.eid}" aria-label="{citation} ¶">¶</a>'
        changed = self.beside.changed.get(clause.wid, ())
        link += "".join(self._link("yl-changed", citation, told) for told in changed)
        if self.comment_href is None:
            return f'<span class="yl-tools">{link}</span>'
        href, say = escape(self.comment_href(clause)), self.say
        label = escape(say("对%(citation)s提意见", citation=clause.citation))
        words = escape(say("提意见"))
        comment = f'<a class="yl-say" href="{href}" aria-label="{label}">{words}</a>'
        return f'<span class="yl-tools">{link}{comment}</span>'

    def _explained(self, clause: Clause) -> str:
        """Name below a clause the texts that explain it, and what became of its comments."""
        found = self.beside.explained.get(clause.wid, ())
        answers = self.beside.answered.get(clause.wid, ())
        if not found and not answers:
            return ""
        citation = escape(clause.citation)
        links = "".join(self._link("yl-explains", citation, told) for told in found)
        links += "".join(self._link("yl-answers", citation, told) for told in answers)
        return f'<p class="yl-about">{links}</p>'

    def _link(self, css: str, citation: str, told: Told) -> str:
        """Link to a page that speaks of a clause; ``citation`` is escaped.

        The label begins with the clause, so that no two links of a page share a name.
        """
        words = escape(self.say("：").join(filter(None, (told.name, told.title))))
        href = escape(told.href)
        return f'<a class="{css}" href="{href}" aria-label="{citation} {words}">{words}</a>'

    def _doubt(self, clause: Clause) -> str:
        if clause.eid not in self.past.unsure:
            return ""
        doubt = self.say("待确认：与上一版本条文的对应关系")
        return f'<span class="yl-doubt">{doubt}</span>'


def _is_heading(clause: Clause) -> bool:
    """Tell whether a clause's run-in title is a heading of the page; long ones are none."""
    words = len(clause.number + clause.heading)
    return bool(clause.heading) and clause.kind in _HEADED and words <= _HEADING_LIMIT


def _names(clauses: Iterable[Clause], past: Past) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    by_wid: dict[str, str] = {}
    for clause in clauses:
        names[clause.eid] = [clause.wid, *past.anchors.get(clause.eid, ())]
        by_wid[clause.wid] = clause.eid
    for short, eid in short_names(names).items():
        names[eid].append(short)
    for short, wid in short_names(by_wid).items():
        names[by_wid[wid]].append(short)
    return names


def shown_number(clause: Clause) -> str:
    """Return a number as a heading shows it: a blank stands behind 第一章 and 附件1."""
    spaced = clause.kind in _DIVISIONS and clause.number.startswith(("第", "附"))
    return clause.marker + "\u3000" if spaced and clause.heading else clause.marker
