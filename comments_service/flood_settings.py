"""The settings against floods: whose word an address is taken from, and how much is too much."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from interface.command_line import said

Network: TypeAlias = IPv4Network | IPv6Network


def variable(field: str) -> str:
    """Return the environment variable of a setting."""
    return f"YANLU_{field.upper()}"


def setting_fault(message: str) -> PydanticCustomError:
    """Return what a validator raises for a setting; its words are told as they are."""
    return PydanticCustomError("setting", "{message}", {"message": message})


def _limit(most: int, meaning: str) -> Any:
    return Field(most, ge=1, description=meaning)


class FloodSettings(BaseModel):
    """A part of ``Settings``."""

    model_config = ConfigDict(frozen=True, validate_default=True, alias_generator=variable)

    trusted_proxies: tuple[Network, ...] = Field(
        (),
        description="Addresses or networks, separated by blanks or commas, of the proxies whose "
        "X-Forwarded-For and X-Forwarded-Proto are believed. Unset: nobody's are.",
    )
    rate_limit: Literal["on", "off"] = Field(
        "on",
        description="off: no limits against floods; for load tests, never in real use.",
    )
    challenge: Literal["on", "off"] = Field(
        "on",
        description="off: tokens of forms are neither given out nor asked for; for load tests.",
    )
    limit_participant_hour: int = _limit(
        30,
        "How many submissions are taken of one participant within an hour, and how "
        "many changes and requests of whoever holds one receipt.",
    )
    limit_participant_day: int = _limit(
        100,
        "How many submissions are taken of one participant within 24 hours.",
    )
    limit_address_hour: int = _limit(
        3000,
        "How many submissions are taken from one address (IPv6: /64) within an hour, and "
        "how often somebody begins there to prove who they are; a whole office or campus may "
        "be behind one.",
    )
    limit_lookups_hour: int = _limit(
        300,
        "How many look-ups of receipts with a wrong number or code one address "
        "(IPv6: /64) may make within an hour.",
    )
    limit_form_hour: int = _limit(
        600,
        "How many submissions by the form without scripts, or without a token, are "
        "taken from one address (IPv6: /64) within an hour.",
    )
    limit_attachments_hour: int = _limit(
        600,
        "How many attachments are taken from one address (IPv6: /64) within an hour.",
    )
    limit_codes_hour: int = _limit(
        3000,
        "How many codes by e-mail may be asked for from one address (IPv6: /64) within an hour.",
    )

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _networks(cls, value: str | tuple[Network, ...]) -> tuple[Network, ...]:
        return networks(value)


def networks(value: str | tuple[Network, ...]) -> tuple[Network, ...]:
    """Read addresses and networks, separated by blanks or commas."""
    if not isinstance(value, str):
        return value
    return tuple(_network(part) for part in value.replace(",", " ").split())


def _network(text: str) -> Network:
    try:
        return ip_network(text)
    except ValueError:
        words = "%(text)s: not an address or network such as 10.0.0.5 or 10.0.0.0/24"
        raise setting_fault(said(words, text=text)) from None
