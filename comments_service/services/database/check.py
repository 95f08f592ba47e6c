"""Checking the rows against the append-only ledger, for what was changed, added or lost."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection

from comments_service.keyring import Keyring, KeyringError
from comments_service.services.database.check_entries import STATE, ToldRows, entry_line
from comments_service.services.database.check_public import ToldRow
from comments_service.services.database.check_rows import (
    stored_rows,
    stored_states,
    unlike_versions,
)
from comments_service.services.database.identity import difference
from comments_service.services.service import Service
from comments_service.store.comments import comment_counts, submissions, tally_counts
from comments_service.store.comments.comment_versions import altered_texts
from comments_service.store.ledger import ledger
from interface.command_line import said
from interface.long_work import Progress, reported, reported_step, unheard


@dataclass(slots=True)
class Checked:
    """What was looked at, and one line for each difference."""

    entries: int = 0
    submissions: int = 0
    comments: int = 0
    differences: list[str] = field(default_factory=list)


def check(service: Service, expected: int = 0) -> Checked:
    """Compare every row with its entry; a log shorter than ``expected`` or seen differs too."""
    seen = service.identity.read()
    with service.database.read() as connection:
        checked = compared(connection, service.keyring, service.progress)
        fault = difference(connection, seen) if seen else ""
    # What is told is noted, to be expected of it later.
    service.database.require_durable()
    if checked.entries < expected:
        words = "the log has %(count)s entries, not %(expected)s"
        checked.differences.append(said(words, count=checked.entries, expected=expected))
    checked.differences += [fault] if fault else []
    return checked


def compared(connection: Connection, keyring: Keyring, progress: Progress = unheard) -> Checked:
    """Compare every row with the ledger, as the caller's snapshot has them."""
    checked, told = Checked(), ToldRows()
    has_gaps = connection.dialect.name == "postgresql"
    for entry in reported(ledger.entries(connection), said("entries"), progress):
        checked.entries += 1
        if entry.id != checked.entries and not has_gaps:
            words = said("%(number)s is missing before it", number=checked.entries)
            checked.differences.append(entry_line(entry.id, words))
            checked.entries = entry.id
        checked.differences += told.read(entry)
    if (size := ledger.size(connection)) != checked.entries:
        words = "the log has %(count)s entries, %(written)s were written"
        checked.differences.append(said(words, count=checked.entries, written=size))
    with reported_step(said("texts of clauses"), progress):
        altered = altered_texts(connection)
    checked.differences += [
        said("clause text %(digest)s: is not what was recorded", digest=each) for each in altered
    ]
    checked.differences += _readable(unlike_versions(connection, keyring, told.versions))
    seen: Counter[str] = Counter()
    for kinds, rows in stored_rows(connection, keyring):
        heard = reported(rows, said(next(iter(kinds))), progress)
        checked.differences += _readable(_unlike(kinds, heard, told, seen))
    checked.differences += _readable(comment_counts.faults(connection, told.states()))
    checked.differences += _readable(tally_counts.faults(connection))
    stored = reported(stored_states(connection), said(STATE), progress)
    checked.differences += _readable(_unlike([STATE], stored, told, seen))
    checked.submissions, checked.comments = seen["submission"], seen["comment"]
    if submissions.count_rows(connection) != (checked.submissions, checked.comments):
        checked.differences.append(said("rows without the rows that belong to them"))
    return checked


def _readable(found: Iterator[str]) -> Iterator[str]:
    """Yield what is found, and at last that a row holds what none of its kind can."""
    try:
        yield from found
    except KeyringError:
        raise
    except (ValueError, LookupError, TypeError) as error:
        yield said("a row cannot be read (%(error)s)", error=str(error).partition("\n")[0])


def _unlike(
    kinds: Collection[str], rows: Iterable[ToldRow], told: ToldRows, seen: Counter[str]
) -> Iterator[str]:
    """Yield each row that is not what the ledger tells, and each of these kinds that is missing."""
    for kind, name, row in rows:
        seen[kind] += 1
        recorded = told.pop(kind, name)
        if recorded is None:
            yield f"{said(kind)} {name}: {said('in the rows, not in the entries')}"
            continue
        for each, value in recorded.items():
            if row[each] != value and each.endswith("digest"):
                words = said("its %(field)s is not what was recorded", field=each)
                yield f"{said(kind)} {name}: {words}"
            elif row[each] != value:
                words = "%(field)s is %(found)s, the entries say %(told)s"
                words = said(words, field=each, found=row[each], told=value)
                yield f"{said(kind)} {name}: {words}"
    words = said("in the entries, not in the rows")
    for kind in kinds:
        yield from (f"{said(kind)} {each}: {words}" for each in told.left(kind))
