"""A version's clauses as HTML: each is an element whose id is its eId."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from html import escape

from catalogue.model import Clause

_HEADED = frozenset(["part", "sec", "point", "crossheading"])
_HEADING_LIMIT = 60

CommentHref = Callable[[Clause], str]


def clauses_html(clauses: Iterable[Clause], comment_href: CommentHref | None) -> str:
    """Render clauses in document order, nested as they are.

    ``comment_href`` gives the address of the form for a clause; None where the version
    was never put out for comment.
    """
    children: dict[str | None, list[Clause]] = defaultdict(list)
    for clause in clauses:
        children[clause.parent].append(clause)
    out: list[str] = []
    for clause in children[None]:
        _render(clause, children, comment_href, 2, out)
    return "\n".join(out)


def _render(
    clause: Clause,
    children: dict[str | None, list[Clause]],
    comment_href: CommentHref | None,
    level: int,
    out: list[str],
) -> None:
    out.append(
        f'<div class="yl-clause yl-{clause.kind}" id="{clause.eid}" data-wid="{clause.wid}"'
        f' data-kind="{clause.kind}"><span class="yl-alias" id="{clause.wid}"></span>'
        f'<div class="yl-line">{_words(clause, level)}{_tools(clause, comment_href)}</div>'
    )
    for child in children[clause.eid]:
        _render(child, children, comment_href, level + 1, out)
    out.append("</div>")


def _words(clause: Clause, level: int) -> str:
    number = f'<span class="yl-number">{escape(clause.number)}</span>' if clause.number else ""
    text = f'<span class="yl-words">{escape(clause.text)}</span>' if clause.text else ""
    if not clause.heading:
        return number + text
    head = number + escape(clause.heading)
    if clause.kind in _HEADED and len(clause.number + clause.heading) <= _HEADING_LIMIT:
        tag = f"h{min(level, 6)}"
        return f'<{tag} class="yl-heading">{head}</{tag}>{text}'
    return f'<strong class="yl-heading">{head}</strong>{text}'


def _tools(clause: Clause, comment_href: CommentHref | None) -> str:
    citation = escape(clause.citation)
    link = f'<a class="yl-link" href="#{clause.eid}" aria-label="{citation} 链接">链接</a>'
    say = ""
    if comment_href:
        href = escape(comment_href(clause))
        say = f'<a class="yl-say" href="{href}" aria-label="对{citation}提意见">提意见</a>'
    return f'<span class="yl-tools">{link}{say}</span>'
