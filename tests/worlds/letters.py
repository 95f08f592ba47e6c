"""What comes by letter in the small world, as staff enter it."""

import re
from datetime import date
from io import BytesIO
from typing import Any

from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.intake.new_entry import NewEntry, NewPoint
from comments_service.services.intake.checking import WholeSubmission, whole_submission
from comments_service.services.service import Service
from tests.conftest import POLICY
from tests.worlds.officers import Desk

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


ENTER = f"{POLICY}/enter"
TYPED = {
    "act": "save",
    "key": "form-000000000001",
    "channel": "letter",
    "posted_on": "2018-07-16",
    "received_on": "2018-07-20",
    "window_rule": "posted",
    "kind": "person",
    "name": "林晓芸",
    "contact": "138 0728 1234",
    "points[0].clause": "一（一）",
    "points[0].body": "资金门槛偏高。",
    "points[1].clause": "",
    "points[1].body": "请写明由谁解释。",
}


def send(desk: Desk, place: str = ENTER, files: Any = (), **changes: str) -> Any:
    """Send the form as a browser does, with its files."""
    data: dict[str, Any] = {**TYPED, **changes}
    if files:
        data["scan"] = [(BytesIO(content), name) for name, content in files]
    return desk.post(place, data, content_type="multipart/form-data")


def entered(answer: Any) -> str:
    """The id of what was entered."""
    assert answer.status_code == 303, answer.text
    found = re.search(r"submissions/([0-9a-f]{32})/slip", answer.headers["Location"])
    assert found
    return found[1]


def seen(service: Service, submission: str) -> WholeSubmission:
    """Return a submission as the desk shows it."""
    found = whole_submission(service, POLICY, submission)
    assert found
    return found
