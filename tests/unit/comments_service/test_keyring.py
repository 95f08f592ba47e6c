import pytest

from comments_service.keyring import Keyring, KeyringError, new_key_line, parse_keys

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
    digests = parse_keys(f"{NEW} {OLD}").lookup_digests("value")
    assert list(digests) == ["new", "old"]
    assert digests["old"] == parse_keys(OLD).lookup_digests("value")["old"]
    assert len({*digests.values()}) == 2


def test_purposes_do_not_share_a_digest() -> None:
    keyring = parse_keys(OLD)
    assert keyring.lookup_digests("v", "a") != keyring.lookup_digests("v", "b")


def test_a_fingerprint_is_known_again_under_its_own_key() -> None:
    stored = parse_keys(OLD).fingerprint("content")
    both = parse_keys(f"{NEW} {OLD}")
    assert both.same_fingerprint(stored, "content")
    assert not both.same_fingerprint(stored, "other")


def test_a_keyring_does_not_show_its_keys() -> None:
    keyring: Keyring = parse_keys(OLD)
    assert OLD.partition(":")[2] not in repr(keyring) + repr(keyring.keys[0])


@pytest.mark.parametrize("text", ["", "k", "k:AAAA", "-k:" + "A" * 43 + "=", ":" + "A" * 43 + "="])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(KeyringError):
        parse_keys(text)
