import base64

import pytest

from comments_service.keyring import Keyring, KeyringError, Lookup, new_key_line, parse_keys
from tests.worlds.earlier_values import keyed_digest, without_algorithm

OLD, NEW = new_key_line("old"), new_key_line("new")


def test_what_was_encrypted_is_read_again() -> None:
    keyring = parse_keys(OLD)
    stored = keyring.encrypt("林晓芸", "submissions/1/personal")
    assert keyring.decrypt(stored, "submissions/1/personal") == "林晓芸"
    assert stored.startswith("old.")


def test_the_same_text_is_never_encrypted_the_same_way_twice() -> None:
    keyring = parse_keys(OLD)
    assert keyring.encrypt("x", "c") != keyring.encrypt("x", "c")


def test_a_value_moved_to_another_row_does_not_decrypt() -> None:
    keyring = parse_keys(OLD)
    with pytest.raises(KeyringError, match="rows/2: does not decrypt"):
        keyring.decrypt(keyring.encrypt("x", "rows/1"), "rows/2")


@pytest.mark.parametrize("stored", ["old.", "old.AAAA", "old.***", "old", ""])
def test_what_is_broken_does_not_decrypt(stored: str) -> None:
    with pytest.raises(KeyringError):
        parse_keys(OLD).decrypt(stored, "c")


def test_after_a_change_the_old_key_still_reads() -> None:
    stored = parse_keys(OLD).encrypt("x", "c")
    both = parse_keys(f"{NEW}\n{OLD}")
    assert both.decrypt(stored, "c") == "x"
    assert both.encrypt("x", "c").startswith("new.")


def test_a_key_that_is_gone_is_named() -> None:
    stored = parse_keys(OLD).encrypt("x", "c")
    with pytest.raises(KeyringError, match="no key with the id old"):
        parse_keys(NEW).decrypt(stored, "c")


def test_a_renamed_key_does_not_read() -> None:
    stored = parse_keys(OLD).encrypt("x", "c")
    renamed = parse_keys(OLD.replace("old", "other", 1))
    with pytest.raises(KeyringError):
        renamed.decrypt(stored.replace("old", "other", 1), "c")


def test_a_lookup_has_one_digest_for_each_key_the_current_first() -> None:
    digests = parse_keys(f"{NEW} {OLD}").lookup_digests("value", Lookup.PARTICIPANT)
    assert list(digests) == ["new", "old"]
    assert digests["old"] == parse_keys(OLD).lookup_digests("value", Lookup.PARTICIPANT)["old"]
    assert len({*digests.values()}) == 2


def test_purposes_do_not_share_a_digest() -> None:
    keyring = parse_keys(OLD)
    assert keyring.lookup_digests("v", Lookup.ADDRESS) != keyring.lookup_digests("v", Lookup.LOGIN)


def test_a_fingerprint_is_known_again_under_its_own_key() -> None:
    stored = parse_keys(OLD).fingerprint("content", "c")
    both = parse_keys(f"{NEW} {OLD}")
    assert both.same_fingerprint(stored, "content", "c")
    assert not both.same_fingerprint(stored, "other", "c")
    renewed = both.renew(stored, "c", "c")
    assert parse_keys(NEW).same_fingerprint(str(renewed), "content", "c")


def test_a_fingerprint_of_an_earlier_release_is_known_again() -> None:
    keyring = parse_keys(OLD)
    stored = f"old.{keyed_digest(keyring, 'fingerprint', 'content')}"
    assert keyring.same_fingerprint(stored, "content", "c")
    assert not keyring.same_fingerprint(stored, "other", "c")


def test_a_fingerprint_fits_its_column_whatever_the_key_is_called() -> None:
    # As many characters as the column has.
    longest = parse_keys(new_key_line("k" * 32))
    assert len(longest.fingerprint("content", "c")) <= 100


def test_what_is_stored_names_key_and_algorithm() -> None:
    keyring = parse_keys(OLD)
    assert keyring.encrypt("x", "c").startswith("old.a256gcm.")
    assert keyring.encrypt_file(b"x", "c").startswith(b"old.a256gcm.")
    assert keyring.prefix == "old.a256gcm."


def test_what_an_earlier_release_stored_opens_in_its_own_context() -> None:
    keyring = parse_keys(OLD)
    stored = without_algorithm(keyring, "林晓芸", "rows/1/name")
    assert keyring.decrypt(stored, "name/1", "rows/1/name") == "林晓芸"
    with pytest.raises(KeyringError):
        keyring.decrypt(stored, "name/1")
    renewed = parse_keys(f"{NEW} {OLD}").renew(stored, "name/1", "rows/1/name")
    assert parse_keys(NEW).decrypt(str(renewed), "name/1", "rows/1/name") == "林晓芸"


def test_a_file_that_an_earlier_release_stored_opens() -> None:
    keyring = parse_keys(OLD)
    stored = without_algorithm(keyring, "%PDF", "scans/1/content")
    key_id, _, body = stored.partition(".")
    kept = key_id.encode() + b"." + base64.b64decode(body)
    assert keyring.decrypt_file(kept, "scan/1", "scans/1/content") == b"%PDF"
    renewed = keyring.renew(kept, "scan/1", "scans/1/content")
    assert keyring.decrypt_file(bytes(renewed), "scan/1") == b"%PDF"  # type: ignore[arg-type]


def test_an_algorithm_cannot_be_left_out_or_be_another() -> None:
    keyring = parse_keys(OLD)
    stored = keyring.encrypt("x", "c")
    with pytest.raises(KeyringError, match="c: does not decrypt"):
        keyring.decrypt(stored.replace(".a256gcm", ""), "c")
    with pytest.raises(KeyringError, match="sm4gcm, which this release does not have"):
        keyring.decrypt(stored.replace(".a256gcm", ".sm4gcm"), "c")


def test_a_keyring_does_not_show_its_keys() -> None:
    keyring: Keyring = parse_keys(OLD)
    assert OLD.partition(":")[2] not in repr(keyring) + repr(keyring.keys[0])


@pytest.mark.parametrize("text", ["", "k", "k:AAAA", "-k:" + "A" * 43 + "=", ":" + "A" * 43 + "="])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(KeyringError):
        parse_keys(text)
