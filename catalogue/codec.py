"""The contract as JSON: one generic reader and writer for the dataclasses of ``model``.

Keys are the field names, or ``metadata["json"]`` where a name is a Python keyword.
Unknown keys are passed over, so that an older reader can read a newer file of the
same schema number; a missing or wrong value is a ``CatalogueError`` with its place.
"""

import dataclasses
import json
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from catalogue.checks.consistency import require_consistent
from catalogue.errors import CatalogueError
from catalogue.model import CATALOGUE_SCHEMA, CLAUSES_SCHEMA, Catalogue, Clause, ClauseSet
from catalogue.results import RESULTS_SCHEMA, ResultRow, Results
from catalogue.window import parse_instant, rfc3339

T = TypeVar("T")
_SCHEMAS = Path(__file__).parent / "schemas"


def dump_catalogue(catalogue: Catalogue) -> str:
    """Write ``catalogue.json``."""
    return _dump(catalogue)


def dump_clauses(clauses: ClauseSet) -> str:
    """Write ``clauses.json``, a clause a line; ``plain``, its last field, only where it differs."""
    head = {"schema": clauses.schema, "policy": clauses.policy, "version": clauses.version}
    names = _names(Clause)
    rows = [
        {name: getattr(each, name) for name in (names if each.plain is not None else names[:-1])}
        for each in clauses.clauses
    ]
    parts = [
        *(f"{_line(key)}: {_line(value)}" for key, value in head.items()),
        f'"clauses": {_lines(rows)}',
        f'"carried": {_lines(_plain(clauses.carried))}',
        f'"cover": {_lines(_plain(clauses.cover))}',
        *([f'"former": {_line(dict(clauses.former))}'] if clauses.former else []),
    ]
    return "{" + ",\n".join(parts) + "}\n"


def load_catalogue(text: str) -> Catalogue:
    """Read ``catalogue.json``; ``CatalogueError`` where it does not fit or contradicts itself."""
    catalogue = _load(Catalogue, text, CATALOGUE_SCHEMA)
    require_consistent(catalogue)
    return catalogue


def load_clauses(text: str) -> ClauseSet:
    """Read ``clauses.json``; ``CatalogueError`` where it does not fit."""
    return _load(ClauseSet, text, CLAUSES_SCHEMA)


def dump_results(results: Results) -> str:
    """Write ``results.json``."""
    return "".join(results_parts(replace(results, rows=()), results.rows))


def results_parts(head: Results, rows: Iterable[ResultRow]) -> Iterator[str]:
    """Yield ``results.json`` in parts, its rows instead of the head's none; they are read once."""
    before, after = _dump(head).split(_NO_ROWS)
    yield before + _NO_ROWS[:-1]
    mark = ""
    for row in rows:
        yield f"{mark}\n  " + _dump(row).rstrip().replace("\n", "\n  ")
        mark = ","
    yield ("\n ]" if mark else "]") + after


def load_results(text: str) -> Results:
    """Read ``results.json``; ``CatalogueError`` where it does not fit.

    It may be written by hand, so ``schema`` may be left out: this one is meant then.
    """
    return _load(Results, text, RESULTS_SCHEMA, by_hand=True)


def schema_text(schema: str) -> str:
    """Return the JSON Schema (draft 2020-12) of a file of the contract, by its ``schema``."""
    name = schema.replace("/", "-") + ".schema.json"
    return (_SCHEMAS / name).read_text("utf-8")


def schema_names() -> list[str]:
    """Return the names of all schemas that are published, such as ``yanlu-catalogue/1``."""
    files = sorted(_SCHEMAS.glob("*.schema.json"))
    return ["/".join(file.name.removesuffix(".schema.json").rsplit("-", 1)) for file in files]


# As no text holds it: in one a line break is written otherwise.
_NO_ROWS = '\n "rows": []'
# One encoder for all: with indents it is not the fast one.
_line = json.JSONEncoder(ensure_ascii=False).encode


def _dump(value: object) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, indent=1) + "\n"


def _lines(rows: list[Any]) -> str:
    return "[" + ",\n".join(map(_line, rows)) + "]"


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {_key(f): _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"schema": fields.pop("schema"), **fields} if "schema" in fields else fields
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, datetime):
        return rfc3339(value) if value.tzinfo else value.isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _load(kind: type[T], text: str, schema: str, *, by_hand: bool = False) -> T:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CatalogueError("not_json", detail=str(error)) from error
    if not isinstance(data, dict):
        raise CatalogueError("not_an_object")
    if data.get("schema", schema if by_hand else "") != schema:
        raise CatalogueError("schema", schema=schema)
    return cast("T", _typed(kind, data, ""))


def _key(field: "dataclasses.Field[Any]") -> str:
    return cast("str", field.metadata.get("json", field.name))


def _typed(kind: Any, data: Any, place: str) -> Any:
    if dataclasses.is_dataclass(kind):
        return _instance(cast("type", kind), data, place)
    if get_origin(kind) is tuple:
        return _items(get_args(kind)[0], data, place)
    if get_origin(kind) is Mapping:
        return _mapping(get_args(kind)[1], data, place)
    if get_origin(kind) in (types.UnionType, typing.Union):
        return _either(get_args(kind), data, place)
    return _scalar(kind, data, place)


def _instance(kind: type, data: Any, place: str) -> Any:
    if not isinstance(data, dict):
        raise _wrong(place, kind)
    hints = _hints(kind)
    values = {}
    for field in dataclasses.fields(kind):
        key = _key(field)
        if key in data:
            values[field.name] = _typed(hints[field.name], data[key], f"{place}/{key}")
        elif field.default is field.default_factory is dataclasses.MISSING:
            raise CatalogueError("missing", f"{place}/{key}")
    return kind(**values)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _items(kind: Any, data: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise _wrong(place, list)
    return tuple(_typed(kind, item, f"{place}/{index}") for index, item in enumerate(data))


def _mapping(kind: Any, data: Any, place: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise _wrong(place, dict)
    return {key: _typed(kind, value, f"{place}/{key}") for key, value in data.items()}


def _either(kinds: tuple[Any, ...], data: Any, place: str) -> Any:
    if data is None and types.NoneType in kinds:
        return None
    options = [kind for kind in kinds if kind is not types.NoneType]
    if datetime in options and isinstance(data, str):
        return _moment(data, place)
    return _typed(options[0], data, place)


def _moment(text: str, place: str) -> datetime | date:
    """Read a date, or the date-time of a document's header, which may have no offset."""
    kind = datetime if "T" in text else date
    try:
        return kind.fromisoformat(text)
    except ValueError as error:
        raise _wrong(place, kind) from error


def _scalar(kind: type, data: Any, place: str) -> Any:
    if kind in (date, datetime) and isinstance(data, str):
        try:
            return parse_instant(data) if kind is datetime else date.fromisoformat(data)
        except ValueError as error:
            raise _wrong(place, kind) from error
    if issubclass(kind, StrEnum):
        return _word(kind, data, place)
    if kind is float and type(data) is int:
        return float(data)
    if type(data) is not kind:
        raise _wrong(place, kind)
    return data


def _word(kind: type[StrEnum], data: Any, place: str) -> StrEnum:
    try:
        return kind(data)
    except ValueError as error:
        raise _wrong(place, kind) from error


def _wrong(place: str, kind: type) -> CatalogueError:
    return CatalogueError("wrong_type", place or "/", type=kind.__name__)
