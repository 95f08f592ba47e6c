"""公布: the outcome of a consultation, from the register to ``results.json`` (先审后发)."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection

from catalogue.codec import dump_results
from catalogue.model import Policy
from catalogue.results import ResultRound, Results
from catalogue.results_check import PARTITION, find_faults
from catalogue.window import Window, WindowState, china_day
from comments_service.domain.decision_entries import OutcomePublished
from comments_service.domain.errors import ChangedMeanwhile, NotReconciled
from comments_service.domain.ledger import Event
from comments_service.domain.obstacles import Obstacle, obstacles
from comments_service.domain.outcome import OutcomeHead, People, reconciliation_of, results_of
from comments_service.domain.participant import ParticipantKind
from comments_service.domain.reconciliation import reconcile
from comments_service.exports.beside import beside
from comments_service.services.cut import Cut, cut_now
from comments_service.services.decisions import releases
from comments_service.services.ledger import enter
from comments_service.services.reconciled import reconciled_counts
from comments_service.services.register_rows import Answered, answered_comments
from comments_service.services.service import Service
from comments_service.store import counts, decisions, ledger, submissions

RESULTS_FILE = "results.json"
Published = list[tuple[date, str]]
"""The day and the digest of each publication, in order."""


class OutcomeError(RuntimeError):
    """An outcome that cannot be published; one line for each thing that stops it."""


@dataclass(frozen=True, slots=True)
class OutcomeDraft:
    """An outcome as it would be published, cut at ``cut``, and what stands in its way.

    ``proposed`` and ``released`` count the answers in force by who made and who released them
    (a staff id); ``last`` are the day and the digest of the last publication.
    """

    results: Results
    cut: Cut
    obstacles: tuple[Obstacle, ...]
    proposed: Counter[str]
    released: Counter[str]
    last: tuple[date, str] | None

    @property
    def stopped_by(self) -> tuple[Obstacle, ...]:
        """The obstacles without which it could be published."""
        return tuple(each for each in self.obstacles if each.stops)

    @property
    def data(self) -> bytes:
        """``results.json``."""
        return dump_results(self.results).encode()

    @property
    def digest(self) -> str:
        """The SHA-256 of ``results.json``, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


def draft_outcome(service: Service, policy_id: str) -> OutcomeDraft:
    """Return the outcome of ended rounds, as of now; ``OutcomeError``, ``NotReconciled``."""
    policy = service.published.policy(policy_id)
    with service.database.read() as connection:
        cut = cut_now(connection, service.clock)
        windows = _ended(policy, cut.as_of)
        reconciled_counts(connection, policy_id, cut.log_size)
        found = answered_comments(connection, service.keyring, policy_id, cut.log_size)
        published = _published(connection, policy_id, cut.log_size)
        published_on = _published_on(windows, published, cut)
        head = _head(connection, policy, windows, found, cut, published_on)
        signed = _signatories(connection, policy_id, found, cut.log_size)
    results = results_of(head, found.comments)
    if faults := [fault.text for fault in find_faults(results) if fault.about == PARTITION]:
        raise NotReconciled(faults)
    stops = tuple(obstacles(found.comments, found.names))
    return OutcomeDraft(results, cut, stops, *signed, published[-1] if published else None)


def publish_outcome(  # noqa: PLR0913 - of what, where to, by whom, and the two conditions
    service: Service,
    policy_id: str,
    path: Path | None,
    actor: str,
    *,
    refresh: bool = False,
    seen: str = "",
) -> OutcomeDraft:
    """Write ``results.json`` to a path, whole or not at all, and enter it in the ledger.

    Without a path the caller hands on ``data`` of what comes back. Where the entry fails after
    the file was written, publishing once more enters it.
    ``refresh``: what is published is written again, as after a withdrawn consent; obstacles do
    not stop it then. ``seen`` is the digest of what its publisher looked at:
    ``ChangedMeanwhile`` where it would be another now, or anything of the policy changes while
    it is made. ``OutcomeError`` says what stops it.
    """
    draft = draft_outcome(service, policy_id)
    if seen and draft.digest != seen:
        raise ChangedMeanwhile
    if refresh and draft.last is None:
        message = f"{policy_id}: no outcome is published yet; leave --refresh away"
        raise OutcomeError(message)
    if draft.stopped_by and not refresh:
        raise OutcomeError("\n".join(map(obstacle_line, draft.stopped_by)))
    service.database.transact(lambda c: _publish(service, c, draft, path, actor))
    return draft


