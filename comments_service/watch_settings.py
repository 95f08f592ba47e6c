"""The settings of those who watch the service: its log, and who may read its figures."""

from typing import Any, Literal, cast

from pydantic import Field, field_validator

from comments_service.flood_settings import FloodSettings, Network, networks


class WatchSettings(FloodSettings):
    """A part of ``Settings``."""

    log: Literal["json", "text"] = Field(
        "json",
        description="How `serve` and `outbox run` write their log: json, one object a line, or "
        "text, for people.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info",
        description="The least grave lines of that log; info has one for each request but those "
        "of /healthz, /readyz and /metrics, which debug has too.",
    )
    metrics_from: tuple[Network, ...] = Field(
        cast("Any", "127.0.0.0/8 ::1"),
        description="Addresses or networks that may read /metrics, by a connection of their own; "
        "what a proxy hands on never may.",
    )

    @field_validator("metrics_from", mode="before")
    @classmethod
    def _readers(cls, value: str | tuple[Network, ...]) -> tuple[Network, ...]:
        return networks(value)
