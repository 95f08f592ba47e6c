"""The outcome of a consultation as the service publishes it."""

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from catalogue.checks.figures import find_faults
from catalogue.codec import load_results
from catalogue.results import Correction, Disposition, Results
from comments_service.domain.errors import ChangedMeanwhile, NotReconciled
from comments_service.domain.ledger.entries import SYSTEM
from comments_service.services.clock.clock import clock_of
from comments_service.services.intake.submit import submit
from comments_service.services.outcome import outcome
from comments_service.services.outcome.export import export_file
from comments_service.services.outcome.outcome import (
    OutcomeDraft,
    OutcomeError,
    draft_outcome,
    publish_outcome,
    results_path,
)
from comments_service.services.service import Service
from comments_service.store.database.database import Database
from comments_service.store.ledger import ledger
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World
from tests.worlds.decided import decide, propose, seal

AFTER = {"YANLU_NOW": "2018-08-01T10:00:00+08:00"}


def send(world: World, service: Service, *bodies: str, **facts: Any) -> list[str]:
    """Send one submission and return the ids of its comments."""
    clause = {"clause": "v1.part_1__sec_1", "stance": "suggest"}
    comments = [{**clause, "body": each} for each in bodies]
    sent = submit(service, parse_submission(world.citizen(**{"comments": comments, **facts})))
    return [comment.id for comment in sent.comments]


@pytest.fixture
def later(world: World, service: Service) -> Service:
    """Return the same service after the window has ended."""
    return replace(service, clock=clock_of(world.settings(**AFTER)))


def published(service: Service, folder: Path, **options: Any) -> Results:
    publish_outcome(service, POLICY, folder / "results.json", SYSTEM, **options)
    return load_results((folder / "results.json").read_text("utf-8"))


def test_every_comment_is_counted_once_and_the_answered_ones_are_listed(
    world: World, service: Service, later: Service, tmp_path: Path
) -> None:
    one, two, three = send(world, service, "门槛偏高。", "期限太短。", "与本文件无关。")
    (four,) = send(world, service, "请核查某人。", name="何书平", phone="13900001111")
    decide(later, POLICY, one, "adopted", to_wid="v1.part_1__sec_1")
    decide(later, POLICY, two, "not_adopted", reason="期限由上位法规定。", summary="期限。")
    decide(later, POLICY, three, "petition", reason="已转送信访部门。")
    seal(later, POLICY, four)
    results = published(later, tmp_path)
    assert list(find_faults(results)) == []
    counts = results.counts
    assert (counts.comments, counts.taken, counts.petition, counts.transferred) == (4, 1, 1, 2)
    assert (counts.submissions, counts.participants, counts.valid) == (2, 2, 3)
    assert [(row.text, row.disposition, row.summarised) for row in results.rows] == [
        ("门槛偏高。", Disposition.ADOPTED, False),
        ("期限。", Disposition.NOT_ADOPTED, True),
    ]
    assert results.rows[0].masked_name == "林*芸"


def test_a_published_outcome_is_entered_with_its_digest_and_its_cut(
    world: World, service: Service, later: Service, tmp_path: Path
) -> None:
    (one,) = send(world, service, "门槛偏高。")
    decide(later, POLICY, one, "adopted")
    with later.database.read() as connection:
        before = ledger.size(connection)
    published(later, tmp_path)
    with later.database.read() as connection:
        *_, entry = ledger.entries(connection)
    assert (entry.type, entry.stream) == ("outcome.published", POLICY)
    data = (tmp_path / "results.json").read_bytes()
    said = {"digest": hashlib.sha256(data).hexdigest(), "log_size": before, "correction": False}
    assert entry.data() == said


