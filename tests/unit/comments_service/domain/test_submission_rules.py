"""The rules of a submission, whether a form or the interface brings it."""

from typing import Any

import pytest

from comments_service.domain.comments.submission_rules import read_submission, submission_faults
from comments_service.domain.errors import Invalid

COMMENT = {"stance": "suggest", "body": "资金门槛偏高。\r\n请降低。"}
LETTER = {
    "policy": "shiyan-industry-2018",
    "version": "v1",
    "participant": "person",
    "name": "林\t晓芸",
    "comments": [COMMENT],
    "idempotency_key": "letter-0000000001",
}
SENT = {**LETTER, "phone": "138 0728 1234", "consent_notice": True}


def fields(changes: dict[str, Any]) -> list[str]:
    return [fault.field for fault in submission_faults({**SENT, **changes})]


def test_a_telephone_and_a_notice_that_was_read_are_required() -> None:
    new = read_submission(SENT)
    assert new.personal.name == "林 晓芸"
    assert new.comments[0].body == "资金门槛偏高。\n请降低。"
    with pytest.raises(Invalid) as refused:
        read_submission(LETTER)
    assert [fault.field for fault in refused.value.faults] == ["phone", "consent_notice"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "\u200b"}, "name"),
        ({"name": "林" * 101}, "name"),
        ({"phone": "12345"}, "phone"),
        ({"email": "no"}, "email"),
        ({"uscc": "x"}, "uscc"),
        ({"place": "张湾\x00"}, "place"),
        ({"guardian": " "}, "guardian"),
        ({"participant": ["person"]}, "participant"),
        ({"version": ""}, "version"),
        ({"comments": []}, "comments"),
        ({"comments": [COMMENT] * 201}, "comments"),
        ({"comments": [{**COMMENT, "stance": "like"}]}, "comments[0].stance"),
        ({"comments": [{**COMMENT, "body": " "}]}, "comments[0].body"),
        ({"comments": [{**COMMENT, "reason": "理" * 10_001}]}, "comments[0].reason"),
        ({"comments": [{**COMMENT, "clause": ""}]}, "comments[0].clause"),
        ({"comments": [{**COMMENT, "selector": {"exact": "x"}}]}, "comments[0].selector"),
        ({"idempotency_key": "short"}, "idempotency_key"),
    ],
)
def test_every_rule_holds_for_a_form_too(changes: dict[str, Any], field: str) -> None:
    assert fields(changes) == [field]


@pytest.mark.parametrize("kind", ["organisation", "department"])
def test_whoever_asks_a_body_for_its_own_name_sends_it_not_blank(kind: str) -> None:
    assert fields({"participant": kind, "organisation": "\u200b "}) == ["organisation"]
    for empty in ({}, {"organisation": ""}, {"guardian": ""}):
        assert fields({"participant": kind, **empty}) == []
