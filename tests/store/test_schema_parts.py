"""A layout is looked at part by part: a number alone says nothing of what is there."""

import pytest
from sqlalchemy import Connection, text

from comments_service.services.database.database_schema import SchemaError, require_current, upgrade
from comments_service.services.service import Service
from comments_service.store.database import migrate
from comments_service.store.database.migrate import SchemaState
from comments_service.store.database.schema_parts import missing
from tests.servers.databases import writing

BROKEN = [
    ("DROP TABLE comment_states", "table comment_states"),
    ("DROP INDEX ix_submissions_policy", "index ix_submissions_policy"),
    ("ALTER TABLE comments DROP COLUMN citation", "column comments.citation"),
]
ON_SQLITE = [("DROP TRIGGER ledger_no_update", "trigger ledger_no_update")]
ON_POSTGRESQL = [
    ("DROP TRIGGER ledger_kept ON ledger", "trigger ledger_kept"),
    ("ALTER TABLE ledger DISABLE TRIGGER ledger_not_emptied", "trigger ledger_not_emptied"),
    (
        "ALTER TABLE submissions DROP CONSTRAINT uq_submissions_receipt_no",
        "constraint uq_submissions_receipt_no",
    ),
    (
        "ALTER TABLE comments DROP CONSTRAINT fk_comments_submission_id",
        "constraint fk_comments_submission_id",
    ),
    (
        "ALTER TABLE identity DROP CONSTRAINT ck_identity_only_row",
        "constraint ck_identity_only_row",
    ),
    ("ALTER TABLE key_checks DROP CONSTRAINT pk_key_checks", "primary key pk_key_checks"),
    ("ALTER TABLE ledger ALTER COLUMN body DROP NOT NULL", "column ledger.body"),
]


def break_by(connection: Connection, statement: str) -> None:
    connection.execute(text(statement))


def test_a_whole_layout_lacks_nothing(service: Service) -> None:
    with service.database.read() as connection:
        assert missing(connection) == []


@pytest.mark.parametrize(("statement", "part"), BROKEN)
def test_a_half_migrated_database_passes_neither_upgrade_nor_start(
    service: Service, statement: str, part: str
) -> None:
    with writing(service.database) as connection:
        break_by(connection, statement)
    with service.database.read() as connection:
        assert part in missing(connection)
        assert migrate.schema_state(connection) is SchemaState.DAMAGED
    for command in (upgrade, require_current):
        with pytest.raises(SchemaError, match=f"the database lacks .*{part}.*db restore FILE"):
            command(service)


@pytest.mark.parametrize(
    ("kind", "statement", "part"),
    [
        *(("sqlite", *each) for each in ON_SQLITE),
        *(("postgresql", *each) for each in ON_POSTGRESQL),
    ],
)
def test_triggers_and_constraints_belong_to_the_layout(
    service: Service, backend: str, kind: str, statement: str, part: str
) -> None:
    if backend != kind:
        pytest.skip(f"is said so on {kind} alone")
    with writing(service.database) as connection:
        break_by(connection, statement)
    with service.database.read() as connection:
        assert missing(connection) == [part]
