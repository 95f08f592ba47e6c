"""我们听到的, 我们怎么改, 为什么没改: an outcome in three columns that read across.

Made from the rows of the table alone, so that nothing is here that is not there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from catalogue.results import CARRYING, Disposition
from interface.language import Translate
from interface.quoting import chinese
from publisher.compile.policy import CompiledPolicy
from publisher.pages.policy.changes import changed_lines, line_html

_UNTAKEN = (
    Disposition.NOT_ADOPTED,
    Disposition.PARTLY_ADOPTED,
    Disposition.ALREADY_PROVIDED,
    Disposition.OUT_OF_SCOPE,
)


@dataclass(frozen=True, slots=True)
class ColumnItem:
    """An item of a column: ``numbers`` are those of its comments in the table.

    ``head``, ``text`` and ``where`` are HTML, with their language where it is not the page's.
    ``quoted`` are a participant's words, ``changed`` lines with their changes marked.
    """

    head: Markup
    numbers: tuple[int, ...]
    text: Markup | None = None
    quoted: str = ""
    changed: tuple[Markup, ...] = ()
    path: str = ""
    where: Markup | None = None


def columns(
    compiled: CompiledPolicy, rows: list[dict[str, Any]], translate: Translate
) -> list[dict[str, Any]]:
    """Return the columns that have an entry; ``rows`` are those of the table."""
    taken = [row for row in rows if row["fate"] in CARRYING]
    untaken = [row for row in rows if row["fate"] in _UNTAKEN]
    found = (
        ("heard", translate("我们听到的"), _heard(rows, translate)),
        ("changed", translate("我们怎么改"), _changed(compiled, taken, translate)),
        ("unchanged", translate("为什么没改"), _unchanged(untaken, translate)),
    )
    return [
        {"kind": kind, "name": name, "entries": own}
        for kind, name, items in found
        if (own := sorted(items, key=lambda item: -len(item.numbers)))
    ]


def _heard(rows: list[dict[str, Any]], translate: Translate) -> Iterator[ColumnItem]:
    """Yield what was asked, by the topic of a group or else by clause."""
    for own in _gathered(rows, lambda row: row["group"] or row["clause"]):
        open_rows = [row["text"] for row in own if not row["withheld"]]
        group, where = own[0]["group"], _where(own, translate)
        yield ColumnItem(
            chinese(translate, group.topic) if group else where, _numbers(own),
            quoted=min(open_rows, key=len, default=""), where=where if group else None,
        )  # fmt: skip


def _changed(
    compiled: CompiledPolicy, rows: list[dict[str, Any]], translate: Translate
) -> Iterator[ColumnItem]:
    """Yield what a clause carries, with its new wording, and what will be carried later."""
    redlines: dict[str | None, tuple[str, tuple[Markup, ...]]] = {}
    for each in changed_lines(compiled):
        old, new = each.line.old, each.line.new
        if new and not (old and old.words == new.words) and each.new_wid not in redlines:
            redlines[each.new_wid] = each.path, (line_html(each.line, translate),)
    carried = [row for row in rows if row["carried"]]
    for own in _gathered(carried, lambda row: row["carried"]["wid"]):
        to, lines = own[0]["carried"], redlines.get(own[0]["carried"]["wid"])
        path, changed = lines or (to["path"], ())
        yield ColumnItem(
            chinese(translate, to["citation"]), _numbers(own), changed=changed, path=path
        )
    waiting = [row for row in rows if row["forthcoming"]]
    if waiting:
        yield ColumnItem(
            escape(translate("将体现在修改稿中")), _numbers(waiting), _where(waiting, translate)
        )
    for own in _gathered([row for row in rows if row["later"]], lambda row: row["later"]):
        head = escape(translate("拟在后续文件中体现"))
        yield ColumnItem(head, _numbers(own), chinese(translate, own[0]["later"]))


def _unchanged(rows: list[dict[str, Any]], translate: Translate) -> Iterator[ColumnItem]:
    for own in _gathered(rows, lambda row: row["reason"] or row["group"]):
        reason = own[0]["reason"] or (own[0]["group"].reason if own[0]["group"] else "")
        if reason:
            yield ColumnItem(_where(own, translate), _numbers(own), chinese(translate, reason))


def _gathered(rows: list[dict[str, Any]], key: Any) -> list[list[dict[str, Any]]]:
    found: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return list(found.values())


def _numbers(rows: list[dict[str, Any]]) -> tuple[int, ...]:
    return tuple(row["number"] for row in rows)


def _where(rows: list[dict[str, Any]], translate: Translate) -> Markup:
    citations = dict.fromkeys(row["citation"] for row in rows)
    return escape(translate("、")).join(chinese(translate, citation) for citation in citations)
