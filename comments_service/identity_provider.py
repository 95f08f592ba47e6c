"""The provider by which senders prove who they are, as the service sees it."""

import hashlib
from dataclasses import dataclass
from typing import Protocol


class ProviderDownError(Exception):
    """The provider does not answer, or not as it should; the message is for the log."""


class NotVerifiedError(Exception):
    """What the provider tells proves nobody's identity; the message is for the log."""


@dataclass(frozen=True, slots=True)
class LoginAttempt:
    """One way to the provider and back: ``state`` goes along, ``verifier`` stays here (PKCE)."""

    state: str
    verifier: str
    redirect_uri: str

    @property
    def nonce(self) -> str:
        """What the provider's answer must repeat, by which it is the answer to this attempt."""
        return hashlib.sha256(f"nonce {self.verifier}".encode()).hexdigest()


class IdentityProvider(Protocol):
    """Who can tell who somebody is. Safe to share among threads."""

    def address(self, attempt: LoginAttempt) -> str:
        """Return where a browser goes to prove it; ``ProviderDownError``."""
        ...

    def verified_name(self, attempt: LoginAttempt, code: str) -> str:
        """Return the name that belongs to a code; ``NotVerifiedError``, ``ProviderDownError``."""
        ...
