import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from catalogue.codec import load_catalogue, load_clauses, schema_text
from catalogue.model import CATALOGUE_SCHEMA, CLAUSES_SCHEMA
from catalogue.results import RESULTS_SCHEMA
from tests.worlds.sites import the_site

CATALOGUE = Draft202012Validator(
    json.loads(schema_text(CATALOGUE_SCHEMA)),
    format_checker=Draft202012Validator.FORMAT_CHECKER,
)
CLAUSES = Draft202012Validator(json.loads(schema_text(CLAUSES_SCHEMA)))


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def test_the_schemas_are_schemas() -> None:
    Draft202012Validator.check_schema(CATALOGUE.schema)
    Draft202012Validator.check_schema(CLAUSES.schema)


def test_the_built_catalogue_fits_its_schema() -> None:
    CATALOGUE.validate(read(the_site() / "catalogue.json"))
    assert len(load_catalogue((the_site() / "catalogue.json").read_text("utf-8")).policies) == 5


def test_every_built_list_of_clauses_fits_its_schema() -> None:
    built = load_catalogue((the_site() / "catalogue.json").read_text("utf-8"))
    for policy in built.policies:
        path = the_site() / policy.latest.clauses
        CLAUSES.validate(read(path))
        assert load_clauses(path.read_text("utf-8")).policy == policy.id


def test_the_schemas_are_published_beside_the_data() -> None:
    for schema in (CATALOGUE_SCHEMA, CLAUSES_SCHEMA, RESULTS_SCHEMA):
        name = schema.replace("/", "-") + ".schema.json"
        assert (the_site() / "assets" / name).read_text("utf-8") == schema_text(schema)


@pytest.mark.parametrize("key", ["schema", "built_at", "site", "policies"])
def test_a_catalogue_without_a_part_does_not_fit(key: str) -> None:
    data = read(the_site() / "catalogue.json")
    del data[key]
    assert not CATALOGUE.is_valid(data)


def test_an_absolute_path_to_the_clauses_does_not_fit() -> None:
    data = read(the_site() / "catalogue.json")
    data["policies"][0]["versions"][0]["clauses"] = "/a/v1/clauses.json"
    assert not CATALOGUE.is_valid(data)
