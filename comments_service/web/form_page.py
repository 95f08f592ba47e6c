"""The comment form: typing, looking again, sending, all without JavaScript."""

from flask import Blueprint, Response, request
from sqlalchemy.exc import OperationalError

from comments_service.domain.errors import (
    FieldFault,
    IdempotencyConflict,
    Invalid,
    Refusal,
    Unavailable,
    UnknownClause,
)
from comments_service.services.consultation import Consultation, Shut, consultation
from comments_service.services.submit import submit
from comments_service.web.access import Access, access
from comments_service.web.current import current_service
from comments_service.web.form_body import form_fields
from comments_service.web.form_draft import CommentDraft, FormDraft, read_draft
from comments_service.web.form_view import form_facts
from comments_service.web.page import show
from comments_service.web.problems import STATUS
from comments_service.web.receipt_page import show_receipt
from comments_service.web.schemas import parse_submission
from comments_service.web.words import STANCES, WINDOW_STATES, period

_SENT_BEFORE = (
    "用这张表填写的意见此前已经登记。现在的内容与那次不同，尚未提交；"
    "如要作为另一份意见提交，请核对后再次点“提交”。"
)
_OTHER_TEXT = "链接所指的条款不在这一版本中，请在下面重新选择条款。"

forms = Blueprint("forms", __name__)


@forms.get("/forms/<policy_id>")
@access(Access.PUBLIC)
def show_form(policy_id: str) -> Response:
    """Show an empty form for a clause, or why no comments are taken."""
    matter = consultation(current_service(), policy_id, request.args.get("version"))
    if isinstance(matter, Shut):
        # A reader may well ask; only a version that is not out is not there.
        return _shut(matter, 404 if matter.refusal.code == "wrong_version" else 200)
    asked = request.args.get("clause", "")
    clause = matter.clauses.resolve(asked)
    first = CommentDraft(clause=clause.wid if clause else "")
    draft = FormDraft(policy_id, matter.version.id, (first,))
    notice = _OTHER_TEXT if asked and clause is None else ""
    return _form(matter, draft, notice=notice)


@forms.post("/forms/<policy_id>")
@access(Access.PUBLIC)
def take_form(policy_id: str) -> Response:
    """Take the form, or show it again: with another block, one less, or its faults."""
    fields = form_fields(request)
    draft = read_draft(policy_id, fields)
    action, _, index = fields.get("action", "submit").partition("-")
    if action == "submit":
        return _send(draft)
    return _show_again(draft, action, int(index) if index.isdecimal() else 0)


def _show_again(draft: FormDraft, action: str, index: int) -> Response:
    if action == "add":
        draft = draft.with_block()
        index = len(draft.comments) - 1
    elif action == "delete":
        draft = draft.without_block(index)
        index = min(index, len(draft.comments) - 1)
    return _again(draft, focus=f"comments[{index}].clause")


def _send(draft: FormDraft) -> Response:
    try:
        taken = submit(current_service(), parse_submission(draft.request()))
    except (Invalid, UnknownClause) as refusal:
        return _again(draft, STATUS[refusal.code], faults=refusal.faults, focus="faults")
    except IdempotencyConflict as refusal:
        fresh = draft.with_new_key()
        return _again(fresh, STATUS[refusal.code], focus="notice", notice=_SENT_BEFORE)
    except Refusal as refusal:
        return _not_taken(draft, refusal)
    except OperationalError:
        return _not_taken(draft, Unavailable())
    return show_receipt(taken)


def _again(
    draft: FormDraft,
    status: int = 200,
    *,
    faults: tuple[FieldFault, ...] = (),
    focus: str = "",
    notice: str = "",
) -> Response:
    matter = consultation(current_service(), draft.policy, draft.version)
    if isinstance(matter, Shut):
        return _not_taken(draft, matter.refusal)
    return _form(matter, draft, status, faults=faults, focus=focus, notice=notice)
