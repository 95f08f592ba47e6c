"""The register (台账) of one policy: a page of it, and what each way to narrow it would leave."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from catalogue.model import Clause, ClauseSet, Policy
from comments_service.domain.comments.submission import COMMERCIAL_SECRET, StoredSubmission
from comments_service.domain.errors import Unavailable, WrongVersion
from comments_service.domain.register.filter import (
    UNANSWERED,
    WAITING,
    ClausePlaces,
    Key,
    Order,
    RankRange,
    RegisterFilter,
)
from comments_service.domain.register.row import RegisterRow
from comments_service.domain.states.comment_state import CommentState
from comments_service.keyring import Keyring
from comments_service.services.register.register_rows import masked_who, register_row
from comments_service.services.service import Service
from comments_service.store.comments import attachment_rows, comment_states, submissions
from comments_service.store.comments.register_query import Cell, RegisterList, hints_of

PAGE = 50
_AT_ONCE = 500
# So many are read and sorted sooner than found one by one in their order.
_FEW = 1_000
_GROUPS = ("stage", "channel", "kind", "disposition", "late")


@dataclass(frozen=True, slots=True)
class ListedComment:
    """A comment in the register, sent on ``eid`` of ``version``, decided ``by`` whom.

    ``automatic``: it looks as if a program had sent it. ``attached``: it has files.
    """

    row: RegisterRow
    state: CommentState
    eid: str | None
    version: str
    assurance: str
    received_at: datetime
    by: str
    automatic: bool
    attached: bool

    @property
    def key(self) -> Key:
        """Its place in the register."""
        return self.state.rank, self.state.serial, self.state.position


@dataclass(slots=True)
class FilterCounts:
    """How many comments each filter would leave, the others in force as they are.

    ``by`` counts by the filter's name and value, ``whole`` without that filter, ``clauses`` by
    (window, rank); ``left`` is what all filters leave.
    """

    clauses: Mapping[tuple[str, int], int]
    left: list[Cell] = field(default_factory=list)
    total: int = 0
    whole: Counter[str] = field(default_factory=Counter)
    by: dict[str, Counter[str]] = field(default_factory=lambda: {g: Counter() for g in _GROUPS})

    def of_clause(self, spans: Iterable[RankRange]) -> int:
        """Count the comments on a clause and all below it."""
        return sum(self.clauses[place] for place in self._inside(spans))

    def known(self, asked: RegisterList) -> RegisterList:
        """Return the list with what is known of it, so that little is read to find a page."""
        if not asked.is_narrowed:
            return asked
        few = self.left if self.total <= _FEW else None
        places = self.clauses if asked.spans is None else self._inside(asked.spans)
        return replace(asked, few=few, ranks={rank for _, rank in places})

    def _inside(self, spans: Iterable[RankRange]) -> list[tuple[str, int]]:
        every = list(spans)
        return [place for place in self.clauses if any(span.holds(*place) for span in every)]


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One page; ``before`` and ``after`` are the keys that the pages around it end or begin at.

    ``hints`` are those for which the policy has any comment, with how many, None: not counted.
    """

    comments: list[ListedComment]
    total: int
    facets: FilterCounts
    before: Key | None
    after: Key | None
    hints: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Turn:
    """Which page is asked for: after a key, or (``back``) before it; None: the first."""

    key: Key | None = None
    back: bool = False


def texts_of(service: Service, policy: Policy) -> dict[str, ClauseSet]:
    """Return the text of each window, the newest last; those that cannot be read are left out."""
    found = {}
    for window in sorted(policy.windows, key=lambda each: each.opens_at):
        text = text_of(service, policy, window.version)
        if text is not None:
            found[window.id] = text
    return found


def text_of(service: Service, policy: Policy, version: str) -> ClauseSet | None:
    """Return the clauses of a version; None where they cannot be read."""
    try:
        return service.published.clauses(policy, version)
    except (Unavailable, WrongVersion):
        return None


def list_of(
    service: Service, policy: Policy, wanted: RegisterFilter, order: Order
) -> tuple[RegisterList, Clause | None]:
    """Return the list that a filter leaves, and the clause that it names."""
    texts = texts_of(service, policy)
    spans = ClausePlaces(texts).spans(wanted.clause) if wanted.clause else None
    named = (text.resolve(wanted.clause) for text in reversed(texts.values()))
    return RegisterList(policy.id, wanted, spans, order), next(filter(None, named), None)