def results_path(policies: Path, policy_id: str) -> Path:
    """Return where the build reads a policy's outcome; ``OutcomeError`` where it has no folder."""
    folder = policies / policy_id
    if not folder.is_dir():
        message = f"{folder}: no such folder, so the build would not read an outcome there"
        raise OutcomeError(message)
    return folder / RESULTS_FILE


def obstacle_line(obstacle: Obstacle) -> str:
    """Write an obstacle with its place: ``17-1: …``."""
    shown = "、".join(obstacle.numbers[:20]) + ("…" if len(obstacle.numbers) > 20 else "")
    return f"{shown}: {obstacle.text % dict(obstacle.values)}"


def _ended(policy: Policy, now: datetime) -> list[Window]:
    states = [(window, window.state(now)) for window in policy.windows]
    open_ones = [window.id for window, state in states if state is WindowState.OPEN]
    ended = [window for window, state in states if state is WindowState.CLOSED]
    if open_ones or not ended:
        what = f"window {open_ones[0]} is open" if open_ones else "no window has ended"
        message = f"{policy.id}: {what}; an outcome can be published once it has ended"
        raise OutcomeError(message)
    return ended


def _head(  # noqa: PLR0913, PLR0917 - of what, up to when, as of which day
    connection: Connection,
    policy: Policy,
    windows: list[Window],
    found: Answered,
    cut: Cut,
    published_on: date,
) -> OutcomeHead:
    received = len({state.submission for state in found.states.values()}), len(found.states)
    standings = submissions.standings(connection, policy.id, cut.log_size)
    figures = counts.of_policy(connection, counts.Asked(policy.id, cut.log_size))
    kinds = [state.kind for state in found.states.values()]
    return OutcomeHead(
        policy=policy.id,
        published_on=published_on,
        reconciliation=reconciliation_of(reconcile(standings, received=received)),
        people=People(
            figures.participants, figures.departments, kinds.count(ParticipantKind.DEPARTMENT)
        ),
        unit=policy.issuer,
        versions=tuple(dict.fromkeys(window.version for window in windows)),
        rounds=tuple(_rounds(windows, found)),
    )


def _rounds(windows: list[Window], found: Answered) -> Iterator[ResultRound]:
    """Yield each round that has ended with what it brought, also where that is nothing."""
    comments: dict[str, int] = defaultdict(int)
    letters: dict[str, set[str]] = defaultdict(set)
    for state in found.states.values():
        comments[state.window] += 1
        letters[state.window].add(state.submission)
    for name in dict.fromkeys([*(window.id for window in windows), *comments]):
        yield ResultRound(name, comments[name], len(letters[name]))


def _published_on(windows: list[Window], published: Published, cut: Cut) -> date:
    """Return the day of the first publication since the last round ended; else today."""
    last = max(window.last_day for window in windows)
    return min((day for day, _ in published if day > last), default=china_day(cut.as_of))


def _published(connection: Connection, policy_id: str, log_size: int) -> Published:
    found = ledger.of_stream(connection, policy_id, OutcomePublished.type, log_size)
    return [(china_day(entry.at), str(entry.data()["digest"])) for entry in found]


def _signatories(
    connection: Connection, policy_id: str, found: Answered, log_size: int
) -> tuple[Counter[str], Counter[str]]:
    states = found.states
    released = [
        each
        for each in releases(connection, policy_id, log_size)
        if states[each.comment].decision == each.decision
    ]
    made = decisions.named(connection, [each.decision for each in released])
    return Counter(each.by for each in made.values()), Counter(each.by for each in released)


def _publish(
    service: Service, connection: Connection, draft: OutcomeDraft, path: Path | None, actor: str
) -> None:
    """Write file and entry under the write lock, so that no older draft replaces a newer one."""
    policy_id = draft.results.policy
    if ledger.newest_of(connection, policy_id) > draft.cut.log_size:
        raise ChangedMeanwhile
    body = OutcomePublished(
        digest=draft.digest,
        log_size=draft.cut.log_size,
        correction=draft.results.corrected_on is not None,
    )
    at = service.clock.read(connection).sure()
    enter(connection, at, Event(policy_id, policy_id, actor, body))
    if path:
        with beside(path, private=False) as target:
            target.write_bytes(draft.data)
            target.chmod(0o644)
