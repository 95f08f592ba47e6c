"""The age of a token, and what is one."""

from datetime import timedelta

import pytest

from catalogue.window import parse_instant
from comments_service.domain.comments.challenge import (
    OLDEST,
    TOO_OLD,
    TOO_YOUNG,
    UNKNOWN,
    YOUNGEST,
    read_challenge,
    signed_part,
)
from tests.conftest import INSIDE

NOW = parse_instant(INSIDE)
NONCE, SIGNATURE = "0" * 32, "f" * 64
TOKEN = f"test.{signed_part(NOW, NONCE)}.{SIGNATURE}"
A_MOMENT = timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("age", "fault"),
    [
        (-A_MOMENT, UNKNOWN),
        (timedelta(), TOO_YOUNG),
        (YOUNGEST - A_MOMENT, TOO_YOUNG),
        (YOUNGEST, ""),
        (OLDEST, ""),
        (OLDEST + A_MOMENT, TOO_OLD),
    ],
)
def test_a_token_may_be_used_from_three_seconds_to_a_day(age: timedelta, fault: str) -> None:
    token = read_challenge(TOKEN)
    assert token is not None
    assert token.fault(NOW + age, YOUNGEST) == fault


def test_where_no_age_is_asked_for_a_new_one_may_be_used() -> None:
    token = read_challenge(TOKEN)
    assert token is not None
    assert token.fault(NOW, timedelta()) == ""


def test_what_is_signed_is_read_back() -> None:
    token = read_challenge(TOKEN)
    assert token is not None
    assert (token.key, token.given_out) == ("test", NOW)
    assert token.signed == signed_part(NOW, NONCE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        TOKEN + "0",
        TOKEN[:-1],
        TOKEN.upper(),
        "." + TOKEN,
        TOKEN.replace(".", " "),
        "９" * 9,
    ],
)
def test_what_is_written_otherwise_is_no_token(text: str) -> None:
    assert read_challenge(text) is None
