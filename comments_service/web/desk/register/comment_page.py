"""One comment: the clause then and now, what was said, what is decided."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, abort, request

from comments_service.domain.accounts.roles import Right
from comments_service.domain.comments.decision import NewDecision, StoredDecision
from comments_service.domain.errors import ChangedMeanwhile, FieldFault, Invalid
from comments_service.domain.text_rules import whole_number
from comments_service.services.register.comment_releases import ReleaseMatter, release_matter
from comments_service.services.register.deciding import propose
from comments_service.services.register.one_comment import (
    ClauseThenAndNow,
    OneComment,
    clause_then_and_now,
    one_comment,
)
from comments_service.services.register.register import ListedComment, list_of
from comments_service.services.register.revealing import RevealedPerson, reveal
from comments_service.services.register.submission_requests import of_sender
from comments_service.web.desk.guard import Admission, desk
from comments_service.web.desk.happening_words import PUBLIC_HAPPENINGS
from comments_service.web.desk.page import show_desk
from comments_service.web.desk.register import decision_form as forms
from comments_service.web.desk.register.asked_list import asked_list
from comments_service.web.desk.register.register_page import cited_clauses
from comments_service.web.shell.request_body import form_fields
from comments_service.web.shell.request_locale import request_locale
from interface.redline import redline, redline_html

_HAPPENINGS = {
    **PUBLIC_HAPPENINGS,
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
class _FormAnswer:
    """What a form's answer adds to the page."""

    form: NewDecision | None = None
    faults: Iterable[FieldFault] = ()
    theirs: bool = False
    person: RevealedPerson | None = None


_NOTHING_SENT = _FormAnswer()


@desk.page("/<policy_id>/comments/<comment_id>", Right.SEE)
def show_comment(
    admission: Admission, comment_id: str, answer: _FormAnswer = _NOTHING_SENT
) -> Response:
    """Show a comment, and the answer to a form."""
    service, policy, asked = admission.service, admission.policy, asked_list()
    one = _one(admission, comment_id)
    standing = _decision(one, one.state.proposal or one.state.decision)
    return show_desk(
        "comment.html", 409 if answer.theirs else 200, here="matters",
        policy=policy, one=one, asked=asked,
        clause=_clause(clause_then_and_now(service, policy, one.comment), one.comment),
        standing=standing,
        released=_decision(one, one.state.decision),
        form=answer.form or (forms.typed(standing) if standing else forms.NO_DECISION),
        theirs=standing if answer.theirs else None,
        faults=answer.faults,
        person=answer.person,
        saved=request.args.get("saved"),
        correcting=bool(answer.form) or "correct" in request.args,
        labels={**forms.LABELS, "why": "查看的理由"},
        cited=cited_clauses(admission),
        main=forms.MAIN,
        happenings=_HAPPENINGS,
        public=_public(admission, comment_id),
        requests=[each for each in of_sender(service, one.state.submission)
                  if each.comment in {None, comment_id}],
    )  # fmt: skip


@desk.form("/<policy_id>/comments/<comment_id>", Right.DECIDE)
def decide(admission: Admission, comment_id: str) -> Response:
    """Propose a decision; over a change made meanwhile only where it has been seen."""
    sent = form_fields(request)
    form, seen = forms.read_form(sent), whole_number(sent.get("seen", ""))
    new = replace(form, comment=comment_id, seen=seen or 0)
    try:
        propose(admission.service, admission.officer.id, [new])
    except Invalid as refusal:
        return show_comment(
            admission, comment_id, _FormAnswer(form, forms.form_faults(refusal.faults))
        )
    except ChangedMeanwhile:
        one = _one(admission, comment_id)
        standing = _decision(one, one.state.proposal)
        # What is sent twice was changed by nobody else.
        own = standing if standing and standing.by == admission.officer.id else None
        if own is None or not forms.says(new, own, cited_clauses(admission)):
            return show_comment(admission, comment_id, _FormAnswer(form, theirs=True))
    return _onward(admission, comment_id, then=sent.get("then", ""))


@desk.form("/<policy_id>/comments/<comment_id>/name", Right.REVEAL)
def reveal_name(admission: Admission, comment_id: str) -> Response:
    """Show who sent a comment, once, for a reason that is recorded."""
    reason = form_fields(request).get("why", "")
    try:
        person = reveal(admission.service, admission.officer.id, comment_id, reason)
    except Invalid as refusal:
        return show_comment(admission, comment_id, _FormAnswer(faults=refusal.faults))
    return show_comment(admission, comment_id, _FormAnswer(person=person))


def _onward(admission: Admission, comment_id: str, then: str) -> Response:
    """Redirect to the next comment of the list, after the last one to the list itself."""
    asked, one = asked_list(), _one(admission, comment_id)
    place = one.after if then == "next" else comment_id
    if place is None:
        return admission.to("register", **asked.query(done="1"))
    return admission.to(f"comments/{place}", **asked.query(saved=one.comment.row.number))


def _one(admission: Admission, comment_id: str) -> OneComment:
    asked, service = asked_list(), admission.service
    found, _ = list_of(service, admission.policy, asked.wanted, asked.order)
    one = one_comment(service, comment_id, found)
    if one is None:
        abort(404)
    return one


def _public(admission: Admission, comment_id: str) -> ReleaseMatter | None:
    """Return what is decided on showing it, for those who decide on that, where any are shown."""
    policy = admission.policy
    if policy.publish_comments == "none" or not admission.officer.may(Right.RELEASE, policy.id):
        return None
    return release_matter(admission.service, policy.id, comment_id)


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
    translate = request_locale().translate
    return {
        "found": found,
        "now": redline_html(redline(row.clause_text, now), translate) if now else "",
        "proposed": redline_html(proposed, translate) if is_wording else row.proposed_text,
    }
