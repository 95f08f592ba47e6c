"""What comes by letter in the small world, as staff enter it."""

from datetime import date
from typing import Any

from comments_service.domain.entering import NewEntry, NewPoint
from comments_service.domain.participant import ParticipantKind
from tests.conftest import POLICY

AFTER = "2018-07-25T10:00:00+08:00"
"""When the window has closed."""
PNG = b"\x89PNG\r\n\x1a\n" + b"PLANTED-SCAN-TEXT" * 40


def letter(number: int = 1, **changes: Any) -> NewEntry:
    """A letter of 林晓芸 with two points, the second one on the whole draft."""
    facts: dict[str, Any] = {
        "policy": POLICY,
        "version": "v1",
        "channel": "letter",
        "posted_on": date(2018, 7, 16),
        "received_on": date(2018, 7, 20),
        "kind": ParticipantKind.PERSON,
        "name": "林晓芸",
        "contact": "138 0728 1234",
        "points": (NewPoint("一（一）", "资金门槛偏高。"), NewPoint("", "请写明由谁解释。")),
        "idempotency_key": f"letter-{number:010}",
    }
    return NewEntry(**{**facts, **changes})
