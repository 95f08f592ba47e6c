"""The shape of a request; the rules on its content are in ``domain.submission_rules``.

Nothing is coerced and no unknown field is ignored: with a misspelt field, a part of a comment
would be lost in silence.
"""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from comments_service.domain.comments.attachment import MOST_ATTACHMENTS
from comments_service.domain.comments.submission import NewSubmission
from comments_service.domain.comments.submission_rules import (
    LONGEST,
    MOST_COMMENTS,
    read_submission,
    revision_faults,
    submission_faults,
)
from comments_service.domain.errors import FieldFault, Invalid, Malformed
from comments_service.domain.text_rules import many_lines, one_line
from comments_service.web.api.schema_notes import (
    ASCII,
    KEPT,
    describe_comment,
    describe_null,
    describe_submission,
    describe_words,
)

_MOST_FAULTS = 100
_LONGEST_PATH = 120
_LIMITS = ("min_length", "max_length")
_NESTED = (dict, list)
_WORDS = {
    "missing": "必填",
    "extra_forbidden": "没有这个字段",
    "string_type": "应为文本",
    "bool_type": "应为 true 或 false",
    "list_type": "应为数组",
    "model_type": "应为对象",
    "literal_error": "请从给定的选项中选择",
    "string_too_long": "不能超过 %(count)s 个字符",
    "string_too_short": "不能少于 %(count)s 个字符",
    "too_short": "至少要有 %(count)s 条",
    "too_long": "不能超过 %(count)s 条",
    "string_pattern_mismatch": "含有不允许的字符",
    "string_unicode": "含有无法保存的字符",
}

# Lengths are those of a text as it is kept.
Line = Annotated[str, AfterValidator(one_line), Field(json_schema_extra=KEPT)]
Lines = Annotated[str, AfterValidator(many_lines), Field(json_schema_extra=KEPT)]
Long = Annotated[Lines, Field(max_length=LONGEST["body"])]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class SelectorIn(_Strict):
    """The words of the clause's heading or text that a comment is on (W3C Text Quote Selector)."""

    model_config = ConfigDict(json_schema_extra=describe_null)

    type: Literal["TextQuoteSelector"] = "TextQuoteSelector"
    exact: Annotated[Lines, Field(min_length=1, max_length=LONGEST["exact"])]
    prefix: Annotated[Lines, Field(max_length=LONGEST["prefix"])] = ""
    suffix: Annotated[Lines, Field(max_length=LONGEST["suffix"])] = ""


class RevisionIn(_Strict):
    """What a comment says from now on, all of it; its clause stays.

    ``confidential`` must be given: left out, it would make public what was not to be.
    """

    model_config = ConfigDict(json_schema_extra=describe_words)

    selector: SelectorIn | None = None
    stance: Literal["support", "oppose", "suggest", "question"]
    body: Annotated[Long, Field(description="May be left out where proposed_text is given.")] = ""
    proposed_text: Long = ""
    reason: Long = ""
    confidential: bool


class CommentIn(RevisionIn):
    """One comment: on a clause, by its wId or eId, or without ``clause`` on the whole draft."""

    model_config = ConfigDict(json_schema_extra=describe_comment)

    clause: Annotated[Line, Field(min_length=1, max_length=LONGEST["clause"])] | None = None
    confidential: bool = False
    attachments: Annotated[
        list[Annotated[str, Field(max_length=64)]],
        Field(
            json_schema_extra={"maxItems": MOST_ATTACHMENTS},
            description="Ids of /api/v1/attachments, each for one comment and within two hours.",
        ),
    ] = []


class ContactCodeIn(_Strict):
    """A code that came by e-mail to the address of the submission, and its id."""

    id: Annotated[Line, Field(max_length=LONGEST["contact_code"])]
    code: Annotated[Line, Field(max_length=LONGEST["contact_code"])]


