"""The settings of the provider by which senders prove who they are (OpenID Connect)."""

from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from comments_service.flood_settings import setting_fault, variable
from comments_service.secret_file import SecretFileError, secret_text
from interface.command_line import said

_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


def is_protected(url: str) -> bool:
    """Return whether nobody can listen on the way to a URL: https, or http on this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _THIS_MACHINE)


class LoginSettings(BaseModel):
    """A part of ``Settings``."""

    model_config = ConfigDict(frozen=True, validate_default=True, alias_generator=variable)

    oidc_issuer: str | None = Field(
        None,
        pattern=r"^https?://[^/?#\s]+[^?#\s]*$",
        description="The address of the OpenID Connect provider, under which its "
        ".well-known/openid-configuration stands: https, http on this machine alone. Unset: "
        "nobody can prove who they are.",
    )
    oidc_client: str | None = Field(
        None, description="The name under which the provider knows this service."
    )
    oidc_secret: str | None = Field(
        None,
        repr=False,
        description="Secret: what the provider gave with that name.",
    )
    oidc_secret_file: Path | None = Field(
        None,
        description="A file that holds what YANLU_OIDC_SECRET would; read where that is not set.",
    )

    oidc_name: str = Field(
        "统一身份认证",
        max_length=40,
        description="What people call the provider; on pages it is the name of the way to it.",
    )

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer(cls, value: str | None) -> str | None:
        if value is not None and not is_protected(value):
            raise setting_fault(said("expected https://… (http:// for localhost alone)"))
        return value

    @field_validator("oidc_secret", mode="before")
    @classmethod
    def _secret(cls, value: object) -> str | None:
        try:
            return None if value is None else secret_text(value)
        except SecretFileError as error:
            raise setting_fault(str(error)) from None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        given = [self.oidc_issuer, self.oidc_client, self.oidc_secret]
        if any(given) and not all(given):
            named = "YANLU_OIDC_ISSUER, YANLU_OIDC_CLIENT and YANLU_OIDC_SECRET go together"
            raise setting_fault(said(named))
        return self
