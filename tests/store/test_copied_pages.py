"""A SQLite database is copied some pages at a time, all as of one instant."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from comments_service.store.copying import sqlite_copy
from comments_service.store.copying.database_copy import CopyError

pytestmark = pytest.mark.sqlite


def test_what_is_written_between_two_steps_neither_gets_in_nor_begins_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_copy, "_PAGES", 1)
    source, target = tmp_path / "source", tmp_path / "target"
    steps: list[int] = []
    with closing(sqlite3.connect(source, isolation_level=None)) as writing:
        writing.execute("PRAGMA journal_mode = WAL")
        writing.execute("CREATE TABLE ledger (id INTEGER PRIMARY KEY, body TEXT)")
        writing.executemany("INSERT INTO ledger (body) VALUES (?)", [("x" * 2_000,)] * 20)
        (pages,) = writing.execute("PRAGMA page_count").fetchone()

        def written_meanwhile(_what: str, done: int | timedelta) -> None:
            if not isinstance(done, timedelta):
                steps.append(done)
                assert len(steps) <= pages, "it began again, and would for ever"
                writing.execute("INSERT INTO ledger (body) VALUES ('later')")

        facts = sqlite_copy.copy(source, target, still=False, progress=written_meanwhile)
    assert facts.log_size == 20
    assert len(steps) == pages


@pytest.mark.parametrize("still", [True, False])
def test_only_what_was_given_as_a_copy_is_called_one(tmp_path: Path, *, still: bool) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"no database" * 1_000)
    with pytest.raises(CopyError) as refused:
        sqlite_copy.copy(source, tmp_path / "target", still=still)
    assert ("no copy that `db backup` made" in str(refused.value)) == still
