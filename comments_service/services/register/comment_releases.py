"""Which comments the public may read, and without which of their words: decided by a reviewer."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection

from comments_service.domain.canonical import new_salt, salted_digest
from comments_service.domain.errors import ChangedMeanwhile, Invalid, UnknownComment
from comments_service.domain.ledger.entries import Occurrence
from comments_service.domain.ledger.public_entries import CommentReleased
from comments_service.domain.register.comment_release import (
    CommentRelease,
    Decided,
    NewRelease,
    release_bar,
    release_content,
    release_faults,
)
from comments_service.domain.register.filter import Key
from comments_service.domain.register.redaction import (
    TEXTS,
    Spans,
    read_spans,
    spans_of,
    suggested,
    written_spans,
)
from comments_service.domain.states.comment_state import CommentState
from comments_service.services.appending import enter
from comments_service.services.register.register import PAGE, ListedComment, listed
from comments_service.services.register.register_rows import masked_who
from comments_service.services.service import Service
from comments_service.store.comments import release_rows, request_rows, submissions


@dataclass(frozen=True, slots=True)
class ReleaseMatter:
    """A comment that may be shown to the public: its texts, and what was decided last.

    ``version`` is the number of what it says now, ``bar`` why it cannot be shown, ``suggested``
    returns words that look personal: who writes does not wait for their search.
    """

    state: CommentState
    who: str
    version: int
    texts: dict[str, str]
    bar: str
    suggested: Callable[[], list[str]]
    last: CommentRelease | None

    @property
    def standing(self) -> CommentRelease | None:
        """What was decided on the words of now; None: nothing, or on earlier ones."""
        return self.last if self.last and self.last.version == self.version else None

    @property
    def is_shown(self) -> bool:
        """Whether the public sees it."""
        return bool(self.standing and self.standing.shown and not self.bar)

    @property
    def left_out(self) -> list[str]:
        """The words that are left out of what is shown, "" after an erasure."""
        kept = self.standing.redacted if self.standing else None
        parts = read_spans(kept) if kept else {}
        found = (self.texts[name][a:b] for name, spans in parts.items() for a, b in spans)
        return list(dict.fromkeys(found))

    def spans(self, words: tuple[str, ...]) -> dict[str, Spans]:
        """Return where words are in its texts."""
        return {name: spans_of(text, words) for name, text in self.texts.items()}


def release_matter(service: Service, policy_id: str, comment_id: str) -> ReleaseMatter:
    """Return a comment on a policy as a reviewer sees it; ``UnknownComment``."""
    with service.database.read() as connection:
        return _matter(service, connection, policy_id, comment_id)


def decide_release(
    service: Service, officer_id: str, policy_id: str, comment_id: str, new: NewRelease
) -> None:
    """Show a comment to the public, or do not; the same again is not entered again.

    ``Invalid``, ``UnknownComment``, or ``ChangedMeanwhile``: it says something else now.
    """
    with service.database.write() as connection:
        matter = _matter(service, connection, policy_id, comment_id)
        if new.version != matter.version:
            raise ChangedMeanwhile(matter.state)
        Invalid.refuse(release_faults(new, matter.texts, matter.bar))
        at = service.clock.read(connection).sure()
        made = CommentRelease(
            id=uuid.uuid4().hex, comment=comment_id, policy=policy_id, version=new.version,
            shown=bool(new.shown), redacted=written_spans(matter.spans(new.words)),
            reason=new.reason, by=officer_id, at=at, salt=new_salt(), digest="", entry=0,
        )  # fmt: skip
        last = matter.standing
        if last and release_content(replace(made, by=last.by)) == release_content(last):
            return
        made = replace(made, digest=salted_digest(made.salt or "", release_content(made)))
        body = CommentReleased(release=made.id, shown=made.shown, digest=made.digest)
        entry = enter(connection, at, Occurrence(policy_id, comment_id, officer_id, body))
        release_rows.add(connection, replace(made, entry=entry.id))


def comments_by_release(
    service: Service, policy_id: str, decided: Decided, after: Key | None
) -> tuple[list[ListedComment], Key | None]:
    """Return a page of the comments on which this is decided, and the key after which more are."""
    with service.database.read() as connection:
        found = release_rows.listed_by(connection, policy_id, decided, after, PAGE + 1)
        shown = listed(connection, service.keyring, [comment for comment, _ in found[:PAGE]])
    return shown, found[PAGE - 1][1] if len(found) > PAGE else None


def _matter(
    service: Service, connection: Connection, policy_id: str, comment_id: str
) -> ReleaseMatter:
    found = next(iter(submissions.lines(connection, service.keyring, [comment_id])), None)
    if found is None or found[1].policy != policy_id:
        raise UnknownComment
    submission, state, *_ = found
    [comment] = submission.comments
    texts = {name: getattr(comment, name) for name in TEXTS}
    disowned = request_rows.is_nobodys(connection, policy_id, comment_id)
    return ReleaseMatter(
        state=state,
        who=masked_who(submission),
        version=release_rows.newest_version(connection, comment_id),
        texts=texts,
        bar=release_bar(submission, comment, state, disowned=disowned),
        suggested=partial(suggested, texts.values(), submission.in_use),
        last=release_rows.last_of(connection, comment_id),
    )
