"""Why a request can be refused: a small vocabulary with stable codes.

The code is part of the interface and never changes; ``title`` and the message are
what people read, in Chinese; a page in another language finds its words by them. Which HTTP
status goes with a code is decided in ``web.shell.problem_details``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made_by
from datetime import datetime
from typing import ClassVar, Self

from comments_service.domain.states.comment_state import CommentState


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with ``comments[0].body``; ``values`` are in the message as ``%(name)s``."""

    field: str
    message: str
    values: Mapping[str, object] = made_by(default_factory=dict)


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault of the program
    """A request that the rules do not allow; the message is for the person who asked.

    ``values`` are in the message as ``%(name)s``, and read in Chinese by themselves.
    ``judged_at`` is the instant at which a window decided against it, None for all others;
    ``faults`` are the fields at fault, where it is about fields.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    judged_at: datetime | None = None
    faults: tuple[FieldFault, ...] = ()

    def __init__(self, message: str = "", **values: object) -> None:
        self.message = message or self.title
        self.values = values
        super().__init__(self.message % values if values else self.message)

    def at(self, field: str) -> tuple[FieldFault, ...]:
        """Return its faults, or itself as the fault of a field where it is about none."""
        return self.faults or (FieldFault(field, self.message, self.values),)

    def judged(self, at: datetime) -> Self:
        """Return this refusal with the instant at which it was judged."""
        self.judged_at = at
        return self


class Malformed(Refusal):
    """The request is not the JSON that the interface takes."""

    code, title = "malformed", "请求格式有误"


class UnknownPolicy(Refusal):
    """No such policy is published."""

    code, title = "unknown_policy", "没有这份文件"


class UnknownClause(Refusal):
    """The version that is open for comment has no such clause."""

    code, title = "unknown_clause", "没有这一条款"

    def __init__(self, position: int, name: str) -> None:
        super().__init__("征求意见的文本中没有条款“%(clause)s”", clause=name)
        self.faults = (FieldFault(f"comments[{position}].clause", self.message, self.values),)


class UnknownReceipt(Refusal):
    """Number or code is wrong; ``restored``: of this span comments may have been lost, and when."""

    code, title = "unknown_receipt", "回执编号或查询码不正确"

    def __init__(self, restored: tuple[datetime, datetime] | None = None) -> None:
        super().__init__()
        self.restored = restored


class MistypedNumber(UnknownReceipt):
    """No receipt can have such a number, which its digits alone tell."""

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message
        self.faults = (FieldFault("receipt_no", message),)


class NotOffered(Refusal):
    """The operator has not set up what is asked for."""

    code, title = "not_offered", "这里不提供这项服务"


class WindowClosed(Refusal):
    """The window has ended."""

    code, title = "window_closed", "征求意见已截止"


class WindowNotOpen(Refusal):
    """The window has not begun."""

    code, title = "window_not_open", "征求意见尚未开始"


class NoWindow(Refusal):
    """The policy has no window at all: it is not out for comment."""

    code, title = "no_window", "这份文件未在征求意见"


class WrongVersion(Refusal):
    """Another version than the one named is out for comment."""

    code, title = "wrong_version", "征求意见的是另一版本"


class IdempotencyConflict(Refusal):
    """The idempotency key was used before, for a request with another content."""

    code, title = "idempotency_conflict", "这个提交标识已用于另一份内容"


class Invalid(Refusal):
    """Fields that cannot be taken as they are, in the form's order; nothing was stored."""

    code, title = "invalid", "填写的内容有误"

    def __init__(self, *faults: FieldFault) -> None:
        super().__init__()
        self.faults = faults

    @classmethod
    def refuse(cls, faults: Iterable[FieldFault]) -> None:
        """Raise this where there is any fault."""
        if found := tuple(faults):
            raise cls(*found)


class Unavailable(Refusal):
    """The service cannot answer now; ``cause`` is for the log, without what a person sent."""

    code, title = "unavailable", "服务暂时不可用，请稍后再试"

    def __init__(self, cause: str = "") -> None:
        super().__init__()
        self.cause = cause


class ProviderDown(Unavailable):
    """The provider of identities does not answer, or not as it should."""

    title = "身份核实暂时不能使用，请稍后再试，也可以不核实"


class NotProved(Refusal):
    """Somebody came back from the provider of identities, and it is not known who they are."""

    code, title = "not_proved", "没有核实身份"


class TooMany(Refusal):
    """More than the limits allow; it is worth trying again in ``retry_after`` seconds."""

    code, title = "too_many", "操作过于频繁"

    def __init__(self, message: str, *, retry_after: int, **values: object) -> None:
        super().__init__(message, **values)
        self.retry_after = retry_after


class ClockUnsure(Refusal):
    """What time it is cannot be told, so nothing can be judged to be in time."""

    code, title = "clock_unsure", "服务的时钟正在核对，暂时不能登记意见，请稍后再试"


class UnknownComment(Refusal):
    """No such comment is in the register of whoever asks."""

    code, title = "unknown_comment", "没有这条意见"


class ChangedMeanwhile(Refusal):
    """Somebody changed comments since they were shown; ``states`` are those of now."""

    code, title = "changed_meanwhile", "有人刚刚改动过，请核对后再保存"

    def __init__(self, *states: CommentState) -> None:
        super().__init__()
        self.states = states


class NotChangeable(Refusal):
    """A comment was withdrawn, answered, erased or restricted, or came on paper."""

    code, title = (
        "not_changeable",
        "这条意见已经撤回、答复、删除或限制处理，或者不是在网上提交的，不能更改",
    )


class OwnProposal(Refusal):
    """Whoever proposed a decision may not release it."""

    code, title = "own_proposal", "提出处理意见的人不能发布这一意见，请由他人发布"


class NotReconciled(Refusal):
    """Rows and ledger do not agree, so nothing is made of them; ``names`` of what differs."""

    code, title = "not_reconciled", "数据与登记记录不符"

    def __init__(self, names: Sequence[str]) -> None:
        message = "数据与登记记录不符：%(names)s；请用 db check 核对，并从备份恢复"
        super().__init__(message, names=", ".join(names))
        self.names = [*names]


class UnknownUnit(Refusal):
    """No such unit was asked about this policy."""

    code, title = "unknown_unit", "没有征求过这个单位的意见"


class OwnEntry(Refusal):
    """Whoever entered a submission may not check it."""

    code, title = "own_entry", "登记的人不能核对自己登记的来件，请由他人核对"


class NotYours(Refusal):
    """Somebody else must do this with a draft."""

    code, title = "not_yours", "这一步要由别人来做"
