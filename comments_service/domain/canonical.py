"""One way to write a value as JSON (after RFC 8785), so that a digest over it means something."""

import hashlib
import json
import secrets
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

# One for all calls: json.dumps would make another each time.
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical_json(value: Any) -> str:
    """Write a value of dicts, lists, strings, whole numbers, booleans and None."""
    return _ENCODER.encode(value)


def new_salt() -> str:
    """Make a salt of 128 bits, in hexadecimal."""
    return secrets.token_hex(16)


def salted_digest(salt: str, text: str) -> str:
    """Return the hexadecimal SHA-256 of the salt's bytes followed by the text's UTF-8."""
    return hashlib.sha256(bytes.fromhex(salt) + text.encode()).hexdigest()


def instant_text(at: datetime) -> str:
    """Write an aware instant in UTC to the millisecond: ``2018-07-18T15:59:59.999Z``."""
    if at.tzinfo is None:
        raise ValueError("an instant must be aware")
    return _utc_text(at.astimezone(UTC))


# A submission writes the same one in six places.
@lru_cache(maxsize=64)
def _utc_text(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
