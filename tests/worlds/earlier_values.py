"""Values as releases before 0.2.0 stored them, made here without the product's own code."""

import base64
import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from comments_service.keyring import Keyring

_NONCE = b"n" * 12


def _subkey(keyring: Keyring, purpose: str) -> bytes:
    info = f"yanlu/1/{purpose}".encode()
    return HKDF(SHA256(), 32, salt=None, info=info).derive(keyring.keys[0].secret)


def without_algorithm(keyring: Keyring, text: str, context: str) -> str:
    """Encrypt a text as ``keyid.base64``."""
    key_id = keyring.keys[0].id
    cipher = AESGCM(_subkey(keyring, "encrypt"))
    sealed = cipher.encrypt(_NONCE, text.encode(), f"{key_id}|{context}".encode())
    return f"{key_id}.{base64.b64encode(_NONCE + sealed).decode()}"


def keyed_digest(keyring: Keyring, purpose: str, value: str) -> str:
    """Return the HMAC that kept fingerprints and idempotency keys."""
    return hmac.new(_subkey(keyring, purpose), value.encode(), hashlib.sha256).hexdigest()
