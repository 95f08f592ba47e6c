from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from catalogue.window import parse_instant
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.errors import TooMany, UnknownReceipt
from comments_service.domain.register.submission_request import read_request
from comments_service.services.intake.lookup import look_up
from comments_service.services.intake.own_submission import (
    revise,
    withdraw,
    withdraw_name_consent,
)
from comments_service.services.intake.receipt_holder import ShownReceipt
from comments_service.services.intake.submit import submit
from comments_service.services.ledger.flood_limits import (
    NOBODY,
    Caller,
    forget_addresses,
    note_turn,
    require_room,
)
from comments_service.services.register.submission_requests import ask
from comments_service.services.service import Service
from comments_service.store.accounts import address_turns
from comments_service.store.accounts.address_turns import Deed
from comments_service.store.database.tables import address_turns as rows
from comments_service.web.api.schemas import parse_submission
from tests.conftest import INSIDE, World
from tests.servers.databases import writing

OFFICE, HOME = Caller("203.0.113.7"), Caller("198.51.100.9")
AN_HOUR_LATER = "2018-07-15T11:01:00+08:00"
SMALL = {
    "YANLU_RATE_LIMIT": "on",
    "YANLU_LIMIT_PARTICIPANT_HOUR": "2",
    "YANLU_LIMIT_PARTICIPANT_DAY": "3",
    "YANLU_LIMIT_ADDRESS_HOUR": "4",
    "YANLU_LIMIT_LOOKUPS_HOUR": "2",
    "YANLU_LIMIT_FORM_HOUR": "2",
    "YANLU_LIMIT_ATTACHMENTS_HOUR": "2",
    "YANLU_LIMIT_CODES_HOUR": "2",
}


class Limited:
    """A service with small limits, whose clock the tests set."""

    def __init__(self, world: World, url: str) -> None:
        self._world, self._url = world, url
        self._people = 0

    def at(self, now: str = INSIDE) -> Service:
        return self._world.service(YANLU_DATABASE=self._url, YANLU_NOW=now, **SMALL)

    def send(self, caller: Caller = NOBODY, now: str = INSIDE, **changes: Any) -> Any:
        return submit(self.at(now), parse_submission(self._world.citizen(**changes)), caller)

    def somebody(self) -> str:
        self._people += 1
        return f"138 0728 {self._people:04}"


@pytest.fixture
def limited(world: World, laid_out_url: str) -> Limited:
    return Limited(world, laid_out_url)


def refused(limited: Limited, *arguments: Any, **changes: Any) -> TooMany:
    with pytest.raises(TooMany) as caught:
        limited.send(*arguments, **changes)
    return caught.value


def test_one_participant_gets_so_many_an_hour_and_is_told_when_to_go_on(limited: Limited) -> None:
    limited.send()
    limited.send()
    told = refused(limited)
    assert str(told) == "您在一小时内已提交2次意见，请于2018年7月15日11:01以后再提交"
    assert told.retry_after == 3601
    limited.send(name="周立群", phone="138 0728 9999")
    limited.send(now=AN_HOUR_LATER)


@pytest.mark.parametrize("deed", [Deed.WRONG_LOOKUP, Deed.FORM, Deed.ATTACHMENT, Deed.CODE])
def test_an_address_may_do_each_thing_so_often_an_hour(limited: Limited, deed: Deed) -> None:
    service = limited.at()
    now = parse_instant(INSIDE)
    with writing(service.database) as connection:
        for _ in range(2):
            require_room(service, connection, deed, OFFICE, now)
            note_turn(service, connection, deed, OFFICE, now)
        with pytest.raises(TooMany):
            require_room(service, connection, deed, OFFICE, now)
        require_room(service, connection, deed, HOME, now)


def test_and_so_many_a_day(limited: Limited) -> None:
    limited.send()
    limited.send()
    limited.send(now=AN_HOUR_LATER)
    told = refused(limited, now="2018-07-15T13:00:00+08:00")
    assert str(told) == "您在一天内已提交3次意见，请于2018年7月16日10:01以后再提交"
    limited.send(now="2018-07-16T10:01:00+08:00")


