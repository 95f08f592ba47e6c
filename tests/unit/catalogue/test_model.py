from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest

from catalogue.model import Catalogue, Clause, ClauseSet, Policy, Site, Version

CATALOGUE = Catalogue(datetime(2018, 7, 12, tzinfo=UTC), Site("言路"), (Policy("a", "甲", "news"),))


def clause(eid: str, wid: str) -> Clause:
    return Clause(eid, wid, None, "para", "", "", "文。", "第1自然段", "sha256:0", 1)


def test_a_policy_is_found_by_its_id() -> None:
    assert CATALOGUE.find("a") is CATALOGUE.policies[0]
    assert CATALOGUE.find("b") is None


def test_the_latest_version_is_the_last() -> None:
    versions = tuple(Version(name, "", None, "", "") for name in ("v1", "v2"))
    assert Policy("a", "甲", "news", versions=versions).latest.id == "v2"


def test_a_clause_is_found_by_both_its_names() -> None:
    clauses = ClauseSet("a", "v2", (clause("para_1", "v1.para_9"), clause("para_2", "v2.para_2")))
    assert clauses.resolve("para_1") is clauses.resolve("v1.para_9") is clauses.clauses[0]
    assert clauses.resolve("para_3") is None


def test_nothing_of_the_contract_can_be_changed() -> None:
    assert Policy.__dataclass_params__.frozen  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError):
        CATALOGUE.policies = ()  # type: ignore[misc]
