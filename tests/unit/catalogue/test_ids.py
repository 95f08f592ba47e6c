import pytest

from catalogue.ids import RESERVED, VERSION_ID, make_eid, make_wid, policy_id_fault


@pytest.mark.parametrize("name", ["a", "7", "shiyan-industry-2018", "a" * 64, "a-", "0-0"])
def test_a_good_id_has_no_fault(name: str) -> None:
    assert policy_id_fault(name) is None


@pytest.mark.parametrize(
    "name", ["", "-a", "A", "a_b", "a.b", "a b", "十堰", "a/b", "..", "a" * 65, "a\n", "１"]
)
def test_a_bad_id_is_named(name: str) -> None:
    assert policy_id_fault(name) == "not_an_id"


def test_the_names_that_the_site_needs_are_reserved() -> None:
    assert {"api", "search", "log", "assets", "feeds", "forms", "receipts", "staff"} <= RESERVED
    assert {"en", "list", "data", "all", "windows", "verify", "metrics"} <= RESERVED
    assert {policy_id_fault(name) for name in RESERVED} == {"reserved"}


@pytest.mark.parametrize("name", ["v0", "v", "1", "v01", "v10000", "V1", "v1 "])
def test_a_version_is_v_and_a_number(name: str) -> None:
    assert not VERSION_ID.fullmatch(name)
    assert VERSION_ID.fullmatch("v12")


def test_a_clause_is_named_under_its_parent() -> None:
    assert make_eid(None, "part", "1") == "part_1"
    assert make_eid("part_1", "sec", "2_inst2") == "part_1__sec_2_inst2"


def test_a_clause_is_named_for_good_by_its_birth() -> None:
    assert make_wid("v2", "part_1") == "v2.part_1"