def with_attached(connection: Connection, keyring: Keyring, asked: RegisterList) -> RegisterList:
    """Return a list that also has the comments whose files say what it looks for."""
    words = asked.wanted.sought.words
    if not words:
        return asked
    found = attachment_rows.saying(connection, keyring, asked.policy, words)
    return replace(asked, attached=found)


def register_page(service: Service, asked: RegisterList, turn: Turn) -> RegisterPage:
    """Return a page of a list, of one snapshot, with the counts of every filter."""
    with service.database.read() as connection:
        facets = facets_of(asked.cells(connection), asked.places(connection), asked)
        asked = with_attached(connection, service.keyring, facets.known(asked))
        total = asked.total(connection) if asked.wanted.is_looked_for else facets.total
        found = asked.page(connection, PAGE + 1, turn.key, back=turn.back) if total else []
        more = len(found) > PAGE
        shown = (found[1:] if turn.back else found[:-1]) if more else found
        comments = listed(connection, service.keyring, [comment for comment, _ in shown])
        hints = hints_of(connection, asked.policy)
    before = more if turn.back else turn.key is not None
    after = turn.key is not None if turn.back else more
    edges = shown[0][1] if before and shown else None, shown[-1][1] if after and shown else None
    return RegisterPage(comments, total, facets, *edges, hints)


def listed(
    connection: Connection, keyring: Keyring, comments: Sequence[str]
) -> list[ListedComment]:
    """Return these comments in their order, names masked, sealed ones left out."""
    lines = submissions.lines(connection, keyring, comments)
    found = {each[1].comment: _listed(*each) for each in lines}
    return [found[each] for each in comments if each in found]


def desk_rows(connection: Connection, keyring: Keyring, policy_id: str) -> Iterator[RegisterRow]:
    """Yield a policy's comments in the order of the text, as ``listed``, page by page."""
    whole, key = RegisterList(policy_id), None
    while found := whole.page(connection, _AT_ONCE, key):
        key = found[-1][1]
        for each in listed(connection, keyring, [comment for comment, _ in found]):
            yield each.row


def named_comments(service: Service, policy_id: str, ids: Collection[str]) -> list[ListedComment]:
    """Return those of these comments that are on the policy and are not sealed, in their order."""
    with service.database.read() as connection:
        found = listed(connection, service.keyring, list(ids))
    return [each for each in found if each.state.policy == policy_id]


def waiting_comments(service: Service, policy_id: str, officer_id: str) -> list[ListedComment]:
    """Return as many comments as a page has whose proposal waits: others', then own ones."""
    with service.database.read() as connection:
        found = [
            comment
            for own in (False, True)
            for comment in comment_states.waiting(connection, policy_id, officer_id, PAGE, own=own)
        ]
        return listed(connection, service.keyring, found)


def facets_of(
    cells: Iterable[Cell], ranks: Mapping[tuple[str, int], int], asked: RegisterList
) -> FilterCounts:
    """Count what each filter would leave, from the folded counts."""
    found = FilterCounts(ranks)
    found.whole["clause"] = sum(ranks.values())
    for cell in cells:
        values: dict[str, str] = {group: getattr(cell, group) or "" for group in _GROUPS}
        values["late"] = "1" if cell.late else ""
        failing = [group for group, value in values.items() if not _passes(group, value, asked)]
        if not failing:
            found.left.append(cell)
            found.total += cell.number
        for group in failing or _GROUPS:
            if len(failing) < 2:
                found.whole[group] += cell.number
                found.by[group][values[group]] += cell.number
    found.by["stage"][WAITING] = sum(found.by["stage"][each] for each in UNANSWERED)
    return found


def _passes(group: str, value: str, asked: RegisterList) -> bool:
    chosen: str = getattr(asked.wanted, group)
    return not chosen or value in (asked.wanted.stages if group == "stage" else {chosen})


def _listed(
    submission: StoredSubmission,
    state: CommentState,
    by: str,
    attached: bool,  # noqa: FBT001 - a row of several values
) -> ListedComment:
    [comment] = submission.comments
    row = replace(
        register_row(submission, comment, masked=False),
        who=masked_who(submission),
        disposition=state.disposition,
        released=state.decision is not None and state.proposal is None,
        withheld=COMMERCIAL_SECRET if comment.confidential else "",
    )
    return ListedComment(
        row=row,
        state=state,
        eid=comment.clause.eid,
        version=submission.version,
        assurance=submission.assurance,
        received_at=submission.received_at,
        by=by,
        automatic=comment.automatic,
        attached=attached,
    )
