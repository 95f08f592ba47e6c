import logging
from ipaddress import ip_network
from typing import Any

import pytest

from comments_service.serving.wsgi_call import environ_of
from comments_service.web.shell.forwarding import client_address, household, settle_forwarding
from tests.conftest import World

PROXIES = (ip_network("10.0.0.0/24"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("peer", "said", "found"),
    [
        ("198.51.100.9", "203.0.113.7", "198.51.100.9"),
        ("10.0.0.5", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.5", "1.2.3.4, 203.0.113.7", "203.0.113.7"),
        ("10.0.0.5", "1.2.3.4, 203.0.113.7, 10.0.0.6", "203.0.113.7"),
        ("10.0.0.5", "10.0.0.7, 10.0.0.6", "10.0.0.7"),
        ("10.0.0.5", "", "10.0.0.5"),
        ("10.0.0.5", "203.0.113.7, unknown", "10.0.0.5"),
        ("::ffff:10.0.0.5", "203.0.113.7", "203.0.113.7"),
        ("fd00::1", " 2001:db8::7 ", "2001:db8::7"),
        ("", "203.0.113.7", ""),
    ],
)
def test_the_last_address_that_is_no_proxy_of_ours_counts(peer: str, said: str, found: str) -> None:
    assert client_address(peer, said, PROXIES) == found


@pytest.mark.parametrize(
    ("address", "one"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("a socket", "a socket"),
    ],
)
def test_a_subscriber_of_ipv6_is_one(address: str, one: str) -> None:
    assert household(address) == one


def environ(peer: str, **headers: str) -> dict[str, Any]:
    sent = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"method": "GET", "path": "/", "query_string": b"", "http_version": "1.1"}
    found = environ_of({**scope, "headers": sent, "client": (peer, 1)})
    settle_forwarding(found, PROXIES)
    return found


def test_a_scheme_is_believed_from_a_proxy_alone() -> None:
    said = {"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.7"}
    own, foreign = environ("10.0.0.5", **said), environ("198.51.100.9", **said)
    assert (own["wsgi.url_scheme"], own["REMOTE_ADDR"]) == ("https", "203.0.113.7")
    assert (foreign["wsgi.url_scheme"], foreign["REMOTE_ADDR"]) == ("http", "198.51.100.9")


def test_no_forwarding_header_reaches_the_application_from_anybody() -> None:
    said = {"forwarded": "for=1", "x-real-ip": "1", "x-script-name": "/a", "x-forwarded-host": "b"}
    for peer in ("10.0.0.5", "198.51.100.9"):
        found = environ(peer, **said, script_name="/a", x_forwarded_for="1")
        assert [name for name in found if name.startswith("HTTP_")] == []
        assert found["SCRIPT_NAME"] == ""


@pytest.mark.sqlite
def test_a_proxy_that_the_settings_lack_is_told_once_to_the_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    said = {"X-Forwarded-For": "203.0.113.7"}
    with caplog.at_level(logging.WARNING):
        trusting = world.client(YANLU_TRUSTED_PROXIES="127.0.0.1")
        for _ in range(30):
            trusting.get("/healthz", headers=said)
        assert caplog.messages == []
        client = world.client()
        client.get("/healthz", headers=said)
        assert caplog.messages == []
        for _ in range(60):
            client.get("/healthz", headers=said)
    [line] = caplog.messages
    assert "YANLU_TRUSTED_PROXIES" in line
    assert "203.0.113.7" not in line
