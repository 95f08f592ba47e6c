"""What senders may ask for: their data, a correction, erasure; or "this is not mine"."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from comments_service.domain.canonical import canonical_json
from comments_service.domain.errors import FieldFault, Invalid
from comments_service.domain.text_rules import is_blank, many_lines, text_faults

ANSWERED_WITHIN = timedelta(days=30)
"""How long the office has for an answer (GB/T 35273-2020, 8.7)."""
LONGEST_WORDS = 2_000


class RequestKind(StrEnum):
    """查阅复制, 更正补充, 删除, 非本人提交."""

    ACCESS = "access"
    CORRECTION = "correction"
    ERASURE = "erasure"
    NOT_MINE = "not_mine"


class RequestState(StrEnum):
    """待答复, 已办理, 依法限制处理, 不予办理."""

    OPEN = "open"
    GRANTED = "granted"
    RESTRICTED = "restricted"
    REFUSED = "refused"


class NewRequest(NamedTuple):
    """What a sender asks for; ``comment`` None: it is about the whole submission."""

    kind: RequestKind
    words: str = ""
    comment: str | None = None


class NewAnswer(NamedTuple):
    """What the office answers to a request."""

    state: RequestState
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRequest:
    """A request as kept; words and answers are empty, and their salts None, once erased."""

    id: str
    submission: str
    comment: str | None
    policy: str
    kind: RequestKind
    words: str
    made_at: datetime
    due_on: date
    state: RequestState = RequestState.OPEN
    salt: str | None
    digest: str
    entry: int
    answer: str = ""
    answer_salt: str | None = None
    answer_digest: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None


def request_content(request: StoredRequest) -> str:
    """Return the canonical JSON of what is asked for: what the digest covers."""
    said = {"kind": request.kind, "comment": request.comment, "words": request.words}
    return canonical_json({**said, "due_on": request.due_on.isoformat()})


def answer_content(request: StoredRequest) -> str:
    """Return the canonical JSON of the answer: what its digest covers."""
    return canonical_json({"state": request.state, "answer": request.answer})


def read_request(fields: Mapping[str, str]) -> NewRequest:
    """Return what is asked for by ``kind``, ``words`` and ``comment``; ``Invalid``."""
    words = many_lines(fields.get("words", ""))
    Invalid.refuse(_request_faults(fields.get("kind", ""), words))
    return NewRequest(RequestKind(fields["kind"]), words, fields.get("comment") or None)


def read_answer(fields: Mapping[str, str], kind: RequestKind, *, archived: bool) -> NewAnswer:
    """Return what is answered by ``state`` and ``words``; ``archived``: nothing may be erased."""
    words = many_lines(fields.get("words", ""))
    Invalid.refuse(_answer_faults(fields.get("state", ""), words, kind, archived=archived))
    return NewAnswer(RequestState(fields["state"]), words)


def _request_faults(kind: str, words: str) -> Iterator[FieldFault]:
    if kind not in tuple(RequestKind):
        yield FieldFault("kind", "请从给定的选项中选择")
    if kind == RequestKind.CORRECTION and is_blank(words):
        yield FieldFault("words", "请写明哪里不对、应当是什么")
    yield from text_faults("words", words, LONGEST_WORDS)


def _answer_faults(
    state: str, words: str, kind: RequestKind, *, archived: bool
) -> Iterator[FieldFault]:
    erasing = kind is RequestKind.ERASURE
    if state not in {each for each in RequestState if each is not RequestState.OPEN}:
        yield FieldFault("state", "请从给定的选项中选择")
    elif state == RequestState.RESTRICTED and not erasing:
        yield FieldFault("state", "只有要求删除的，才能答复为限制处理")
    elif state == RequestState.GRANTED and erasing and archived:
        yield FieldFault("state", "负有归档义务，不能删除，请选择依法限制处理")
    if is_blank(words):
        yield FieldFault("words", "请写明答复，提出请求的人会看到")
    yield from text_faults("words", words, LONGEST_WORDS)
