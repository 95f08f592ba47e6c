"""Counts follow the states, and exports are refused where rows and ledger do not agree."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from comments_service.domain.errors import (
    NotReconciled,
)
from comments_service.services.register.deciding import release, seal
from comments_service.services.service import Service
from comments_service.services.upkeep.upkeep import CONSTANT_TASKS, Upkeep
from comments_service.store.comments import comment_counts
from comments_service.store.database.tables import comment_counts as counts
from tests.conftest import World
from tests.servers.databases import writing
from tests.worlds.comments import HANDLER, PUBLISHER, exported, proposed, taken
from tests.worlds.ledgers import without_triggers


def sums(service: Service) -> tuple[dict[Any, int], dict[Any, int]]:
    """Return the counted numbers by (state, disposition, sealed), and by day."""
    with service.database.read() as connection:
        cells: dict[Any, int] = {}
        for row in connection.execute(counts.select().where(counts.c.split == "whole")):
            key = (row.state, row.disposition, row.sealed)
            cells[key] = cells.get(key, 0) + row.number
        by_day: dict[Any, int] = {}
        for row in connection.execute(counts.select().where(counts.c.split == "day")):
            by_day[row.day] = by_day.get(row.day, 0) + row.number
    return {key: number for key, number in cells.items() if number}, by_day


def test_counts_follow_the_states_before_and_after_they_are_merged(
    world: World, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = taken(world, service, 3)
    release(service, PUBLISHER, [proposed(service, first)])
    proposed(service, second)
    seal(service, HANDLER, [third], "检举")
    expected = {
        ("answered", "partly_adopted", False): 1,
        ("decided", "partly_adopted", False): 1,
        ("received", "discipline", True): 1,
    }
    before = sums(service)
    assert before[0] == expected
    # What is sealed is in no count by day.
    assert sum(before[1].values()) == 2
    monkeypatch.setattr(comment_counts, "_WORTH", 1)
    for _ in range(2):
        with service.database.write() as connection:
            comment_counts.merge(connection)
    assert sums(service) == before
    with service.database.read() as connection:
        rows = connection.execute(counts.select()).all()
    assert [row.split for row in rows].count("whole") == 3
    assert {row.merged for row in rows} == {True}


# A comment with all its rows, of which no entry says anything: a copy of another.
FOREIGN = """
INSERT INTO comments
 (id, submission_id, position, wid, eid, clause_digest, citation, text_digest)
 SELECT 'foreign', submission_id, 2, wid, eid, clause_digest, citation, text_digest
 FROM comments WHERE id = :comment;
INSERT INTO comment_versions
 (comment_id, number, stance, confidential, digest, entry, body, proposed_text, reason)
 SELECT 'foreign', number, stance, confidential, digest, entry, body, proposed_text, reason
 FROM comment_versions WHERE comment_id = :comment;
INSERT INTO comment_states
 (comment, policy, "window", rank, channel, kind, late, unchecked, sealed, state, submission,
  serial, position, day, wid, entry, changed, stage)
 SELECT 'foreign', policy, "window", rank, channel, kind, late, unchecked, sealed, state,
  submission, serial, 2, day, wid, entry, changed, stage
 FROM comment_states WHERE comment = :comment
