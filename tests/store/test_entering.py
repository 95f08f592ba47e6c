"""What staff enter: one write path, lateness, scans, the check by another, db check."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from comments_service.domain.accounts.officer import Officer
from comments_service.domain.accounts.roles import Role
from comments_service.domain.comments.judging import WindowRule
from comments_service.domain.errors import ChangedMeanwhile, IdempotencyConflict, Invalid, OwnEntry
from comments_service.domain.intake.new_entry import NewPoint
from comments_service.domain.states.comment_state import CommentProgress
from comments_service.services.database.check import check
from comments_service.services.intake import scans
from comments_service.services.intake.checking import check_submission, correct, whole_submission
from comments_service.services.intake.entering import enter_submission
from comments_service.services.intake.lookup import look_up
from comments_service.services.intake.units import ask_units, asked_units, no_opinion, unit_replies
from comments_service.services.outcome.export import export_file
from comments_service.services.register.deciding import seal
from comments_service.services.register.sealed import sealed_comments
from comments_service.services.service import Service
from tests.conftest import POLICY, World
from tests.servers.databases import writing
from tests.worlds.letters import AFTER, PNG, letter, seen
from tests.worlds.officers import add_officer


@pytest.fixture
def service(world: World, database_url: str) -> Service:
    return world.service(YANLU_DATABASE=database_url, YANLU_NOW=AFTER)


def test_a_letter_is_one_submission_with_a_comment_for_each_point(
    service: Service, heli: Officer
) -> None:
    stored = enter_submission(service, heli, letter())
    assert [(c.clause.wid, c.clause.citation) for c in stored.comments] == [
        ("v1.part_1__sec_1", "第一部分（一）"),
        (None, "全文"),
    ]
    found = look_up(service, stored.receipt_no, stored.query_code)
    assert [each.id for each in found.submission.comments] == [each.id for each in stored.comments]
    whole = seen(service, stored.id)
    assert (whole.number, whole.entered_by, whole.is_unchecked) == (stored.entry, heli.id, True)
    assert check(service).differences == []


@pytest.mark.parametrize(
    ("rule", "posted", "late"),
    [
        (WindowRule.POSTED, date(2018, 7, 18), False),
        (WindowRule.POSTED, date(2018, 7, 19), True),
        (WindowRule.POSTED, None, True),
        (WindowRule.RECEIVED, date(2018, 7, 18), True),
    ],
)
def test_the_postmark_decides_lateness_unless_the_day_of_receipt_does(
    service: Service, heli: Officer, rule: WindowRule, posted: date | None, *, late: bool
) -> None:
    new = letter(window_rule=rule, posted_on=posted)
    stored = enter_submission(service, heli, new)
    assert seen(service, stored.id).is_late is late


def test_what_came_late_is_taken_and_counted(service: Service, heli: Officer) -> None:
    enter_submission(service, heli, letter(channel="fax", posted_on=None))
    with service.database.read() as connection:
        late = connection.execute(text("SELECT count(*) FROM comment_states WHERE late")).scalar()
    assert late == 2


def test_every_fault_is_named_at_its_field_and_nothing_is_kept(
    service: Service, heli: Officer
) -> None:
    bad = letter(
        channel="web", name=" ", received_on=None,
        points=(NewPoint("九（九）", "x"), NewPoint("一（一）", " ")),
    )  # fmt: skip
    with pytest.raises(Invalid) as refused:
        enter_submission(service, heli, bad)
    assert [fault.field for fault in refused.value.faults] == [
        "channel", "received_on", "name", "points[0].clause", "points[1].body",
    ]  # fmt: skip
    with pytest.raises(Invalid, match="有误") as days:
        enter_submission(service, heli, letter(received_on=date(2018, 7, 26)))
    assert [fault.field for fault in days.value.faults] == ["received_on"]
    assert check(service).submissions == 0


def test_the_same_form_sent_twice_makes_one_submission(service: Service, heli: Officer) -> None:
    scan = scans.upload(service, heli, POLICY, "来信.png", PNG)
    first = enter_submission(service, heli, letter(scans=(scan.id,)))
    assert enter_submission(service, heli, letter(scans=(scan.id,))).id == first.id
    with pytest.raises(IdempotencyConflict):
        enter_submission(service, heli, letter(channel="fax"))
    assert check(service).submissions == 1


def test_a_contact_is_kept_as_it_is_written_on_the_letter(service: Service, heli: Officer) -> None:
    mailed = enter_submission(service, heli, letter(1, contact="lin@example.org"))
    written = enter_submission(service, heli, letter(2, contact="车城路8号"))
    assert (mailed.personal.email, written.personal.phone) == ("lin@example.org", "车城路8号")


def test_who_entered_it_may_not_check_it(service: Service, heli: Officer, zhoumin: Officer) -> None:
    stored = enter_submission(service, heli, letter())
    number = seen(service, stored.id).seen
    with pytest.raises(OwnEntry):
        check_submission(service, heli, POLICY, stored.id, number)
    check_submission(service, zhoumin, POLICY, stored.id, number)
    assert not seen(service, stored.id).is_unchecked
    assert check(service).differences == []


def test_a_correction_is_a_further_version_and_needs_no_second_entry(
    service: Service, heli: Officer, zhoumin: Officer, tmp_path: Path
) -> None:
    stored = enter_submission(service, heli, letter())
    before, (first, second) = seen(service, stored.id), stored.comments
    points = [
        NewPoint("二", "资金门槛太高。", id=first.id),
        NewPoint("一（一）", "拆出来的一条。"),
        NewPoint("", "", id=second.id),
    ]
    correct(service, zhoumin, before, before.seen, points)
    after = seen(service, stored.id)
    said = [
        (after.states[c.id].number, c.clause.citation, c.body, after.states[c.id].state)
        for c in after.stored.comments
    ]
    assert said == [
        (f"{stored.entry}-1", "第二部分", "资金门槛太高。", CommentProgress.RECEIVED),
        (f"{stored.entry}-2", "全文", "请写明由谁解释。", CommentProgress.WITHDRAWN),
        (f"{stored.entry}-3", "第一部分（一）", "拆出来的一条。", CommentProgress.RECEIVED),
    ]
    with service.database.read() as connection:
        kept = connection.execute(
            text("SELECT body FROM comment_versions WHERE comment_id = :id ORDER BY number"),
            {"id": first.id},
        ).scalars()
        assert list(kept) == ["资金门槛偏高。", "资金门槛太高。"]
    assert [each.type for each in after.history] == ["submission.received", "submission.corrected"]
    assert check(service).differences == []
    export_file(service, POLICY, "restricted", "json", tmp_path / "export.json")
    told = json.loads((tmp_path / "export.json").read_text("utf-8"))["reconciliation"]
    parts = told["comments"]
    assert (told["balanced"], parts["received"], parts["withdrawn"]) == (True, 3, 1)
    with pytest.raises(ChangedMeanwhile):
        correct(service, heli, before, before.seen, points)
    with pytest.raises(ChangedMeanwhile):
        check_submission(service, zhoumin, POLICY, stored.id, before.seen)


def test_after_the_check_nothing_is_corrected(
    service: Service, heli: Officer, zhoumin: Officer
) -> None:
    stored = enter_submission(service, heli, letter())
    check_submission(service, zhoumin, POLICY, stored.id, seen(service, stored.id).seen)
    after = seen(service, stored.id)
    point = NewPoint("二", "别的。", id=stored.comments[0].id)
    with pytest.raises(ChangedMeanwhile):
        correct(service, heli, after, after.seen, [point])


def test_a_correction_that_is_altered_by_hand_is_named(
    service: Service, heli: Officer, zhoumin: Officer
) -> None:
    stored = enter_submission(service, heli, letter())
    before = seen(service, stored.id)
    point = NewPoint("二", "资金门槛太高。", id=stored.comments[0].id)
    correct(service, zhoumin, before, before.seen, [point])
    with writing(service.database) as connection:
        connection.execute(text("UPDATE comments SET citation = '三'"))
    assert any(stored.comments[0].id in line for line in check(service).differences)


def test_what_is_sealed_is_in_no_list_and_no_file_but_the_inspectors(
    service: Service, heli: Officer, tmp_path: Path
) -> None:
    scan = scans.upload(service, heli, POLICY, "来信.png", PNG)
    points = (NewPoint("", "PLANTED-ACCUSATION"), NewPoint("二", "请写明期限。"))
    stored = enter_submission(service, heli, letter(points=points, scans=(scan.id,)))
    seal(service, heli.id, [stored.comments[0].id], "反映干部问题")
    found = seen(service, stored.id)
    assert [each.body for each in found.stored.comments] == ["请写明期限。"]
    assert (found.is_partly_sealed, found.scans) == (True, ())
    inspector = add_officer(service, "lujian", Role.INSPECTOR)
    (sealed,) = sealed_comments(service, inspector)
    assert (sealed.comment.body, sealed.reason) == ("PLANTED-ACCUSATION", "反映干部问题")
    assert [each.name for each in sealed.scans] == ["来信.png"]
    elsewhere = replace(inspector, policies=frozenset({"another"}))
    assert sealed_comments(service, elsewhere) == []
    file = tmp_path / "export.json"
    export_file(service, POLICY, "restricted", "json", file)
    assert "PLANTED-ACCUSATION" not in file.read_text("utf-8")
    assert json.loads(file.read_text("utf-8"))["reconciliation"]["comments"]["transferred"] == 1
    seal(service, heli.id, [stored.comments[1].id], "同上")
    assert whole_submission(service, POLICY, stored.id) is None


def test_units_are_asked_and_reply_with_an_opinion_or_none(service: Service, heli: Officer) -> None:
    ask_units(service, heli, POLICY, "市财政局\n市科技局\n\n", date(2018, 7, 30))
    finance, science = asked_units(service, POLICY)
    no_opinion(service, heli, POLICY, science.id)
    no_opinion(service, heli, POLICY, science.id)
    assert unit_replies(service, POLICY) == (1, 2)
    from comments_service.domain.comments.participant import ParticipantKind

    reply = letter(
        channel="official_letter", kind=ParticipantKind.DEPARTMENT, organisation="市财政局",
        name="", unit=finance.id,
    )  # fmt: skip
    stored = enter_submission(service, heli, reply)
    found = {each.name: each for each in asked_units(service, POLICY)}
    assert found["市财政局"].submission == stored.id
    assert found["市科技局"].replied_on == date(2018, 7, 25)
    assert unit_replies(service, POLICY) == (2, 2)
    assert check(service).differences == []
    with pytest.raises(Invalid) as twice:
        ask_units(service, heli, POLICY, "市财政局", date(2018, 7, 30))
    assert [fault.field for fault in twice.value.faults] == ["names"]
    with writing(service.database) as connection:
        connection.execute(
            text("UPDATE units_asked SET name = '某局' WHERE replied_on IS NOT NULL")
        )
    assert len([each for each in check(service).differences if "unit" in each]) == 2
