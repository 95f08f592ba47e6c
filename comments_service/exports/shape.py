"""Flat rows for the writers; one of another width is refused, so that no contact gets in."""

from collections.abc import Iterator, Sequence
from typing import Any

from catalogue.results import SPLIT_FROM
from comments_service.exports.columns import columns, dictionary
from comments_service.exports.export_data import ExportData, ExportError

Row = dict[str, Any]

SPLITS = ("by_day", "by_participant")


def tables(data: ExportData) -> dict[str, list[Row] | None]:
    """Return tables as flat rows (None: not to be seen) but comments; or ``ExportError``.

    To be called once the comments have been read: the reconciliation is of them.
    """
    balanced = data.reconciliation.get("balanced")
    found: dict[str, list[Row] | None] = {
        "tally": [{k: v for k, v in data.tally.items() if k not in ("by_clause", *SPLITS)}],
        "by_clause": [_flat_stances(row) for row in data.tally.get("by_clause", [])],
        "reconciliation": [
            {"unit": unit, **data.reconciliation.get(unit, {}), "balanced": balanced}
            for unit in ("submissions", "comments")
        ],
        "dictionary": dictionary(data.edition),
        **{table: _split(data, table) for table in SPLITS},
    }
    for table, rows in {**found, "manifest": [{**data.manifest, "rows": {}}]}.items():
        names = _names(table, data.edition)
        for row in rows or ():
            _check(table, names, row)
    return found


def comments(data: ExportData) -> Iterator[Sequence[Any]]:
    """Yield the rows of comments, each checked: a value for each column of the edition."""
    width = len(columns("comments", data.edition))
    for row in data.comments:
        if len(row) != width:
            raise ExportError(f"comments: a row of {len(row)} values for {width} columns")
        yield row


def manifest(data: ExportData, comment_count: int) -> Row:
    """Return the manifest with ``rows``: how many rows each table of data has."""
    rows = {
        "comments": comment_count,
        **{name: len(data.tally[name]) for name in ("by_clause", *SPLITS) if name in data.tally},
    }
    return {**data.manifest, "rows": rows}


def splits_are_shown(data: ExportData) -> bool:
    """Return whether counts by day and kind may be shown: always inside, in public from 10 on."""
    return data.edition == "restricted" or int(data.tally["comments"]) >= SPLIT_FROM


def _check(table: str, names: dict[str, None], row: Row) -> None:
    if row.keys() != names.keys():
        missing = ", ".join(sorted(names.keys() - row.keys())) or "none"
        unknown = ", ".join(sorted(row.keys() - names.keys())) or "none"
        raise ExportError(f"{table}: keys missing: {missing}; keys unknown: {unknown}")


def _names(table: str, edition: str) -> dict[str, None]:
    return dict.fromkeys(column.name for column in columns(table, edition))


def _split(data: ExportData, table: str) -> list[Row] | None:
    if (table in data.tally) != splits_are_shown(data):
        message = f"tally: {table} belongs to the restricted edition and to 10 comments and more"
        raise ExportError(message)
    return list(data.tally[table]) if table in data.tally else None


def _flat_stances(row: Row) -> Row:
    return {**{k: v for k, v in row.items() if k != "stances"}, **row.get("stances", {})}
