"""Ids of rows: by chance, but in order of time (RFC 9562, UUID version 7).

What is written together lies together in each index. Ids by chance alone had every submission
write a page of its own in some thirty places.
"""

import secrets
import time

_NANOSECONDS = 1_000_000
_VERSION, _VARIANT = 0x7 << 76, 0b10 << 62
_OF_CHANCE_A, _OF_CHANCE_B = 12, 62


def make_row_id() -> str:
    """Make an id of 32 hexadecimal digits: 48 bits of milliseconds, 74 of chance."""
    milliseconds = time.time_ns() // _NANOSECONDS
    chance = secrets.randbits(_OF_CHANCE_A + _OF_CHANCE_B)
    first, last = chance >> _OF_CHANCE_B, chance & ((1 << _OF_CHANCE_B) - 1)
    return f"{milliseconds << 80 | _VERSION | first << 64 | _VARIANT | last:032x}"
