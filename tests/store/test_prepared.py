"""Statements that the driver runs give what the library's own way gives."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.exc import IntegrityError

from comments_service.services.service import Service
from comments_service.store.database.tables import identity, key_checks, ledger, participants
from comments_service.store.statements.prepared import Prepared, run_text, together
from tests.readers.asked_statements import asked_of
from tests.servers.databases import writing

AT = datetime(2018, 7, 15, 2, 0, 0, 123000, tzinfo=UTC)
P = participants.c
ROW = {"id": "p1", "kind": "person", "created_at": AT}
INSERT = Prepared(insert(participants), ROW)
FOUND = select(participants).where(P.id == bindparam("named"))


def test_values_and_rows_have_the_types_of_their_columns(service: Service) -> None:
    with writing(service.database) as connection:
        INSERT.run(connection, ROW, {**ROW, "id": "p2"})
        ours = Prepared(FOUND).all(connection, named="p1")
        assert ours == [("p1", "person", AT)]
        assert ours == [tuple(row) for row in connection.execute(FOUND, {"named": "p1"})]
        known = Prepared(select(identity)).first(connection)
        assert known == tuple(connection.execute(select(identity)).one())


def test_nothing_is_run_for_no_rows_and_nothing_found_is_none(service: Service) -> None:
    with writing(service.database) as connection:
        INSERT.run(connection)
        assert Prepared(FOUND).first(connection, named="p1") is None


def test_what_a_statement_returns_comes_back(service: Service) -> None:
    made = Prepared(insert(key_checks).returning(key_checks.c.key_id), ("key_id", "digest"))
    with writing(service.database) as connection:
        assert made.all(connection, key_id="k2", digest="0" * 64) == [("k2",)]


def test_what_comes_late_is_not_taken_for_the_rows_of_another_statement(service: Service) -> None:
    made = Prepared(insert(key_checks).returning(key_checks.c.digest), ("key_id", "digest"))
    named = Prepared(FOUND)
    with writing(service.database) as connection:
        INSERT.run(connection, ROW)
        with together(connection):
            for number in range(400):
                made.run(connection, {"key_id": f"k{number}", "digest": f"{number:064}"})
            assert named.all(connection, named="p1") == [("p1", "person", AT)]
            assert named.all(connection, named="p2") == []


def test_an_error_is_the_librarys_and_names_no_values(service: Service) -> None:
    with pytest.raises(IntegrityError) as error, writing(service.database) as connection:
        INSERT.run(connection, {**ROW, "id": "a secret"}, {**ROW, "id": "a secret"})
    assert "secret" not in str(error.value)
    assert "secret" not in str(error.value.orig)


def test_a_list_cannot_be_bound(service: Service) -> None:
    query = Prepared(select(ledger).where(ledger.c.id.in_([1, 2])))
    with writing(service.database) as connection, pytest.raises(ValueError, match="a list"):
        query.all(connection)


def test_who_notes_what_is_asked_sees_the_librarys_and_what_goes_past_it(service: Service) -> None:
    found = Prepared(FOUND)
    with asked_of(service.database.engine) as asked, writing(service.database) as connection:
        asked.clear()
        run_text(connection, "SAVEPOINT work")
        INSERT.run(connection, ROW, {**ROW, "id": "p2"})
        connection.execute(FOUND, {"named": "p1"}).all()
        found.first(connection, named="p1")
        list(found.streamed(connection, named="p1"))
        Prepared(delete(participants)).changed(connection)
    ways = [(each.text.split()[0], each.raw) for each in asked]
    rows = [("SELECT", False), ("SELECT", True), ("SELECT", True)]
    assert ways == [("SAVEPOINT", True), ("INSERT", True), *rows, ("DELETE", True)]
