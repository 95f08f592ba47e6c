"""``policy.yml`` as it is written for a drafter."""

from pathlib import Path

from publisher.importers.policy_file import policy_yml, versions_of
from publisher.problems import Problems
from publisher.sources.schema import PolicyFile, validate
from publisher.sources.yaml_text import parse_yaml

VALUES = {
    "windows": [{"id": "w1", "version": "v1", "opens": "2026-04-01", "closes": "2026-05-01"}],
    "channels": [{"kind": "letter", "to": "临江市东街1号", "postcode": "012345"}],
    "title": "停车办法: 草案",
    "index_no": "011071002",
    "versions": versions_of("征求意见稿", "2026-04-01"),
    "doc_no": "",
    "issuer": "",
}


def test_what_is_written_is_read_as_it_was_given() -> None:
    problems = Problems()
    data = parse_yaml(policy_yml(VALUES), Path("policy.yml"), problems)
    assert data is not None
    assert validate(PolicyFile, data, problems) is not None
    assert not problems.found
    assert data.value == {key: value for key, value in VALUES.items() if key != "issuer"}


def test_keys_are_in_the_order_of_the_schema_and_days_without_quotes() -> None:
    lines = policy_yml(VALUES).split("\n")
    keys = [line.partition(":")[0] for line in lines if line[:1].isalpha()]
    assert keys == ["title", "index_no", "doc_no", "channels", "versions", "windows"]
    assert "  published_on: 2026-04-01" in lines


def test_nothing_known_of_a_version_is_no_entry() -> None:
    assert versions_of("") == []
    assert versions_of("草案") == [{"id": "v1", "label": "草案"}]
