"""An office behind one address gets through; who sends without end, or a form twice, does not."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import INSIDE, publish, the_policy
from tests.servers.live_service import Running, served
from tests.servers.waiting import wait_for
from tests.soak.sending import get, send, submission

pytestmark = pytest.mark.soak
_PEOPLE = 2_000
_ENDLESS = 200
# As many as browsers of one address send at a time and are not told to wait.
_AT_ONCE = 16


@pytest.fixture
def guarded(tmp_path: Path, key: str) -> Iterator[Running]:
    env = {"YANLU_KEYS": key, "YANLU_NOW": INSIDE, "YANLU_CHALLENGE": "on"}
    with served(publish(tmp_path / "site", the_policy()), tmp_path, env) as running:
        yield running


def token(running: Running) -> str:
    answer = get(running.address, "/api/v1/challenge")
    assert answer
    return str(answer[1]["challenge"])


def old_enough(running: Running, last: str) -> None:
    """Wait until the token that was given out last may be used: what is refused uses none up."""

    def is_old_enough() -> bool:
        sent = {**submission(10**7), "challenge": last}
        answer = send(running.address, sent)
        assert answer
        return answer[0] == 201

    wait_for(is_old_enough, "a token to be old enough")


def numbered(number: int, given: str) -> dict[str, Any]:
    return {**submission(number), "challenge": given}


def test_two_thousand_people_of_one_address_get_through_within_an_hour(guarded: Running) -> None:
    with ThreadPoolExecutor(_AT_ONCE) as office:
        tokens = [*office.map(lambda _: token(guarded), range(_PEOPLE))]
        old_enough(guarded, token(guarded))
        bodies = [numbered(number, given) for number, given in enumerate(tokens)]
        answers = [*office.map(lambda body: send(guarded.address, body), bodies)]
        again = [*office.map(lambda given: send(guarded.address, numbered(10**6, given)), tokens)]
    assert Counter(answer and answer[0] for answer in answers) == {201: _PEOPLE}
    times = [datetime.fromisoformat(answer[1]["received_at"]) for answer in answers if answer]
    assert max(times) - min(times) < timedelta(hours=1)
    assert Counter(answer and answer[0] for answer in again) == {422: _PEOPLE}


def test_one_who_sends_two_hundred_is_stopped(guarded: Running) -> None:
    tokens = [token(guarded) for _ in range(_ENDLESS)]
    old_enough(guarded, token(guarded))
    own = submission(1)
    answers = [
        send(guarded.address, {**own, "challenge": given, "idempotency_key": f"endless-{n:010}"})
        for n, given in enumerate(tokens)
    ]
    statuses = Counter(answer and answer[0] for answer in answers)
    assert statuses == {201: 30, 429: _ENDLESS - 30}
