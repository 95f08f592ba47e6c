"""Of a policy's comments only some are held at a time, however many there are."""

import gc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from catalogue.codec import load_results
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.ledger import decision_entries
from comments_service.domain.outcome.outcome import result_row
from comments_service.domain.register.row import RegisterRow
from comments_service.domain.states.comment_state import CommentState
from comments_service.services.clock.clock import clock_of
from comments_service.services.outcome import outcome
from comments_service.services.register import deciding, register
from comments_service.services.service import Service
from comments_service.services.workbooks import sheets
from comments_service.sheets import disposition_reader, disposition_sheet
from comments_service.store.comments.comment_states import StoredStates
from comments_service.store.statements import streaming
from tests.conftest import POLICY, World
from tests.worlds.comments import HANDLER, PUBLISHER, decision, proposed, taken

_MANY, _AT_ONCE = 7, 2


@pytest.fixture(autouse=True)
def _few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (register, disposition_reader, decision_entries, deciding, streaming):
        monkeypatch.setattr(module, "_AT_ONCE", _AT_ONCE)


def alive(*kinds: type) -> int:
    """Count the objects of these kinds that anything still holds; none of before a freezing."""
    return sum(type(each) in kinds for each in gc.get_objects())


def watched(work: Callable[..., Any], *kinds: type) -> tuple[Callable[..., Any], list[int]]:
    """Return ``work`` that counts before each call how many more of these kinds are held."""
    gc.collect()
    # To the end: what was collected at first is frozen with it, and not to be looked through.
    gc.freeze()
    held: list[int] = []

    def counting(*told: Any, **named: Any) -> Any:
        held.append(alive(*kinds))
        return work(*told, **named)

    return counting, held


def test_a_sheet_goes_out_page_by_page(
    world: World, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(world, service, _MANY)
    counting, held = watched(disposition_sheet.sheet_cells, RegisterRow)
    monkeypatch.setattr(disposition_sheet, "sheet_cells", counting)
    sheets.dispositions_file(service, POLICY, tmp_path / "sheet.xlsx")
    assert len(held) == _MANY
    assert max(held) <= _AT_ONCE + 1


def test_a_sheet_comes_back_some_rows_at_a_time(
    world: World, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(world, service, _MANY)
    sheets.dispositions_file(service, POLICY, tmp_path / "sheet.xlsx")
    counting, held = watched(register.listed, RegisterRow)
    monkeypatch.setattr(sheets, "listed", counting)
    seen = sheets.preview(service, POLICY, (tmp_path / "sheet.xlsx").read_bytes())
    assert (seen.unchanged, len(held)) == (_MANY, -(-_MANY // _AT_ONCE))
    assert max(held) <= _AT_ONCE + 1


def test_an_outcome_is_written_row_by_row(
    world: World, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = [proposed(service, taken(world, service)[0]) for _ in range(_MANY)]
    deciding.release(service, PUBLISHER, pairs)
    counting, held = watched(result_row, RegisterRow, StoredSubmission)
    monkeypatch.setattr(outcome, "result_row", counting)
    after = clock_of(world.settings(YANLU_NOW="2018-08-01T10:00:00+08:00"))
    path = tmp_path / "results.json"
    outcome.publish_outcome(replace(service, clock=after), POLICY, path, PUBLISHER)
    assert len(load_results(path.read_text("utf-8")).rows) == len(held) == _MANY
    assert max(held) <= 2 * _AT_ONCE


def test_thousands_are_proposed_and_released_some_at_a_time(
    world: World, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = [decision(service, each) for each in taken(world, service, _MANY)]
    counting, held = watched(StoredStates.comments, CommentState)
    monkeypatch.setattr(StoredStates, "comments", counting)
    made = deciding.propose(service, HANDLER, new)
    assert len(held) == _MANY
    deciding.release(service, PUBLISHER, [(each.comment, each.id) for each in made])
    assert len(held) == _MANY - (-_MANY // _AT_ONCE)
    assert max(held) <= 2 * _AT_ONCE
