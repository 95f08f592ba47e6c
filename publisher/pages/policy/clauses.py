"""A version's clauses as HTML: each is an element whose id is its eId."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from catalogue.aliases import short_names
from catalogue.model import Clause, CoverLine
from catalogue.references import Finder, Reference
from interface.language import CHINESE_WORDS, Translate, is_chinese
from interface.quoting import chinese, named
from publisher.clauses.markdown.inline import is_quote, row_cells, words
from publisher.clauses.markers import is_apart
from publisher.clauses.own_references import own_references
from publisher.markup.inline_html import InlineHtml, LinkedWords, escape
from publisher.pages.policy.annotations import Annotation, Annotations
from publisher.pages.policy.cover_lines import cover_html

DIVISIONS = frozenset(
    ["part", "subpart", "chp", "sec", "dvs", "subdvs", "level", "att", "cmp", "box", "preamble"]
)
_SCOPES = frozenset([None, "att", "cmp"])
_HEADED = DIVISIONS | {"point", "crossheading"}
_HEADING_LIMIT = 60

CommentHref = Callable[[Clause], str]


@dataclass(frozen=True, slots=True)
class Past:
    """What a page shows of older versions.

    ``histories`` by wId, ``anchors`` the older names that lead to a clause, by its eId,
    ``unsure`` the eIds of clauses whose relation to older ones is undecided (待确认).
    """

    histories: Mapping[str, str] = field(default_factory=dict)
    anchors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()


@dataclass
class ClauseRenderer:
    """Renders clauses as HTML in document order, nested as they are.

    ``comment_href`` returns the address of the form for a clause; None where the version
    was never put out for comment. ``translate`` translates the words of the interface, ``inline``
    turns the words of the text into HTML. ``around`` are the lines that are no clauses,
    ``annex`` is the name of the annex that the text is.
    """

    clauses: Sequence[Clause]
    comment_href: CommentHref | None = None
    past: Past = field(default_factory=Past)
    translate: Translate = CHINESE_WORDS
    annotations: Annotations = field(default_factory=Annotations)
    inline: InlineHtml = field(default_factory=InlineHtml)
    around: Sequence[CoverLine] = ()
    annex: str = ""

    def __post_init__(self) -> None:
        """Note who is below whom, and by which names a clause is reached."""
        self.children: dict[str | None, list[Clause]] = defaultdict(list)
        for clause in self.clauses:
            self.children[clause.parent].append(clause)
        self.names = _names(self.clauses, self.past, self.annex)
        self.finder = Finder(self.clauses)
        self.waiting = list(self.around)
        self.out: list[str] = []
        self.is_chinese = is_chinese(self.translate)
        # Marks words of the interface inside the text, which is in Chinese.
        self.own_language = "" if self.is_chinese else ' lang="en"'

    def html(self) -> str:
        """Return the HTML of all clauses; to be called once."""
        self._below(None, None, 2)
        self._cover(None)
        return "\n".join(self.out)

    def _below(self, eid: str | None, kind: str | None, level: int) -> None:
        """Render what is below a clause; lines around it are between the parts of a scope."""
        for child in self.children[eid]:
            if self.waiting and (kind in _SCOPES or child.kind in _SCOPES):
                self._cover(child.line)
            self._render(child, level)

    def _cover(self, before: int | None) -> None:
        here = [line for line in self.waiting if before is None or line.line < before]
        self.out += cover_html(here, self.inline)
        del self.waiting[: len(here)]

    def _render(self, clause: Clause, level: int) -> None:
        if clause.kind == "table":
            self._table(clause)
            return
        tools, doubt = self._tools(clause), ""
        if clause.eid in self.past.unsure:
            words = self.translate("待确认：与上一版本条文的对应关系")
            doubt = f'<span class="yl-doubt"{self.own_language}>{words}</span>'
        self.out.append(
            f'<div class="yl-clause yl-{clause.kind}" {self._marks(clause)}>{self._aliases(clause)}'
            f'<div class="yl-line{_shape(clause)}"><div class="yl-own">'
            f"{self._words(clause, level)}{doubt}</div>{tools}</div>"
        )
        # A level is never skipped: below a clause without a heading it goes on as it was.
        below = level + 1 if _is_heading(clause) else level
        self._below(clause.eid, clause.kind, below)
        self.out.append("</div>")

    def _table(self, clause: Clause) -> None:
        """Render a table whose rows are clauses; the first is its head."""
        tools = self._tools(clause)
        self.out.append(
            f'<div class="yl-clause yl-table" {self._marks(clause)}>{self._aliases(clause)}'
            f'<div class="yl-line yl-titled"><div class="yl-own"></div>{tools}</div>'
            f'<div class="yl-scroll"><table>'
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
        history = self.past.histories.get(clause.wid)
        marks = f'id="{clause.eid}" data-wid="{clause.wid}" data-kind="{clause.kind}"'
        return marks + (f' data-history="{escape(history)}"' if history else "")

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
        """Render a clause's text; each reference that is certain is a link."""
        spans = self.inline.marks.text_spans(clause)
        html = self.inline.spans(spans, list(self._links(words(spans), clause.eid)))
        tag = "blockquote" if is_quote(clause) else "span"
        code = " yl-code" if clause.kind == "qstr" and all(span.code for span in spans) else ""
        return f'<{tag} class="yl-words{code}">{html}</{tag}>'

    def _links(self, text: str, inside: str) -> Iterator[LinkedWords]:
        other = self.annotations.other
        for name, reference in own_references(other.own(text) if other else text):
            if href := self._href(name, reference, inside):
                yield LinkedWords(reference.start, reference.end, href)

    def _href(self, words: str, reference: Reference, inside: str) -> str | None:
        """Return where a reference leads: into the policy that is mentioned, or into this text."""
        other = self.annotations.other
        href = other.href(words) if other else None
        clause = None if href else self.finder.mentioned(words, reference.parts, inside)
        return f"#{clause.eid}" if clause else href

    def _aliases(self, clause: Clause) -> str:
        """Return an empty element for every other name of the clause, as a target of links."""
        return "".join(
            f'<span class="yl-alias" id="{escape(name)}"></span>' for name in self.names[clause.eid]
        )

    def _tools(self, clause: Clause) -> str:
        """Return the way to comment on a clause, the link to itself, and what is told of it."""
        citation, say = escape(clause.citation), ""
        name = citation if self.is_chinese else escape(named(self.translate, clause.citation))
        if self.comment_href:
            words = escape(self.translate("提意见"))
            label = words + escape(self.translate("：")) + name
            href = escape(self.comment_href(clause))
            say = f'<a class="yl-say" href="{href}" aria-label="{label}">{words}</a>'
        # Menu and dialog take both names from here.
        own = f' data-citation="{citation}"' if name != citation else ""
        link = f'<a class="yl-link" href="#{clause.eid}" aria-label="{name} ¶"{own}>¶</a>'
        about = self._about(clause.wid, name)
        css = "yl-tools yl-noted" if about else "yl-tools"
        return f'<div class="{css}"{self.own_language}>{say}{link}{about}</div>'

    def _about(self, wid: str, name: str) -> str:
        """Return links to what explains a clause, changed it, and became of its comments.

        ``name`` is the clause's, escaped: each label begins with it, so that no two links of a
        page share a name.
        """
        told = self.annotations
        if told.is_empty:
            return ""
        links = self._links_to("yl-changed", name, told.changed.get(wid))
        links += self._links_to("yl-explains", name, told.explained.get(wid))
        links += self._links_to("yl-answers", name, told.outcomes.get(wid))
        return f'<p class="yl-about">{links}</p>' if links else ""

    def _links_to(self, css: str, name: str, annotations: list[Annotation] | None) -> str:
        """Return links to pages that are about a clause."""
        links = ""
        for each in annotations or ():
            said = self.translate("：").join(filter(None, (each.name, each.title)))
            label = f"{name} {escape(said)}"
            links += f'<a class="{css}" href="{escape(each.href)}" aria-label="{label}">'
            parts = escape(each.name), chinese(self.translate, each.title)
            links += f"{escape(self.translate('：')).join(filter(None, parts))}</a>"
        return links


