"""Addresses from the environment: of the site and of the service."""

import re
from collections.abc import Mapping

from publisher.problems import UsageError

# It goes into links and into the content security policy as it is, so it holds
# no name and password, no query, and nothing that either would read as its own mark.
_ADDRESS = re.compile(
    r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~%/-]*)?"
)


def address(environment: Mapping[str, str], name: str) -> str:
    """Return the address that a variable gives, or ""; ``UsageError`` where it is none."""
    value = environment.get(name, "")
    if value and not _ADDRESS.fullmatch(value):
        raise UsageError("refusal.address", name=name, value=repr(value))
    return value


def with_slash(url: str) -> str:
    """Return an address with one final slash; an empty one stays empty."""
    return url.rstrip("/") + "/" if url else ""
