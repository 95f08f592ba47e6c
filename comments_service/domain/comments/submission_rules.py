"""What a valid submission is, however it comes: fields in, faults by field out.

Fields have the names of the interface, comments are a list of such fields. A value of another
type than its field's counts as none: whoever reads a form or a file tells of that.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from catalogue.text import fold_name
from comments_service.domain.comments.attachment import MOST_ATTACHMENTS
from comments_service.domain.comments.participant import (
    ParticipantKind,
    Personal,
    normalise_email,
    normalise_phone,
    uscc_fault,
)
from comments_service.domain.comments.submission import (
    NewComment,
    NewSubmission,
    Selector,
    ShownCode,
    Stance,
)
from comments_service.domain.errors import FieldFault, Invalid
from comments_service.domain.text_rules import is_blank, many_lines, one_line, text_faults

_LONGEST_BODY = 10_000
MOST_COMMENTS = 200
LONGEST = {
    "policy": 64, "version": 16, "name": 100, "phone": 40, "email": 254, "organisation": 200,
    "uscc": 40, "place": 200, "guardian": 100, "notice_version": 40, "challenge": 4000,
    "contact_code": 64, "identity": 64, "clause": 200, "exact": 2000, "prefix": 200, "suffix": 200,
    "body": _LONGEST_BODY, "proposed_text": _LONGEST_BODY, "reason": _LONGEST_BODY,
}  # fmt: skip
"""The most characters of each text, as it is kept."""
_PERSONAL = ("name", "phone", "email", "organisation", "uscc", "place", "guardian")
_WRITTEN = ("body", "proposed_text", "reason")
_LINES = ("policy", "version", *_PERSONAL, "notice_version", "challenge", "identity")
# Asked of each submission: to go through an enumeration takes a while.
_KINDS, _STANCES = tuple(ParticipantKind), tuple(Stance)
_OF_BODIES = (ParticipantKind.ORGANISATION, ParticipantKind.DEPARTMENT)
_KEY = re.compile(r"[\x20-\x7e]{16,64}")
_USCC_FAULTS = {
    "length": "应为18位，请核对",
    "characters": "只有数字和字母（没有I、O、S、V、Z），第3至8位是数字，请核对",
    "check": "最后一位（校验码）与前面的对不上，请逐位核对",
}
NO_USCC = FieldFault("uscc", "请填写统一社会信用代码")
NO_CODE = FieldFault(
    "contact_code",
    "这次征求意见要求核实联系方式：请填写电子邮箱，获取验证码，填在这里后再提交",
)
NO_PROOF = FieldFault("identity", "这次征求意见要求核实身份：请先登录核实本人身份，再提交")
_ID = re.compile(r"[0-9a-f]{32}")
TOO_MANY_FILES = "一条意见最多附%(count)s个文件"
NO_SUCH_FILE = "找不到这个文件，可能上传已超过两小时，请重新选择"

Fields = Mapping[str, Any]


def read_submission(fields: Fields) -> NewSubmission:
    """Return the submission, its text as it is kept; ``Invalid`` with every fault."""
    Invalid.refuse(submission_faults(fields))
    return NewSubmission(
        policy=_line(fields, "policy"),
        version=_line(fields, "version"),
        participant=ParticipantKind(fields["participant"]),
        personal=Personal(*(_line(fields, name) for name in _PERSONAL)),
        consent_publish_name=fields.get("consent_publish_name") is True,
        comments=tuple(_comment(each) for each in fields["comments"]),
        idempotency_key=fields["idempotency_key"],
        notice_version=_line(fields, "notice_version"),
        language=_line(fields, "language"),
        challenge=_line(fields, "challenge"),
        contact_code=ShownCode(*shown) if (shown := _shown_code(fields)) else None,
        identity=_line(fields, "identity"),
    )


def read_revision(clause: str | None, fields: Fields) -> NewComment:
    """Return what a comment on a clause says from now on; ``Invalid`` with every fault."""
    whole = {**fields, "clause": clause}
    Invalid.refuse(revision_faults(whole))
    return _comment(whole)


def revision_faults(fields: Fields) -> list[FieldFault]:
    """Return the first fault of each field of a comment that stands alone."""
    found: dict[str, FieldFault] = {}
    for fault in comment_faults("", fields):
        name = fault.field.removeprefix(".")
        found.setdefault(name, replace(fault, field=name))
    return list(found.values())


def submission_faults(fields: Fields) -> list[FieldFault]:
    """Return the first fault of each field."""
    found: dict[str, FieldFault] = {}
    for fault in _faults(fields):
        found.setdefault(fault.field, fault)
    return list(found.values())


def _faults(fields: Fields) -> Iterator[FieldFault]:
    for name in ("policy", "version"):
        if not _line(fields, name):
            yield FieldFault(name, "必填")
    if fields.get("participant") not in _KINDS:
        yield FieldFault("participant", "请从给定的选项中选择")
    # Most are left out.
    for name in filter(fields.get, _LINES):
        yield from text_faults(name, _line(fields, name), LONGEST[name])
    for each in _shown_code(fields):
        yield from text_faults("contact_code", each, LONGEST["contact_code"])
    yield from _personal_faults(fields)
    if fields.get("consent_notice") is not True:
        yield FieldFault("consent_notice", "请先阅读个人信息处理告知书，再勾选已阅读")
    yield from _comments_faults(fields.get("comments"))
    if not _KEY.fullmatch(_text(fields, "idempotency_key")):
        yield FieldFault("idempotency_key", "含有不允许的字符")


def _personal_faults(fields: Fields) -> Iterator[FieldFault]:
    phone, email = _line(fields, "phone"), _line(fields, "email")
    if is_blank(fold_name(_line(fields, "name"))):
        yield FieldFault("name", "请填写姓名")
    if not phone and not email:
        yield FieldFault("phone", "电话和电子邮箱请至少填写一项")
    yield from reach_faults(phone, email)
    yield from _proof_faults(fields)
    if _is_left_blank(fields, "guardian"):
        yield FieldFault("guardian", "请填写监护人姓名")
    yield from _body_faults(fields)


def _proof_faults(fields: Fields) -> Iterator[FieldFault]:
    """Yield which proof is missing that somebody was asked for, who sends blanks then."""
    if any(each and is_blank(fold_name(each)) for each in _shown_code(fields)):
        yield NO_CODE
    if _is_left_blank(fields, "identity"):
        yield NO_PROOF


def reach_faults(phone: str, email: str) -> Iterator[FieldFault]:
    """Yield what is wrong with how somebody can be reached, where that is given."""
    if phone and not normalise_phone(phone):
        yield FieldFault("phone", "请填写手机号码或带区号的固定电话")
    if email and not normalise_email(email):
        yield FieldFault("email", "电子邮箱格式不正确")


def _body_faults(fields: Fields) -> Iterator[FieldFault]:
    """Yield what is wrong with what a body is known by.

    Whoever asks a body for a name or a code of its own sends blanks where nothing was typed;
    where the name is empty or left out, ``name`` is the body's.
    """
    kind, uscc = fields.get("participant"), _line(fields, "uscc")
    has_code = not is_blank(fold_name(uscc))
    if kind == ParticipantKind.PERSON and has_code:
        yield FieldFault("uscc", "个人不需要填写统一社会信用代码")
    if kind == ParticipantKind.ORGANISATION and _is_left_blank(fields, "uscc"):
        yield NO_USCC
    if has_code and (fault := uscc_fault(uscc)):
        yield FieldFault("uscc", _USCC_FAULTS[fault])
    if kind in _OF_BODIES and _is_left_blank(fields, "organisation"):
        yield FieldFault("organisation", "请填写单位名称")


def _is_left_blank(fields: Fields, name: str) -> bool:
    given = _text(fields, name)
    return given != "" and is_blank(fold_name(given))


def _comments_faults(comments: Any) -> Iterator[FieldFault]:
    if not isinstance(comments, list) or not comments:
        yield FieldFault("comments", "至少要有 %(count)s 条", {"count": 1})
        return
    if len(comments) > MOST_COMMENTS:
        yield FieldFault("comments", "不能超过 %(count)s 条", {"count": MOST_COMMENTS})
        return
    for index, comment in enumerate(comments):
        if isinstance(comment, Mapping):
            yield from comment_faults(f"comments[{index}]", comment)


def comment_faults(path: str, comment: Fields) -> Iterator[FieldFault]:
    """Yield the faults of one comment, whose fields are named after its path."""
    if comment.get("stance") not in _STANCES:
        yield FieldFault(f"{path}.stance", "请从给定的选项中选择")
    for name in filter(comment.get, _WRITTEN):
        yield from text_faults(f"{path}.{name}", _lines(comment, name), LONGEST[name])
    if is_blank(_text(comment, "body")) and is_blank(_text(comment, "proposed_text")):
        yield FieldFault(f"{path}.body", "请填写意见内容")
    clause: Any = comment.get("clause")
    selector: Any = comment.get("selector")
    if clause is not None:
        given = _line(comment, "clause")
        yield from text_faults(f"{path}.clause", given, LONGEST["clause"], required=True)
    if selector is not None and clause is None:
        yield FieldFault(f"{path}.selector", "选定文字时须指明条款")
    for name in ("exact", "prefix", "suffix") if isinstance(selector, Mapping) else ():
        text, required = _lines(selector, name), name == "exact"
        field = f"{path}.selector.{name}"
        yield from text_faults(field, text, LONGEST[name], required=required)
    yield from _attachment_faults(path, _attached(comment))


def _attachment_faults(path: str, attached: list[str]) -> Iterator[FieldFault]:
    if len(attached) > MOST_ATTACHMENTS:
        yield FieldFault(f"{path}.attachments", TOO_MANY_FILES, {"count": MOST_ATTACHMENTS})
    for at, each in enumerate(attached):
        if not _ID.fullmatch(each) or each in attached[:at]:
            yield FieldFault(f"{path}.attachments[{at}]", NO_SUCH_FILE)


def _attached(comment: Fields) -> list[str]:
    ids: Any = comment.get("attachments")
    return [each for each in ids if isinstance(each, str)] if isinstance(ids, list) else []


def _comment(comment: Fields) -> NewComment:
    selector: Any = comment.get("selector")
    said = ("exact", "prefix", "suffix")
    return NewComment(
        clause=_line(comment, "clause") or None,
        stance=Stance(comment["stance"]),
        body=_lines(comment, "body"),
        proposed_text=_lines(comment, "proposed_text"),
        reason=_lines(comment, "reason"),
        confidential=comment.get("confidential") is True,
        selector=Selector(*(_lines(selector, name) for name in said))
        if isinstance(selector, Mapping)
        else None,
        attachments=tuple(_attached(comment)),
    )


def _shown_code(fields: Fields) -> tuple[str, ...]:
    """Return id and digits of a code by e-mail, nothing where none is shown or needed."""
    shown: Any = fields.get("contact_code")
    named = isinstance(shown, Mapping)
    code = tuple(_line(shown, name) for name in ("id", "code")) if named else ()
    # Blanks stand for one that was asked for; a proof of identity is more than it.
    is_left_blank = any(is_blank(fold_name(each)) for each in code)
    return () if is_left_blank and _line(fields, "identity").strip() else code


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _line(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return one_line(value) if isinstance(value, str) else ""


def _lines(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return many_lines(value) if isinstance(value, str) else ""
