"""The end of retention: who commented is gone or no more used, and the figures stay."""

from dataclasses import asdict, replace
from typing import Any

import pytest
from sqlalchemy import event, select, text

from catalogue.checks.figures import find_faults
from catalogue.codec import dump_catalogue, load_catalogue, load_results
from catalogue.model import Catalogue
from comments_service.domain.accounts.roles import Role
from comments_service.domain.comments.participant import Personal
from comments_service.domain.errors import Invalid
from comments_service.domain.ledger.entries import SYSTEM
from comments_service.exports.columns import columns
from comments_service.services.clock.clock import clock_of
from comments_service.services.database.check import check
from comments_service.services.intake.own_submission import revise, withdraw_name_consent
from comments_service.services.intake.receipt_holder import ShownReceipt
from comments_service.services.intake.submit import submit
from comments_service.services.ledger.cut import policy_cut
from comments_service.services.ledger.reconciled import LedgerComparison
from comments_service.services.outcome.export import export_data
from comments_service.services.outcome.outcome import publish_outcome
from comments_service.services.register.deciding import seal
from comments_service.services.register.revealing import reveal
from comments_service.services.service import Service
from comments_service.services.upkeep import retention
from comments_service.services.upkeep.retention import (
    RetainedRound,
    RetentionError,
    run_retention,
)
from comments_service.services.upkeep.timekeeping import keep_time
from comments_service.store.comments import submissions
from comments_service.store.database.tables import metadata
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World, publish, the_policy
from tests.servers.moved_clock import DAY, YEAR, Hands
from tests.worlds.decided import decide
from tests.worlds.officers import add_officer
from tests.worlds.public_side import PDF, answered_request, attached_file, open_request

# Three years after the last day, 18 July 2018.
LAST, OVER = "2021-07-17T23:00:00+08:00", "2021-07-18T00:30:00+08:00"
CLOSED = "2018-08-01T10:00:00+08:00"
NAME, PHONE = "欧阳慕容", "13907192468"
PLANTED = (NAME, PHONE, "种下的意见", "种下的理由", "种下的改后意见", PDF.decode())


def at(world: World, service: Service, moment: str) -> Service:
    return replace(service, clock=clock_of(world.settings(YANLU_NOW=moment)))


def keeping(world: World, **site: Any) -> None:
    """Let site.yml say something else of the period."""
    path = world.site / "catalogue.json"
    found: Catalogue = load_catalogue(path.read_text("utf-8"))
    path.write_text(dump_catalogue(replace(found, site=replace(found.site, **site))), "utf-8")


def sends(world: World, service: Service, **changes: Any) -> tuple[ShownReceipt, str, str]:
    """Send a planted comment; return its receipt, its id and that of the submission."""
    said = {"stance": "suggest", "body": "种下的意见", "reason": "种下的理由"}
    facts = {"name": NAME, "phone": PHONE, "comments": [said], **changes}
    sent = submit(service, parse_submission(world.citizen(**facts)))
    return ShownReceipt(sent.receipt_no, sent.query_code), sent.comments[0].id, sent.id


def figures(service: Service) -> tuple[object, ...]:
    with service.database.read() as connection:
        cut = policy_cut(service, connection, POLICY)
        data = export_data(service, cut, "restricted", LedgerComparison(cut))
        tally = {k: v for k, v in data.tally.items() if k not in {"as_of", "log_size"}}
        return tally, data.reconciliation, len(list(data.comments))


