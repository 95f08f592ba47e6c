"""One submission as a whole: the letter beside its scan, its check, what goes elsewhere."""

from collections.abc import Mapping
from io import BytesIO
from urllib.parse import quote

from flask import Blueprint, Response, abort, request, send_file
from werkzeug.wrappers import Response as AnyResponse

from catalogue.results import Disposition
from comments_service.domain.code_words import CHANNELS, PARTICIPANTS
from comments_service.domain.decision import NewDecision
from comments_service.domain.entering import NewPoint
from comments_service.domain.errors import FieldFault, Refusal
from comments_service.domain.masking import mask_name
from comments_service.domain.roles import Right
from comments_service.domain.text_rules import is_blank
from comments_service.services import decisions, scans
from comments_service.services.checking import (
    WholeSubmission,
    check_submission,
    correct,
    whole_submission,
)
from comments_service.services.entering import cited_clauses
from comments_service.web.access import Access, access
from comments_service.web.current import current_service
from comments_service.web.desk.enter_form import points_of
from comments_service.web.desk.enter_page import point_labels, said_clause
from comments_service.web.desk.guard import Admission, RightMissing, guard, to_desk
from comments_service.web.desk.page import short_moment, show_desk, show_matter
from comments_service.web.problems import STATUS
from comments_service.web.speech import page_speech

submission_pages = Blueprint("submission", __name__)
SEAL = "seal"
_ELSEWHERE = tuple(
    each.name.lower() for each in (Disposition.INVALID, Disposition.PETITION, Disposition.REFERRED)
)
_HAPPENED = {
    "submission.received": "登记了来件",
    "submission.corrected": "改正录入",
    "submission.checked": "核对无误",
    "scan.opened": "打开原件",
}
_SANDBOX = "default-src 'none'; sandbox"


@submission_pages.get("/<policy_id>/submissions/<submission_id>")
@access(Access.STAFF)
def show_submission(policy_id: str, submission_id: str) -> Response:
    """Show it; with ``edit`` as a form in which the transcription is put right."""
    admission = guard(Right.SEE, policy_id, submission_id=submission_id)
    return _page(admission, _found(policy_id, submission_id))


@submission_pages.get("/<policy_id>/submissions/<submission_id>/slip")
@access(Access.STAFF)
def show_slip(policy_id: str, submission_id: str) -> Response:
    """Show the receipt that is printed for who sent it."""
    admission = guard(Right.ENTER, policy_id, submission_id=submission_id)
    found = _found(policy_id, submission_id)
    if found.entered_by is None:
        abort(404)
    return show_desk(
        "slip.html", here="enter", policy=admission.policy, found=found,
        received=page_speech().moment(found.stored.received_at),
    )  # fmt: skip


@submission_pages.post("/<policy_id>/submissions/<submission_id>/check")
@access(Access.STAFF)
def check(policy_id: str, submission_id: str) -> AnyResponse:
    """Enter that it was compared with the original."""
    admission = guard(Right.CHECK, policy_id, submission_id=submission_id)
    found, seen = _found(policy_id, submission_id), _seen()
    try:
        check_submission(current_service(), admission.officer, policy_id, submission_id, seen)
    except Refusal as refusal:
        return _page(admission, found, refusal)
    return to_desk(f"{policy_id}/submissions/{submission_id}")


@submission_pages.post("/<policy_id>/submissions/<submission_id>/correct")
@access(Access.STAFF)
def take_correction(policy_id: str, submission_id: str) -> AnyResponse:
    """Put the transcription right, or rearrange the rows as the button says."""
    admission = guard(Right.CHECK, policy_id, submission_id=submission_id)
    found, act = _found(policy_id, submission_id), request.form.get("act", "")
    points = _in_order(points_of(request.form), act)
    if act != "save":
        return _page(admission, found, points=points)
    try:
        correct(current_service(), admission.officer, found, _seen(), points)
    except Refusal as refusal:
        return _page(admission, found, refusal, points)
    return to_desk(f"{policy_id}/submissions/{submission_id}")


@submission_pages.post("/<policy_id>/submissions/<submission_id>/elsewhere")
@access(Access.STAFF)
def send_elsewhere(policy_id: str, submission_id: str) -> AnyResponse:
    """Mark all of it as invalid, hand it to others, or seal it for the inspector at once."""
    choice, reason = request.form.get("disposition", ""), request.form.get("reason", "")
    right = Right.CHECK if choice == SEAL else Right.DECIDE
    admission = guard(right, policy_id, submission_id=submission_id)
    found = _found(policy_id, submission_id)
    faults = []
    if choice not in {*_ELSEWHERE, SEAL}:
        faults.append(FieldFault("disposition", "请从给定的选项中选择"))
    if is_blank(reason):
        faults.append(FieldFault("reason", "请写明理由"))
    if faults:
        return _page(admission, found, faults=faults)
    service, officer, comments = current_service(), admission.officer, list(found.states)
    try:
        if choice == SEAL:
            decisions.seal(service, officer.id, comments, reason)
            return to_desk(f"{policy_id}/register")
        new = [NewDecision(each, choice, reason, "", None, "", _seen()) for each in comments]
        decisions.propose(service, officer.id, new)
    except Refusal as refusal:
        return _page(admission, found, refusal)
    return to_desk(f"{policy_id}/submissions/{submission_id}")


