"""我们听到的, 我们怎么改, 为什么没改: an outcome in three columns that read across.

A topic is what a group asks, or else what was said of one clause. Made from the rows of the
table alone, so that nothing is here that is not there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from catalogue.results import Disposition
from interface.language import Translate
from interface.quoting import chinese
from publisher.compile.comparisons import changed_lines
from publisher.compile.policy import CompiledPolicy
from publisher.pages.policy.changes import line_html

MOST_TOPICS, MOST_POINTS = 30, 3
"""More than these are in the table alone."""
_TELLING = 10


@dataclass(frozen=True, slots=True)
class Point:
    """What was changed, or was not, with the rows of the comments that it answers.

    ``head`` and ``text`` are HTML, with their language where it is not the page's;
    ``changed`` is a line with its changes marked, ``place`` (citation, path) the clause.
    """

    rows: tuple[dict[str, Any], ...]
    head: Markup | None = None
    text: Markup | None = None
    changed: Markup | None = None
    place: tuple[Markup, str] | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """One row of the three columns; ``quoted`` are a participant's words."""

    head: Markup
    where: Markup | None
    quoted: str
    rows: tuple[dict[str, Any], ...]
    changed: tuple[Point, ...]
    unchanged: tuple[Point, ...]


def topics(
    compiled: CompiledPolicy, rows: list[dict[str, Any]], translate: Translate
) -> list[Topic]:
    """Return the topics, those with most comments first; ``rows`` are those of the table.

    What was said of the whole draft is no one topic, and comes last.
    """
    redlines = _redlines(compiled, translate)
    found = []
    for own in _gathered(rows, lambda row: row["group"] or row["clause"]):
        group, where = own[0]["group"], _where(own, translate)
        found.append(
            Topic(
                chinese(translate, group.topic) if group else where,
                where if group else None,
                _quoted(own),
                own,
                tuple(_changed(own, redlines, translate)),
                tuple(_unchanged(own, translate)),
            )
        )
    return sorted(found, key=_rank)


def _rank(topic: Topic) -> tuple[bool, int]:
    row = topic.rows[0]
    return not (row["group"] or row["clause"]), -len(topic.rows)


def _quoted(rows: Iterable[dict[str, Any]]) -> str:
    """Return the shortest words of a participant that say more than 同意."""
    told = sorted((row["text"] for row in rows if not row["summarised"]), key=len)
    return next((words for words in told if len(words) >= _TELLING), told[-1] if told else "")


def _redlines(compiled: CompiledPolicy, translate: Translate) -> dict[str | None, Any]:
    """Return by wId the newest comparison that changed the words of a clause, and how."""
    found: dict[str | None, Any] = {}
    for each in changed_lines(compiled):
        old, new = each.line.old, each.line.new
        if new and not (old and old.words == new.words) and each.new_wid not in found:
            found[each.new_wid] = each.path, line_html(each.line, translate)
    return found


def _changed(
    rows: Iterable[dict[str, Any]], redlines: dict[str | None, Any], translate: Translate
) -> Iterator[Point]:
    """Yield what a clause carries, with its new wording, and what will be carried later."""
    carried = [row for row in rows if row["carried"]]
    for own in _gathered(carried, lambda row: row["carried"]["wid"]):
        to = own[0]["carried"]
        path, changed = redlines.get(to["wid"]) or (to["path"], None)
        yield Point(own, changed=changed, place=(chinese(translate, to["citation"]), path))
    if waiting := tuple(row for row in rows if row["forthcoming"]):
        yield Point(waiting, text=escape(translate("将体现在修改稿中")))
    for own in _gathered([row for row in rows if row["later"]], lambda row: row["later"]):
        head = escape(translate("拟在后续文件中体现"))
        yield Point(own, head, chinese(translate, own[0]["later"]))


def _unchanged(rows: Iterable[dict[str, Any]], translate: Translate) -> Iterator[Point]:
    """Yield the reasons for what was not adopted, or not wholly."""
    untaken = [row for row in rows if row["fate"] is not Disposition.ADOPTED]
    for own in _gathered(untaken, lambda row: (row["kind"], _reason(row))):
        if reason := _reason(own[0]):
            yield Point(own, escape(own[0]["disposition"]), chinese(translate, reason))


def _reason(row: dict[str, Any]) -> str:
    return row["reason"] or (row["group"].reason if row["group"] else "")


def _gathered(rows: Iterable[dict[str, Any]], key: Any) -> list[tuple[dict[str, Any], ...]]:
    found: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return sorted(map(tuple, found.values()), key=lambda own: -len(own))


def _where(rows: Iterable[dict[str, Any]], translate: Translate) -> Markup:
    citations = dict.fromkeys(row["citation"] for row in rows)
    return escape(translate("、")).join(chinese(translate, citation) for citation in citations)
