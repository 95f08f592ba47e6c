"""The comments that the public may read: released, as they are now, masked, clause by clause."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from catalogue.model import Policy
from comments_service.domain.comments.submission import ClauseRef, StoredSubmission
from comments_service.domain.errors import Malformed
from comments_service.domain.register.comment_release import CommentRelease, release_bar
from comments_service.domain.register.filter import ClausePlaces
from comments_service.domain.register.redaction import TEXTS, read_spans, without
from comments_service.services.register.register import texts_of
from comments_service.services.register.register_rows import masked_who
from comments_service.services.service import Service
from comments_service.store.comments import release_rows, submissions
from comments_service.store.comments.release_rows import PublicKey, ShownPart
from comments_service.store.ledger import standing_closings

_PAGE = 50
_KEY = re.compile(r"([a-z0-9-]{1,64})\.(-?[0-9]{1,18})\.([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class PublicComment:
    """A comment as everybody may read it; ``id`` is its release's, which tells nothing of it."""

    id: str
    who: str
    participant: str
    day: date
    version: str
    clause: ClauseRef
    stance: str
    body: str
    proposed_text: str
    reason: str


@dataclass(frozen=True, slots=True)
class PublicComments:
    """A page of them; ``next`` is the key after which there are more, ``begun``: any can be seen.

    ``citation`` is of the clause that was asked for, "" where none was or it is not there.
    """

    policy: Policy
    begun: bool
    citation: str
    comments: list[PublicComment]
    next: str | None


def public_comments(
    service: Service, policy_id: str, clause: str = "", after: str = ""
) -> PublicComments:
    """Return what may be read by all of a policy's comments, on a clause by wId or eId, or any.

    ``UnknownPolicy``; ``Malformed`` where ``after`` is no key of such a page.
    """
    key, policy = _key(after), service.published.policy(policy_id)
    ranks, citation = None, ""
    if clause:
        texts = texts_of(service, policy)
        named = [text.resolve(clause) for text in texts.values()]
        here = next(filter(None, reversed(named)), None)
        ranks = ClausePlaces(texts).spans(here.wid if here else clause)
        citation = here.citation if here else ""
    with service.database.read() as connection:
        closed = standing_closings.standing(connection, [policy_id])
        windows = _visible(closed.applied(policy), service.clock.now(connection))
        part = ShownPart(policy_id, windows, ranks)
        found = release_rows.shown(connection, part, key, _PAGE + 1)
        releases = {each.comment: each for each, _ in found[:_PAGE]}
        lines = submissions.lines(connection, service.keyring, list(releases))
        seen = {
            state.comment: _public(submission, releases[state.comment])
            for submission, state, *_ in lines
            if not release_bar(submission, submission.comments[0], state)
        }
    more = ".".join(map(str, found[_PAGE - 1][1])) if len(found) > _PAGE else None
    return PublicComments(
        policy, bool(windows), citation, [seen[each] for each in releases if each in seen], more
    )


def _visible(policy: Policy, now: datetime) -> list[str]:
    """Return the windows whose comments can be seen by now."""
    edges = {
        "during": [(each.id, each.opens_at) for each in policy.windows],
        "after": [(each.id, each.closes_at) for each in policy.windows],
    }
    return [window for window, at in edges.get(policy.publish_comments, []) if at <= now]


def _public(submission: StoredSubmission, release: CommentRelease) -> PublicComment:
    [comment] = submission.comments
    spans = read_spans(release.redacted or "{}")
    texts = {name: without(getattr(comment, name), spans.get(name, ())) for name in TEXTS}
    return PublicComment(
        id=release.id,
        who=masked_who(submission),
        participant=submission.participant,
        day=submission.received_on,
        version=submission.version,
        clause=comment.clause,
        stance=comment.stance,
        **texts,
    )


def _key(after: str) -> PublicKey | None:
    if not after:
        return None
    found = _KEY.fullmatch(after)
    if found is None:
        raise Malformed("after 不是上一页给出的")
    return found[1], int(found[2]), int(found[3])
