"""Tokens of forms are used once, in the transaction of what they come with."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from comments_service.domain.comments.challenge import SPENT, TOO_OLD, TOO_YOUNG, UNKNOWN
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.errors import Invalid, TooMany, UnknownClause, WindowClosed
from comments_service.services.intake.challenges import (
    forget_challenges,
    kept_or_new,
    new_challenge,
)
from comments_service.services.intake.submit import submit
from comments_service.services.ledger.flood_limits import Caller
from comments_service.services.service import Service
from comments_service.services.upkeep.timekeeping import keep_time
from comments_service.store.database.tables import spent_challenges
from comments_service.web.api.schemas import parse_submission
from tests.conftest import KEYS, World
from tests.servers.moved_clock import DAY, MINUTE, SECOND, SHOWN, TO_THE_END, Hands, held_by

OFFICE = Caller("203.0.113.7")
ASKED = {
    "YANLU_CLOCK": "running",
    "YANLU_NOW": SHOWN,
    "YANLU_CHALLENGE": "on",
    "YANLU_LIMIT_FORM_HOUR": "2",
}


@pytest.fixture
def guarded(world: World, laid_out_url: str, hands: Hands) -> Service:
    """Return a service that asks for tokens, for which time goes on by the hands alone."""
    held = held_by(world.service(YANLU_DATABASE=laid_out_url, **ASKED), hands)
    keep_time(held)
    return held


def send(world: World, service: Service, token: str, **changes: Any) -> StoredSubmission:
    body = world.citizen(challenge=token, **changes)
    return submit(service, parse_submission(body), OFFICE)


def refused(world: World, service: Service, token: str) -> str:
    with pytest.raises(Invalid) as caught:
        send(world, service, token)
    [fault] = caught.value.faults
    assert fault.field == "challenge"
    return fault.message


def spent(service: Service) -> int:
    with service.database.read() as connection:
        query = select(func.count()).select_from(spent_challenges)
        return connection.execute(query).scalar_one()


def test_a_token_is_good_for_one_submission(world: World, guarded: Service, hands: Hands) -> None:
    token = new_challenge(guarded)
    hands.passed += 3 * SECOND
    send(world, guarded, token)
    assert refused(world, guarded, token) == SPENT
    assert spent(guarded) == 1


def test_the_same_submission_sent_again_with_its_token_has_the_same_receipt(
    world: World, guarded: Service, hands: Hands
) -> None:
    token = new_challenge(guarded)
    hands.passed += 3 * SECOND
    body = world.citizen()
    first, again, otherwise = (
        submit(guarded, parse_submission({**body, "challenge": each}), OFFICE)
        for each in (token, token, "another")
    )
    assert first.receipt_no == again.receipt_no == otherwise.receipt_no


def test_before_three_seconds_it_is_too_early_and_after_a_day_too_late(
    world: World, guarded: Service, hands: Hands
) -> None:
    token, other = new_challenge(guarded), new_challenge(guarded)
    hands.passed += 2 * SECOND
    assert refused(world, guarded, token) == TOO_YOUNG
    hands.passed += SECOND
    send(world, guarded, token)
    hands.passed += DAY
    assert refused(world, guarded, other) == TOO_OLD


def test_a_token_of_nobody_or_of_another_key_is_refused(
    world: World, guarded: Service, hands: Hands
) -> None:
    token = new_challenge(guarded)
    key, moment, nonce, signature = token.split(".")
    earlier = f"{int(moment) - 60_000}"
    other = world.settings(YANLU_KEYS=f"other:{'B' * 43}=")
    foreign = new_challenge(replace(guarded, keyring=other.keys))
    hands.passed += MINUTE
    for forged in (
        "made-up",
        f"{key}.{earlier}.{nonce}.{signature}",
        f"{key}.{moment}.{nonce}.{'0' * 64}",
        f"other.{moment}.{nonce}.{signature}",
        foreign,
    ):
        assert refused(world, guarded, forged) == UNKNOWN
    assert spent(guarded) == 0


def test_a_token_given_out_before_the_keys_were_changed_is_good(
    world: World, guarded: Service, hands: Hands
) -> None:
    token = new_challenge(guarded)
    hands.passed += MINUTE
    both = world.settings(YANLU_KEYS=f"new:{'B' * 43}= {KEYS}").keys
    send(world, replace(guarded, keyring=both), token)


def test_what_is_refused_for_something_else_uses_up_no_token(
    world: World, guarded: Service, hands: Hands
) -> None:
    token = new_challenge(guarded)
    hands.passed += MINUTE
    lost = {"clause": "part_9", "stance": "suggest", "body": "好"}
    with pytest.raises(UnknownClause):
        send(world, guarded, token, comments=[lost])
    send(world, guarded, token)


def test_that_the_window_is_over_is_said_before_anything_of_a_token(
    world: World, guarded: Service, hands: Hands
) -> None:
    hands.passed += TO_THE_END
    with pytest.raises(WindowClosed):
        send(world, guarded, "made-up")


def test_a_form_shown_again_keeps_its_token_while_that_is_of_use(
    world: World, guarded: Service, hands: Hands
) -> None:
    token, other = new_challenge(guarded), new_challenge(guarded)
    assert kept_or_new(guarded, token) == token
    hands.passed += MINUTE
    assert kept_or_new(guarded, token) == token
    send(world, guarded, token)
    new = {kept_or_new(guarded, each) for each in (token, "", "made-up")}
    assert len(new - {token, ""}) == 3
    hands.passed += DAY
    assert kept_or_new(guarded, other) != other


def test_without_a_token_an_address_may_send_less(world: World, guarded: Service) -> None:
    people = [{"name": name, "phone": ""} for name in ("甲一", "乙二", "丙三")]
    for number, each in enumerate(people):
        each["email"] = f"citizen{number}@example.test"
    send(world, guarded, "", **people[0])
    send(world, guarded, "", **people[1])
    with pytest.raises(TooMany) as caught:
        send(world, guarded, "", **people[2])
    assert caught.value.retry_after > 3000
    with pytest.raises(TooMany):
        send(world, guarded, "", **people[2])


def test_by_the_form_without_scripts_an_address_may_send_no_more(
    world: World, guarded: Service, hands: Hands
) -> None:
    tokens = [new_challenge(guarded) for _ in range(3)]
    hands.passed += MINUTE
    form = replace(OFFICE, scripted=False)
    bodies = [world.citizen(challenge=token) for token in tokens]
    for body in bodies[:2]:
        submit(guarded, parse_submission(body), form)
    with pytest.raises(TooMany):
        submit(guarded, parse_submission(bodies[2]), form)
    submit(guarded, parse_submission(bodies[2]), OFFICE)


def test_with_one_that_limit_does_not_count(world: World, guarded: Service, hands: Hands) -> None:
    tokens = [new_challenge(guarded) for _ in range(3)]
    hands.passed += MINUTE
    for number, token in enumerate(tokens):
        send(world, guarded, token, phone=f"138 0728 000{number}")


def test_what_was_used_is_forgotten_when_it_is_too_old_anyway(
    world: World, guarded: Service, hands: Hands
) -> None:
    token = new_challenge(guarded)
    hands.passed += MINUTE
    send(world, guarded, token)
    hands.passed += DAY - MINUTE
    forget_challenges(guarded)
    assert refused(world, guarded, token) == SPENT
    hands.passed += 3 * MINUTE
    forget_challenges(guarded)
    assert spent(guarded) == 0
    assert refused(world, guarded, token) == TOO_OLD


def test_a_used_token_is_kept_with_the_minute_alone(
    world: World, guarded: Service, hands: Hands
) -> None:
    token = new_challenge(guarded)
    hands.passed += timedelta(seconds=61.5)
    send(world, guarded, token)
    with guarded.database.read() as connection:
        at = connection.execute(select(spent_challenges.c.at)).scalar_one()
    assert (at.second, at.microsecond) == (0, 0)


def test_while_the_clock_is_stopped_a_token_may_be_used_at_once(
    world: World, laid_out_url: str
) -> None:
    service = world.service(YANLU_DATABASE=laid_out_url, YANLU_CHALLENGE="on")
    token = new_challenge(service)
    send(world, service, token)
    assert refused(world, service, token) == SPENT


def test_switched_off_none_are_given_out_or_looked_at(world: World, laid_out_url: str) -> None:
    service = world.service(YANLU_DATABASE=laid_out_url, YANLU_LIMIT_FORM_HOUR="1")
    assert (new_challenge(service), kept_or_new(service, "made-up")) == ("", "")
    for token in ("", "", "made-up", "made-up"):
        send(world, service, token)
    assert spent(service) == 0
