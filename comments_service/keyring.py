"""Keys: what is encrypted, and what is looked up without being readable.

Each key has an id; the first one encrypts, all of them decrypt, so that keys can be
changed without losing what is there. From each key of 32 bytes one subkey per purpose
is derived (HKDF-SHA256, RFC 5869), so that no two uses share a key.
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from binascii import a2b_base64
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from interface.command_line import said

_KEY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
_KEY_BYTES = 32
_NONCE_BYTES = 12
_CHECKED = "yanlu key check"
# With the rest of the stored form it must fit into 100 characters, whatever the key is called;
# two texts of one sender are told apart by it, and nobody gains by finding two that are alike.
_CONTENT_BYTES = 14
_ALGORITHM = "a256gcm"
# By the name that stored values have it under; a stored value without a name is of release 0.1.0.
_ALGORITHMS = {_ALGORITHM: AESGCM, "": AESGCM}


class Lookup(StrEnum):
    """For what a value is looked up by a keyed digest of it."""

    PARTICIPANT = "participant"
    CONTACT = "contact"
    CONTACT_CODE = "contact_code"
    ADDRESS = "address"
    LOGIN = "login"
    WORDS = "words"
    CHALLENGE = "challenge"
    # Of submissions that releases before 0.2.0 took.
    IDEMPOTENCY = "idempotency"


class KeyringError(ValueError):
    """A line is no key, or what was encrypted cannot be read; the message holds no secret."""


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """One key of 32 bytes with the id under which stored values name it."""

    id: str
    secret: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """All keys in use, the current one first."""

    keys: tuple[Key, ...]

    @property
    def prefix(self) -> str:
        """What every value begins with that is encrypted from now on."""
        return f"{self.keys[0].id}.{_ALGORITHM}."

    def encrypt(self, plaintext: str, context: str) -> str:
        """Encrypt with the current key and the context (purpose, row): ``keyid.a256gcm.base64``."""
        return self._text(plaintext.encode(), context)

    def decrypt(self, stored: str, context: str, earlier: str | None = None) -> str:
        """Read what ``encrypt`` made; ``KeyringError`` where key, context or text is another.

        ``earlier`` is the context of values without an algorithm's name, where it is another one.
        """
        return self._opened(stored, context, earlier).decode()

    def encrypt_file(self, content: bytes, context: str) -> bytes:
        """Encrypt like ``encrypt``, without base64."""
        return self.prefix.encode() + self._sealed(content, context)

    def decrypt_file(self, stored: bytes, context: str, earlier: str | None = None) -> bytes:
        """Read what ``encrypt_file`` made; ``KeyringError`` as with ``decrypt``."""
        return self._opened(stored, context, earlier)

    def renew(self, stored: str | bytes, context: str, earlier: str) -> str | bytes:
        """Encrypt again, with the current key and algorithm, what any method here encrypted."""
        plain = self._opened(stored, context, earlier)
        is_text = isinstance(stored, str)
        return self._text(plain, context) if is_text else self.encrypt_file(plain, context)

    def _text(self, plain: bytes, context: str) -> str:
        return self.prefix + base64.b64encode(self._sealed(plain, context)).decode()

    def _sealed(self, plain: bytes, context: str) -> bytes:
        key = self.keys[0]
        nonce = secrets.token_bytes(_NONCE_BYTES)
        bound = _bound(key.id, _ALGORITHM, context)
        return nonce + _cipher(key.secret, _ALGORITHM).encrypt(nonce, plain, bound)

    def _opened(self, stored: str | bytes, context: str, earlier: str | None = None) -> bytes:
        key_id, algorithm, raw = _parsed(stored)
        key = self._key(key_id)
        if algorithm not in _ALGORITHMS:
            words = "encrypted with %(algorithm)s, which this release does not have"
            raise KeyringError(f"{context}: {said(words, algorithm=algorithm)}")
        if not algorithm and earlier is not None:
            context = earlier
        try:
            sealed = a2b_base64(raw, strict_mode=True) if isinstance(raw, str) else raw
            nonce, sealed = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
            cipher = _cipher(key.secret, algorithm)
            return cipher.decrypt(nonce, sealed, _bound(key.id, algorithm, context))
        except (InvalidTag, ValueError) as error:
            words = said("does not decrypt with key %(key)s", key=key.id)
            raise KeyringError(f"{context}: {words}") from error

    def lookup_digests(self, value: str, purpose: Lookup) -> dict[str, str]:
        """Return HMAC-SHA256 by key id, the current one's first.

        A plain hash could be found by trying all numbers.
        """
        return {key.id: _mac(key, f"lookup/{purpose}", value) for key in self.keys}

    def check_values(self) -> dict[str, str]:
        """Return a value under each key by which to tell later whether a key is the same one."""
        return _check_values(self.keys)

    def fingerprint(self, content: str, context: str) -> str:
        """Return an encrypted digest, by which the same content is known when it comes again."""
        return self._text(_content_digest(content), context)

    def same_fingerprint(self, stored: str, content: str, context: str) -> bool:
        """Return in constant time whether a fingerprint is of this content.

        Releases before 0.2.0 kept a keyed digest, ``keyid.hex``.
        """
        if stored.count(".") > 1:
            kept = self._opened(stored, context)
            return hmac.compare_digest(_content_digest(content), kept)
        key_id, _, digest = stored.partition(".")
        return hmac.compare_digest(_mac(self._key(key_id), "fingerprint", content), digest)

    def _key(self, key_id: str) -> Key:
        for key in self.keys:
            if key.id == key_id:
                return key
        raise KeyringError(said("no key with the id %(key)s in YANLU_KEYS", key=key_id))


def parse_keys(text: str) -> Keyring:
    """Read ``keyid:base64-of-32-bytes``, separated by white space or commas, current first."""
    keys = tuple(_parse_key(part) for part in re.split(r"[\s,]+", text.strip()) if part)
    if not keys:
        raise KeyringError(said("holds no key"))
    if len({key.id for key in keys}) < len(keys):
        raise KeyringError(said("two keys have the same id"))
    return Keyring(keys)


def new_key_line(key_id: str | None = None) -> str:
    """Make a new random key, as one line for YANLU_KEYS; without an id it gets a random one."""
    key_id = key_id or f"k{secrets.token_hex(3)}"
    return f"{key_id}:{base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()}"


def _parse_key(part: str) -> Key:
    key_id, _, body = part.partition(":")
    if not _KEY_ID.fullmatch(key_id):
        words = "a key is keyid:base64, its id 1 to 32 of A-Z a-z 0-9 _ -"
        raise KeyringError(said(words))
    try:
        secret = base64.b64decode(body, validate=True)
    except binascii.Error:
        secret = b""
    if len(secret) != _KEY_BYTES:
        raise KeyringError(said("key %(key)s: not the base64 of 32 bytes", key=key_id))
    return Key(key_id, secret)


@lru_cache(maxsize=256)
def _subkey(secret: bytes, purpose: str) -> bytes:
    derivation = HKDF(SHA256(), _KEY_BYTES, salt=None, info=f"yanlu/1/{purpose}".encode())
    return derivation.derive(secret)


@lru_cache(maxsize=8)
def _check_values(keys: tuple[Key, ...]) -> dict[str, str]:
    return {key.id: _mac(key, "check", _CHECKED) for key in keys}


def _mac(key: Key, purpose: str, value: str) -> str:
    return hmac.digest(_subkey(key.secret, purpose), value.encode(), "sha256").hex()


def _parsed(stored: str | bytes) -> tuple[str, str, str | bytes]:
    """Return key id, algorithm ("": release 0.1.0 wrote it) and the rest of a stored value."""
    if isinstance(stored, str):
        key_id, _, rest = stored.partition(".")
        algorithm, _, body = rest.rpartition(".")
        return key_id, algorithm, body
    held, _, content = stored.partition(b".")
    name, dot, sealed = content.partition(b".")
    key_id, algorithm = held.decode("ascii", "replace"), name.decode("ascii", "replace")
    # A nonce of release 0.1.0 begins with a name once in 2^64.
    named = dot and algorithm in _ALGORITHMS
    return (key_id, algorithm, sealed) if named else (key_id, "", content)


@lru_cache(maxsize=256)
def _cipher(secret: bytes, algorithm: str) -> AESGCM:
    purpose = f"encrypt/{algorithm}" if algorithm else "encrypt"
    return _ALGORITHMS[algorithm](_subkey(secret, purpose))


def _bound(key_id: str, algorithm: str, context: str) -> bytes:
    names = f"{key_id}|{algorithm}" if algorithm else key_id
    return f"{names}|{context}".encode()


def _content_digest(content: str) -> bytes:
    return hashlib.sha256(content.encode()).digest()[:_CONTENT_BYTES]
