"""One comment: the clause then and now, what was said, what is decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

from comments_service.domain.code_words import DISPOSITIONS, STAGES, STANCES
from comments_service.domain.decision import StoredDecision
from comments_service.domain.errors import ChangedMeanwhile, Invalid
from comments_service.domain.roles import Right
from comments_service.services.decisions import propose
from comments_service.services.one_comment import (
    ClauseThenAndNow,
    OneComment,
    clause_then_and_now,
    one_comment,
)
from comments_service.services.register import ListedComment, list_of
from comments_service.services.revealing import RevealedPerson, reveal
from comments_service.web.access import Access, access
from comments_service.web.current import current_service
from comments_service.web.desk.asked_list import asked_list
from comments_service.web.desk.decision_form import (
    LABELS,
    MAIN,
    DecisionForm,
    read_form,
    said_faults,
    says,
    typed,
)
from comments_service.web.desk.guard import Admission, guard, to_desk
from comments_service.web.desk.page import short_moment, show_desk
from comments_service.web.desk.register_page import citations, cited_clauses
from comments_service.web.form_body import form_fields
from comments_service.web.speech import page_speech
from look.redline import redline, redline_html

comment = Blueprint("comment", __name__)

_HAPPENINGS = {
    "submission.received": "登记来件入账",
    "submission.checked": "核对",
    "submission.corrected": "改正登记",
    "scan.opened": "打开扫描件",
    "decision.proposed": "提出拟办",
    "decisions.released": "审核通过，对外可见",
    "comment.unsealed": "退回台账",
    "name.revealed": "查看真实姓名",
}
# A proposal that keeps less of the clause than this is another text, and read as such.
_KEPT_LEAST = 0.3


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a form's answer adds to the page."""

    status: int = 200
    form: DecisionForm | None = None
    faults: Mapping[str, str] | None = None
    theirs: bool = False
    person: RevealedPerson | None = None


@comment.get("/<policy_id>/comments/<comment_id>")
@access(Access.STAFF)
def show_comment(policy_id: str, comment_id: str) -> Response:
    """Show a comment."""
    admission = guard(Right.SEE, policy_id, comment_id)
    return _page(admission, comment_id, _Answer())


@comment.post("/<policy_id>/comments/<comment_id>")
@access(Access.STAFF)
def decide(policy_id: str, comment_id: str) -> AnyResponse:
    """Propose a decision; over a change made meanwhile only where it has been seen."""
    admission = guard(Right.DECIDE, policy_id, comment_id)
    sent = form_fields(request)
    form, seen = read_form(sent), sent.get("seen", "")
    clauses = cited_clauses(admission.policy)
    new = form.decision(comment_id, int(seen) if seen.isdecimal() else 0, clauses)
    try:
        propose(current_service(), admission.officer.id, [new])
    except Invalid as refusal:
        faults = said_faults(refusal.faults, page_speech())
        return _page(admission, comment_id, _Answer(422, form, faults))
    except ChangedMeanwhile:
        one = _one(admission, comment_id)
        standing = _decision(one, one.state.proposal)
        # What is sent twice was changed by nobody else.
        if standing is None or standing.by != admission.officer.id or not says(new, standing):
            return _page(admission, comment_id, _Answer(409, form, theirs=True))
    return _onward(admission, comment_id, then=sent.get("then", ""))


@comment.post("/<policy_id>/comments/<comment_id>/name")
@access(Access.STAFF)
def reveal_name(policy_id: str, comment_id: str) -> Response:
    """Show who sent a comment, once, for a reason that is kept."""
    admission = guard(Right.REVEAL, policy_id, comment_id)
    reason = form_fields(request).get("why", "")
    try:
        person = reveal(current_service(), admission.officer.id, comment_id, reason)
    except Invalid as refusal:
        faults = {fault.field: page_speech().of(fault) for fault in refusal.faults}
        return _page(admission, comment_id, _Answer(422, faults=faults))
    return _page(admission, comment_id, _Answer(person=person))


def _onward(admission: Admission, comment_id: str, then: str) -> AnyResponse:
    """Lead to the next comment of the list, behind the last one to the list itself."""
    asked, policy, one = asked_list(), admission.policy, _one(admission, comment_id)
    if then == "next" and one.after is None:
        return to_desk(f"{policy.id}/register", **asked.query(done="1"))
    place = one.after if then == "next" and one.after else comment_id
    number = one.comment.row.number
    return to_desk(f"{policy.id}/comments/{place}", **asked.query(saved=number))


def _one(admission: Admission, comment_id: str) -> OneComment:
    asked, service = asked_list(), current_service()
    found, _ = list_of(service, admission.policy, asked.wanted, asked.order)
    one = one_comment(service, comment_id, found)
    if one is None:
        abort(404)
    return one


def _page(admission: Admission, comment_id: str, answer: _Answer) -> Response:
    service, policy, asked = current_service(), admission.policy, asked_list()
    one = _one(admission, comment_id)
    standing = _decision(one, one.state.proposal or one.state.decision)
    return show_desk(
        "comment.html",
        answer.status,
        here="matters",
        policy=policy,
        one=one,
        asked=asked,
        places=_places(one, policy.id),
        clause=_clause(clause_then_and_now(service, policy, one.comment), one.comment),
        standing=standing,
        released=_decision(one, one.state.decision),
        form=answer.form or (typed(standing) if standing else DecisionForm()),
        theirs=standing if answer.theirs else None,
        faults=answer.faults or {},
        person=answer.person,
        saved=request.args.get("saved"),
        correcting=bool(answer.form) or "correct" in request.args,
        **_words(admission),
    )


def _words(admission: Admission) -> dict[str, Any]:
    return {
        "labels": {**LABELS, "why": "查看的理由"},
        "citations": citations(admission.policy),
        "main": MAIN,
        "rest": tuple(each for each in DISPOSITIONS if each not in MAIN),
        "stages": STAGES,
        "stances": STANCES,
        "happenings": _HAPPENINGS,
        "short_moment": short_moment,
    }


def _places(one: OneComment, policy_id: str) -> dict[str, str | None]:
    return {
        name: f"{policy_id}/comments/{comment_id}" if comment_id else None
        for name, comment_id in (("before", one.before), ("after", one.after))
    }


def _decision(one: OneComment, decision_id: str | None) -> StoredDecision | None:
    made = (each.decision for each in one.history if each.decision)
    return next((each for each in made if each.id == decision_id), None)


def _clause(found: ClauseThenAndNow | None, shown: ListedComment) -> dict[str, Any]:
    row = shown.row
    words = found.then.words if found and found.then else row.clause_text
    proposed = redline(words, row.proposed_text) if row.proposed_text else ()
    kept = sum(len(piece.text) for piece in proposed if piece.change == "same")
    is_wording = bool(words) and kept >= _KEPT_LEAST * len(words)
    now = found.now.wording if found and found.now else ""
    return {
        "found": found,
        "now": redline_html(redline(row.clause_text, now)) if now else "",
        "proposed": redline_html(proposed) if is_wording else row.proposed_text,
    }