def careless(service: Service) -> None:
    """Let SQLite leave what it deletes where it was, which some builds of it do by themselves."""

    def leave(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA secure_delete = OFF")

    if service.database.on_sqlite:
        service.database.engine.dispose()
        event.listen(service.database.engine, "connect", leave)


def held(service: Service) -> str:
    """Return all that the rows and, of SQLite, the files hold."""
    with service.database.read() as connection:
        rows = [connection.execute(select(each)).all() for each in metadata.sorted_tables]
    file = service.database.file
    files = [path.read_bytes() for path in file.parent.glob(f"{file.name}*")] if file else []
    return repr(rows) + "".join(each.decode(errors="replace") for each in files)


def test_after_the_period_names_and_words_are_nowhere_and_the_figures_stay(
    world: World, service: Service
) -> None:
    careless(service)
    others = {"stance": "support", "body": "说" * 700}
    for number in range(12):
        # So many that pages of the file were divided, of which each keeps a copy.
        said = {"stance": "suggest", "body": f"种下的意见{number}" + "长" * 300}
        sends(world, service, comments=[said, others], phone=f"139071924{number:02}")
    shown, comment, _ = sends(world, service)
    revise(service, shown, comment, {"stance": "oppose", "body": "种下的改后意见"})
    attached_file(service, comment)
    answered_request(service, comment, by=add_officer(service, "heli", Role.HANDLER).id)
    decide(at(world, service, CLOSED), POLICY, comment, "not_adopted", reason="不一致。")
    before, over = figures(service), at(world, service, OVER)
    assert [each for each in PLANTED if each in held(service)] == list(PLANTED[2:5])
    done = run_retention(over)
    assert [asdict(each) for each in done.rounds] == [
        asdict(RetainedRound(POLICY, "w1", the_policy().windows[0].last_day, 13, 0))
    ]
    assert done.is_wiped
    assert [each for each in PLANTED if each in held(service)] == []
    assert check(service).differences == []
    assert figures(service) == before
    with service.database.read() as connection:
        found = list(submissions.everything(connection, service.keyring))
        assert connection.scalars(text("SELECT count(*) FROM participant_lookups")).one() == 0
    assert {(each.personal, each.comments[0].body) for each in found} == {(Personal(""), "")}
    assert run_retention(over).rounds == ()


@pytest.mark.parametrize("archive", ["erase", "restrict"])
def test_all_that_is_due_goes_however_many_go_at_a_time(
    world: World, service: Service, monkeypatch: pytest.MonkeyPatch, archive: str
) -> None:
    keeping(world, archive=archive)
    open_request(service, sends(world, service)[1])
    for number in range(5):
        sends(world, service, phone=f"139071924{number // 2:02}")
    monkeypatch.setattr(retention, "_AT_ONCE", 2)
    told: list[tuple[str, object]] = []
    over = replace(at(world, service, OVER), progress=lambda *each: told.append(each))
    [done] = run_retention(over).rounds
    assert (done.due, done.held) == (5, 1)
    assert [number for what, number in told if what == f"{POLICY} w1"] == [2, 4, 5]
    assert [each.due for each in run_retention(over, dry=True).rounds] == [0]
    assert check(service).differences == []


@pytest.mark.parametrize(("moment", "dry"), [(LAST, False), (OVER, True)])
def test_before_its_time_or_dry_nothing_is_done(
    world: World, service: Service, moment: str, *, dry: bool
) -> None:
    sends(world, service)
    done = run_retention(at(world, service, moment), dry=dry)
    assert [each.due for each in done.rounds] == ([1] if dry else [])
    with service.database.read() as connection:
        [found] = submissions.everything(connection, service.keyring)
    assert (found.personal.name, found.comments[0].body) == (NAME, "种下的意见")


def test_what_somebody_asks_about_or_the_inspector_has_waits(
    world: World, service: Service
) -> None:
    open_request(service, sends(world, service)[1])
    handler = add_officer(service, "heli", Role.HANDLER)
    seal(service, handler.id, [sends(world, service)[1]], "检举")
    sends(world, service, name="令狐东方", phone="13907193579")
    [done] = run_retention(at(world, service, OVER)).rounds
    assert (done.due, done.held) == (1, 2)
    with service.database.read() as connection:
        found = submissions.everything(connection, service.keyring)
        assert sorted(each.personal.name for each in found) == ["", NAME, NAME]
        # Who has something left here is still known again.
        lookups = connection.scalars(text("SELECT count(*) FROM participant_lookups")).one()
    assert lookups == 1
    assert check(service).differences == []


def test_where_it_must_be_archived_it_is_kept_and_used_no_more(
    world: World, service: Service
) -> None:
    keeping(world, archive="restrict", retention_days=365)
    handler = add_officer(service, "heli", Role.HANDLER)
    shown, comment, _ = sends(world, service, consent_publish_name=True)
    over = at(world, service, "2019-07-19T00:30:00+08:00")
    assert [each.due for each in run_retention(over).rounds] == [1]
    assert check(service).differences == []
    with service.database.read() as connection:
        cut = policy_cut(over, connection, POLICY)
        data = export_data(over, cut, "restricted", LedgerComparison(cut))
        [values] = data.comments
    row = dict(zip([each.name for each in columns("comments", "restricted")], values, strict=True))
    assert (row["name"], row["phone"], row["body"]) == ("", "", "种下的意见")
    with pytest.raises(Invalid) as refused:
        reveal(over, handler.id, comment, "为电话核实身份")
    assert [each.field for each in refused.value.faults] == ["why"]
    # What is the sender's to do can be done, and the digest goes on to agree.
    found = withdraw_name_consent(over, shown).submission
    assert (found.personal.name, found.consent_publish_name) == (NAME, False)
    assert check(service).differences == []
    assert run_retention(over).rounds == ()


def test_an_outcome_that_is_written_again_says_that_the_words_are_gone(
    world: World, service: Service
) -> None:
    _, comment, _ = sends(world, service, consent_publish_name=True)
    closed = at(world, service, CLOSED)
    decide(closed, POLICY, comment, "adopted", to_wid="v1.part_1")
    path = world.folder / "results.json"
    publish_outcome(closed, POLICY, path, SYSTEM)
    assert NAME in path.read_text("utf-8")
    over = at(world, service, OVER)
    run_retention(over)
    publish_outcome(over, POLICY, path, SYSTEM, refresh=True)
    [row] = load_results(path.read_text("utf-8")).rows
    assert (row.masked_name, row.text) == ("*", "（原文已依法删除）")
    assert list(find_faults(load_results(path.read_text("utf-8")))) == []


def test_the_end_of_a_policy_that_is_public_no_more_is_the_one_in_the_ledger(
    world: World, service: Service
) -> None:
    sends(world, service)
    keep_time(at(world, service, CLOSED))
    over = at(world, service, OVER)
    publish(world.site, the_policy(id="another"))
    assert [each.due for each in run_retention(over, dry=True).rounds] == [1]
    with service.database.write() as connection:
        connection.execute(text("UPDATE submissions SET window_id = 'w9'"))
    [unknown] = run_retention(over).rounds
    assert (unknown.last_day, unknown.due) == (None, 0)
    assert NAME in repr(submissions_of(service))


def submissions_of(service: Service) -> list[Any]:
    with service.database.read() as connection:
        return list(submissions.everything(connection, service.keyring))


def test_a_clock_that_is_far_ahead_of_the_server_erases_nothing(
    world: World, moving: Service, hands: Hands
) -> None:
    sends(world, moving)
    hands.passed = 4 * YEAR
    with pytest.raises(RetentionError, match="let it run for a minute"):
        run_retention(moving)
    assert submissions_of(moving)[0].personal.name == NAME
    keep_time(moving)
    hands.passed += DAY / 2
    assert [each.due for each in run_retention(moving).rounds] == [1]
