"""What a request must look like, and how it becomes a value that the rules take.

Nothing is coerced and no unknown field is passed over: a misspelt field that would
quietly be lost is a part of a comment that would quietly be lost.
"""

from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from catalogue.text import fold_name
from comments_service.domain.errors import FieldFault, Invalid, Malformed
from comments_service.domain.participant import (
    ParticipantKind,
    normalise_email,
    normalise_phone,
    normalise_uscc,
)
from comments_service.domain.submission import (
    NewComment,
    NewSubmission,
    Personal,
    Selector,
    Stance,
)
from comments_service.domain.text_rules import cannot_be_kept, is_blank, many_lines, one_line
from comments_service.web.described_request import (
    ASCII,
    KEPT,
    describe_comment,
    describe_selector,
    describe_submission,
)
from comments_service.web.field_faults import field_faults

LONGEST_BODY = 10_000
MOST_COMMENTS = 200


def _one_line(text: str) -> str:
    return _bearable(one_line(text))


def _many_lines(text: str) -> str:
    return _bearable(many_lines(text))


def _bearable(text: str) -> str:
    return _allowed(text, "含有无法保存的字符" if cannot_be_kept(text) else None)


def _name(text: str) -> str:
    return _allowed(text, "请填写姓名" if is_blank(fold_name(text)) else None)


def _phone(text: str) -> str:
    fits = not text or normalise_phone(text)
    return _allowed(text, None if fits else "请填写手机号码或带区号的固定电话")


def _email(text: str) -> str:
    fits = not text or normalise_email(text)
    return _allowed(text, None if fits else "电子邮箱格式不正确")


def _uscc(text: str) -> str:
    fits = not text or normalise_uscc(text)
    return _allowed(text, None if fits else "统一社会信用代码不正确，请核对")


def _consent(given: bool) -> bool:  # noqa: FBT001 - pydantic calls it with the value alone
    if not given:
        message = "须先阅读并同意个人信息处理告知"
        raise _fault(message)
    return given


def _allowed(text: str, problem: str | None) -> str:
    if problem is not None:
        raise _fault(problem)
    return text


def _fault(message: str) -> PydanticCustomError:
    return PydanticCustomError("words", cast("Any", message))


