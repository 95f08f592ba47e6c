"""What a provider of OpenID Connect says is believed only where it proves it."""

import base64
import hashlib
import time
from collections.abc import Iterator
from typing import Any

import pytest

from comments_service import openid_connect
from comments_service.identity_provider import LoginAttempt, NotVerifiedError, ProviderDownError
from comments_service.openid_connect import OpenIDConnect
from tests.servers.identity_providers import CLIENT, SECRET, Lies, LyingProvider

ATTEMPT = LoginAttempt("zh-CN.state", "v" * 43, "https://yijian.test/forms/identity/callback")
MINUTE, HOUR = 60, 3600


@pytest.fixture(scope="module")
def running() -> Iterator[LyingProvider]:
    made = LyingProvider()
    yield made
    made.close()


@pytest.fixture
def provider(running: LyingProvider) -> LyingProvider:
    """Return a provider that tells the truth so far."""
    running.lies, running.nonce = Lies(), ATTEMPT.nonce
    running.tokens.clear()
    running.paths.clear()
    return running


def name_at(provider: LyingProvider) -> str:
    return OpenIDConnect(provider.issuer, CLIENT, SECRET).verified_name(ATTEMPT, "the-code")


def test_the_address_asks_for_the_name_alone_and_holds_no_verifier(provider: LyingProvider) -> None:
    address = OpenIDConnect(f"{provider.issuer}/", CLIENT, SECRET).address(ATTEMPT)
    asked = provider.visited(address)
    digest = hashlib.sha256(ATTEMPT.verifier.encode()).digest()
    assert asked == {
        "response_type": "code",
        "client_id": CLIENT,
        "redirect_uri": ATTEMPT.redirect_uri,
        "scope": "openid profile",
        "state": ATTEMPT.state,
        "nonce": ATTEMPT.nonce,
        "prompt": "login",
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    assert ATTEMPT.verifier not in address
    assert SECRET not in address


def test_the_name_is_that_of_the_token_and_nobody_is_asked_for_more(
    provider: LyingProvider,
) -> None:
    assert name_at(provider) == "林晓芸"
    [sent] = provider.tokens
    assert sent["code_verifier"] == [ATTEMPT.verifier]
    assert "/userinfo" not in provider.paths


def test_a_name_that_is_not_in_the_token_is_asked_for(provider: LyingProvider) -> None:
    provider.lies = Lies(claims={"name": None}, userinfo={"sub": "lin", "name": "林晓芸"})
    assert name_at(provider) == "林晓芸"
    provider.lies.userinfo["sub"] = "zhou"
    with pytest.raises(NotVerifiedError, match="no name"):
        name_at(provider)


def test_the_configuration_is_read_once_an_hour(provider: LyingProvider) -> None:
    asked = OpenIDConnect(provider.issuer, CLIENT, SECRET)
    for _ in range(3):
        asked.address(ATTEMPT)
    assert provider.paths == ["/.well-known/openid-configuration"]


NOW = int(time.time())
FALSE_TOKENS: dict[str, Lies] = {
    "the nonce of another attempt": Lies(claims={"nonce": "another"}),
    "no nonce": Lies(claims={"nonce": None}),
    "for another service": Lies(claims={"aud": "another"}),
    "for both, and the other one asked": Lies(claims={"aud": [CLIENT, "other"], "azp": "other"}),
    "of another provider": Lies(claims={"iss": "https://id.test"}),
    "over": Lies(claims={"exp": NOW - HOUR}),
    "without an end": Lies(claims={"exp": None}),
    "of a time to come": Lies(claims={"iat": NOW + HOUR, "exp": NOW + 2 * HOUR}),
    "of nobody": Lies(claims={"sub": None}),
    "without a name": Lies(claims={"name": None}),
    "a name that is none": Lies(claims={"name": ["林晓芸"]}),
    "not signed": Lies(algorithm="none"),
    "signed with the public key": Lies(algorithm="HS256"),
    "signed by somebody else": Lies(algorithm="other"),
    "for another access token": Lies(claims={"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}),
    "missing": Lies(token={"id_token": None}),
    "no token": Lies(token={"id_token": "a.b.c"}),
    "refused": Lies(token={"error": "invalid_grant"}),
}


@pytest.mark.parametrize("lie", FALSE_TOKENS)
def test_a_token_that_proves_nothing_is_refused(provider: LyingProvider, lie: str) -> None:
    provider.lies = FALSE_TOKENS[lie]
    with pytest.raises(NotVerifiedError):
        name_at(provider)


def test_clocks_may_differ_by_two_minutes(provider: LyingProvider) -> None:
    now = int(time.time())
    provider.lies = Lies(claims={"iat": now + MINUTE, "exp": now - MINUTE})
    assert name_at(provider) == "林晓芸"


CONFIGURATION = "/.well-known/openid-configuration"
BROKEN: dict[str, Lies] = {
    "moved": Lies(raw={CONFIGURATION: (302, b"{}")}),
    "the token is elsewhere": Lies(raw={"/token": (302, b"{}")}),
    "in trouble": Lies(raw={"/token": (500, b"{}")}),
    "no JSON": Lies(raw={CONFIGURATION: (200, b"<html>")}),
    "another JSON": Lies(raw={"/jwks": (200, b"[]")}),
    "too deep": Lies(raw={"/jwks": (200, b"[" * 100_000)}),
    "endless": Lies(raw={CONFIGURATION: (200, b" " * 2_000_000 + b"{}")}),
    "of another name": Lies(document={"issuer": "https://id.test"}),
    "in clear": Lies(document={"token_endpoint": "http://id.test/token"}),
    "at home nowhere": Lies(document={"jwks_uri": "file:///etc/passwd"}),
}


@pytest.mark.parametrize("lie", BROKEN)
def test_a_provider_that_answers_badly_counts_as_down(provider: LyingProvider, lie: str) -> None:
    provider.lies = BROKEN[lie]
    with pytest.raises(ProviderDownError):
        name_at(provider)
    assert "/elsewhere" not in provider.paths


def test_one_that_is_not_there_is_down() -> None:
    with pytest.raises(ProviderDownError, match="ConnectionError"):
        OpenIDConnect("http://127.0.0.1:9", CLIENT, SECRET).address(ATTEMPT)


@pytest.mark.parametrize("field", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_one_that_is_elsewhere_leads_to_nothing_on_this_machine(
    monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    issuer = "https://id.test"
    told = {"issuer": issuer, "authorization_endpoint": f"{issuer}/authorize"}
    told |= {"token_endpoint": f"{issuer}/token", "jwks_uri": f"{issuer}/keys"}
    monkeypatch.setattr(openid_connect, "_get", lambda *_args, **_options: told)
    assert OpenIDConnect(issuer, CLIENT, SECRET).address(ATTEMPT).startswith(f"{issuer}/authorize")
    told[field] = "http://localhost:6379/"
    with pytest.raises(ProviderDownError, match="ValidationError"):
        OpenIDConnect(issuer, CLIENT, SECRET).address(ATTEMPT)


def test_one_that_takes_its_time_is_down(
    provider: LyingProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openid_connect, "_SECONDS", 1e-6)
    with pytest.raises(ProviderDownError):
        name_at(provider)


def test_so_many_wait_for_it_and_no_more(
    provider: LyingProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = OpenIDConnect(provider.issuer, CLIENT, SECRET)

    def meanwhile(*_args: Any) -> Any:
        with pytest.raises(ProviderDownError, match="too many"):
            asked.address(ATTEMPT)
        raise ValueError

    monkeypatch.setattr(asked, "_room", type(asked._room)(1))
    monkeypatch.setattr(asked, "_discovered", meanwhile)
    with pytest.raises(ProviderDownError, match="ValueError"):
        asked.address(ATTEMPT)
    monkeypatch.undo()
    assert asked.address(ATTEMPT).startswith(provider.issuer)
