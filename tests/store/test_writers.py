"""Who writes on PostgreSQL goes on next to the others, and waits only for whom it must.

Each test stops one writer just before its commit, when all is written, and lets another one go on.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, delete, select

from comments_service.domain.accounts.officer import Officer
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.errors import WindowClosed
from comments_service.services.database.check import check
from comments_service.services.intake.submit import submit
from comments_service.services.outcome.export import export_file
from comments_service.services.outcome.tally import public_tally
from comments_service.services.register.deciding import propose
from comments_service.services.service import Service
from comments_service.services.upkeep.timekeeping import keep_time
from comments_service.store.comments import comment_counts
from comments_service.store.database.tables import (
    clause_texts,
    comments,
    ledger_counts,
    submissions,
)
from comments_service.store.ledger import ledger
from comments_service.store.locks import writer_locks
from comments_service.web.api.schemas import parse_submission
from tests.conftest import CLOSES, POLICY, World
from tests.readers.policy_list import policy_list
from tests.servers.databases import stopping, writing
from tests.servers.waiting import wait_for
from tests.worlds.desk_comments import decision
from tests.worlds.ledgers import note
from tests.worlds.writers import Open, blocked, size, somebody, uncommitted

pytestmark = pytest.mark.parametrize("backend", ["postgresql"])


def test_two_post_at_once_and_each_shows_when_it_is_committed(
    world: World, opened: Open, threads: ThreadPoolExecutor, tmp_path: Any
) -> None:
    first, other = opened(), opened()
    marks = [policy_list(other).etag]
    with uncommitted(threads, first, lambda: submit(first, somebody(world, 1))) as earlier:
        later = submit(other, somebody(world, 2))
        assert (later.entry, size(other), public_tally(other, POLICY)["comments"]) == (2, 1, 1)
        marks.append(policy_list(other).etag)
    # Its number is the lower one, and it is seen the last.
    assert (earlier.result().entry, size(other), public_tally(other, POLICY)["comments"]) == (
        1, 2, 2,
    )  # fmt: skip
    assert len({*marks, policy_list(other).etag}) == 3
    export_file(other, POLICY, "restricted", "json", tmp_path / "all.json")
    assert check(other).differences == []


def test_two_who_are_the_first_on_a_clause_do_not_wait_for_each_other(
    world: World, opened: Open, threads: ThreadPoolExecutor
) -> None:
    first, other = opened(), opened()
    with writing(first.database) as connection:
        connection.execute(delete(clause_texts))
    first.database.kept_texts = other.database.kept_texts = frozenset()
    # The texts of clauses are committed first, then the submission.
    with uncommitted(threads, first, lambda: submit(first, somebody(world, 1)), at=2):
        submit(other, somebody(world, 2))
    digests = select(comments.c.text_digest)
    with other.database.read() as connection:
        kept = connection.scalars(select(clause_texts.c.digest)).all()
        assert len(kept) == len(set(kept)) == len(set(connection.scalars(digests)))
        assert len(connection.scalars(digests).all()) > len(kept)
    assert check(other).differences == []


def test_a_number_that_was_given_up_leaves_a_gap_and_nothing_else(
    world: World, opened: Open
) -> None:
    service = opened()
    with pytest.raises(ZeroDivisionError):
        break_off(service)
    taken = submit(service, parse_submission(world.citizen()))
    assert (taken.entry, size(service), check(service).differences) == (2, 1, [])


def break_off(service: Service) -> None:
    with writing(service.database) as connection:
        note(connection, service.clock.now(connection))
        raise ZeroDivisionError


def test_staff_wait_for_each_other_and_for_no_post_nor_any_post_for_them(
    world: World, opened: Open, threads: ThreadPoolExecutor
) -> None:
    first, other = opened(), opened()
    with (
        writing(first.database),
        uncommitted(threads, first, lambda: submit(first, somebody(world, 1))),
    ):
        submit(other, somebody(world, 2))
        turn = threads.submit(lambda: writing(other.database).__enter__())
        wait_for(lambda: blocked(first) == 1, "the turn of another")
    wait_for(turn.done, "the turn")


def test_a_closing_waits_for_who_writes_and_who_comes_later_waits_for_it(
    world: World, opened: Open, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_locks, "CLOSING_PATIENCE", "300s")
    first, other, late = opened(), opened(), opened(YANLU_NOW=CLOSES)
    with uncommitted(threads, first, lambda: submit(first, somebody(world, 1))) as earlier:
        closing = threads.submit(keep_time, late)
        wait_for(lambda: blocked(first) == 1, "the closing")
        # By its clock it is in time: the closing that stands before it decides.
        later = threads.submit(submit, other, somebody(world, 2))
        wait_for(lambda: blocked(first) == 2, "the one that comes later")
        assert not closing.done()
    assert earlier.result().receipt_no
    assert closing.result() is None
    with pytest.raises(WindowClosed):
        later.result()


def test_a_closing_gives_up_soon_and_comes_again(
    world: World, opened: Open, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_locks, "CLOSING_PATIENCE", "10ms")
    first, late = opened(), opened(YANLU_NOW=CLOSES)
    with uncommitted(threads, first, lambda: submit(first, somebody(world, 1))):
        assert keep_time(late) == timedelta(seconds=5)
        assert size(late) == 0
    monkeypatch.setattr(writer_locks, "CLOSING_PATIENCE", "300s")
    assert (keep_time(late), size(late)) == (None, 2)


def test_what_is_counted_while_counts_are_put_together_is_counted_once(
    world: World, opened: Open, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comment_counts, "_WORTH", 1)
    monkeypatch.setattr(ledger, "_WORTH", 1)
    first, other, third = opened(), opened(), opened()
    submit(first, somebody(world, 1))

    def merged(connection: Connection) -> None:
        comment_counts.merge(connection)
        ledger.merge_counts(connection)

    posting = uncommitted(threads, first, lambda: submit(first, somebody(world, 2)))
    with posting, writing(other.database) as connection:
        submit(third, somebody(world, 3))
        merged(connection)
        submit(third, somebody(world, 4))
    assert (size(other), check(other).differences) == (4, [])
    with writing(other.database) as connection:
        merged(connection)
        assert connection.execute(select(ledger_counts.c.number)).scalars().all() == [4]
    assert check(other).differences == []


def test_a_decision_is_made_while_others_post(
    world: World, opened: Open, threads: ThreadPoolExecutor, zhoumin: Officer
) -> None:
    first, other = opened(), opened()
    taken: StoredSubmission = submit(first, somebody(world, 1))
    with uncommitted(threads, first, lambda: submit(first, somebody(world, 2))):
        propose(other, zhoumin.id, [decision(taken.comments[0].id, taken.entry)])
    assert check(other).differences == []


def test_who_stops_all_writers_stops_them_all(
    world: World, opened: Open, threads: ThreadPoolExecutor
) -> None:
    first, other, third = opened(), opened(), opened()
    with stopping(first.database):
        post = threads.submit(submit, other, somebody(world, 1))
        turn = threads.submit(keep_time, third)
        wait_for(lambda: blocked(first) == 2, "both")
    assert post.result().receipt_no
    turn.result()
    with other.database.read() as connection:
        assert connection.execute(select(submissions.c.id)).scalars().all() == [post.result().id]
