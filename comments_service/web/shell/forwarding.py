"""Whose request it is: a proxy is believed only where the settings name it.

What a client writes into forwarding headers is worth nothing. Of ``X-Forwarded-For`` counts
what the trusted proxies wrote: its last address that is not one of theirs. All other headers
of the kind (``Forwarded``, ``X-Real-IP``, ``X-Script-Name``, …) reach nobody.
"""

import logging
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from itertools import count
from typing import Any, TypeAlias

from flask import Flask

from comments_service.flood_settings import Network

Address: TypeAlias = IPv4Address | IPv6Address

_FOR = "HTTP_X_FORWARDED_FOR"
_PROTO = "HTTP_X_FORWARDED_PROTO"
_OTHERS = frozenset({"HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_SCRIPT_NAME", "HTTP_SCRIPT_NAME"})
_FORWARDED = "HTTP_X_FORWARDED_"
IS_FORWARDED = "yanlu.is_forwarded"
"""The key in the environment under which it is whether somebody handed the request on."""
_HOUSEHOLD = 64
_LOG = logging.getLogger(__name__)
# Some clients write such a header by themselves; a proxy does it each time.
_A_PROXY = 20


def client_address(peer: str, forwarded_for: str, trusted: Collection[Network]) -> str:
    """Return the address that a request comes from, as far as it can be believed.

    ``peer`` is at the other end of the connection. An entry that is no address ends the
    search: what is before it was not written by a proxy of ours.
    """
    if not forwarded_for:
        return written(peer)
    found = address_of(peer)
    entries = [entry.strip() for entry in forwarded_for.split(",") if entry.strip()]
    while found is not None and entries and _within(found, trusted):
        named = address_of(entries.pop())
        if named is None:
            break
        found = named
    return str(found) if found is not None else peer


@lru_cache(maxsize=4096)
def written(address: str) -> str:
    """Return an address in its usual form; what is none, as it is."""
    found = address_of(address)
    return str(found) if found is not None else address


def is_trusted(peer: str, trusted: Collection[Network]) -> bool:
    """Return whether the other end of a connection is a proxy of the settings."""
    found = address_of(peer)
    return found is not None and _within(found, trusted)


@lru_cache(maxsize=4096)
def household(address: str) -> str:
    """Return what limits count as one: an IPv4 address, or the /64 of an IPv6 address.

    A subscriber of IPv6 has a whole /64 to choose addresses from. What is no address, such
    as the name of a socket, is returned.
    """
    found = address_of(address)
    if isinstance(found, IPv6Address):
        return str(IPv6Network((found, _HOUSEHOLD), strict=False))
    return str(found) if found is not None else address


def register_forwarding(app: Flask, trusted: tuple[Network, ...]) -> None:
    """Settle it before the application sees a request; log once where a proxy seems unnamed."""
    inner, unbelieved = app.wsgi_app, count(1)

    def settled(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        foreign = _FOR in environ and not is_trusted(str(environ.get("REMOTE_ADDR", "")), trusted)
        if foreign and next(unbelieved) == _A_PROXY:
            _LOG.warning(
                "%d requests came with X-Forwarded-For from addresses that are not in "
                "YANLU_TRUSTED_PROXIES; if they are a proxy's, name it there: else all people "
                "behind it count as one address for the limits", _A_PROXY,
            )  # fmt: skip
        settle_forwarding(environ, trusted)
        return inner(environ, start_response)

    app.wsgi_app = settled  # type: ignore[method-assign] # as Flask's guide does it


def settle_forwarding(environ: dict[str, Any], trusted: Collection[Network]) -> None:
    """Set the client's address and scheme in a WSGI environment, and remove the headers."""
    peer = str(environ.get("REMOTE_ADDR", ""))
    if is_trusted(peer, trusted):
        environ["REMOTE_ADDR"] = client_address(peer, str(environ.get(_FOR, "")), trusted)
        if environ.get(_PROTO) in {"http", "https"}:
            environ["wsgi.url_scheme"] = environ[_PROTO]
    names = [each for each in environ if each in _OTHERS or each.startswith(_FORWARDED)]
    environ[IS_FORWARDED] = bool(names) or "HTTP_VIA" in environ
    for name in names:
        del environ[name]


@lru_cache(maxsize=4096)
def address_of(text: str) -> Address | None:
    """Read an address; one of IPv4 mapped into IPv6 is one of IPv4, a zone is left out."""
    try:
        found = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def _within(address: Address, networks: Collection[Network]) -> bool:
    return any(address.version == each.version and address in each for each in networks)
