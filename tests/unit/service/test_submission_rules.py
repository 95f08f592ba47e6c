"""The rules of a submission, whoever sends or enters it."""

from typing import Any

import pytest

from comments_service.domain.errors import Invalid
from comments_service.domain.submission_rules import (
    ENTERED,
    FROM_A_FORM,
    FROM_THE_INTERFACE,
    Terms,
    read_submission,
    submission_faults,
)

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


def fields(changes: dict[str, Any], terms: Terms) -> list[str]:
    return [fault.field for fault in submission_faults({**SENT, **changes}, terms)]


def test_a_letter_needs_neither_a_telephone_nor_a_notice_that_was_read() -> None:
    new = read_submission(LETTER, ENTERED)
    assert new.personal.name == "林 晓芸"
    assert new.comments[0].body == "资金门槛偏高。\n请降低。"
    with pytest.raises(Invalid) as refused:
        read_submission(LETTER, FROM_THE_INTERFACE)
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
def test_every_rule_holds_for_what_staff_enter_too(changes: dict[str, Any], field: str) -> None:
    for terms in (ENTERED, FROM_A_FORM, FROM_THE_INTERFACE):
        assert fields(changes, terms) == [field]


def test_a_form_asks_a_body_for_its_own_name() -> None:
    changes = {"participant": "organisation"}
    assert fields(changes, FROM_A_FORM) == ["organisation"]
    assert fields(changes, FROM_THE_INTERFACE) == fields(changes, ENTERED) == []
