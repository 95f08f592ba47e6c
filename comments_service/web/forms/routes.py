"""The comment form: typing, checking, sending, all without JavaScript."""

import re
from dataclasses import replace

from flask import Blueprint, Response, request

from comments_service.domain.comments.doubtful_name import is_doubtful
from comments_service.domain.comments.submission import NewSubmission
from comments_service.domain.errors import (
    FieldFault,
    IdempotencyConflict,
    Invalid,
    NotOffered,
    ProviderDown,
    Refusal,
    TooMany,
    UnknownClause,
    WrongVersion,
)
from comments_service.services.accounts.contact_codes import NOT_HERE, send_code
from comments_service.services.accounts.identity_proofs import GONE, ReturnedSender, proved_name
from comments_service.services.intake.challenges import kept_or_new
from comments_service.services.intake.consulted_text import (
    ClosedConsultation,
    Consultation,
    citation,
    consultation,
)
from comments_service.services.intake.uploads import kept_uploads
from comments_service.web.api.schemas import parse_submission
from comments_service.web.forms.form_draft import MOST_BLOCKS, CommentDraft, FormDraft, read_draft
from comments_service.web.forms.form_files import keep_files
from comments_service.web.forms.identity_way import leave, provider_label
from comments_service.web.forms.receipt_page import show_taken
from comments_service.web.forms.view import Remarks, form_facts
from comments_service.web.intake import take
from comments_service.web.shell.access import Access, access
from comments_service.web.shell.compressed import compressed
from comments_service.web.shell.page import published_policy, show, show_refusal
from comments_service.web.shell.problem_details import STATUS, say_when_again
from comments_service.web.shell.request_body import form_fields
from comments_service.web.shell.request_context import current_caller, current_service
from comments_service.web.shell.request_locale import request_locale
from comments_service.web.shell.unavailable import CAUSES, as_unavailable

_SENT_BEFORE = (
    "用这张表填写的意见此前已经登记。现在的内容与那次不同，尚未提交；"
    "如要作为另一份意见提交，请核对后再次点“提交”。"
)
_CODE_SENT = (
    "验证码已发往所填的邮箱，10分钟内有效。没有收到的，请看看垃圾邮件；同一邮箱一小时内最多发5次。"
)
_PROVED = "您的身份已经核实，请核对以下内容后提交；30分钟内有效。"
# The name of a button in a block, with the block's number, and the upload that it is about.
_ON_BLOCK = re.compile(r"(delete|show|list|drop)-([0-9]{1,2})(?:-([0-9a-f]{32}))?")
_DOUBTFUL_NAME = "这里像是没有写姓名，请核对；确实如此的，可照样提交"
_NO_SUCH_CLAUSE = "链接所指的条款不在这一版本中，请在下面重新选择条款。"

forms = Blueprint("forms", __name__)


@forms.get("/forms/<policy_id>")
@access(Access.PUBLIC)
def show_form(policy_id: str) -> Response:
    """Show an empty form for a clause, or why no comments are taken."""
    matter = consultation(current_service(), policy_id, request.args.get("version"))
    if isinstance(matter, ClosedConsultation):
        # That a window is over answers the question; a version that is not out is missing.
        return show(
            "shut.html", 404 if isinstance(matter.refusal, WrongVersion) else 200,
            policy=matter.policy, refusal=matter.refusal, stands=matter.stands, now=matter.now,
        )  # fmt: skip
    asked = request.args.get("clause", "")
    clause = matter.clauses.resolve(asked)
    first = CommentDraft(clause=clause.wid if clause else "")
    draft = FormDraft(policy_id, matter.version.id, (first,))
    lost = asked and clause is None
    return _form(matter, draft, Remarks(notice=_NO_SUCH_CLAUSE if lost else ""))


@forms.post("/forms/<policy_id>")
@access(Access.PUBLIC)
def take_form(policy_id: str) -> Response:
    """Take the form, or show it again: with another block, one less, or its faults."""
    fields = form_fields(request, with_files=True)
    draft = read_draft(policy_id, fields)
    action = fields.get("action", "submit")
    try:
        # A file comes once: whichever button was pressed, it is kept before all else.
        faults = keep_files(policy_id, fields)
        draft = read_draft(policy_id, fields)
        if action == "identity" and not faults:
            return _prove(draft, fields)
        if action == "code" and not faults:
            return _code_sent(draft)
        return _send(draft, faults) if action == "submit" else _rearranged(draft, action, faults)
    except Refusal as refusal:
        return _not_taken(draft, refusal, fields)
    except CAUSES as error:
        return _not_taken(draft, as_unavailable(error), fields)


def _send(draft: FormDraft, faults: list[FieldFault]) -> Response:
    try:
        taken = take(lambda: _read(draft, faults), scripted=False)
    except (Invalid, UnknownClause) as refusal:
        asked = replace(draft, asked_name=draft.name)
        return _again(asked, Remarks(refusal.faults, "faults"), STATUS[refusal.code])
    except TooMany as refusal:
        # Shown again whole, to be sent again unchanged when it is time.
        remarks = Remarks(focus="notice", notice=request_locale().of(refusal))
        return say_when_again(_again(draft, remarks, STATUS[refusal.code]), refusal)
    except IdempotencyConflict as refusal:
        remarks = Remarks(focus="notice", notice=_SENT_BEFORE)
        return _again(draft.with_new_key(), remarks, STATUS[refusal.code])
    return show_taken(taken)


