"""One submission as a whole: the letter with its scan, its check, what goes elsewhere."""

from io import BytesIO

from flask import Response, abort, request, send_file

from comments_service.domain.accounts.roles import Right
from comments_service.domain.comments.decision import NewDecision
from comments_service.domain.errors import FieldFault, Invalid, Refusal
from comments_service.domain.intake.new_entry import NewPoint
from comments_service.domain.register.code_words import DISPOSITIONS
from comments_service.domain.text_rules import is_blank, whole_number
from comments_service.services.intake import scans
from comments_service.services.intake.checking import (
    WholeSubmission,
    check_submission,
    correct,
    whole_submission,
)
from comments_service.services.intake.entering import cited_clauses
from comments_service.services.register import deciding
from comments_service.services.register.register_rows import masked_who
from comments_service.web.desk.guard import Admission, desk
from comments_service.web.desk.happening_words import PUBLIC_HAPPENINGS
from comments_service.web.desk.intake.enter_form import points_of
from comments_service.web.desk.intake.enter_page import point_facts
from comments_service.web.desk.page import show_desk, show_matter
from comments_service.web.desk.saved_file import as_saved
from comments_service.web.shell.request_locale import request_locale

SEAL = "seal"
_ELSEWHERE = {
    **{code: DISPOSITIONS[code] for code in ("invalid", "petition", "referred")},
    SEAL: "转纪检（密）",
}
_HAPPENED = {
    **PUBLIC_HAPPENINGS,
    "submission.received": "登记了来件",
    "submission.corrected": "改正录入",
    "submission.checked": "核对无误",
    "scan.opened": "打开原件",
}


@desk.page("/<policy_id>/submissions/<submission_id>", Right.SEE)
def show_submission(admission: Admission, submission_id: str) -> Response:
    """Show it; with ``edit`` as a form in which the transcription is corrected."""
    return _page(admission, _found(admission, submission_id))


@desk.page("/<policy_id>/submissions/<submission_id>/slip", Right.ENTER)
def show_slip(admission: Admission, submission_id: str) -> Response:
    """Show the receipt that is printed for who sent it."""
    found = _found(admission, submission_id)
    if found.entered_by is None:
        abort(404)
    return show_desk("slip.html", here="enter", policy=admission.policy, found=found)


@desk.form("/<policy_id>/submissions/<submission_id>/check", Right.CHECK)
def check(admission: Admission, submission_id: str) -> Response:
    """Record that it was compared with the original."""
    found = _found(admission, submission_id)
    seen = admission.policy_id, submission_id, _seen()
    try:
        check_submission(admission.service, admission.officer, *seen)
    except Refusal as refusal:
        return _page(admission, found, refusal)
    return admission.to(f"submissions/{submission_id}")


@desk.form("/<policy_id>/submissions/<submission_id>/correct", Right.CHECK)
def take_correction(admission: Admission, submission_id: str) -> Response:
    """Correct the transcription, or rearrange the rows as the button says."""
    found, act = _found(admission, submission_id), request.form.get("act", "")
    points = _in_order(points_of(request.form), act)
    if act != "save":
        return _page(admission, found, points=points)
    try:
        correct(admission.service, admission.officer, found, _seen(), points)
    except Refusal as refusal:
        return _page(admission, found, refusal, points)
    return admission.to(f"submissions/{submission_id}")


@desk.form("/<policy_id>/submissions/<submission_id>/elsewhere")
def send_elsewhere(admission: Admission, submission_id: str) -> Response:
    """Mark all of it as invalid, hand it to others, or seal it for the inspector at once."""
    choice, reason = request.form.get("disposition", ""), request.form.get("reason", "")
    admission.require(Right.CHECK if choice == SEAL else Right.DECIDE)
    found = _found(admission, submission_id)
    service, officer = admission.service, admission.officer
    try:
        _require_words(choice, reason)
        if choice == SEAL:
            deciding.seal(service, officer.id, list(found.states), reason)
            return admission.to("register")
        new = [NewDecision(each, choice, reason, seen=_seen()) for each in found.standing]
        deciding.propose(service, officer.id, new)
    except Refusal as refusal:
        return _page(admission, found, refusal)
    return admission.to(f"submissions/{submission_id}")


@desk.page("/<policy_id>/scans/<scan_id>")
def open_scan(admission: Admission, scan_id: str) -> Response:
    """Send a scan to be saved, which is recorded; nothing in it may run."""
    scan = scans.named(admission.service, scan_id)
    if scan is None or scan.policy != admission.policy_id:
        abort(404)
    _require_scan(admission, scan.submission, scan.by)
    content = BytesIO(scans.opened(admission.service, admission.officer, scan))
    return as_saved(send_file(content, mimetype=scan.media_type, etag=False), scan.name)


def _require_words(choice: str, reason: str) -> None:
    unknown = [] if choice in _ELSEWHERE else [FieldFault("disposition", "请从给定的选项中选择")]
    unexplained = [FieldFault("reason", "请写明理由")] if is_blank(reason) else []
    if unknown or unexplained:
        raise Invalid(*unknown, *unexplained)


def _require_scan(admission: Admission, submission_id: str | None, by: str) -> None:
    """Admit the uploader before it is entered, then who checks; sealed ones need that right."""
    officer, policy_id = admission.officer, admission.policy_id
    if submission_id is None:
        if by != officer.id:
            abort(404)
        return
    found = whole_submission(admission.service, policy_id, submission_id)
    sealed = found is None or found.is_partly_sealed
    if sealed and not officer.may(Right.SEALED, policy_id):
        abort(404)
    if not sealed:
        admission.require(Right.CHECK)


def _found(admission: Admission, submission_id: str) -> WholeSubmission:
    found = whole_submission(admission.service, admission.policy_id, submission_id)
    if found is None:
        abort(404)
    return found


def _seen() -> int:
    return whole_number(request.form.get("seen", "")) or 0


def _in_order(points: tuple[NewPoint, ...], act: str) -> tuple[NewPoint, ...]:
    """Return the rows, those first that say something, so that a fault's number is its row's."""
    rows = list(points)
    at = whole_number(act.removeprefix("drop-"))
    if act.startswith("drop-") and at is not None and at < len(rows):
        rows[at] = NewPoint(id=rows[at].id)
    kept = [each for each in rows if not each.is_empty]
    taken = [each for each in rows if each.is_empty and each.id]
    return (*kept, *((NewPoint(),) if act == "add" else ()), *taken)


def _page(
    admission: Admission,
    found: WholeSubmission,
    refusal: Refusal | None = None,
    points: tuple[NewPoint, ...] | None = None,
) -> Response:
    stored = found.stored
    editing = found.is_unchecked and (points is not None or "edit" in request.args)
    if points is None:
        points = tuple(
            NewPoint(e.clause.citation if e.clause.wid else "", e.body, e.proposed_text, id=e.id)
            for e in stored.comments
        )
    cited = cited_clauses(admission.service, stored.policy, stored.version) if editing else None
    return show_matter(
        "submission.html", admission, "register", refusal=refusal, found=found,
        who=masked_who(stored),
        editing=editing,
        scan_shown="scan" in request.args,
        happenings=_HAPPENED,
        own=found.entered_by == admission.officer.id,
        elsewhere=request_locale().choices(_ELSEWHERE),
        typed=request.form,
        **point_facts(points, cited, {"disposition": "怎样处理", "reason": "理由"}),
    )  # fmt: skip