def test_an_older_draft_replaces_no_newer_outcome(
    world: World,
    service: Service,
    later: Service,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (one,) = send(world, service, "门槛偏高。")
    decide(later, POLICY, one, "adopted")
    newer: list[Results] = []

    def overtaken(*told: Any) -> OutcomeDraft:
        draft = draft_outcome(*told)
        monkeypatch.undo()
        decide(later, POLICY, one, "not_adopted", reason="期限由上位法规定。")
        newer.append(published(later, tmp_path))
        return draft

    monkeypatch.setattr(outcome, "draft_outcome", overtaken)
    with pytest.raises(ChangedMeanwhile):
        published(later, tmp_path)
    assert newer == [load_results((tmp_path / "results.json").read_text("utf-8"))]
    with later.database.read() as connection:
        entered = [each for each in ledger.entries(connection) if each.type == "outcome.published"]
    assert len(entered) == 1


def test_what_a_correction_overtakes_is_not_written(
    world: World, service: Service, later: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = send(world, service, "门槛偏高。")
    decide(later, POLICY, one, "adopted")
    published(later, tmp_path)
    before = (tmp_path / "results.json").read_bytes()
    write = Database.write

    def overtaken(*told: Any) -> Any:
        monkeypatch.undo()
        decide(later, POLICY, one, "not_adopted", reason="期限由上位法规定。")
        return write(*told)

    monkeypatch.setattr(Database, "write", overtaken)
    with pytest.raises(ChangedMeanwhile):
        published(later, tmp_path)
    assert [each.name for each in tmp_path.glob("*.json")] == ["results.json"]
    assert (tmp_path / "results.json").read_bytes() == before
    assert not list(tmp_path.glob(".export-*"))


def test_a_round_without_a_comment_is_published_too(later: Service, tmp_path: Path) -> None:
    results = published(later, tmp_path)
    assert (results.counts.comments, results.rows) == (0, ())
    assert [(each.window, each.comments) for each in results.rounds] == [("w1", 0)]


def test_while_the_window_is_open_nothing_is_published(service: Service, tmp_path: Path) -> None:
    with pytest.raises(OutcomeError, match="window w1 is open"):
        published(service, tmp_path)


def test_what_is_open_stops_it_and_is_named_by_its_number(
    world: World, service: Service, later: Service, tmp_path: Path
) -> None:
    send(world, service, "门槛偏高。", "期限太短。")
    (waiting,) = send(world, service, "再议。")
    propose(later, waiting, "adopted")
    with pytest.raises(OutcomeError) as error:
        published(later, tmp_path)
    assert str(error.value).splitlines() == [
        "1-1、1-2: 还没有采纳情况",
        "2-1: 采纳情况已拟办，尚未审核发布",
    ]
    assert list(tmp_path.glob("*.json")) == []


def test_a_correction_keeps_the_answer_before_it(
    world: World, service: Service, later: Service, tmp_path: Path
) -> None:
    (one,) = send(world, service, "门槛偏高。")
    decide(later, POLICY, one, "not_adopted", reason="超出范围。")
    assert published(later, tmp_path).corrected_on is None
    then = world.settings(YANLU_NOW="2018-08-09T10:00:00+08:00")
    corrected = replace(later, clock=clock_of(then))
    decide(corrected, POLICY, one, "adopted", to_wid="v1.part_1__sec_1")
    results = published(corrected, tmp_path)
    assert results.rows[0].disposition is Disposition.ADOPTED
    assert results.rows[0].corrections == (
        Correction(date(2018, 8, 9), Disposition.NOT_ADOPTED, "超出范围。"),
    )
    assert results.published_on == date(2018, 8, 1)


def test_written_anew_it_keeps_its_day_and_open_comments_do_not_stop_it(
    world: World, service: Service, later: Service, tmp_path: Path
) -> None:
    (one, two) = send(world, service, "门槛偏高。", "期限太短。")
    decide(later, POLICY, one, "adopted")
    with pytest.raises(OutcomeError, match="no outcome is published yet"):
        published(later, tmp_path, refresh=True)
    decide(later, POLICY, two, "adopted")
    first = published(later, tmp_path)
    send(world, service, "来晚了。")
    with pytest.raises(OutcomeError, match="还没有采纳情况"):
        published(later, tmp_path)
    again = replace(later, clock=clock_of(world.settings(YANLU_NOW="2018-09-01T10:00:00+08:00")))
    anew = published(again, tmp_path, refresh=True)
    assert (anew.published_on, anew.counts.comments) == (first.published_on, 3)
    assert list(find_faults(anew)) == []


@pytest.mark.parametrize(
    "table", ["comments", "comment_states", "comment_versions", "decisions", "submissions"]
)
def test_a_row_that_was_deleted_by_hand_makes_it_refuse_and_is_named(
    world: World, service: Service, later: Service, tmp_path: Path, table: str
) -> None:
    (one,) = send(world, service, "门槛偏高。")
    decide(later, POLICY, one, "adopted")
    delete_by_hand(later, table)
    with pytest.raises(NotReconciled, match=one):
        published(later, tmp_path)
    with pytest.raises(NotReconciled, match=one):
        export_file(later, POLICY, "public", "json", tmp_path / "export.json")
    assert list(tmp_path.glob("*.json")) == []


def delete_by_hand(service: Service, table: str) -> None:
    """Delete the rows of a table past every guard of the database."""
    delete = f"DELETE FROM {table}"  # noqa: S608 - the test's own names
    if service.database.file:
        with closing(sqlite3.connect(service.database.file)) as file, file:
            triggers = file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in triggers.fetchall():
                file.execute(f'DROP TRIGGER "{name}"')
            file.execute(delete)
        return
    with service.database.engine.begin() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text(delete))


def test_it_goes_where_the_build_reads_it(tmp_path: Path) -> None:
    (tmp_path / POLICY).mkdir()
    assert results_path(tmp_path, POLICY) == tmp_path / POLICY / "results.json"
    with pytest.raises(OutcomeError, match="no such folder"):
        results_path(tmp_path, "nowhere")
