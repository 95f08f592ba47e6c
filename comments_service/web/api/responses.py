"""The responses of the interface; its description is made from their models."""

from dataclasses import asdict
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from comments_service.domain.comments.submission import StoredComment, StoredSubmission
from comments_service.services.intake.lookup import SubmissionStatus, received_at

Kind = Literal["person", "organisation", "department"]
Assurance = Literal["declared", "contact_verified", "identity_verified"]
CommentState = Literal["received", "sorted", "studied", "decided", "answered", "withdrawn"]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldProblem(_Answer):
    """One field at fault, named by its path: ``comments[0].body``."""

    field: str
    message: str


class Problem(_Answer):
    """Problem details (RFC 9457); ``code`` is stable, ``title`` and ``detail`` are for people.

    ``judged_at`` is there where a window decided: by the service's clock it was that time.
    ``request_id`` is also in the header ``X-Request-Id`` and in the log.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldProblem] = []
    judged_at: str | None = None
    request_id: str


class WindowOut(_Answer):
    """A round of consultation, from ``opens_at`` up to, but not at, ``closes_at``."""

    id: str
    version: str
    opens_at: str
    closes_at: str
    state: Literal["upcoming", "open", "closed"]


class OutcomeOut(_Answer):
    """The published outcome (采纳情况反馈)."""

    published_on: str
    comments: int
    adopted: int
    partly_adopted: int
    not_adopted: int


class PolicyCounts(_Answer):
    """件数, 条数, 人数."""

    submissions: int
    comments: int
    participants: int


class PolicyOut(_Answer):
    """A published policy or document.

    ``last_day``: the open window ends today. ``outcome_due`` is the day by which the outcome
    of a closed consultation is expected, null in every other state.
    """

    id: str
    title: str
    kind: str
    url: str
    state: Literal["upcoming", "open", "closed", "answered", "issued"] | None
    last_day: bool
    outcome_due: str | None
    version: str | None
    windows: list[WindowOut]
    outcome: OutcomeOut | None
    counts: PolicyCounts


class PoliciesOut(_Answer):
    """Everything published; ``as_of`` is the service's clock, at most a second ago."""

    as_of: str
    policies: list[PolicyOut]


class Stances(_Answer):
    """How many comments take each stance."""

    support: int
    oppose: int
    suggest: int
    question: int


class ClauseTally(_Answer):
    """One clause with comments; wid and eid null: the whole draft.

    Each of its comments is withdrawn, or counted in the stances.
    """

    wid: str | None
    eid: str | None
    citation: str
    comments: int
    participants: int
    withdrawn: int
    stances: Stances


class DayTally(PolicyCounts):
    """One day in Beijing."""

    day: str


class KindTally(PolicyCounts):
    """One kind of participant."""

    participant: Kind


class TallyOut(PolicyCounts):
    """The tally; ``by_day`` and ``by_participant`` only from 10 comments on.

    ``log_size`` is how many entries are counted in, of all policies.
    """

    policy: str
    as_of: str
    log_size: int
    departments: int
    withdrawn: int
    by_clause: list[ClauseTally]
    by_day: list[DayTally] | None = None
    by_participant: list[KindTally] | None = None


class AttachedFile(_Answer):
    """A file that came with a comment; ``digest`` is over ``salt``, as a comment's is."""

    name: str
    size: int
    salt: str
    digest: str


class TakenComment(_Answer):
    """A comment that was taken."""

    id: str
    wid: str | None
    citation: str
    attachments: list[AttachedFile]


class ReceiptComment(TakenComment):
    """``content_digest`` is SHA-256 over the salt's bytes and the content's canonical JSON."""

    clause_digest: str
    content_salt: str
    content_digest: str


class ReceiptOut(_Answer):
    """The receipt: what was taken, when, on which text."""

    policy: str
    title: str
    version: str
    window: str
    received_at: str
    comments: list[ReceiptComment]


class SubmissionOut(_Answer):
    """The answer to a submission; it is on disk by then."""

    receipt_no: str
    query_code: str
    received_at: str
    comments: list[TakenComment]
    receipt: ReceiptOut


class SelectorOut(_Answer):
    """The words of the clause that a comment is on, and what stood before and behind them."""

    exact: str
    prefix: str
    suffix: str


