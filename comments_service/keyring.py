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
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_KEY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
_KEY_BYTES = 32
_NONCE_BYTES = 12
_CHECKED = "yanlu key check"


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

    def encrypt(self, plaintext: str, context: str) -> str:
        """Encrypt with AES-256-GCM and the context (table, row, field); ``keyid.base64``."""
        key_id, sealed = self._sealed(plaintext.encode(), context)
        return f"{key_id}.{base64.b64encode(sealed).decode()}"

    def decrypt(self, stored: str, context: str) -> str:
        """Read what ``encrypt`` made; ``KeyringError`` where key, context or text is another."""
        key_id, _, body = stored.partition(".")
        self._key(key_id)
        try:
            raw = base64.b64decode(body, validate=True)
        except ValueError as error:
            raise KeyringError(_unreadable(context, key_id)) from error
        return self._opened(key_id, raw, context).decode()

    def encrypt_file(self, content: bytes, context: str) -> bytes:
        """Encrypt like ``encrypt``, without base64."""
        key_id, sealed = self._sealed(content, context)
        return key_id.encode() + b"." + sealed

    def decrypt_file(self, stored: bytes, context: str) -> bytes:
        """Read what ``encrypt_file`` made; ``KeyringError`` as with ``decrypt``."""
        key_id, _, sealed = stored.partition(b".")
        return self._opened(key_id.decode("ascii", "replace"), sealed, context)

    def _sealed(self, plain: bytes, context: str) -> tuple[str, bytes]:
        key = self.keys[0]
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = _cipher(key.secret).encrypt(nonce, plain, _bound(key.id, context))
        return key.id, nonce + sealed

    def _opened(self, key_id: str, raw: bytes, context: str) -> bytes:
        cipher = _cipher(self._key(key_id).secret)
        try:
            nonce, sealed = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
            return cipher.decrypt(nonce, sealed, _bound(key_id, context))
        except (InvalidTag, ValueError) as error:
            raise KeyringError(_unreadable(context, key_id)) from error

    def lookup_digests(self, value: str, purpose: str = "participant") -> dict[str, str]:
        """Return HMAC-SHA256 under each key: a plain hash could be found by trying all numbers."""
        return {key.id: _mac(key, f"lookup/{purpose}", value) for key in self.keys}

    def check_values(self) -> dict[str, str]:
        """Return a value under each key by which to tell later whether a key is the same one."""
        return {key.id: _mac(key, "check", _CHECKED) for key in self.keys}

    def fingerprint(self, value: str) -> str:
        """Return ``keyid.hex`` under the current key, to be checked with ``same_fingerprint``."""
        return f"{self.keys[0].id}.{_mac(self.keys[0], 'fingerprint', value)}"

    def same_fingerprint(self, stored: str, value: str) -> bool:
        """Return in constant time whether a stored fingerprint is of this value."""
        key_id, _, kept = stored.partition(".")
        return hmac.compare_digest(_mac(self._key(key_id), "fingerprint", value), kept)

    def _key(self, key_id: str) -> Key:
        for key in self.keys:
            if key.id == key_id:
                return key
        raise KeyringError(f"no key with the id {key_id} in YANLU_KEYS")


def parse_keys(text: str) -> Keyring:
    """Read ``keyid:base64-of-32-bytes``, separated by white space or commas, current first."""
    keys = tuple(_parse_key(part) for part in re.split(r"[\s,]+", text.strip()) if part)
    if not keys:
        raise KeyringError("holds no key")
    if len({key.id for key in keys}) < len(keys):
        raise KeyringError("two keys have the same id")
    return Keyring(keys)


def new_key_line(key_id: str | None = None) -> str:
    """Make a new random key, as one line for YANLU_KEYS; without an id it gets a random one."""
    key_id = key_id or f"k{secrets.token_hex(3)}"
    return f"{key_id}:{base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()}"


def _parse_key(part: str) -> Key:
    key_id, _, body = part.partition(":")
    if not _KEY_ID.fullmatch(key_id):
        raise KeyringError("a key is keyid:base64, its id 1 to 32 of A-Z a-z 0-9 _ -")
    try:
        secret = base64.b64decode(body, validate=True)
    except binascii.Error:
        secret = b""
    if len(secret) != _KEY_BYTES:
        raise KeyringError(f"key {key_id}: not the base64 of 32 bytes")
    return Key(key_id, secret)


@lru_cache(maxsize=256)
def _subkey(secret: bytes, purpose: str) -> bytes:
    derivation = HKDF(SHA256(), _KEY_BYTES, salt=None, info=f"yanlu/1/{purpose}".encode())
    return derivation.derive(secret)


@lru_cache(maxsize=16)
def _cipher(secret: bytes) -> AESGCM:
    return AESGCM(_subkey(secret, "encrypt"))


def _mac(key: Key, purpose: str, value: str) -> str:
    return hmac.new(_subkey(key.secret, purpose), value.encode(), hashlib.sha256).hexdigest()


def _unreadable(context: str, key_id: str) -> str:
    return f"{context}: does not decrypt with key {key_id}"


def _bound(key_id: str, context: str) -> bytes:
    return f"{key_id}|{context}".encode()
