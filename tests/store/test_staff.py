"""Accounts and sessions on both databases: what is kept, and what many at once cannot do."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from catalogue.window import parse_instant
from comments_service.domain.accounts.roles import Right, Role
from comments_service.domain.errors import TooMany
from comments_service.domain.ledger.decision_entries import CommentSealed
from comments_service.domain.ledger.entries import Occurrence
from comments_service.services.accounts import staff
from comments_service.services.accounts.sign_in import session, sign_in
from comments_service.services.appending import enter
from comments_service.services.database.check import check
from comments_service.services.intake.submit import submit
from comments_service.services.register.consultation_status import is_within, statuses
from comments_service.services.service import Service
from comments_service.store.comments import comment_counts
from comments_service.store.comments.comment_counts import Progress
from comments_service.store.database import migrate
from comments_service.web.api.schemas import parse_submission
from tests.conftest import INSIDE, POLICY, World
from tests.readers.asked_statements import asked_of, explained
from tests.servers.databases import writing
from tests.worlds.officers import PASSWORD, add_officer

ADDRESS = "192.0.2.7"
NOW = parse_instant(INSIDE)
COMMENT = {"stance": "suggest", "body": "门槛偏高。"}


def test_roles_and_policies_come_back_as_they_were_given(service: Service) -> None:
    added = add_officer(service, "zhoumin", Role.HANDLER, Role.REVIEWER, policies=(POLICY,))
    (row,) = staff.accounts(service)
    assert row.officer == added
    assert row.officer.may(Right.DECIDE, POLICY)
    assert not row.officer.may(Right.DECIDE, "another")
    assert not row.officer.may(Right.PUBLISH, POLICY)


def test_of_many_wrong_passwords_at_once_five_are_looked_at(service: Service) -> None:
    add_officer(service, "zhoumin", Role.HANDLER)

    def wrong(_: int) -> str:
        try:
            return str(sign_in(service, "zhoumin", "wrong", ADDRESS))
        except TooMany:
            return "too many"

    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(wrong, range(12)))
    assert sorted(told) == ["None"] * 5 + ["too many"] * 7


def test_signing_in_forgives_what_failed_before_from_that_address(service: Service) -> None:
    add_officer(service, "zhoumin", Role.HANDLER)
    for _ in range(3):
        for _ in range(4):
            assert sign_in(service, "zhoumin", "wrong", ADDRESS) is None
        assert sign_in(service, "zhoumin", PASSWORD, ADDRESS)


def test_a_session_stands_under_the_digest_of_its_token(service: Service) -> None:
    add_officer(service, "zhoumin", Role.HANDLER)
    token = sign_in(service, "zhoumin", PASSWORD, ADDRESS)
    assert token is not None
    with service.database.read() as connection:
        kept = str(connection.execute(text("SELECT * FROM staff_sessions")).one())
    assert token not in kept
    found = session(service, token)
    assert found is not None
    assert found.officer.login == "zhoumin"
    assert session(service, token + "x") is None


@pytest.mark.parametrize(("after", "held"), [(0, True), (2, True), (3, False), (-2, False)])
def test_a_stand_in_has_the_role_on_its_days_alone(
    world: World, service: Service, after: int, *, held: bool
) -> None:
    add_officer(service, "zhoumin", Role.HANDLER)
    add_officer(service, "heli", Role.ADMIN)
    first = date(2018, 7, 15)
    days = {"first_day": first, "last_day": first + timedelta(days=2)}
    staff.stand_in(service, "zhoumin", Role.REVIEWER, **days, by="heli")
    at = parse_instant("2018-07-15T23:59:00+08:00") + timedelta(days=after)
    later = world.service(
        YANLU_DATABASE=service.database.url.render_as_string(hide_password=False).replace(
            "+psycopg", ""
        ),
        YANLU_NOW=at.isoformat(),
    )
    token = sign_in(later, "zhoumin", PASSWORD, ADDRESS)
    found = session(later, token or "")
    assert found is not None
    assert found.officer.may(Right.RELEASE) is held
    assert found.officer.may(Right.DECIDE)


def test_the_check_of_the_database_knows_the_entries_of_the_staff(service: Service) -> None:
    add_officer(service, "zhoumin", Role.HANDLER)
    staff.new_password(service, "zhoumin")
    staff.set_active(service, "zhoumin", active=False)
    assert check(service).differences == []


def test_accounts_are_not_lost_on_the_way_back(service: Service) -> None:
    add_officer(service, "zhoumin", Role.HANDLER)
    refused = pytest.raises(RuntimeError, match=r"no entries of type staff\.added")
    with refused, service.database.write() as connection:
        migrate.downgrade(connection, "0004")
    assert sign_in(service, "zhoumin", PASSWORD, ADDRESS)


def test_what_waits_is_counted_without_what_is_sealed(world: World, service: Service) -> None:
    first = submit(service, parse_submission(world.citizen()))
    submit(service, parse_submission(world.company(comments=[COMMENT, COMMENT])))
    assert progress_of(service) == Progress(2, 3, 3, stages=Counter(study=3))
    accused = first.comments[0].id
    with writing(service.database) as connection:
        body = CommentSealed(comments=(accused,), digest="0" * 64)
        enter(connection, NOW, Occurrence(POLICY, accused, "somebody", body))
    assert progress_of(service) == Progress(2, 2, 2, stages=Counter(study=2))
    with service.database.read() as connection:
        assert is_within(connection, POLICY, "comment", accused, sealed=True)
        assert not is_within(connection, POLICY, "comment", accused, sealed=False)
        assert not is_within(connection, "another", "comment", accused, sealed=True)
        assert not is_within(connection, POLICY, "submission", first.id, sealed=False)
        assert is_within(connection, POLICY, "submission", first.id, sealed=True)


def progress_of(service: Service) -> Progress:
    with service.database.read() as connection:
        return comment_counts.progress_of(connection, [POLICY, "another"])[POLICY]


def test_no_page_of_the_desk_reads_a_table_from_end_to_end(service: Service) -> None:
    officer = add_officer(service, "zhoumin", Role.HANDLER)
    token = sign_in(service, "zhoumin", PASSWORD, ADDRESS)
    with asked_of(service.database.engine) as seen:
        session(service, token or "")
        statuses(service, officer, NOW)
    asked = [each for each in seen if each.reads]
    assert len(asked) <= 12
    if not service.database.on_sqlite:
        return
    with service.database.read() as connection:
        for each in asked:
            steps = [row[3] for row in explained(connection, "EXPLAIN QUERY PLAN", each)]
            assert not [step for step in steps if step.startswith("SCAN comment")], steps
