"""检举控告: comments that accuse somebody, seen by the inspector alone."""

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

from comments_service.domain.errors import FieldFault
from comments_service.domain.roles import Right
from comments_service.domain.text_rules import is_blank
from comments_service.services.decisions import unseal
from comments_service.services.sealed import sealed_comments
from comments_service.web.access import Access, access
from comments_service.web.current import current_service
from comments_service.web.desk.guard import Admission, guard, to_desk
from comments_service.web.desk.page import show_desk
from comments_service.web.speech import page_speech

sealed_pages = Blueprint("sealed", __name__)


@sealed_pages.get("/sealed")
@access(Access.STAFF)
def show_sealed() -> Response:
    """Show the sealed comments of all policies that concern the inspector."""
    return _page(guard(Right.SEALED))


@sealed_pages.post("/sealed")
@access(Access.STAFF)
def take_back() -> AnyResponse:
    """Give a comment back into the register, with a reason."""
    admission = guard(Right.SEALED)
    comment, reason = request.form.get("comment", ""), request.form.get("reason", "")
    service, officer = current_service(), admission.officer
    if comment not in {each.comment.id for each in sealed_comments(service, officer)}:
        abort(404)
    if is_blank(reason):
        return _page(admission, FieldFault(f"reason-{comment}", "请写明理由"))
    unseal(service, officer.id, [comment], reason)
    return to_desk("sealed")


def _page(admission: Admission, *faults: FieldFault) -> Response:
    speech = page_speech()
    return show_desk(
        "sealed.html", 422 if faults else 200, here="sealed",
        posted=bool(faults),
        sealed=sealed_comments(current_service(), admission.officer),
        faults={each.field: speech.of(each) for each in faults},
    )  # fmt: skip
