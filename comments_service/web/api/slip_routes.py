"""What stands on the slip that whoever sent comments keeps: words, office, course, QR code."""

from dataclasses import asdict
from datetime import date
from typing import Any, Literal

from flask import Blueprint, Response, jsonify
from pydantic import BaseModel, ConfigDict

from comments_service.services.intake.course import Course, course_of
from comments_service.services.intake.lookup import look_up, received_at
from comments_service.web.api.openapi import Operation
from comments_service.web.api.shown_receipt import SHOWN, shown_receipt
from comments_service.web.shell.access import Access, access
from comments_service.web.shell.page import lookup_address, published_policy
from comments_service.web.shell.qr_path import qr_path
from comments_service.web.shell.request_context import current_service

slips = Blueprint("slips", __name__)


class _Slip(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SlipFile(_Slip):
    """A file that came with a comment."""

    name: str
    size: int


class SlipComment(_Slip):
    """What one comment says, and on which clause."""

    wid: str | None
    citation: str
    body: str
    proposed_text: str
    attachments: list[SlipFile]


class SlipCourse(_Slip):
    """How far the submission has come, and the days of its steps in Beijing."""

    at: Literal["registered", "studied", "answered"]
    registered_on: str
    studied_from: str
    due: str
    answered_on: str | None


class SlipQr(_Slip):
    """The address of the look-up; the dark modules of its QR code as an SVG path."""

    address: str
    side: int
    path: str


class SlipOut(_Slip):
    """What a sender keeps of a submission; no name, no contact, no code."""

    receipt_no: str
    received_at: str
    title: str
    office: str
    comments: list[SlipComment]
    course: SlipCourse | None
    qr: SlipQr


OPERATIONS = (
    Operation(
        "get", "/api/v1/receipts/{receipt_no}/slip", "getSlip",
        "Get what stands on a receipt's slip",
        200, SlipOut, ("unknown_receipt", "too_many", "unavailable"), SHOWN,
    ),
)  # fmt: skip


@slips.get("/api/v1/receipts/<receipt_no>/slip")
@access(Access.RECEIPT_HOLDER)
def get_slip(receipt_no: str) -> Response:
    """Return the slip of a receipt."""
    service = current_service()
    submission = look_up(service, *shown_receipt(receipt_no)).submission
    policy = published_policy(submission.policy)
    course = course_of(service, submission)
    address = lookup_address(submission.receipt_no)
    said = [
        {"wid": each.clause.wid, "citation": each.clause.citation, "body": each.body}
        | {"proposed_text": each.proposed_text}
        | {"attachments": [{"name": file.name, "size": file.size} for file in each.attachments]}
        for each in submission.comments
    ]
    return jsonify(
        receipt_no=submission.receipt_no,
        received_at=received_at(submission),
        title=submission.policy_title,
        office=policy.issuer if policy else "",
        comments=said,
        course=_course(course) if course else None,
        qr={"address": address, **qr_path(address)._asdict()},
    )


def _course(course: Course) -> dict[str, Any]:
    """Return a course by the fields of its answer, days as ISO 8601."""
    values = {name: value for name, value in asdict(course).items() if name != "open_until"}
    return {
        name: each.isoformat() if isinstance(each, date) else each for name, each in values.items()
    }
