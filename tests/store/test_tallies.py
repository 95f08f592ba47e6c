"""Tallies that are kept say what the comments come to, however these came and were changed."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from comments_service.services.database.check import check
from comments_service.services.intake.own_submission import revise, withdraw
from comments_service.services.intake.receipt_holder import ShownReceipt
from comments_service.services.intake.submit import submit
from comments_service.services.ledger.flood_limits import (
    Caller,
    note_wrong_lookup,
    require_room,
    write_pending,
)
from comments_service.services.outcome.kept_tallies import KeptTallies, KeptTally
from comments_service.services.outcome.tally import public_tally
from comments_service.services.service import Service
from comments_service.store.accounts.address_turns import Deed
from comments_service.store.comments import tally_counts
from comments_service.store.database import tables
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World
from tests.servers.databases import writing

CLAUSES = ("v1.part_1__sec_1", "v1.part_2", None)
NEXT_DAY = "2018-07-16T10:00:00+08:00"


def say(*on: str | None, stance: str = "suggest") -> list[dict[str, Any]]:
    return [{"stance": stance, "body": "太笼统。", "clause": clause} for clause in on]


def send(world: World, service: Service, who: str, *on: str | None, **says: Any) -> Any:
    sent = getattr(world, who)(comments=say(*on, **says))
    return submit(service, parse_submission(sent))


def figures(service: Service) -> dict[str, Any]:
    tally = public_tally(service, POLICY)
    return {name: tally[name] for name in tally if name not in {"as_of", "log_size"}}


@pytest.fixture
def told(world: World, service: Service, database_url: str) -> Service:
    """Return a service to which people, a company and an office wrote, some of them again."""
    send(world, service, "citizen", *CLAUSES)
    send(world, service, "citizen", CLAUSES[0], CLAUSES[0], stance="oppose")
    send(world, service, "company", CLAUSES[1], stance="support")
    send(world, service, "department", CLAUSES[0], None, stance="question")
    later = world.service(YANLU_DATABASE=database_url, YANLU_NOW=NEXT_DAY)
    send(world, later, "citizen", CLAUSES[1], None)
    sent = send(world, later, "company", CLAUSES[2])
    shown = ShownReceipt(sent.receipt_no, sent.query_code)
    revise(later, shown, sent.comments[0].id, {"stance": "oppose", "body": "不同意。"})
    sent = send(world, later, "department", CLAUSES[1])
    withdraw(later, ShownReceipt(sent.receipt_no, sent.query_code), sent.comments[0].id)
    return later


def test_a_tally_says_what_the_comments_come_to(told: Service) -> None:
    tally = figures(told)
    counts = [tally[each] for each in ("submissions", "comments", "participants", "departments")]
    assert counts == [7, 12, 2, 1]
    rows = {row["wid"]: row for row in tally["by_clause"]}
    first = rows[CLAUSES[0]]
    assert (first["comments"], first["participants"], first["withdrawn"]) == (4, 1, 0)
    assert first["stances"] == {"support": 0, "oppose": 2, "suggest": 1, "question": 1}
    assert (rows[CLAUSES[1]]["withdrawn"], tally["withdrawn"]) == (1, 1)
    assert rows[None]["stances"]["oppose"] == 1
    days = [tuple(row.values()) for row in tally["by_day"]]
    assert days == [("2018-07-15", 4, 8, 2), ("2018-07-16", 3, 4, 2)]
    kinds = {row["participant"]: row["participants"] for row in tally["by_participant"]}
    assert kinds == {"person": 1, "organisation": 1, "department": 1}
    assert check(told).differences == []


def test_it_is_the_same_when_its_rows_were_put_together(
    told: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = figures(told)
    monkeypatch.setattr(tally_counts, "_WORTH", 1)
    with writing(told.database) as connection:
        # On SQLite they are together from the beginning.
        assert tally_counts.merge(connection) is not told.database.on_sqlite
        assert not tally_counts.merge(connection)
        kept = select(func.count()).select_from(tables.tally_counts)
        assert connection.scalar(kept) == len(CLAUSES) + len(before["by_day"]) + 3
    assert figures(told) == before
    assert check(told).differences == []


def test_a_tally_is_read_again_only_when_something_was_added(
    world: World, told: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, reads = KeptTallies(), list[str]()
    of_policy = tally_counts.of_policy

    def counted(connection: Any, policy: str) -> Any:
        reads.append(policy)
        return of_policy(connection, policy)

    def asked(known: Callable[[str], bool]) -> KeptTally:
        with told.database.read() as connection:
            return kept.tally(connection, told, POLICY, known)

    monkeypatch.setattr(tally_counts, "of_policy", counted)
    first = asked(lambda _etag: False)
    assert first == asked(lambda _etag: False)
    assert asked(first.etag.__eq__).text is None
    assert reads == [POLICY]
    send(world, told, "citizen", None)
    second = asked(first.etag.__eq__)
    assert second.etag != first.etag
    assert '"comments": 13' in (second.text or "")
    assert reads == [POLICY, POLICY]


def test_a_wrong_lookup_counts_before_and_after_it_is_written(
    world: World, database_url: str
) -> None:
    service = world.service(YANLU_DATABASE=database_url, YANLU_LIMIT_LOOKUPS_HOUR="9")
    caller = Caller("192.0.2.7")
    allowances = service.allowances
    assert allowances is not None

    def room() -> bool:
        with service.database.read() as connection:
            try:
                require_room(service, connection, Deed.WRONG_LOOKUP, caller)
            except Exception:  # noqa: BLE001 - told by its kind in test_limits
                return False
            return True

    for _ in range(9):
        assert room()
        note_wrong_lookup(service, caller)
    assert not room()
    write_pending(service)
    assert not service.pending
    assert not room()
