"""The settings of the mail server that messages and codes go out by."""

from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from comments_service.domain.comments.participant import ascii_email, normalise_email
from comments_service.flood_settings import setting_fault, variable
from comments_service.secret_file import SecretFileError, secret_text
from interface.command_line import said

_PORTS = {"smtp": 25, "smtps": 465}


class MailServer(NamedTuple):
    """Where mail goes: ``encrypted`` from the first byte (smtps), else by STARTTLS if offered.

    Where ``needs_tls``, nothing goes to a server that does not offer it.
    """

    host: str
    port: int
    encrypted: bool
    user: str
    password: str

    @property
    def needs_tls(self) -> bool:
        """Whether all must be encrypted, as with a user and password."""
        return self.encrypted or bool(self.user or self.password)


class MailSettings(BaseModel):
    """A part of ``Settings``."""

    model_config = ConfigDict(frozen=True, validate_default=True, alias_generator=variable)

    mail_from: str | None = Field(
        None,
        description="The address that mail comes from; needed where YANLU_MAIL is set.",
    )
    mail: MailServer | None = Field(
        None,
        repr=False,
        description="Secret: the mail server, smtp://[USER:PASSWORD@]HOST[:PORT] or smtps://… "
        "Unset: no mail is sent.",
    )
    mail_file: Path | None = Field(
        None,
        description="A file that holds what YANLU_MAIL would; read where YANLU_MAIL is not set.",
    )

    @field_validator("mail_from")
    @classmethod
    def _mail_from(cls, value: str | None) -> str | None:
        if value is not None and normalise_email(value) is None:
            raise setting_fault(said("not an e-mail address"))
        if value is not None and ascii_email(value) is None:
            raise setting_fault(said("its part before @ must be ASCII"))
        return value

    @field_validator("mail", mode="before")
    @classmethod
    def _mail(cls, value: object, info: ValidationInfo) -> object:
        if value is None or isinstance(value, MailServer):
            return value
        try:
            server = mail_server(secret_text(value))
        except SecretFileError as error:
            raise setting_fault(str(error)) from None
        except ValueError:
            words = (
                "expected smtp://[USER:PASSWORD@]HOST[:PORT], or smtps://…; "
                "in a password write %23 for #, %2F for / and %3F for ?"
            )
            raise setting_fault(said(words)) from None
        if info.data.get("mail_from", ...) is None:
            raise setting_fault(said("needs YANLU_MAIL_FROM, the address that mail comes from"))
        return server


def mail_server(url: str) -> MailServer:
    """Read the address of a mail server; ``ValueError`` where it is none."""
    parts = urlsplit(url)
    # A # in a password would end the address before its host.
    more = parts.path.strip("/") or "?" in url or "#" in url
    if parts.scheme not in _PORTS or not parts.hostname or more:
        raise ValueError
    port = parts.port or _PORTS[parts.scheme]
    who = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.hostname, port, parts.scheme == "smtps", *who)
