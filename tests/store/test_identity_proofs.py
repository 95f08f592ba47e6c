"""A proof of identity is begun and ended in one browser, and used once, under its name."""

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from comments_service.domain.accounts.assurance import Assurance
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.errors import (
    Invalid,
    NotOffered,
    NotProved,
    ProviderDown,
    TooMany,
    UnknownPolicy,
    WindowClosed,
)
from comments_service.identity_provider import NotVerifiedError, ProviderDownError
from comments_service.services.accounts import identity_proofs as proofs
from comments_service.services.accounts.identity_proofs import ReturnedSender
from comments_service.services.database.check import check
from comments_service.services.intake.submit import submit
from comments_service.services.ledger.flood_limits import NOBODY, Caller
from comments_service.services.service import Service
from comments_service.services.upkeep.timekeeping import keep_time
from comments_service.store.database.tables import identity_sessions
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World, publish, the_policy
from tests.servers.identity_providers import KnownProvider, knowing
from tests.servers.moved_clock import MINUTE, SECOND, SHOWN, TO_THE_END, Hands, held_by

OFFICE = Caller("203.0.113.7")
BACK = "https://yijian.test/forms/identity/callback"
WAY = "zh-CN", BACK, ""
NAME = "林晓芸"
TYPED = {"name": "", "phone": "138 0728 1234", "comments[0].body": "资金门槛偏高。"}


@pytest.fixture
def provider() -> KnownProvider:
    return KnownProvider()


@pytest.fixture
def asking(world: World, laid_out_url: str, hands: Hands, provider: KnownProvider) -> Service:
    """Return a service with a provider, for which time goes on by the hands alone."""
    env = {"YANLU_DATABASE": laid_out_url, "YANLU_CLOCK": "running", "YANLU_NOW": SHOWN}
    limits = {"YANLU_LIMIT_ADDRESS_HOUR": "3", "YANLU_LIMIT_PARTICIPANT_HOUR": "3"}
    held = held_by(world.service(**env, **limits), hands)
    keep_time(held)
    return knowing(held, provider)


def begun(service: Service, **changes: Any) -> tuple[str, str]:
    """Leave for the provider; return the state that went along and the browser's token."""
    asked = {"policy_id": POLICY, "caller": NOBODY, "way": WAY, **changes}
    address, browser = proofs.begin_proof(service, **asked)
    return address.partition("state=")[2], browser


def ended(service: Service, state: str, browser: str, code: str = NAME) -> ReturnedSender:
    return proofs.end_proof(service, browser, {"state": state, "code": code}, BACK)


def ticket_of(service: Service, name: str = NAME) -> str:
    return ended(service, *begun(service), name).ticket


def send(world: World, service: Service, ticket: str, **changes: Any) -> StoredSubmission:
    return submit(service, parse_submission(world.citizen(identity=ticket, **changes)))


def refused(world: World, service: Service, ticket: str, **changes: Any) -> str:
    with pytest.raises(Invalid) as caught:
        send(world, service, ticket, **changes)
    [fault] = caught.value.faults
    return fault.field


def rows(service: Service) -> list[Any]:
    with service.database.read() as connection:
        return list(connection.execute(select(identity_sessions)))


def test_who_proved_it_sends_one_submission_under_that_name(
    world: World, asking: Service, provider: KnownProvider
) -> None:
    back = ended(asking, *begun(asking))
    assert (back.name, back.refusal) == (NAME, None)
    assert proofs.proved_name(asking, back.ticket, POLICY) == NAME
    assert send(world, asking, back.ticket).assurance == Assurance.IDENTITY_VERIFIED
    assert refused(world, asking, back.ticket) == "identity"
    assert proofs.proved_name(asking, back.ticket) is None
    assert len(provider.asked) == 1
    assert check(asking).differences == []


def test_the_same_submission_sent_again_has_the_same_receipt(world: World, asking: Service) -> None:
    body = parse_submission(world.citizen(identity=ticket_of(asking)))
    first, again = submit(asking, body), submit(asking, replace(body, identity="another"))
    assert first.receipt_no == again.receipt_no


def test_another_name_is_refused_and_uses_nothing_up(world: World, asking: Service) -> None:
    ticket = ticket_of(asking)
    assert refused(world, asking, ticket, name="张三") == "name"
    assert send(world, asking, ticket, name="林 晓芸").assurance == Assurance.IDENTITY_VERIFIED


def test_a_ticket_is_for_the_policy_that_it_was_made_for(world: World, asking: Service) -> None:
    [version] = the_policy().versions
    own = replace(version, clauses="roads-2018/v1/clauses.json")
    publish(world.site, the_policy(), the_policy(id="roads-2018", versions=(own,)))
    ticket = ended(asking, *begun(asking, policy_id="roads-2018")).ticket
    assert refused(world, asking, ticket) == "identity"
    assert proofs.proved_name(asking, ticket, POLICY) is None
    send(world, asking, ticket, policy="roads-2018")


@pytest.mark.parametrize("ticket", ["made-up", "0" * 64])
def test_a_ticket_of_nobody_is_refused(world: World, asking: Service, ticket: str) -> None:
    assert refused(world, asking, ticket) == "identity"


def test_a_ticket_is_good_for_half_an_hour(world: World, asking: Service, hands: Hands) -> None:
    used, late = ticket_of(asking), ticket_of(asking)
    hands.passed += 30 * MINUTE - SECOND
    send(world, asking, used)
    hands.passed += SECOND
    assert refused(world, asking, late) == "identity"


