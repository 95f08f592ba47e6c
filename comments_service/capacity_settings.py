"""How much a server does at a time, how long it waits for the database, and who owns that."""

from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from comments_service.flood_settings import setting_fault, variable
from comments_service.secret_file import SecretFileError, secret_text
from interface.command_line import said

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
        description="Processes of `serve`. Unset: one for each processor, at most 4.",
    )
    threads: int | None = Field(
        None,
        ge=1,
        le=_MOST,
        description="Requests that a process of `serve` works on at a time. Unset: on PostgreSQL "
        "16, on SQLite 32.",
    )
    pool: int | None = Field(
        None,
        ge=1,
        le=_MOST,
        description="Connections to the database that a process of `serve` has at most; who finds "
        "none free waits as for a lock. Unset: 4 more than YANLU_THREADS, for its own upkeep. "
        "On SQLite one more writes.",
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


class OwnerSettings(BaseModel):
    """Who lays the tables out and gives the other role its rights."""

    model_config = ConfigDict(frozen=True, validate_default=True, alias_generator=variable)

    database_owner: str | None = Field(
        None,
        repr=False,
        description="Secret: the URL of YANLU_DATABASE for the role that owns its tables, used by "
        "`db init`, `db upgrade` and `db restore` alone, which give the role of YANLU_DATABASE "
        "its rights. Unset: YANLU_DATABASE owns them.",
    )
    database_owner_file: Path | None = Field(
        None,
        description="A file that holds what YANLU_DATABASE_OWNER would; read where it is not set.",
    )

    @field_validator("database_owner", mode="before")
    @classmethod
    def _owner(cls, value: object) -> str | None:
        if value is None:
            return None
        try:
            scheme, _, rest = secret_text(value).partition("://")
            make_url(f"postgresql://{rest}")
        except (SecretFileError, ArgumentError, ValueError) as error:
            words = str(error) if isinstance(error, SecretFileError) else said("not a URL")
            raise setting_fault(words) from None
        if scheme not in {"postgresql", "postgres"}:
            raise setting_fault(said("expected postgresql://…"))
        return f"postgresql+psycopg://{rest}"

    @model_validator(mode="after")
    def _of_one_database(self) -> Self:
        if self.database_owner is not None:
            own, other = make_url(self.database_owner), make_url(str(getattr(self, "database", "")))
            if (own.host, own.database) != (other.host, other.database):
                words = "YANLU_DATABASE_OWNER must name the database of YANLU_DATABASE"
                raise setting_fault(said(words))
            if own.username == other.username:
                words = "YANLU_DATABASE_OWNER is of the role of YANLU_DATABASE"
                raise setting_fault(said(words))
        return self