class SubmissionIn(_Strict):
    """A submission; phone or email is required. A field that is null is as one left out.

    Text is kept as sent, except that CRLF, CR, VT, FF, U+0085, U+2028 and U+2029 become LF,
    in one-line fields these and tab a blank, and other C0 controls but U+0000 are left out.
    """

    model_config = ConfigDict(json_schema_extra=describe_submission)

    policy: Annotated[Line, Field(min_length=1, max_length=LONGEST["policy"])]
    version: Annotated[Line, Field(min_length=1, max_length=LONGEST["version"])]
    participant: Literal["person", "organisation", "department"]
    name: Annotated[Line, Field(max_length=LONGEST["name"])]
    phone: Annotated[Line, Field(max_length=LONGEST["phone"])] = ""
    email: Annotated[Line, Field(max_length=LONGEST["email"])] = ""
    organisation: Annotated[
        Line,
        Field(
            max_length=LONGEST["organisation"],
            description="What a body is called; empty where `name` says it, and no blanks alone.",
        ),
    ] = ""
    uscc: Annotated[
        Line,
        Field(
            max_length=LONGEST["uscc"],
            description="The unified social credit code of a body (GB 32100); needed of an "
            "organisation where the policy asks for it, and never blank.",
        ),
    ] = ""
    place: Annotated[Line, Field(max_length=LONGEST["place"])] = ""
    guardian: Annotated[
        Line,
        Field(
            max_length=LONGEST["guardian"],
            description="Who cares for a person under 14; no blanks alone.",
        ),
    ] = ""
    consent_notice: Annotated[bool, Field(description="Must be true.")]
    notice_version: Annotated[
        Line,
        Field(
            max_length=LONGEST["notice_version"],
            description="Which version of the notice on personal data was read, as it was shown.",
        ),
    ] = ""
    consent_publish_name: bool = False
    comments: Annotated[list[CommentIn], Field(min_length=1, max_length=MOST_COMMENTS)]
    language: Annotated[
        Literal["zh-CN", "en"] | None, Field(description="The language of messages to the sender.")
    ] = None
    challenge: Annotated[
        Line,
        Field(
            max_length=LONGEST["challenge"],
            description="A token of /api/v1/challenge. Without one a tighter limit holds.",
        ),
    ] = ""
    contact_code: Annotated[
        ContactCodeIn | None,
        Field(
            description="A code of /api/v1/contact-codes, good for one submission; needed where "
            "the policy asks for contact_verified, and no blanks alone."
        ),
    ] = None
    identity: Annotated[
        Line,
        Field(
            max_length=LONGEST["identity"],
            description="A ticket that somebody got who proved who they are, for this policy; good "
            "for one submission under the name that it proves, and no blanks alone.",
        ),
    ] = ""
    idempotency_key: Annotated[
        str, Field(min_length=16, max_length=64, pattern=r"^[\x20-\x7e]*$", json_schema_extra=ASCII)
    ]


def parse_submission(raw: Any) -> NewSubmission:
    """Check a JSON value; ``Invalid`` with every field at fault, ``Malformed``: no object."""
    return read_submission(_fields(SubmissionIn, raw, submission_faults))


def revision_fields(raw: Any) -> dict[str, Any]:
    """Check the JSON value of a revised comment and return its fields; raises as above."""
    return _fields(RevisionIn, raw, lambda fields: revision_faults({**fields, "clause": "-"}))


def request_fields(model: type[BaseModel], raw: Any) -> dict[str, Any]:
    """Check the JSON value of a body of that shape and return its fields; raises as above."""
    return _fields(model, raw, lambda _fields: [])


def _fields(
    model: type[BaseModel], raw: Any, faults: Callable[[dict[str, Any]], list[FieldFault]]
) -> dict[str, Any]:
    """Return the fields of a value of that shape; ``Invalid`` tells of other ``faults`` too."""
    if not isinstance(raw, dict):
        raise Malformed("请求应为一个 JSON 对象")
    fields: dict[str, Any] = _without_nulls(raw)
    try:
        model.model_validate(fields)
    except ValidationError as error:
        every = error.errors(include_url=False, include_input=False)
        own = [_fault(each) for each in every[:_MOST_FAULTS]]
        named = {fault.field for fault in own}
        own += [each for each in faults(fields) if each.field not in named]
        raise Invalid(*sorted(own, key=partial(_place, list(model.model_fields)))) from error
    return fields


def _place(names: list[str], fault: FieldFault) -> tuple[int, int]:
    """Return the place of a fault's field in the form; an unknown one comes last."""
    name, _, after = fault.field.partition("[")
    index = after.partition("]")[0]
    return names.index(name) if name in names else len(names), int(index or 0)


def _without_nulls(raw: Any) -> Any:
    if isinstance(raw, dict):
        return {
            name: _without_nulls(value) if isinstance(value, _NESTED) else value
            for name, value in raw.items()
            if value is not None
        }
    return [_without_nulls(item) for item in raw] if isinstance(raw, list) else raw


def _fault(fault: Any) -> FieldFault:
    """Return a fault of pydantic's; its path reads ``comments[0].body`` and is valid UTF-8."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault["loc"])
    shown = "".join(parts).removeprefix(".")[:_LONGEST_PATH]
    path = shown.encode("utf-8", "replace").decode("utf-8")
    kind, context = fault["type"], fault.get("ctx", {})
    # A text whose length is checked after our own validator is too long or short like a list.
    if kind in {"too_long", "too_short"} and context.get("field_type") != "List":
        kind = f"string_{kind}"
    limits = [context[name] for name in _LIMITS if name in context]
    values = {"count": limits[0]} if limits else {}
    return FieldFault(path, _WORDS.get(kind, "格式不正确"), values)
