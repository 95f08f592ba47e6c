"""One comment on the desk: its clause then and now, its history, its neighbours in a list."""

from dataclasses import dataclass
from typing import Literal

from catalogue.model import Clause, Policy, Version
from catalogue.similarity import ALIKE, likeness
from comments_service.domain.comments.attachment import AttachmentText
from comments_service.domain.register.filter import RankRange
from comments_service.domain.states.comment_state import CommentState
from comments_service.services.register.register import (
    ListedComment,
    facets_of,
    listed,
    text_of,
    with_attached,
)
from comments_service.services.service import Service
from comments_service.store.comments import attachment_rows, comment_versions, histories
from comments_service.store.comments.comment_versions import EarlierVersion
from comments_service.store.comments.histories import Happening
from comments_service.store.comments.register_query import RegisterList

ClauseChange = Literal["unchanged", "renumbered", "moved", "edited", "deleted"]
# Others on the same clause that are looked at; all of them are in the register.
_OTHERS = 20


@dataclass(frozen=True, slots=True)
class ClauseThenAndNow:
    """A clause in the text that was commented on, and in the newest; None: not there."""

    then: Clause | None
    now: Clause | None
    before: Version | None
    newest: Version
    change: ClauseChange


@dataclass(frozen=True, slots=True)
class OneComment:
    """A comment with what is around it.

    ``others`` are on the same clause, those that say alike (``alike``) before all others.
    """

    comment: ListedComment
    history: list[Happening]
    earlier: list[EarlierVersion]
    others: list[ListedComment]
    alike: int
    files: list[AttachmentText]
    before: str | None
    after: str | None

    @property
    def state(self) -> CommentState:
        """Its state."""
        return self.comment.state


def one_comment(service: Service, comment_id: str, asked: RegisterList) -> OneComment | None:
    """Return a comment within the list that one came from; None where it is sealed."""
    with service.database.read() as connection:
        found = listed(connection, service.keyring, [comment_id])
        if not found:
            return None
        own = found[0]
        state = own.state
        history = histories.of_comment(connection, state)
        earlier = comment_versions.earlier_of(connection, comment_id)
        here = (RankRange(state.window, state.rank, state.rank),)
        same = RegisterList(state.policy, spans=here)
        ids = [each for each, _ in same.page(connection, _OTHERS) if each != comment_id]
        others = listed(connection, service.keyring, ids)
        if asked.is_narrowed:
            asked = facets_of(asked.cells(connection), {}, asked).known(asked)
        asked = with_attached(connection, service.keyring, asked)
        before = asked.page(connection, 1, own.key, back=True)
        after = asked.page(connection, 1, own.key)
        named = [comment_id] if own.attached else []
        files = list(attachment_rows.of_comments(connection, service.keyring, named))
    alike = {each.key: likeness(each.row.body, own.row.body) for each in others}
    # What is not alike enough is not alike at all.
    alike = {key: found for key, found in alike.items() if found >= ALIKE}
    others.sort(key=lambda each: (-alike.get(each.key, 0), each.key))
    near = (found[0][0] if found else None for found in (before, after))
    return OneComment(own, history, earlier, others, len(alike), files, *near)


def clause_then_and_now(
    service: Service, policy: Policy, comment: ListedComment
) -> ClauseThenAndNow | None:
    """Return what became of a comment's clause; None where it is on the whole draft."""
    if comment.row.wid is None or comment.eid is None:
        return None
    wid, ids = comment.row.wid, [each.id for each in policy.versions]
    at = ids.index(comment.version) if comment.version in ids else 0
    old, *later = (text_of(service, policy, each) for each in ids[at:])
    new = later[-1] if later else old
    # An eId may be another clause's where a later reader of clauses named the same text.
    then = (old.resolve(wid) or old.resolve(comment.eid)) if old else None
    now = new.resolve(wid) if new else None
    moved = any((each.wid, each.change) == (wid, "moved") for t in later if t for each in t.carried)
    change = _change(comment.row.clause_text, then.eid if then else comment.eid, now, moved=moved)
    before = policy.versions[at] if comment.version in ids else None
    return ClauseThenAndNow(then, now, before, policy.latest, change)


def _change(text: str, eid: str, now: Clause | None, *, moved: bool) -> ClauseChange:
    if now is None:
        return "deleted"
    # Its own number may differ, and is none of its words.
    if now.wording != text and not (now.words and text.endswith(now.words) and now.eid != eid):
        return "edited"
    if now.eid == eid:
        return "unchanged"
    return "moved" if moved else "renumbered"
