import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments_service.keyring import KeyringError, Lookup, new_key_line, parse_keys

KEYRING = parse_keys(f"{new_key_line('b')} {new_key_line('a')}")
TEXTS = st.text(max_size=300)


@given(TEXTS, TEXTS)
def test_every_text_comes_back_in_its_own_context(text: str, context: str) -> None:
    assert KEYRING.decrypt(KEYRING.encrypt(text, context), context) == text


@given(TEXTS, TEXTS, TEXTS)
def test_no_text_comes_back_in_another_context(text: str, context: str, other: str) -> None:
    stored = KEYRING.encrypt(text, context)
    if other != context:
        with pytest.raises(KeyringError):
            KEYRING.decrypt(stored, other)


@given(TEXTS, TEXTS)
def test_digests_are_equal_exactly_where_values_are(one: str, other: str) -> None:
    equal = KEYRING.lookup_digests(one, Lookup.WORDS) == KEYRING.lookup_digests(other, Lookup.WORDS)
    assert equal == (one == other)


@given(TEXTS, TEXTS)
def test_a_fingerprint_fits_its_own_value_alone(one: str, other: str) -> None:
    assert KEYRING.same_fingerprint(KEYRING.fingerprint(one, "c"), other, "c") == (one == other)
