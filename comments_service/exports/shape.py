"""Flat rows for the writers; one with a key too many or too few is refused: no contact slips in."""

from collections.abc import Iterator
from typing import Any

from catalogue.results import SPLIT_FROM
from comments_service.exports.columns import columns, dictionary
from comments_service.exports.export_data import ExportData, ExportError

Row = dict[str, Any]

SPLITS = ("by_day", "by_participant")


def tables(data: ExportData) -> dict[str, list[Row] | None]:
    """Return tables as flat rows (None: not to be seen) but comments; or ``ExportError``."""
    edition = data.edition
    found = {
        "tally": [{k: v for k, v in data.tally.items() if k not in ("by_clause", *SPLITS)}],
        "by_clause": [_flat_stances(row) for row in data.tally.get("by_clause", [])],
        "reconciliation": _flat_reconciliation(data.reconciliation),
        "dictionary": dictionary(edition),
    }
    for table, rows in found.items():
        for row in rows:
            _check(table, _names(table, edition), row)
    _check("manifest", _names("manifest", edition), {**data.manifest, "rows": {}})
    return {**found, **{table: _split(data, table) for table in SPLITS}}


def comments(data: ExportData) -> Iterator[Row]:
    """Yield the rows of comments in the order of their columns, each checked."""
    names = _names("comments", data.edition)
    for row in data.comments:
        _check("comments", names, row)
        yield {name: row[name] for name in names}


def manifest(data: ExportData, comment_count: int) -> Row:
    """Return the manifest with ``rows``: how many rows each table of data has."""
    rows = {
        "comments": comment_count,
        **{name: len(data.tally[name]) for name in ("by_clause", *SPLITS) if name in data.tally},
    }
    return {**data.manifest, "rows": rows}


def splits_are_shown(data: ExportData) -> bool:
    """Tell whether counts by day and kind may be seen: always inside, in public from 10 on."""
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
    if table not in data.tally:
        return None
    rows: list[Row] = list(data.tally[table])
    for row in rows:
        _check(table, _names(table, data.edition), row)
    return rows


def _flat_stances(row: Row) -> Row:
    return {**{k: v for k, v in row.items() if k != "stances"}, **row.get("stances", {})}


def _flat_reconciliation(found: Row) -> list[Row]:
    units = ("submissions", "comments")
    balanced = found.get("balanced")
    return [{"unit": unit, **found.get(unit, {}), "balanced": balanced} for unit in units]
