"""Decisions on comments: proposed by one, released by another, corrected, sealed."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from comments_service.domain.errors import (
    ChangedMeanwhile,
    Invalid,
    OwnProposal,
    UnknownComment,
)
from comments_service.domain.states.comment_state import CommentProgress
from comments_service.services.database.check import check
from comments_service.services.intake.lookup import look_up
from comments_service.services.intake.submit import submit
from comments_service.services.ledger.cut import policy_cut
from comments_service.services.outcome.tally import public_tally
from comments_service.services.register.deciding import propose, release, releases, seal, unseal
from comments_service.services.service import Service
from comments_service.store.database.database import Database
from comments_service.store.ledger import ledger
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World
from tests.servers.databases import writing
from tests.worlds.comments import HANDLER, PUBLISHER, decision, exported, proposed, state, taken
from tests.worlds.ledgers import without_triggers


def test_a_proposal_waits_and_nobody_outside_sees_it(
    world: World, service: Service, tmp_path: Path
) -> None:
    sent = submit(service, parse_submission(world.citizen()))
    comment = sent.comments[0].id
    _, made = proposed(service, comment)
    stands = state(service, comment)
    assert (stands.state, stands.proposal, stands.proposer) == (
        CommentProgress.DECIDED,
        made,
        HANDLER,
    )
    assert (stands.disposition, stands.decision) == ("partly_adopted", None)
    matter = look_up(service, sent.receipt_no, sent.query_code).submission.comments[0]
    assert (matter.disposition, matter.answer, matter.carried_by) == (None, None, None)
    found = exported(service, tmp_path)
    assert found["comments"][0]["disposition"] is None
    assert found["reconciliation"]["comments"]["unresolved"] == 1
    assert check(service).differences == []


def test_what_is_released_shows_at_once_in_look_up_export_and_reconciliation(
    world: World, service: Service, tmp_path: Path
) -> None:
    sent = submit(service, parse_submission(world.citizen()))
    comment = sent.comments[0].id
    pair = proposed(service, comment)
    entry = release(service, PUBLISHER, [pair])
    assert (entry.type, entry.stream, entry.actor) == ("decisions.released", POLICY, PUBLISHER)
    matter = look_up(service, sent.receipt_no, sent.query_code).submission.comments[0]
    assert (matter.disposition, matter.answer) == ("partly_adopted", "门槛降为3000万元。")
    assert (matter.carried_by, matter.state) == ("第二部分", "answered")
    found = exported(service, tmp_path)
    row = found["comments"][0]
    assert (row["state"], row["disposition"]) == ("answered", "partly_adopted")
    assert found["reconciliation"]["comments"]["published"] == 1
    assert check(service).differences == []


def test_a_confidential_comment_that_is_answered_is_withheld(
    world: World, service: Service, tmp_path: Path
) -> None:
    [comment] = taken(world, service, confidential=True)
    release(service, PUBLISHER, [proposed(service, comment)])
    assert exported(service, tmp_path)["reconciliation"]["comments"]["withheld_by_reason"] == {
        "commercial_secret": 1
    }


def test_who_proposed_may_not_release(world: World, service: Service) -> None:
    first, second = taken(world, service, 2)
    pairs = [proposed(service, first), proposed(service, second)]
    with pytest.raises(OwnProposal):
        release(service, HANDLER, pairs)
    assert {state(service, each).decision for each in (first, second)} == {None}


def test_whoever_replaces_a_proposal_has_proposed_it(world: World, service: Service) -> None:
    [comment] = taken(world, service)
    proposed(service, comment)
    [made] = propose(
        service, PUBLISHER, [decision(service, comment, disposition="not_adopted", to_clause=None)]
    )
    with pytest.raises(OwnProposal):
        release(service, PUBLISHER, [(comment, made.id)])
    release(service, HANDLER, [(comment, made.id)])
    assert state(service, comment).disposition == "not_adopted"


def test_several_are_released_together_or_not_at_all(world: World, service: Service) -> None:
    first, second = taken(world, service, 2)
    pairs = [proposed(service, first), (second, "no-such-decision")]
    with pytest.raises(ChangedMeanwhile) as refused:
        release(service, PUBLISHER, pairs)
    assert [each.comment for each in refused.value.states] == [second]
    assert state(service, first).decision is None


def test_a_change_made_meanwhile_is_shown_and_nothing_overwritten(
    world: World, service: Service
) -> None:
    first, second = taken(world, service, 2)
    mine = [decision(service, first), decision(service, second, reason="理由二")]
    proposed(service, second)
    with pytest.raises(ChangedMeanwhile) as refused:
        propose(service, PUBLISHER, mine)
    assert refused.value.states == (state(service, second),)
    assert state(service, first).proposal is None


def test_what_is_replaced_while_a_release_waits_for_the_lock_is_not_released(
    world: World, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    [comment] = taken(world, service)
    pair = proposed(service, comment)
    write = Database.write

    def overtaken(*told: Any) -> Any:
        monkeypatch.undo()
        proposed(service, comment, disposition="adopted")
        return write(*told)

    monkeypatch.setattr(Database, "write", overtaken)
    with pytest.raises(ChangedMeanwhile):
        release(service, PUBLISHER, [pair])
    assert state(service, comment).decision is None


def test_a_correction_waits_while_what_was_released_stands(world: World, service: Service) -> None:
    sent = submit(service, parse_submission(world.citizen()))
    comment = sent.comments[0].id
    before = proposed(service, comment)
    release(service, PUBLISHER, [before])
    after = proposed(service, comment, disposition="adopted", reason="")
    look = look_up(service, sent.receipt_no, sent.query_code)
    assert (look.state, look.submission.comments[0].disposition) == ("answered", "partly_adopted")
    release(service, PUBLISHER, [after])
    look = look_up(service, sent.receipt_no, sent.query_code)
    assert (look.submission.comments[0].disposition, look.submission.comments[0].answer) == (
        "adopted",
        None,
    )
    with service.database.read() as connection:
        done = list(releases(policy_cut(service, connection, POLICY)))
    assert [(each.comment, each.decision) for each in done] == [before, after]
    assert check(service).differences == []


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"disposition": "maybe"}, ["[0].disposition"]),
        ({"disposition": "discipline"}, ["[0].disposition"]),
        ({"reason": " \n"}, ["[0].reason"]),
        ({"to_clause": "v1.part_9"}, ["[0].to_clause"]),
        (
            {"summary": "好\x00", "later": "字" * 501, "to_clause": None},
            ["[0].summary", "[0].later"],
        ),
    ],
)
def test_every_fault_of_a_decision_is_named(
    world: World, service: Service, changes: dict[str, Any], fields: list[str]
) -> None:
    [comment] = taken(world, service)
    with pytest.raises(Invalid) as refused:
        proposed(service, comment, **changes)
    assert [fault.field for fault in refused.value.faults] == fields


def test_adoption_needs_no_reason_and_no_clause(world: World, service: Service) -> None:
    [comment] = taken(world, service)
    proposed(service, comment, disposition="adopted", reason="", to_clause=None)


def test_a_sealed_comment_is_in_no_file_and_counts_as_transferred(
    world: World, service: Service, tmp_path: Path
) -> None:
    first, second = taken(world, service, 2)
    seal(service, HANDLER, [first], "检举某工作人员")
    found = exported(service, tmp_path)
    assert [each["comment_id"] for each in found["comments"]] == [second]
    assert found["reconciliation"]["comments"]["transferred"] == 1
    assert found["reconciliation"]["balanced"]
    assert public_tally(service, POLICY)["comments"] == 2
    stands = state(service, first)
    assert (stands.sealed, stands.disposition) == (True, "discipline")
    for deed in (lambda: proposed(service, first), lambda: seal(service, HANDLER, [first], "x")):
        with pytest.raises(UnknownComment):
            deed()
    assert check(service).differences == []


def test_the_sender_of_a_sealed_comment_sees_it_as_received(world: World, service: Service) -> None:
    sent = submit(service, parse_submission(world.citizen()))
    seal(service, HANDLER, [sent.comments[0].id], "检举")
    matter = look_up(service, sent.receipt_no, sent.query_code).submission.comments[0]
    assert (matter.state, matter.disposition, matter.answer) == ("received", None, None)


def test_an_unsealed_comment_is_decided_on_like_any_other(world: World, service: Service) -> None:
    [comment] = taken(world, service)
    with pytest.raises(UnknownComment):
        unseal(service, HANDLER, [comment], "不是检举")
    seal(service, HANDLER, [comment], "检举")
    unseal(service, HANDLER, [comment], "不是检举")
    release(service, PUBLISHER, [proposed(service, comment)])
    assert check(service).differences == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE decisions SET disposition = 'adopted'", "is not what was recorded"),
        ("UPDATE decisions SET reason = ''", "is not what was recorded"),
        ("UPDATE decisions SET digest = salt", "its digest is not what was recorded"),
        ("DELETE FROM decisions", "in the entries, not in the rows"),
        ("UPDATE comment_states SET disposition = 'adopted'", "disposition is adopted, the entri"),
        ("UPDATE comment_states SET decision = NULL", "decision is None, the entries say"),
    ],
)
def test_a_decision_altered_by_hand_is_named(
    world: World, service: Service, change: str, words: str
) -> None:
    [comment] = taken(world, service)
    release(service, PUBLISHER, [proposed(service, comment)])
    with writing(service.database) as connection, without_triggers(connection):
        connection.execute(text(change))
    found = [line for line in check(service).differences if words in line]
    assert found
    assert all(comment in line for line in found)


def test_no_word_of_the_office_stands_in_the_ledger(world: World, service: Service) -> None:
    [comment] = taken(world, service)
    release(
        service,
        PUBLISHER,
        [proposed(service, comment, summary="公开摘要", later="后续", to_clause=None)],
    )
    with service.database.read() as connection:
        whole = "".join(entry.body for entry in ledger.entries(connection))
    assert [word for word in ("门槛", "公开摘要", "后续", "林晓芸") if word in whole] == []
