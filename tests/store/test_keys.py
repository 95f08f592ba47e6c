import json
from pathlib import Path

import pytest
from sqlalchemy import text

from comments_service.keyring import KeyringError
from comments_service.services.intake.submit import submit
from comments_service.services.ledger.keys import require_keys
from comments_service.services.outcome.export import export_file
from comments_service.services.service import Service
from comments_service.store.ledger import identity_row
from comments_service.web.api.schemas import parse_submission
from tests.conftest import KEYS, POLICY, World
from tests.servers.databases import writing

FORGED = f"test:{'B' * 43}="
NEWER = f"newer:{'C' * 43}="


def with_keys(world: World, url: str, keys: str) -> Service:
    return world.service(YANLU_DATABASE=url, YANLU_KEYS=keys)


def used(service: Service) -> set[str]:
    with service.database.read() as connection:
        return set(identity_row.recorded_keys(connection))


def test_a_key_is_recorded_when_it_is_first_used(world: World, service: Service) -> None:
    require_keys(service)
    assert used(service) == set()
    submit(service, parse_submission(world.citizen()))
    assert used(service) == {"test"}
    require_keys(service)


def test_another_key_of_the_same_name_is_refused_and_writes_nothing(
    world: World, service: Service, database_url: str
) -> None:
    submit(service, parse_submission(world.citizen()))
    forged = with_keys(world, database_url, FORGED)
    with pytest.raises(KeyringError, match="key test is not the key that this database was"):
        require_keys(forged)
    with pytest.raises(KeyringError, match="key test is not the key"):
        submit(forged, parse_submission(world.citizen()))
    with service.database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM submissions")).scalar_one() == 1


def test_a_key_in_use_must_not_be_missing(
    world: World, service: Service, database_url: str
) -> None:
    submit(service, parse_submission(world.citizen()))
    with pytest.raises(KeyringError, match="YANLU_KEYS: key test is missing"):
        require_keys(with_keys(world, database_url, NEWER))


def test_a_newer_key_before_the_old_one_is_taken_up(
    world: World, service: Service, database_url: str
) -> None:
    submit(service, parse_submission(world.citizen()))
    both = with_keys(world, database_url, f"{NEWER} {KEYS}")
    require_keys(both)
    submit(both, parse_submission(world.citizen()))
    assert used(both) == {"test", "newer"}
    with pytest.raises(KeyringError, match="key newer is missing"):
        require_keys(service)


def test_an_export_does_not_read_the_query_codes(
    world: World, service: Service, tmp_path: Path
) -> None:
    submit(service, parse_submission(world.citizen()))
    with writing(service.database) as connection:
        connection.execute(text("UPDATE submissions SET query_code = 'unreadable'"))
    out = tmp_path / "out.json"
    export_file(service, POLICY, "restricted", "json", out)
    assert json.loads(out.read_text("utf-8"))["comments"][0]["name"] == "林晓芸"