@submission_pages.get("/<policy_id>/scans/<scan_id>")
@access(Access.STAFF)
def open_scan(policy_id: str, scan_id: str) -> Response:
    """Hand out a scan to be kept, which is entered; what it holds runs nowhere."""
    admission = guard(None, policy_id)
    scan = scans.named(current_service(), scan_id)
    if scan is None or scan.policy != policy_id:
        abort(404)
    _require_scan(admission, scan.submission, scan.by)
    content = BytesIO(scans.opened(current_service(), admission.officer, scan))
    answer = send_file(content, mimetype=scan.media_type, etag=False)
    named = quote(scan.name, safe="")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{named}"
    answer.headers["Content-Security-Policy"] = _SANDBOX
    return answer


def _require_scan(admission: Admission, submission_id: str | None, by: str) -> None:
    """Let who uploaded it see it before it is entered, then who checks; what is sealed is not."""
    officer, policy_id = admission.officer, admission.policy.id
    if submission_id is None:
        if by != officer.id:
            abort(404)
        return
    found = whole_submission(current_service(), policy_id, submission_id)
    sealed = found is None or found.is_partly_sealed
    if sealed and not officer.may(Right.SEALED, policy_id):
        abort(404)
    if not sealed and not officer.may(Right.CHECK, policy_id):
        raise RightMissing(Right.CHECK)


def _found(policy_id: str, submission_id: str) -> WholeSubmission:
    found = whole_submission(current_service(), policy_id, submission_id)
    if found is None:
        abort(404)
    return found


def _seen() -> int:
    sent = request.form.get("seen", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 19 else 0


def _in_order(points: tuple[NewPoint, ...], act: str) -> tuple[NewPoint, ...]:
    """Return the rows, those first that say something, so that a fault's number is its row's."""
    rows = list(points)
    at = act.removeprefix("drop-")
    if act.startswith("drop-") and at.isdecimal() and int(at) < len(rows):
        rows[int(at)] = NewPoint(id=rows[int(at)].id)
    kept = [each for each in rows if not each.is_empty]
    taken = [each for each in rows if each.is_empty and each.id]
    return (*kept, *((NewPoint(),) if act == "add" else ()), *taken)


def _page(
    admission: Admission,
    found: WholeSubmission,
    refusal: Refusal | None = None,
    points: tuple[NewPoint, ...] | None = None,
    faults: list[FieldFault] | None = None,
) -> Response:
    speech, officer = page_speech(), admission.officer
    told = [*(refusal.faults if refusal else ()), *(faults or ())]
    editing = found.is_unchecked and (points is not None or "edit" in request.args)
    status = STATUS[refusal.code] if refusal else 422 if told else 200
    personal, stored = found.stored.personal, found.stored
    return show_matter(
        "submission.html", admission, "register", status,
        posted=request.method == "POST",
        found=found,
        who=mask_name(
            stored.participant, personal.name, personal.organisation, personal.place,
            stored.consent_publish_name,
        ),
        kind=speech.say(PARTICIPANTS[stored.participant]),
        channel=speech.say(CHANNELS[stored.channel]),
        editing=editing,
        beside="scan" in request.args,
        rows=_rows(found, points) if editing else (),
        clauses=_clauses(found) if editing else (),
        happened=[
            (speech.say(_HAPPENED[each.type]), each.name, short_moment(each.at, speech))
            for each in found.history
            if each.type in _HAPPENED
        ],
        own=found.entered_by == officer.id,
        elsewhere=[*((code, speech.say(Disposition[code.upper()].value)) for code in _ELSEWHERE),
                   (SEAL, speech.say("转纪检（密）"))],
        typed=_typed(),
        labels={"disposition": speech.say("怎样处理"), "reason": speech.say("理由"),
                **point_labels(len(points or ()))},
        said=speech.of(refusal) if refusal and not refusal.faults else "",
        faults={each.field: speech.of(each) for each in told},
    )  # fmt: skip


def _typed() -> Mapping[str, str]:
    return {name: request.form.get(name, "") for name in ("disposition", "reason")}


def _rows(
    found: WholeSubmission, points: tuple[NewPoint, ...] | None
) -> list[tuple[NewPoint, str | None]]:
    stored = found.stored
    cited = cited_clauses(current_service(), stored.policy, stored.version)
    if points is None:
        points = tuple(
            NewPoint(each.clause.citation if each.clause.wid else "", each.body, id=each.id)
            for each in stored.comments
        )
    return [(point, said_clause(point, cited)) for point in points]


def _clauses(found: WholeSubmission) -> tuple[object, ...]:
    stored = found.stored
    return cited_clauses(current_service(), stored.policy, stored.version).text.clauses
