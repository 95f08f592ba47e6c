"""``policy.yml`` as it is written for a drafter, and changed beside what people wrote."""

from pathlib import Path

import pytest

from publisher.importers.blocks.faults import ImportFault
from publisher.importers.policy_edit import plain_values, with_entry, with_values
from publisher.importers.policy_file import policy_yml
from publisher.problems import Problems
from publisher.sources.schema import PolicyFile, validate
from publisher.sources.yaml_text import parse_yaml

FOUND = {
    "windows": [{"opens": "2026-04-01", "closes": "2026-05-01"}, {"closes": "2026-06-01"}],
    "channels": [{"kind": "letter", "to": "临江市东街1号", "postcode": "012345"}],
    "title": "停车办法: 草案",
    "kind": "consultation",
    "index_no": "011071002",
    "label": "征求意见稿",
    "published_on": "2026-04-01",
    "doc_no": "",
    "issuer": "",
}
WRITTEN = """\
title: '停车办法: 草案'
kind: consultation
index_no: '011071002'
doc_no: ''
channels:
- kind: letter
  to: 临江市东街1号
  postcode: '012345'
versions:
- id: v1
  label: 征求意见稿
  published_on: 2026-04-01
windows:
- id: w1
  version: v1
  opens: 2026-04-01
  closes: 2026-05-01
"""
BY_HAND = """\
# 停车
title: 停车办法   # 题目
versions:
  - id: v1   # 第一稿
    published_on: 2026-04-01   # 公布

# 征集
windows:
  - {id: w1, version: v1, opens: 2026-04-01, closes: 2026-05-01}
"""


def test_what_is_known_is_written_in_the_order_of_the_schema() -> None:
    assert policy_yml(FOUND) == WRITTEN
    problems = Problems()
    data = parse_yaml(WRITTEN, Path("policy.yml"), problems)
    assert data is not None
    assert validate(PolicyFile, data, problems) is not None
    assert not problems.found


def test_an_entry_is_added_and_every_comment_stays() -> None:
    entry = {"id": "v2", "published_on": "2026-06-01"}
    assert with_entry(BY_HAND, "versions", entry) == BY_HAND.replace(
        "# 公布\n", "# 公布\n  - id: v2\n    published_on: 2026-06-01\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: 甲\nversions: [{id: v1}]\n", "title: 甲\nversions:\n- id: v1\n- id: v2\n"),
        ("versions: []  # 无\ntitle: 甲\n", "versions:\n- id: v2  # 无\ntitle: 甲\n"),
        ("title: 甲", "title: 甲\nversions:\n- id: v2\n"),
        ("versions:\n- id: v1\ntitle: 甲", "versions:\n- id: v1\n- id: v2\ntitle: 甲"),
        ("versions:\ntitle: 甲\n", "versions:\n- id: v2\ntitle: 甲\n"),
        ("title: 甲\nversions:\n  - id: v1", "title: 甲\nversions:\n  - id: v1\n  - id: v2\n"),
    ],
)
def test_a_list_takes_an_entry_in_every_form(before: str, after: str) -> None:
    assert with_entry(before, "versions", {"id": "v2"}) == after


def test_a_value_is_changed_in_its_place() -> None:
    changed = with_values(
        BY_HAND, {"title": "停车条例", "windows": [], "doc_no": "临政发〔2026〕9号"}
    )
    assert changed.startswith("# 停车\ntitle: 停车条例   # 题目\n")
    assert changed.endswith("# 征集\nwindows: []\ndoc_no: 临政发〔2026〕9号\n")
    assert plain_values(changed)["versions"] == plain_values(BY_HAND)["versions"]


@pytest.mark.parametrize(
    "text", ["- 甲\n", "{title: 甲}\n", "标题甲\n", "title: [\n", "title: 甲\n...\n"]
)
def test_what_cannot_be_changed_by_itself_is_said(text: str) -> None:
    with pytest.raises(ImportFault, match="I011"):
        with_entry(text, "versions", {"id": "v2"})