def test_the_way_there_and_back_may_take_a_quarter_of_an_hour(
    asking: Service, hands: Hands
) -> None:
    slow, late = begun(asking), begun(asking, typed=TYPED)
    hands.passed += 15 * MINUTE - SECOND
    assert ended(asking, *slow).name == NAME
    hands.passed += SECOND
    # Somebody who had to register there first finds again what was typed.
    over = ended(asking, *late)
    assert (str(over.refusal), over.session.typed) == (proofs._LOST, TYPED)


def test_only_the_browser_that_left_comes_back(asking: Service, provider: KnownProvider) -> None:
    (state, browser), (other_state, other) = begun(asking), begun(asking)
    for wrong in ((state, other), (other_state, browser), (state, ""), ("", browser)):
        with pytest.raises(NotProved):
            ended(asking, *wrong)
    assert provider.asked == []


def test_a_page_that_is_loaded_again_says_the_same_without_the_provider(
    world: World, asking: Service, provider: KnownProvider
) -> None:
    way = begun(asking, typed=TYPED)
    first, again = ended(asking, *way), ended(asking, *way, code="张三")
    assert (again.ticket, again.name, again.session.typed) == (first.ticket, NAME, TYPED)
    assert len(provider.asked) == 1
    send(world, asking, first.ticket)
    with pytest.raises(NotProved):
        ended(asking, *way)


def test_what_waits_is_shown_again_whatever_became_of_it(
    asking: Service, provider: KnownProvider, caplog: pytest.LogCaptureFixture
) -> None:
    way = begun(asking, typed=TYPED)
    denied = ended(asking, *way, code="")
    provider.fault = NotVerifiedError("another nonce")
    with caplog.at_level(logging.WARNING):
        unproved = ended(asking, *way)
    provider.fault = ProviderDownError("ConnectTimeout")
    down = ended(asking, *way)
    assert [each.session.typed for each in (denied, unproved, down)] == [TYPED] * 3
    assert [each.ticket for each in (denied, unproved, down)] == ["", "", ""]
    assert isinstance(denied.refusal, NotProved)
    assert isinstance(unproved.refusal, NotProved)
    assert isinstance(down.refusal, ProviderDown)
    assert caplog.messages == ["identity provider: another nonce"]
    provider.fault = None
    assert ended(asking, *way).name == NAME


def test_a_second_press_has_what_the_first_got_meanwhile(
    asking: Service, provider: KnownProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    way, known, first = begun(asking, typed=TYPED), provider.verified_name, []

    def spent(*_args: object) -> str:
        monkeypatch.setattr(provider, "verified_name", known)
        first.append(ended(asking, *way))
        raise NotVerifiedError("invalid_grant")

    monkeypatch.setattr(provider, "verified_name", spent)
    second = ended(asking, *way)
    assert (second.name, second.refusal) == (NAME, None)
    assert [second.ticket] == [each.ticket for each in first]


@pytest.mark.parametrize("name", [" ", "\u200b", "林" * 101, "林\0"])
def test_a_name_that_cannot_be_kept_proves_nothing(asking: Service, name: str) -> None:
    assert isinstance(ended(asking, *begun(asking), name).refusal, NotProved)


def test_without_a_provider_or_a_policy_nothing_begins(
    asking: Service, provider: KnownProvider
) -> None:
    with pytest.raises(UnknownPolicy):
        begun(asking, policy_id="nowhere")
    with pytest.raises(NotOffered):
        begun(replace(asking, identity_provider=None))
    provider.fault = ProviderDownError("ConnectTimeout")
    with pytest.raises(ProviderDown):
        begun(asking)
    assert rows(asking) == []


def test_an_address_begins_so_often_an_hour(asking: Service) -> None:
    for _ in range(3):
        begun(asking, caller=OFFICE)
    with pytest.raises(TooMany):
        begun(asking, caller=OFFICE)
    begun(asking, caller=Caller("198.51.100.9"))


def test_a_way_may_be_tried_so_often(asking: Service, provider: KnownProvider) -> None:
    way = begun(asking, typed=TYPED)
    provider.fault = ProviderDownError("ConnectTimeout")
    for _ in range(3):
        assert isinstance(ended(asking, *way).refusal, ProviderDown)
    last = ended(asking, *way)
    assert str(last.refusal) == proofs._TOO_OFTEN
    assert last.session.typed == TYPED
    assert len(provider.asked) == 3
    provider.fault = None
    assert ended(asking, *begun(asking)).name == NAME


def test_that_the_window_is_over_is_said_before_anything_of_a_ticket(
    world: World, asking: Service, hands: Hands
) -> None:
    hands.passed += TO_THE_END
    with pytest.raises(WindowClosed):
        send(world, asking, "made-up")


def test_nothing_of_a_person_is_in_the_clear_and_nothing_stays(
    world: World, asking: Service, hands: Hands
) -> None:
    state, browser = begun(asking, typed=TYPED)
    ticket = ended(asking, state, browser).ticket
    [row] = rows(asking)
    kept = " ".join(map(str, row))
    for secret in (NAME, "138 0728 1234", "资金门槛", state, browser, ticket):
        assert secret not in kept
    send(world, asking, ticket)
    [row] = rows(asking)
    assert (row.name, row.attempt) == (None, "")
    hands.passed += timedelta(minutes=60)
    proofs.forget_proofs(asking)
    assert len(rows(asking)) == 1
    hands.passed += SECOND
    proofs.forget_proofs(asking)
    assert rows(asking) == []