class AnswerOut(_Answer):
    """What was released on one comment: adopted, partly_adopted and so on, with the reason.

    ``carried_by`` is the citation of the clause that carries it, or where else it will be.
    """

    comment: str
    citation: str
    disposition: str
    answer: str | None
    carried_by: str | None = None


class CommentOut(TakenComment):
    """A comment as its sender may look it up."""

    eid: str | None
    clause_text: str
    selector: SelectorOut | None
    stance: Literal["support", "oppose", "suggest", "question"]
    body: str
    proposed_text: str
    reason: str
    confidential: bool
    state: CommentState
    disposition: str | None
    answer: str | None
    carried_by: str | None = None


class ReceiptLookupOut(_Answer):
    """What became of a submission.

    ``state`` is that of its slowest comment; ``answers`` has one for each comment on which
    something is published, and is empty until then. ``assurance`` says how sure it is who sent
    it.
    """

    receipt_no: str
    received_at: str
    policy: str
    title: str
    version: str
    window: str
    channel: str
    assurance: Assurance
    state: CommentState
    answers: list[AnswerOut]
    comments: list[CommentOut]
    receipt: ReceiptOut


class HealthOut(_Answer):
    """Whether the process answers, and whether each thing it needs is there."""

    status: Literal["ok", "unavailable"]
    checks: dict[str, bool] = Field(default_factory=dict)
    problems: list[str] = Field(default_factory=list)
    warnings: list[str] = Field(default_factory=list)
    codes: list[str] = Field(default_factory=list)


def submission_answer(submission: StoredSubmission) -> dict[str, Any]:
    """Return the answer to a submission that was taken."""
    comments = [_answer(TakenComment, each, each.clause) for each in submission.comments]
    receipt, at = _receipt(submission), received_at(submission)
    return _answer(SubmissionOut, submission, comments=comments, received_at=at, receipt=receipt)


def lookup_answer(found: SubmissionStatus) -> dict[str, Any]:
    """Return the answer to a receipt's number and code."""
    submission = found.submission
    return _answer(
        ReceiptLookupOut, found, submission,
        title=submission.policy_title,
        received_at=received_at(submission),
        answers=[_answer(AnswerOut, each, each.clause, comment=each.id) for each in found.answers],
        comments=[_comment(each) for each in submission.comments],
        receipt=_receipt(submission),
    )  # fmt: skip


def _comment(comment: StoredComment) -> dict[str, Any]:
    clause = comment.clause
    selector = asdict(comment.selector) if comment.selector else None
    own = {"clause_text": clause.text, "selector": selector, "stance": comment.stance.value}
    return _answer(CommentOut, comment, clause, **own)


def _receipt(submission: StoredSubmission) -> dict[str, Any]:
    """Return what was taken when; ``content_digest`` is SHA-256 over salt and canonical JSON."""
    comments = [
        _answer(ReceiptComment, each, each.clause, clause_digest=each.clause.digest)
        for each in submission.comments
    ]
    title, at = submission.policy_title, received_at(submission)
    return _answer(ReceiptOut, submission, title=title, received_at=at, comments=comments)


def _answer(model: type[BaseModel], *sources: object, **own: object) -> dict[str, Any]:
    """Return an answer of a shape: its ``own`` values, all others from the sources' attributes.

    Where several sources have one, the first counts.
    """
    if issubclass(model, TakenComment):
        files = next(each.attachments for each in sources if isinstance(each, StoredComment))
        own["attachments"] = [_answer(AttachedFile, each) for each in files]
    places = _places(model, tuple(own), *map(type, sources))
    return {name: getattr(sources[at], name) for name, at in places} | own


@cache
def _places(
    model: type[BaseModel], own: tuple[str, ...], *kinds: type
) -> tuple[tuple[str, int], ...]:
    """Return which of several sources has each value of a shape that is not its own."""
    return tuple(
        (name, next(at for at, kind in enumerate(kinds) if _has(kind, name)))
        for name in model.model_fields
        if name not in own
    )


def _has(kind: type, name: str) -> bool:
    return hasattr(kind, name) or name in getattr(kind, "__dataclass_fields__", ())