def test_an_address_gets_many_whoever_they_are_and_others_go_on(limited: Limited) -> None:
    for _ in range(4):
        limited.send(OFFICE, phone=limited.somebody())
    told = refused(limited, OFFICE, phone=limited.somebody())
    assert "从您所在的网络提交的意见过多" in str(told)
    limited.send(HOME, phone=limited.somebody())
    limited.send(OFFICE, now=AN_HOUR_LATER, phone=limited.somebody())


def test_what_was_refused_leaves_nothing_behind(limited: Limited) -> None:
    limited.send()
    limited.send()
    refused(limited, OFFICE)
    with limited.at().database.read() as connection:
        assert connection.execute(select(func.count()).select_from(rows)).scalar() == 0


def test_a_submission_that_was_taken_may_be_sent_again_whatever_the_limits(
    limited: Limited,
) -> None:
    for _ in range(3):
        limited.send(OFFICE, phone=limited.somebody())
    last = {"idempotency_key": "the-same-key-again", "phone": limited.somebody()}
    first = limited.send(OFFICE, **last)
    refused(limited, OFFICE, phone=limited.somebody())
    busy = Caller(OFFICE.address, TooMany("", retry_after=1))
    assert [limited.send(each, **last).receipt_no for each in (OFFICE, busy)] == [
        first.receipt_no
    ] * 2


def test_whoever_is_busy_begins_nothing(limited: Limited) -> None:
    assert refused(limited, Caller("", TooMany("later", retry_after=7))).retry_after == 7


@pytest.mark.parametrize(
    "act",
    [
        lambda service, shown, comment: revise(service, shown, comment, {}),
        withdraw,
    ],
)
def test_nor_does_a_sender_who_is_busy_or_has_sent_enough(limited: Limited, act: Any) -> None:
    taken = limited.send(consent_publish_name=True)
    shown = ShownReceipt(taken.receipt_no, taken.query_code)
    service = limited.at()
    with writing(service.database) as connection:
        for _ in range(4):
            note_turn(service, connection, Deed.SUBMISSION, OFFICE, parse_instant(INSIDE))
    # Who waits for the lock that this one has would be told so: 503.
    with writing(service.database):
        for caller in (OFFICE, Caller(HOME.address, TooMany("", retry_after=1))):
            with pytest.raises(TooMany):
                act(service, shown._replace(caller=caller), taken.comments[0].id)


def test_a_right_waits_for_nobody_at_the_same_address(limited: Limited) -> None:
    service, now = limited.at(), parse_instant(INSIDE)
    for caller in (OFFICE, Caller(OFFICE.address, TooMany("", retry_after=1))):
        taken = limited.send(phone=limited.somebody(), consent_publish_name=True)
        shown = ShownReceipt(taken.receipt_no, taken.query_code, caller)
        with writing(service.database) as connection:
            for _ in range(4):
                note_turn(service, connection, Deed.SUBMISSION, OFFICE, now)
        for _ in range(2):
            assert not withdraw_name_consent(service, shown).submission.consent_publish_name
        ask(service, shown, read_request({"kind": "access"}))


def test_what_the_holder_of_a_receipt_does_is_limited_and_the_next_ones_is_not(
    limited: Limited,
) -> None:
    service = limited.at()
    first, other = (limited.send(HOME, phone=limited.somebody()) for _ in range(2))

    def change(taken: StoredSubmission, number: int) -> None:
        shown = ShownReceipt(taken.receipt_no, taken.query_code)
        says = {"stance": "oppose", "body": f"第{number}稿。"}
        revise(service, shown, taken.comments[0].id, says)

    change(first, 1)
    ask(service, ShownReceipt(first.receipt_no, first.query_code), read_request({"kind": "access"}))
    with pytest.raises(TooMany, match="您在一小时内已修改意见或提出请求2次"):
        change(first, 2)
    # The same words once more are no change.
    change(first, 1)
    change(other, 1)


