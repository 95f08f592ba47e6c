"""What senders do at their receipt: change or withdraw a comment, take back a consent."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, request

from comments_service.domain.comments.submission import (
    SAID,
    ClauseRef,
    StoredComment,
    StoredSubmission,
)
from comments_service.domain.errors import (
    Invalid,
    NotChangeable,
    NoWindow,
    Refusal,
    UnknownComment,
    UnknownReceipt,
    WindowClosed,
    WindowNotOpen,
)
from comments_service.services.intake import own_submission
from comments_service.services.intake.receipt_holder import ShownReceipt, require_holder
from comments_service.web.forms.receipt_page import show_not_found, show_receipt, shown_by_form
from comments_service.web.forms.view import field_id, summary_line
from comments_service.web.shell.access import Access, access
from comments_service.web.shell.page import show
from comments_service.web.shell.problem_details import STATUS, say_when_again
from comments_service.web.shell.request_body import form_fields
from comments_service.web.shell.request_context import current_service
from comments_service.web.shell.request_locale import request_locale
from comments_service.web.shell.unavailable import CAUSES, as_unavailable
from interface.names import FIELD_NAMES

_WORDS = ("exact", "prefix", "suffix")
# Trying again, or saying something else, does not help.
_FOR_GOOD = (UnknownComment, NotChangeable, WindowClosed, WindowNotOpen, NoWindow)
_Act = Callable[[ShownReceipt, Mapping[str, str]], Response]

own_receipts = Blueprint("own_receipts", __name__)


@own_receipts.post("/receipts/revision")
@access(Access.RECEIPT_HOLDER)
def revise_comment() -> Response:
    """Show a comment to be changed; with its new words take these, or show their faults."""
    return _by_holder(_revise)


@own_receipts.post("/receipts/withdrawal")
@access(Access.RECEIPT_HOLDER)
def withdraw_comment() -> Response:
    """Ask whether a comment is to be withdrawn; once that is sure, withdraw it."""
    return _by_holder(_withdraw)


@own_receipts.post("/receipts/name")
@access(Access.RECEIPT_HOLDER)
def withdraw_name() -> Response:
    """Take back the consent to publish the name."""
    return _by_holder(_withdraw_name)


@own_receipts.post("/receipts/messages")
@access(Access.RECEIPT_HOLDER)
def stop_own_messages() -> Response:
    """Send no more messages about the submission."""
    return _by_holder(_stop_messages)


def _by_holder(act: _Act) -> Response:
    """Let a receipt's holder do something; what cannot be done is said at the receipt."""
    fields = form_fields(request)
    shown = shown_by_form(fields)
    try:
        return act(shown, fields)
    except UnknownReceipt as refusal:
        return show_not_found(shown, refusal, fields)
    except _FOR_GOOD as refusal:
        said = request_locale().translate("%(words)s。", words=request_locale().of(refusal))
        held = require_holder(current_service(), shown)
        return show_receipt(held, STATUS[refusal.code], notice=said)


def _withdraw(shown: ShownReceipt, fields: Mapping[str, str]) -> Response:
    service, comment_id = current_service(), fields.get("comment", "")
    if "sure" not in fields:
        comment = own_submission.standing_comment(service, shown, comment_id)
        return show("own_withdrawal.html", secret=True, again=fields, shown=shown, comment=comment)
    found = own_submission.withdraw(service, shown, comment_id)
    return _done(found.submission, "这条意见已经撤回。")


def _withdraw_name(shown: ShownReceipt, _: Mapping[str, str]) -> Response:
    found = own_submission.withdraw_name_consent(current_service(), shown)
    return _done(found.submission, "公开姓名的同意已经撤回。")


def _stop_messages(shown: ShownReceipt, _: Mapping[str, str]) -> Response:
    found = own_submission.stop_messages(current_service(), shown)
    return _done(found.submission, "不再发送这件意见的邮件。")


def _revise(shown: ShownReceipt, fields: Mapping[str, str]) -> Response:
    service, comment_id = current_service(), fields.get("comment", "")
    if "body" not in fields:
        own = own_submission.standing_comment(service, shown, comment_id, revised=True)
        return _revision(shown, own.id, _said(own), own.clause, again=fields)
    typed = _typed(fields)
    try:
        found = own_submission.revise(service, shown, comment_id, typed)
    except UnknownReceipt:
        raise
    except Refusal as refusal:
        return _not_revised(shown, fields, typed, refusal)
    except CAUSES as error:
        return _not_revised(shown, fields, typed, as_unavailable(error))
    return _done(found.submission, "修改已经登记。")


def _not_revised(
    shown: ShownReceipt, fields: Mapping[str, str], typed: dict[str, Any], refusal: Refusal
) -> Response:
    """Show what was typed again, with why it was not taken."""
    locale, comment_id = request_locale(), fields.get("comment", "")
    faults = refusal.faults if isinstance(refusal, Invalid) else ()
    answer = _revision(
        shown, comment_id, typed, _clause_of(shown, comment_id), STATUS[refusal.code],
        again=fields,
        said=locale.of(refusal),
        shut=isinstance(refusal, _FOR_GOOD),
        faults={fault.field: locale.of(fault) for fault in faults},
        summary=[summary_line(fault, locale) for fault in faults],
    )  # fmt: skip
    return say_when_again(answer, refusal)


def _revision(  # noqa: PLR0913 - what the page is about
    shown: ShownReceipt,
    comment_id: str,
    typed: dict[str, Any],
    clause: ClauseRef | None,
    status: int = 200,
    *,
    again: Mapping[str, str],
    **facts: Any,
) -> Response:
    return show(
        "own_revision.html", status, secret=True, again=again, shown=shown, comment_id=comment_id,
        typed=typed, clause=clause, names=FIELD_NAMES, field_id=field_id,
        **{"faults": {}, **facts},
    )  # fmt: skip


def _clause_of(shown: ShownReceipt, comment_id: str) -> ClauseRef | None:
    """Return the clause of a comment; None where that cannot be told now."""
    try:
        held = require_holder(current_service(), shown)
    except (Refusal, *CAUSES):
        return None
    return next((each.clause for each in held.comments if each.id == comment_id), None)


def _said(comment: StoredComment) -> dict[str, Any]:
    return {name: getattr(comment, name) for name in SAID}


def _typed(fields: Mapping[str, str]) -> dict[str, Any]:
    """Return what a comment is to say, as the interface takes it."""
    words = {name: fields.get(name, "") for name in _WORDS}
    return {
        **{name: fields.get(name, "") for name in ("stance", "body", "proposed_text", "reason")},
        "confidential": "confidential" in fields,
        "selector": words if words["exact"] else None,
    }


def _done(submission: StoredSubmission, words: str) -> Response:
    return show_receipt(submission, notice=request_locale().translate(words))
