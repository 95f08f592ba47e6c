"""公开意见: which comments the public may read, and without which of their words."""

from dataclasses import replace

from flask import Response, abort, request

from comments_service.domain.accounts.roles import Right
from comments_service.domain.errors import ChangedMeanwhile, FieldFault, Invalid
from comments_service.domain.register.comment_release import (
    Decided,
    NewRelease,
    read_release,
    release_faults,
)
from comments_service.domain.register.redaction import pieces
from comments_service.services.register.comment_releases import (
    ReleaseMatter,
    comments_by_release,
    decide_release,
    release_matter,
)
from comments_service.web.desk.guard import Admission, desk
from comments_service.web.desk.page import show_matter
from comments_service.web.desk.register.asked_list import asked_turn
from comments_service.web.shell.request_body import form_fields
from comments_service.web.shell.request_locale import request_locale

DECIDED: dict[Decided, str] = {"": "还没有定", "yes": "公开的", "no": "不公开的"}
_LABELS = {"shown": "是否公开", "words": "隐去的文字", "reason": "理由"}
_TEXTS = {"body": "意见原文", "proposed_text": "建议改成", "reason": "提意见的理由"}


@desk.page("/<policy_id>/public", Right.RELEASE)
def list_public(admission: Admission) -> Response:
    """List the comments on which it is not decided whether they are shown, or is."""
    _require_offered(admission)
    named = request.args.get("decided")
    asked: Decided = next((each for each in DECIDED if each == named), "")
    turn = asked_turn()
    found, after = comments_by_release(admission.service, admission.policy_id, asked, turn.key)
    return show_matter(
        "public_comments.html", admission, "register", listed=found, asked=asked, decided=DECIDED,
        after=".".join(map(str, after or ())), saved=request.args.get("saved"),
    )  # fmt: skip


@desk.page("/<policy_id>/comments/<comment_id>/public", Right.RELEASE)
def show_public(admission: Admission, comment_id: str) -> Response:
    """Show a comment with the words that are left out, at first those that look personal."""
    matter = _matter(admission, comment_id)
    kept = matter.standing
    words = matter.left_out if kept else matter.suggested()
    why = request_locale().translate("隐去个人信息") if words else ""
    reason, decided = ((kept.reason or ""), kept.shown) if kept else (why, None)
    return _page(admission, matter, NewRelease(matter.version, decided, tuple(words), reason))


@desk.form("/<policy_id>/comments/<comment_id>/public", Right.RELEASE)
def take_public(admission: Admission, comment_id: str) -> Response:
    """Show a comment to the public or do not; or only mark the words that are left out."""
    matter, sent = _matter(admission, comment_id), form_fields(request)
    new = read_release(sent)
    if sent.get("then") == "look":
        found = release_faults(new, matter.texts, matter.bar)
        return _page(admission, matter, new, *(each for each in found if each.field == "words"))
    try:
        decide_release(
            admission.service, admission.officer.id, admission.policy_id, comment_id, new
        )
    except Invalid as refusal:
        return _page(admission, matter, new, *refusal.faults)
    except ChangedMeanwhile:
        return _page(admission, matter, replace(new, version=matter.version), changed=True)
    return admission.to("public", saved=matter.state.number)


def _page(
    admission: Admission,
    matter: ReleaseMatter,
    new: NewRelease,
    *faults: FieldFault,
    changed: bool = False,
) -> Response:
    spans = matter.spans(new.words)
    return show_matter(
        "comment_release.html", admission, "register", 409 if changed else 200,
        matter=matter, new=new, changed=changed, faults=faults, labels=_LABELS,
        shown=[(_TEXTS[name], pieces(text, spans[name]))
               for name, text in matter.texts.items() if text],
    )  # fmt: skip


def _matter(admission: Admission, comment_id: str) -> ReleaseMatter:
    _require_offered(admission)
    return release_matter(admission.service, admission.policy_id, comment_id)


def _require_offered(admission: Admission) -> None:
    if admission.policy.publish_comments == "none":
        abort(404)