def _code_sent(draft: FormDraft) -> Response:
    """Have a code sent to the address that was typed, and show the form again to take it."""
    language = request_locale().language.tag
    try:
        sent = send_code(current_service(), draft.policy, draft.email, language, current_caller())
    except Invalid as refusal:
        return _again(draft, Remarks(refusal.faults, "faults"), STATUS[refusal.code])
    except (NotOffered, TooMany) as refusal:
        remarks = Remarks(focus="notice", notice=request_locale().of(refusal))
        return say_when_again(_again(draft, remarks, STATUS[refusal.code]), refusal)
    draft = replace(draft, contact_code="", contact_code_id=sent)
    return _again(draft, Remarks(focus="contact_code", notice=_CODE_SENT))


def _prove(draft: FormDraft, fields: dict[str, str]) -> Response:
    """Leave for the provider of identities; the form is kept until its reader is back."""
    try:
        return leave(draft.policy, {**fields, "action": "language"})
    except (NotOffered, ProviderDown, TooMany) as refusal:
        remarks = Remarks(focus="notice", notice=request_locale().of(refusal))
        return say_when_again(_again(draft, remarks, STATUS[refusal.code]), refusal)


def show_returned(sender: ReturnedSender) -> Response:
    """Show the form of somebody who was at the provider, with the name that is proved now."""
    fields = dict(sender.session.typed or {})
    draft, refusal = read_draft(sender.session.policy, fields), sender.refusal
    notice = request_locale().of(refusal) if refusal else _PROVED
    try:
        draft = replace(draft, identity=sender.ticket)
        status = STATUS[refusal.code] if refusal else 200
        answer = _again(draft, Remarks(focus="notice", notice=notice), status)
        return say_when_again(answer, refusal) if refusal else answer
    except Refusal as closed:
        return _not_taken(draft, closed, fields)


def _read(draft: FormDraft, faults: list[FieldFault]) -> NewSubmission:
    """Read what was typed; a name that is plainly none is asked about once, with the faults.

    ``faults`` are those of its files.
    """
    asks = draft.name.strip() and is_doubtful(draft.name) and draft.asked_name != draft.name
    question = [*faults, *([FieldFault("name", _DOUBTFUL_NAME)] if asks else [])]
    try:
        new = parse_submission({**draft.request(), "language": request_locale().language.tag})
    except Invalid as refusal:
        raise Invalid(*refusal.faults, *question) from None
    Invalid.refuse(question)
    return new


def _rearranged(draft: FormDraft, action: str, faults: list[FieldFault]) -> Response:
    """Show the form again after one of its buttons, of which the language is one."""
    button = _ON_BLOCK.fullmatch(action)
    index, blocks = int(button[2]) if button else 0, draft.comments
    if action == "add":
        blocks = (*blocks, CommentDraft())[:MOST_BLOCKS]
        index = len(blocks) - 1
    elif button and button[1] == "delete":
        # The last one left stays.
        blocks = blocks[:index] + blocks[index + 1 :] or blocks
    elif button and button[1] == "drop" and index < len(blocks):
        kept = [each for each in blocks[index].attachments.split() if each != button[3]]
        changed = replace(blocks[index], attachments=" ".join(kept))
        blocks = (*blocks[:index], changed, *blocks[index + 1 :])
    identity = "" if action == "unprove" else draft.identity
    draft = replace(draft, comments=blocks, identity=identity)
    index = min(index, len(blocks) - 1)
    focus = "" if action in {"language", "unprove"} else f"comments[{index}].clause"
    listing = index if button and button[1] == "list" else -1
    return _again(draft, Remarks(tuple(faults), focus, listing=listing))


def _again(draft: FormDraft, remarks: Remarks, status: int = 200) -> Response:
    matter = consultation(current_service(), draft.policy, draft.version)
    if isinstance(matter, ClosedConsultation):
        raise matter.refusal
    return _form(matter, draft.mended(matter.version.id), remarks, status)


def _form(matter: Consultation, draft: FormDraft, remarks: Remarks, status: int = 200) -> Response:
    service = current_service()
    name = proved_name(service, draft.identity or "", draft.policy)
    if draft.identity and not (name or remarks.faults):
        remarks = replace(remarks, notice=remarks.notice or GONE)
    draft = replace(draft, identity=draft.identity if name else "", name=name or draft.name)
    draft = replace(draft, challenge=kept_or_new(service, draft.challenge))
    named = [upload for each in draft.comments for upload in each.attachments.split()]
    facts = form_facts(matter, draft, remarks, request_locale())
    facts["uploads"] = {each.id: each for each in kept_uploads(service, draft.policy, named)}
    facts |= {"sends_codes": service.mail, "no_codes": NOT_HERE, "provider": provider_label()}
    # The only secrets of the page are key and tokens, others each time it is asked for.
    return compressed(show("form.html", status, again_at=_place(draft), **facts))


def _not_taken(draft: FormDraft, refusal: Refusal, fields: dict[str, str]) -> Response:
    text = current_service(), draft.policy, draft.version
    typed = [(citation(*text, comment.clause), comment) for comment in draft.comments]
    policy = published_policy(draft.policy)
    switch = {"again": fields, "again_at": _place(draft)}
    # Those that came with this form may not have been looked at.
    has_files = any(file.filename for file in request.files.values()) or any(
        comment.attachments for comment in draft.comments
    )
    return show_refusal(
        "not_taken.html",
        refusal,
        **switch,
        draft=draft,
        typed=typed,
        policy=policy,
        has_files=has_files,
    )


def _place(draft: FormDraft) -> str:
    return f"forms/{draft.policy}"
