"""A provider of OpenID Connect, asked by Authlib.

Of what it tells only the name is taken, no token is kept, and nothing of a person is logged.
"""

import io
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ValidationInfo, field_validator
from requests import PreparedRequest, RequestException, Response
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from comments_service.identity_provider import (
    IdentityProvider,
    LoginAttempt,
    NotVerifiedError,
    ProviderDownError,
)
from comments_service.login_settings import is_protected

_SECONDS = 5.0
_LARGEST = 256 * 1024
_PIECE = 64 * 1024
# As many people are waited for at once; each of them holds one thread of the server.
_AT_ONCE = 8
_DISCOVERED_FOR = 3600.0
# How far the provider's clock may be from this machine's, in seconds.
_LEEWAY = 120
_ALGORITHMS = ["RS256", "PS256", "ES256"]
_SCOPE = "openid profile"
_BASIC, _POST = "client_secret_basic", "client_secret_post"


class _ProviderDocument(BaseModel):
    """What OpenID Connect Discovery tells of a provider."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    token_endpoint_auth_methods_supported: tuple[str, ...] = (_BASIC,)

    @field_validator("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")
    @classmethod
    def _protected(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None:
            return None
        # A provider elsewhere has no say in what is asked of this machine.
        is_here = info.data.get("issuer", "").startswith("http:")
        if not is_protected(value) or (value.lower().startswith("http:") and not is_here):
            raise ValueError("not https")
        return value


class _SigningKeys(BaseModel):
    keys: list[dict[str, Any]]


class OpenIDConnect(IdentityProvider):
    """The provider at an issuer, asked by authorization code with PKCE (S256)."""

    def __init__(self, issuer: str, client: str, secret: str) -> None:
        self._issuer, self._client, self._secret = issuer.rstrip("/"), client, secret
        self._room = threading.BoundedSemaphore(_AT_ONCE)
        self._document: tuple[_ProviderDocument, float] | None = None

    def address(self, attempt: LoginAttempt) -> str:
        """Ask for the name alone, and that they sign in again: a computer may be used by many."""
        with self._conversation(attempt) as (session, document):
            address, _state = session.create_authorization_url(
                document.authorization_endpoint,
                state=attempt.state,
                code_verifier=attempt.verifier,
                nonce=attempt.nonce,
                prompt="login",
            )
        return str(address)

    def verified_name(self, attempt: LoginAttempt, code: str) -> str:
        """Exchange the code, check the token, and ask for the name where it is not in that."""
        with self._conversation(attempt) as (session, document):
            token = session.fetch_token(
                document.token_endpoint,
                code=code,
                code_verifier=attempt.verifier,
                grant_type="authorization_code",
            )
            keys = _get(session, document.jwks_uri, withhold_token=True)
            claims = self._checked(document, attempt, token, _SigningKeys.model_validate(keys))
            if "name" not in claims and document.userinfo_endpoint:
                told = _get(session, document.userinfo_endpoint)
                claims = told if told.get("sub") == claims["sub"] else {}
        name = claims.get("name")
        if not isinstance(name, str):
            raise NotVerifiedError("the provider told no name")
        return name

    def _checked(
        self, document: _ProviderDocument, attempt: LoginAttempt, token: Any, found: _SigningKeys
    ) -> dict[str, Any]:
        # A key of another kind must not make those that sign unreadable.
        signing = [each for each in found.keys if each.get("kty") in {"RSA", "EC"}]
        raw = token.get("id_token")
        if not isinstance(raw, str):
            raise NotVerifiedError("the provider sent no ID token")
        read = jwt.decode(raw, KeySet.import_key_set({"keys": signing}), algorithms=_ALGORITHMS)
        required = {"iss": document.issuer, "aud": self._client}
        options = {name: {"essential": True, "value": it} for name, it in required.items()}
        asked = {"nonce": attempt.nonce, "client_id": self._client}
        asked["access_token"] = token.get("access_token")
        claims = CodeIDToken(read.claims, read.header, options, asked)
        claims.validate(now=int(time.time()), leeway=_LEEWAY)
        return dict(claims)

    @contextmanager
    def _conversation(
        self, attempt: LoginAttempt
    ) -> Iterator[tuple[OAuth2Session, _ProviderDocument]]:
        if not self._room.acquire(blocking=False):
            raise ProviderDownError("too many conversations at once")
        try:
            with self._session(attempt) as session:
                document = self._discovered(session)
                methods = document.token_endpoint_auth_methods_supported
                if _BASIC not in methods and _POST in methods:
                    session.token_endpoint_auth_method = _POST
                yield session, document
        except (JoseError, AuthlibBaseError) as error:
            raise NotVerifiedError(f"{type(error).__name__}: {error}") from None
        except (RequestException, ValueError, KeyError, TypeError, RecursionError) as error:
            # Its message may hold what was answered.
            raise ProviderDownError(type(error).__name__) from None
        finally:
            self._room.release()

    def _session(self, attempt: LoginAttempt) -> OAuth2Session:
        session = OAuth2Session(
            self._client,
            self._secret,
            scope=_SCOPE,
            redirect_uri=attempt.redirect_uri,
            code_challenge_method="S256",
        )
        # Where the provider is was named by the operator; no answer may name another place.
        session.max_redirects = 0
        for scheme in ("http://", "https://"):
            session.mount(scheme, _BoundedAdapter())
        return session

    def _discovered(self, session: OAuth2Session) -> _ProviderDocument:
        if self._document is None or time.monotonic() > self._document[1]:
            address = f"{self._issuer}/.well-known/openid-configuration"
            found = _ProviderDocument.model_validate(_get(session, address, withhold_token=True))
            if found.issuer.rstrip("/") != self._issuer:
                raise ProviderDownError("another issuer is named in its configuration")
            self._document = found, time.monotonic() + _DISCOVERED_FOR
        return self._document[0]


class _BoundedAdapter(HTTPAdapter):
    """Reads answers whole, of bounded size and within bounded time."""

    def send(self, request: PreparedRequest, *_args: Any, **options: Any) -> Response:
        """Send as requests does; ``RequestException`` for what is too large or too slow."""
        until = time.monotonic() + _SECONDS
        answer = super().send(request, **{**options, "stream": True, "timeout": _SECONDS})
        try:
            answer.raw = io.BytesIO(_read(answer, until))
        except HTTPError as error:
            # What breaks off in the middle is told by the library below requests.
            raise RequestException(type(error).__name__) from error
        return answer


def _read(answer: Response, until: float) -> bytes:
    content = b""
    while piece := answer.raw.read1(_PIECE, decode_content=True):
        content += piece
        if len(content) > _LARGEST or time.monotonic() > until:
            answer.close()
            raise RequestException("too large or too slow")
    return content


def _get(session: OAuth2Session, address: str, **options: Any) -> dict[str, Any]:
    answer = session.get(address, headers={"Accept": "application/json"}, **options)
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict):
        raise TypeError("no JSON object")
    return found
