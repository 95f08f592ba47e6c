"""Passwords of staff: kept as argon2id hashes, compared in the same time for every login."""

import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP's least for argon2id: 19 MiB, two passes.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# What is typed from paper: no letter or digit that looks like another.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _IN_A_GROUP = 4, 4
# Many at once would take the memory of all else.
_AT_ONCE = threading.BoundedSemaphore(4)


def hashed(password: str) -> str:
    """Return the hash to keep."""
    with _AT_ONCE:
        return HASHER.hash(password)


def is_right(kept: str | None, password: str) -> bool:
    """Return whether a password is the one of a hash; without one it takes as long and is wrong."""
    with _AT_ONCE:
        try:
            HASHER.verify(kept or _nobodys(), password)
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Return whether a hash was made with other parameters than those of today."""
    return HASHER.check_needs_rehash(kept)


def first_password() -> str:
    """Make a password to be typed once: four groups of four, 79 bits."""
    groups = ("".join(secrets.choice(_SIGNS) for _ in range(_IN_A_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


@cache
def _nobodys() -> str:
    return HASHER.hash(secrets.token_hex(16))
