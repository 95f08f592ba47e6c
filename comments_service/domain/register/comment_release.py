"""A comment that is shown to the public, and the parts of its words that are left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from comments_service.domain.canonical import canonical_json
from comments_service.domain.comments.submission import StoredComment, StoredSubmission
from comments_service.domain.errors import FieldFault
from comments_service.domain.register.redaction import spans_of
from comments_service.domain.states.comment_state import CommentProgress, CommentState
from comments_service.domain.text_rules import is_blank, many_lines, text_faults, whole_number

Decided = Literal["", "yes", "no"]
"""Whether it is decided that the newest version is shown, or is not; "": not decided."""
_LONGEST_WORDS = 10_000
_LONGEST_REASON = 500
_NOT_FOR_ALL = {"invalid", "petition"}
"""Dispositions, once released, of what is no comment on the draft."""


@dataclass(frozen=True, slots=True)
class CommentRelease:
    """That a version of a comment is shown from now on, or no more.

    ``redacted`` is what ``written_spans`` wrote; once erased it, reason and salt are None.
    """

    id: str
    comment: str
    policy: str
    version: int
    shown: bool
    redacted: str | None
    reason: str | None
    by: str
    at: datetime
    salt: str | None
    digest: str
    entry: int
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewRelease:
    """What a reviewer decides on a version: whether it is shown, without which words, and why."""

    version: int
    shown: bool | None
    words: tuple[str, ...] = ()
    reason: str = ""


def release_content(release: CommentRelease) -> str:
    """Return the canonical JSON of what the digest covers."""
    names = ("comment", "policy", "version", "shown", "redacted", "reason", "by")
    return canonical_json({name: getattr(release, name) for name in names})


def read_release(fields: Mapping[str, str]) -> NewRelease:
    """Return what was typed: ``version``, ``shown`` (yes or no), ``words`` by line, ``reason``."""
    lines = (each.strip() for each in many_lines(fields.get("words", "")).split("\n"))
    return NewRelease(
        version=whole_number(fields.get("version", "")) or 0,
        shown={"yes": True, "no": False}.get(fields.get("shown", "")),
        words=tuple(dict.fromkeys(filter(None, lines))),
        reason=many_lines(fields.get("reason", "")),
    )


def release_faults(new: NewRelease, texts: Mapping[str, str], bar: str) -> Iterator[FieldFault]:
    """Yield what keeps a decision from being taken; ``bar`` is of the comment."""
    if new.shown is None:
        yield FieldFault("shown", "请从给定的选项中选择")
    elif new.shown and bar:
        yield FieldFault("shown", bar)
    strange = [w for w in new.words if not any(spans_of(each, [w]) for each in texts.values())]
    yield from text_faults("words", "\n".join(new.words), _LONGEST_WORDS)
    if strange:
        message = "这条意见里没有“%(words)s”，请照原文填写"
        yield FieldFault("words", message, {"words": "”“".join(strange)})
    if (new.shown is False or new.words) and is_blank(new.reason):
        yield FieldFault("reason", "请写明隐去或者不公开的理由")
    yield from text_faults("reason", new.reason, _LONGEST_REASON)


def release_bar(
    submission: StoredSubmission,
    comment: StoredComment,
    state: CommentState,
    *,
    disowned: bool = False,
) -> str:
    """Return why the public may not see a comment now, whatever was decided; "" where it may.

    ``disowned``: somebody says that it is not theirs, and the office has not said that it is.
    """
    bars = {
        "有人说这条意见不是本人提交的，不能公开": disowned,
        "含商业秘密，提出的人要求不公开": comment.confidential,
        "已经撤回，不能公开": state.state is CommentProgress.WITHDRAWN,
        "登记的内容还没有核对，不能公开": state.unchecked,
        "身份信息已经删除或者限制处理，不能公开": submission.erased_at or submission.restricted_at,
        "已作无效处理或者转送信访部门，不能公开": state.released in _NOT_FOR_ALL,
        "已转纪检，不能公开": state.sealed,
    }
    return next((words for words, barred in bars.items() if barred), "")