Line = Annotated[str, AfterValidator(_one_line), Field(json_schema_extra=KEPT)]
Lines = Annotated[str, AfterValidator(_many_lines), Field(json_schema_extra=KEPT)]
Long = Annotated[Lines, Field(max_length=LONGEST_BODY)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class SelectorIn(_Strict):
    """The words of the clause's heading or text that a comment is on (W3C Text Quote Selector)."""

    model_config = ConfigDict(json_schema_extra=describe_selector)

    type: Literal["TextQuoteSelector"] = "TextQuoteSelector"
    exact: Annotated[Lines, Field(min_length=1, max_length=2000)]
    prefix: Annotated[Lines, Field(max_length=200)] = ""
    suffix: Annotated[Lines, Field(max_length=200)] = ""

    def value(self) -> Selector:
        """Return the selector as the rules take it."""
        return Selector(self.exact, self.prefix, self.suffix)


class CommentIn(_Strict):
    """One comment: on a clause, by its wId or eId, or without ``clause`` on the whole draft."""

    model_config = ConfigDict(json_schema_extra=describe_comment)

    clause: Annotated[Line, Field(min_length=1, max_length=200)] | None = None
    selector: SelectorIn | None = None
    stance: Literal["support", "oppose", "suggest", "question"]
    body: Annotated[Long, Field(description="May be left out where proposed_text is given.")] = ""
    proposed_text: Long = ""
    reason: Long = ""
    confidential: bool = False

    def value(self) -> NewComment:
        """Return the comment as the rules take it."""
        return NewComment(
            clause=self.clause,
            stance=Stance(self.stance),
            body=self.body,
            proposed_text=self.proposed_text,
            reason=self.reason,
            confidential=self.confidential,
            selector=self.selector.value() if self.selector else None,
        )


class SubmissionIn(_Strict):
    """A submission; phone or email is required. A field that is null is as one left out.

    Text is kept as sent, except that CRLF, CR, VT, FF, U+0085, U+2028 and U+2029 become LF,
    in one-line fields these and tab a blank, and other C0 controls but U+0000 are left out.
    """

    model_config = ConfigDict(json_schema_extra=describe_submission)

    policy: Annotated[Line, Field(min_length=1, max_length=64)]
    version: Annotated[Line, Field(min_length=1, max_length=16)]
    participant: Literal["person", "organisation", "department"]
    name: Annotated[Line, Field(max_length=100), AfterValidator(_name)]
    phone: Annotated[Line, Field(max_length=40), AfterValidator(_phone)] = ""
    email: Annotated[Line, Field(max_length=254), AfterValidator(_email)] = ""
    organisation: Annotated[Line, Field(max_length=200)] = ""
    uscc: Annotated[Line, Field(max_length=40), AfterValidator(_uscc)] = ""
    place: Annotated[Line, Field(max_length=200)] = ""
    consent_notice: Annotated[bool, AfterValidator(_consent), Field(description="Must be true.")]
    consent_publish_name: bool = False
    comments: Annotated[list[CommentIn], Field(min_length=1, max_length=MOST_COMMENTS)]
    challenge: Annotated[Line, Field(max_length=4000)] | None = None
    idempotency_key: Annotated[
        str, Field(min_length=16, max_length=64, pattern=r"^[\x20-\x7e]*$", json_schema_extra=ASCII)
    ]

    def value(self) -> NewSubmission:
        """Return the submission as the rules take it."""
        return NewSubmission(
            policy=self.policy,
            version=self.version,
            participant=ParticipantKind(self.participant),
            personal=Personal(
                self.name, self.phone, self.email, self.organisation, self.uscc, self.place
            ),
            consent_publish_name=self.consent_publish_name,
            comments=tuple(comment.value() for comment in self.comments),
            idempotency_key=self.idempotency_key,
        )


def parse_submission(raw: Any, *, body_named: bool = False) -> NewSubmission:
    """Check a parsed JSON value, or a form's as the same; ``Invalid`` names every field at fault.

    ``Malformed`` where it is no object at all. With ``body_named`` an organisation or a
    department must give its own name beside its contact's, as the forms ask; the API takes
    a body that gives one name only.
    """
    if not isinstance(raw, dict):
        message = "请求应为一个 JSON 对象"
        raise Malformed(message)
    raw = _without_nulls(raw)
    faults = _faults_between_fields(raw)
    if body_named:
        faults += _unnamed_body(raw)
    try:
        parsed = SubmissionIn.model_validate(raw)
    except ValidationError as error:
        own = field_faults(error)
        named = {fault.field for fault in own}
        raise Invalid(*own, *(fault for fault in faults if fault.field not in named)) from None
    if faults:
        raise Invalid(*faults)
    return parsed.value()


def _without_nulls(raw: Any) -> Any:
    if isinstance(raw, dict):
        return {name: _without_nulls(value) for name, value in raw.items() if value is not None}
    return [_without_nulls(item) for item in raw] if isinstance(raw, list) else raw


def _faults_between_fields(raw: dict[str, Any]) -> list[FieldFault]:
    """Look at the raw value, so that these faults show beside those of single fields."""
    faults = []
    if _empty(raw, "phone") and _empty(raw, "email"):
        faults.append(FieldFault("phone", "电话和电子邮箱请至少填写一项"))
    if raw.get("participant") == "person" and not _nothing(raw, "uscc"):
        faults.append(FieldFault("uscc", "个人不需要填写统一社会信用代码"))
    comments = raw.get("comments")
    for index, comment in enumerate(comments if isinstance(comments, list) else []):
        if isinstance(comment, dict):
            faults += _faults_in_comment(f"comments[{index}]", comment)
    return faults


def _faults_in_comment(path: str, comment: dict[str, Any]) -> list[FieldFault]:
    faults = []
    if _says_nothing(comment):
        faults.append(FieldFault(f"{path}.body", "请填写意见内容"))
    if "selector" in comment and "clause" not in comment:
        faults.append(FieldFault(f"{path}.selector", "选定文字时须指明条款"))
    return faults


def _unnamed_body(raw: dict[str, Any]) -> list[FieldFault]:
    of_body = raw.get("participant") in ("organisation", "department")
    missing = of_body and _nothing(raw, "organisation")
    return [FieldFault("organisation", "请填写单位名称")] if missing else []


def _empty(raw: dict[str, Any], field: str) -> bool:
    value = raw.get(field)
    return not (one_line(value) if isinstance(value, str) else value)


def _nothing(raw: dict[str, Any], field: str) -> bool:
    value = raw.get(field, "")
    return isinstance(value, str) and is_blank(fold_name(value))


def _says_nothing(comment: dict[str, Any]) -> bool:
    body, proposed = comment.get("body", ""), comment.get("proposed_text", "")
    both = isinstance(body, str) and isinstance(proposed, str)
    return both and is_blank(body) and is_blank(proposed)
