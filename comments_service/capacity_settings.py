"""How much a server does at a time, and how long it waits for the database."""

from pydantic import BaseModel, ConfigDict, Field

from comments_service.flood_settings import variable

# No limit in seconds may be longer than this.
_LONGEST = 3600
_MOST = 1024


class CapacitySettings(BaseModel):
    """A part of ``Settings``."""

    model_config = ConfigDict(frozen=True, validate_default=True, alias_generator=variable)

    workers: int | None = Field(
        None,
        ge=1,
        le=_MOST,
        description="Processes of `serve`. Unset: on PostgreSQL one for each processor, at most 4; "
        "on SQLite always 1.",
    )
    threads: int | None = Field(
        None,
        ge=1,
        le=_MOST,
        description="Requests that a process of `serve` works on at a time. Unset: on PostgreSQL "
        "8, on SQLite 32.",
    )
    pool: int | None = Field(
        None,
        ge=1,
        le=_MOST,
        description="Connections to the database that a process of `serve` has at most; who finds "
        "none free waits as for a lock. Unset: 4 more than YANLU_THREADS, for its own upkeep.",
    )
    connect_timeout: int = Field(
        5,
        ge=2,
        le=_LONGEST,
        description="Seconds within which PostgreSQL must have taken a connection of `serve`.",
    )
    lock_timeout: float = Field(
        5,
        gt=0,
        le=_LONGEST,
        description="Seconds that a request to `serve` waits for a lock that another writer holds, "
        "on SQLite too; then it is answered with 503.",
    )
    statement_timeout: float = Field(
        15,
        gt=0,
        le=_LONGEST,
        description="Seconds that one statement of `serve` may take on PostgreSQL. Commands have "
        "no such limit.",
    )
    idle_timeout: float = Field(
        30,
        gt=0,
        le=_LONGEST,
        description="Seconds after which PostgreSQL ends a transaction of `serve` in which nothing "
        "happens.",
    )
