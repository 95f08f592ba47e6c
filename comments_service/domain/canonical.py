"""One way to write a value as JSON (after RFC 8785), so that a digest over it means something."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any


def canonical_json(value: Any) -> str:
    """Write a value of dicts, lists, strings, whole numbers, booleans and None."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def salted_digest(salt: bytes, text: str) -> str:
    """Return the hexadecimal SHA-256 of the salt followed by the text's UTF-8."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def instant_text(at: datetime) -> str:
    """Write an aware instant in UTC to the millisecond: ``2018-07-18T15:59:59.999Z``."""
    if at.tzinfo is None:
        message = "an instant must be aware"
        raise ValueError(message)
    plain = at.astimezone(UTC).replace(tzinfo=None)
    return plain.isoformat(timespec="milliseconds") + "Z"
