"""检举控告: comments that accuse somebody, seen by the inspector alone."""

from flask import Response, abort, request

from comments_service.domain.accounts.roles import Right
from comments_service.domain.errors import FieldFault
from comments_service.domain.text_rules import is_blank
from comments_service.services.register.deciding import unseal
from comments_service.services.register.sealed import sealed_comments
from comments_service.web.desk.guard import Admission, desk, to_desk
from comments_service.web.desk.happening_words import PUBLIC_HAPPENINGS
from comments_service.web.desk.page import show_desk


@desk.page("/sealed", Right.SEALED)
def show_sealed(admission: Admission, *faults: FieldFault) -> Response:
    """Show the sealed comments of all policies that concern the inspector."""
    sealed = sealed_comments(admission.service, admission.officer)
    return show_desk(
        "sealed.html", here="sealed", sealed=sealed, happenings=PUBLIC_HAPPENINGS, faults=faults
    )


@desk.form("/sealed", Right.SEALED)
def take_back(admission: Admission) -> Response:
    """Return a comment to the register, with a reason."""
    comment, reason = request.form.get("comment", ""), request.form.get("reason", "")
    service, officer = admission.service, admission.officer
    if comment not in {each.comment.id for each in sealed_comments(service, officer)}:
        abort(404)
    if is_blank(reason):
        return show_sealed(admission, FieldFault(f"reason-{comment}", "请写明理由"))
    unseal(service, officer.id, [comment], reason)
    return to_desk("sealed")