def _shape(clause: Clause) -> str:
    """Return the class of a line that is a heading alone, or a number alone (第五条 of a law)."""
    if clause.text:
        return ""
    return " yl-titled" if clause.heading else " yl-bare"


def _is_heading(clause: Clause) -> bool:
    """Return whether a clause's run-in title is a heading of the page; a long one is not."""
    words = len(clause.number + clause.heading)
    return bool(clause.heading) and clause.kind in _HEADED and words <= _HEADING_LIMIT


def _names(clauses: Iterable[Clause], past: Past, annex: str) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    by_wid: dict[str, str] = {}
    for clause in clauses:
        names[clause.eid] = [clause.wid, *past.anchors.get(clause.eid, ())]
        by_wid[clause.wid] = clause.eid
    taken = {name for own in names.values() for name in own}
    shorts = {short: by_wid[wid] for short, wid in short_names(by_wid, annex).items()}
    for short, eid in (short_names(names, annex) | shorts).items():
        if short not in taken:
            names[eid].append(short)
    return names


def shown_number(clause: Clause) -> str:
    """Return a number as a heading shows it: a blank follows 第一章, 附件1 and 1.2.1."""
    if clause.heading and clause.kind in DIVISIONS and is_apart(clause.number):
        return clause.marker + ("\u3000" if clause.kind != "level" else " ")
    return clause.marker + " " if clause.number[-1:].isdecimal() and clause.words else clause.marker