"""


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM comment_states WHERE comment = :comment",
        "DELETE FROM comment_versions WHERE comment_id = :comment",
        (
            "DELETE FROM comment_versions WHERE comment_id = :comment;"
            "DELETE FROM decisions WHERE comment_id = :comment;"
            "DELETE FROM comments WHERE id = :comment"
        ),
        "DELETE FROM decisions WHERE comment_id = :comment",
        *(
            f"UPDATE comment_states SET {altered} WHERE comment = :comment"  # noqa: S608 - own
            for altered in (
                "sealed = true",
                "disposition = 'adopted'",
                "state = 'studied'",
                "released = NULL",
                "proposer = 'handler1'",
                "answered = 1",
                "changed = 1",
                "entry = 2",
                "rank = 99",
                "wid = 'v1.part_3'",
                "channel = 'fax'",
                "kind = 'department'",
                "late = true",
                "day = '2018-07-16'",
                "\"window\" = 'w9'",
                "unchecked = true",
                "submission = 'another'",
                "position = 7",
            )
        ),
        "UPDATE comments SET wid = 'v1.part_3' WHERE id = :comment",
        "UPDATE comments SET position = 7 WHERE id = :comment",
    ],
)
def test_an_export_is_refused_where_a_row_is_missing_or_altered_and_names_it(
    world: World, service: Service, tmp_path: Path, change: str
) -> None:
    first, second = taken(world, service, 2)
    release(service, PUBLISHER, [proposed(service, first), proposed(service, second)])
    exported(service, tmp_path)
    (tmp_path / "out.json").unlink()
    with writing(service.database) as connection, without_triggers(connection):
        for each in change.split(";"):
            connection.execute(text(each), {"comment": second})
    with pytest.raises(NotReconciled) as refused:
        exported(service, tmp_path)
    assert f"1-2 ({second})" in str(refused.value)
    assert first not in str(refused.value)
    assert list(tmp_path.glob("out.json*")) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE submissions SET channel = 'fax'",
        "UPDATE participants SET kind = 'department'",
        "UPDATE submissions SET policy = 'another'",
        "UPDATE comment_states SET policy = 'another'",
    ],
)
def test_an_export_is_refused_where_the_rows_of_a_submission_say_something_else(
    world: World, service: Service, tmp_path: Path, change: str
) -> None:
    (comment,) = taken(world, service)
    with writing(service.database) as connection, without_triggers(connection):
        connection.execute(text(change))
    with pytest.raises(NotReconciled, match=comment):
        exported(service, tmp_path)


def test_an_export_is_refused_where_a_comment_is_there_twice(
    world: World, service: Service, tmp_path: Path
) -> None:
    _, second = taken(world, service, 2)
    with writing(service.database) as connection, without_triggers(connection):
        for each in FOREIGN.split(";"):
            connection.execute(text(each), {"comment": second})
    with pytest.raises(NotReconciled) as refused:
        exported(service, tmp_path)
    assert "1-3 (foreign)" in str(refused.value)
    assert second not in str(refused.value)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger SET stream = 'another' WHERE type = 'decision.proposed'",
        "UPDATE ledger SET stream = 'another' WHERE type = 'decisions.released'",
        "UPDATE ledger SET stream = 'another' WHERE type = 'submission.received'",
    ],
)
def test_an_export_is_refused_where_an_entry_of_a_comment_is_not_there(
    world: World, service: Service, tmp_path: Path, change: str
) -> None:
    first, second = taken(world, service, 2)
    for each in (first, second):
        release(service, PUBLISHER, [proposed(service, each)])
    with writing(service.database) as connection, without_triggers(connection):
        connection.execute(text(change))
    with pytest.raises(NotReconciled):
        exported(service, tmp_path)


def test_an_export_is_refused_where_the_text_of_a_clause_is_another(
    world: World, service: Service, tmp_path: Path
) -> None:
    taken(world, service)
    with writing(service.database) as connection, without_triggers(connection):
        connection.execute(text("UPDATE clause_texts SET text = 'another'"))
    with pytest.raises(ValueError, match="text"):
        exported(service, tmp_path)
    assert list(tmp_path.glob("out.json*")) == []


def test_an_export_is_refused_where_an_entry_says_something_else(
    world: World, service: Service, tmp_path: Path
) -> None:
    taken(world, service)
    with writing(service.database) as connection, without_triggers(connection):
        connection.execute(text("UPDATE ledger SET body = substr(body, 2)"))
    with pytest.raises(NotReconciled, match="#1"):
        exported(service, tmp_path)


def test_upkeep_puts_counts_together(
    world: World, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        taken(world, service)
    monkeypatch.setattr(comment_counts, "_WORTH", 2)
    Upkeep(service, CONSTANT_TASKS).step()
    with service.database.read() as connection:
        rows = connection.execute(counts.select()).all()
    assert sorted((row.split, row.number) for row in rows) == [
        ("clause", 3), ("day", 3), ("participant", 1), ("rank", 3), ("submission", 3),
        ("whole", 3),
    ]  # fmt: skip