def test_a_withdrawal_is_a_turn_of_its_address_once(limited: Limited) -> None:
    taken, service = limited.send(), limited.at()
    shown = ShownReceipt(taken.receipt_no, taken.query_code, OFFICE)
    for _ in range(2):
        withdraw(service, shown, taken.comments[0].id)
    with service.database.read() as connection:
        assert connection.execute(select(rows.c.deed)).scalars().all() == ["submission"]


def test_wrong_look_ups_are_limited_by_address(limited: Limited) -> None:
    taken, service = limited.send(), limited.at()
    for code in ("wrong", "wrong again"):
        with pytest.raises(UnknownReceipt):
            look_up(service, taken.receipt_no, code, OFFICE)
    with pytest.raises(TooMany, match="查询有误的次数过多"):
        look_up(service, taken.receipt_no, taken.query_code, OFFICE)
    assert look_up(service, taken.receipt_no, taken.query_code, HOME)


def test_an_address_stands_nowhere_and_leads_to_no_submission(limited: Limited) -> None:
    taken = limited.send(OFFICE, now="2018-07-15T10:00:42+08:00")
    with limited.at().database.read() as connection:
        [row] = connection.execute(select(rows))
    assert OFFICE.address not in str(row)
    assert len(row.address) == 64
    assert row.at == datetime.fromisoformat("2018-07-15T10:00:00+08:00") < taken.received_at
    assert taken.id not in str(row)


def test_what_no_limit_looks_at_any_more_is_deleted(limited: Limited) -> None:
    limited.send(OFFICE)
    forget_addresses(limited.at("2018-07-15T10:59:00+08:00"))
    limited.send(HOME, now="2018-07-15T10:30:00+08:00")
    forget_addresses(limited.at(AN_HOUR_LATER))
    with limited.at().database.read() as connection:
        assert connection.execute(select(func.count()).select_from(rows)).scalar() == 1


def test_what_was_dated_by_a_wrong_clock_counts_no_more_when_the_clock_is_right(
    limited: Limited,
) -> None:
    wrong = "2018-07-16T10:00:00+08:00"
    for _ in range(2):
        limited.send(OFFICE, wrong)
        with pytest.raises(UnknownReceipt):
            look_up(limited.at(wrong), "1", "1", OFFICE)
    assert refused(limited, OFFICE, wrong).retry_after <= 3_601
    # A demonstration that begins anew at an earlier time accepts its clock.
    for _ in range(2):
        limited.send(OFFICE)
        with pytest.raises(UnknownReceipt):
            look_up(limited.at(), "1", "1", OFFICE)
    assert refused(limited, OFFICE).retry_after <= 3_601
    service = limited.at()
    forget_addresses(service)
    with service.database.read() as connection:
        latest = connection.execute(select(func.max(rows.c.at))).scalar_one()
    assert latest <= parse_instant(INSIDE)


def test_counting_looks_at_no_rows_of_others(world: World, laid_out_url: str) -> None:
    service = world.service(YANLU_DATABASE=laid_out_url)
    now = parse_instant(INSIDE)
    with writing(service.database) as connection:
        for number in range(60):
            at = now - timedelta(minutes=number)
            address_turns.add(connection, Deed.SUBMISSION, "mine", at)
            address_turns.add(connection, Deed.SUBMISSION, f"other {number}", at)
        found = address_turns.of_late(connection, Deed.SUBMISSION, ["mine"], now)
    assert found == (60, now - timedelta(minutes=59))


def test_without_limits_nothing_is_counted(world: World, laid_out_url: str) -> None:
    service = world.service(YANLU_DATABASE=laid_out_url, YANLU_RATE_LIMIT="off")
    for _ in range(31):
        submit(service, parse_submission(world.citizen()), OFFICE)
    with service.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(rows)).scalar() == 0
