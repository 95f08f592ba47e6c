"""Providers of identities: the real program of a package, one that lies, and one that is asked."""

import base64
import contextlib
import hmac
import json
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from comments_service.identity_provider import IdentityProvider, LoginAttempt
from comments_service.services.service import Service
from tests.servers.ports import free_port
from tests.servers.waiting import wait_for

CLIENT, SECRET = "yanlu", "made-up"
PEOPLE = {"lin": "林晓芸", "zhou": "周立群"}


class KnownProvider(IdentityProvider):
    """Knows whoever comes by the name that is the code; raises ``fault`` where there is one."""

    fault: Exception | None = None

    def __init__(self) -> None:
        self.asked: list[tuple[LoginAttempt, str]] = []

    def address(self, attempt: LoginAttempt) -> str:
        if self.fault:
            raise self.fault
        return f"https://id.test/authorize?{urlencode({'state': attempt.state})}"

    def verified_name(self, attempt: LoginAttempt, code: str) -> str:
        self.asked.append((attempt, code))
        if self.fault:
            raise self.fault
        return code


def knowing(service: Service, provider: IdentityProvider) -> Service:
    """Return the service with this provider in the place of its own."""
    return replace(service, identity_provider=provider)


@contextlib.contextmanager
def provider_process() -> Iterator[str]:
    """Run the provider of the package until the block ends; yield its issuer."""
    port = free_port()
    people = [json.dumps({"sub": sub, "name": name}) for sub, name in PEOPLE.items()]
    claims = [part for each in people for part in ("--user-claims", each)]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *claims]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        issuer = f"http://127.0.0.1:{port}"
        wait_for(lambda: _answers(issuer), "the provider to answer")
        try:
            yield issuer
        finally:
            # It keeps nothing, and to end well it would wait for browsers to hang up.
            process.kill()


def _answers(issuer: str) -> bool:
    with contextlib.suppress(OSError):
        urllib.request.urlopen(f"{issuer}/.well-known/openid-configuration").close()
        return True
    return False


class _Staying(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any) -> None:
        return None


def signed_in_at(address: str, **said: str) -> str:
    """Sign in at the provider of the package; return where it sends the browser then."""
    opener = urllib.request.build_opener(_Staying)
    try:
        opener.open(address, urlencode(said).encode())
    except urllib.error.HTTPError as answer:
        answer.close()
        return str(answer.headers["Location"])
    raise AssertionError("no redirect")


@cache
def signing_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})


@dataclass
class Lies:
    """What a provider says that it should not; nothing by itself."""

    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict)
    token: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    raw: dict[str, tuple[int, bytes]] = field(default_factory=dict)


class LyingProvider:
    """A provider on loopback that says what a test wants; ``tokens`` are the forms it was sent."""

    def __init__(self) -> None:
        self.lies, self.nonce = Lies(), ""
        self.tokens: list[dict[str, list[str]]] = []
        self.paths: list[str] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                owner.answer(self)

            def do_POST(self) -> None:
                owner.answer(self)

            def log_message(self, *_args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def visited(self, address: str) -> dict[str, str]:
        """Remember what an address asks for, as when somebody signs in there."""
        asked = dict(parse_qsl(urlsplit(address).query))
        self.nonce = asked["nonce"]
        return asked

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        self.paths.append(request.path)
        sent = request.rfile.read(int(request.headers.get("Content-Length", 0)))
        if request.path == "/token":
            self.tokens.append(parse_qs(sent.decode()))
        said: dict[str, Callable[[], Any]] = {
            "/.well-known/openid-configuration": self._document,
            "/jwks": lambda: {"keys": [signing_key().as_dict(private=False)]},
            "/token": self._token,
            "/userinfo": lambda: self.lies.userinfo,
        }
        status, body = self.lies.raw.get(request.path, (200, b""))
        body = body or json.dumps(said[request.path]()).encode()
        request.send_response(status)
        if status == 302:
            request.send_header("Location", f"{self.issuer}/elsewhere")
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        with contextlib.suppress(OSError):
            request.wfile.write(body)

    def _document(self) -> dict[str, Any]:
        places = {
            "authorization_endpoint": "authorize", "token_endpoint": "token",
            "jwks_uri": "jwks", "userinfo_endpoint": "userinfo",
        }  # fmt: skip
        told = {name: f"{self.issuer}/{path}" for name, path in places.items()}
        return {"issuer": self.issuer, **told, **self.lies.document}

    def _token(self) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": "lin", "nonce": self.nonce,
            "iat": now, "exp": now + 300, "name": "林晓芸",
        }  # fmt: skip
        said = {name: it for name, it in {**claims, **self.lies.claims}.items() if it is not None}
        token = {"access_token": "opens", "token_type": "Bearer", "expires_in": 300}
        return {**token, "id_token": self._signed(said), **self.lies.token}

    def _signed(self, claims: dict[str, Any]) -> str:
        algorithm = self.lies.algorithm
        header = {"alg": algorithm, "kid": "one"}
        said = f"{_part(json.dumps(header).encode())}.{_part(json.dumps(claims).encode())}"
        if algorithm == "none":
            return f"{said}."
        if algorithm == "HS256":
            # With the public key as the secret, which whoever checks has at hand.
            secret = signing_key().as_pem(private=False)
            return f"{said}.{_part(hmac.digest(secret, said.encode(), 'sha256'))}"
        key = signing_key() if algorithm == "RS256" else other_key()
        return jwt.encode({**header, "alg": "RS256"}, claims, key)


@cache
def other_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})


def _part(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
