"""A tally, a list and an export hold every entry up to their cut, none after, and wait for nobody.

They are of one snapshot: what any clock says chooses nothing.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from comments_service.services.intake.submit import submit
from comments_service.services.ledger.cut import policy_cut
from comments_service.services.ledger.reconciled import LedgerComparison
from comments_service.services.outcome.export import export_data, export_file
from comments_service.services.outcome.tally import public_tally
from comments_service.services.service import Service
from comments_service.web.api.schemas import parse_submission
from tests.conftest import LAST_MOMENT, POLICY, World
from tests.readers.policy_list import policy_list
from tests.servers.databases import writing

Count = Callable[[Service, Path], int]


def tallied(service: Service, _folder: Path) -> int:
    return int(public_tally(service, POLICY)["comments"])


def listed(service: Service, _folder: Path) -> int:
    answer: Any = policy_list(service).answer
    return int(answer["policies"][0]["counts"]["comments"])


def exported(service: Service, folder: Path) -> int:
    out = folder / "out.json"
    export_file(service, POLICY, "restricted", "json", out)
    return agreed(json.loads(out.read_text("utf-8")))


def agreed(whole: dict[str, Any]) -> int:
    """Return how many comments an export holds, -1 where its parts do not agree."""
    counts = {
        len(whole["comments"]),
        whole["tally"]["comments"],
        whole["reconciliation"]["comments"]["received"],
        sum(day["comments"] for day in whole["tally"]["by_day"]),
        sum(row["comments"] for row in whole["tally"]["by_clause"]),
    }
    assert whole["reconciliation"]["balanced"]
    return counts.pop() if len(counts) == 1 else -1


COUNTS = pytest.mark.parametrize("count", [tallied, listed, exported])


@COUNTS
def test_a_writer_that_holds_the_lock_is_not_waited_for(
    world: World, service: Service, database_url: str, count: Count, tmp_path: Path
) -> None:
    submit(service, parse_submission(world.citizen()))
    elsewhere = world.service(YANLU_DATABASE=database_url)
    with writing(elsewhere.database):
        assert count(service, tmp_path) == 1


@COUNTS
def test_what_was_recorded_by_a_later_clock_is_there_all_the_same(
    world: World, service: Service, database_url: str, count: Count, tmp_path: Path
) -> None:
    later = world.service(YANLU_DATABASE=database_url, YANLU_NOW=LAST_MOMENT)
    submit(later, parse_submission(world.citizen()))
    submit(service, parse_submission(world.citizen()))
    assert count(service, tmp_path) == count(later, tmp_path) == 2


def test_what_is_recorded_while_an_export_is_made_is_left_out_of_all_of_it(
    world: World, service: Service, database_url: str
) -> None:
    submit(service, parse_submission(world.citizen()))
    elsewhere = world.service(YANLU_DATABASE=database_url)
    with service.database.read() as connection:
        cut = policy_cut(service, connection, POLICY)
        submit(elsewhere, parse_submission(world.citizen()))
        data = export_data(service, cut, "restricted", LedgerComparison(cut))
        whole = {**vars(data), "comments": list(data.comments)}
    assert agreed(whole) == 1
    assert tallied(service, Path()) == 2


def test_tally_and_manifest_say_up_to_which_entry_they_go(
    world: World, service: Service, tmp_path: Path
) -> None:
    assert public_tally(service, POLICY)["log_size"] == 0
    for _ in range(3):
        submit(service, parse_submission(world.citizen()))
    assert public_tally(service, POLICY)["log_size"] == 3
    export_file(service, POLICY, "public", "json", tmp_path / "out.json")
    whole = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert (whole["manifest"]["log_size"], whole["tally"]["log_size"]) == (3, 3)


def test_the_mark_of_the_list_changes_with_the_last_entry_and_nothing_is_counted_for_a_known_one(
    world: World, service: Service
) -> None:
    first = policy_list(service)
    again = policy_list(service, lambda mark: mark == first.etag)
    assert (again.etag, again.answer) == (first.etag, None)
    submit(service, parse_submission(world.citizen()))
    assert policy_list(service).etag != first.etag
