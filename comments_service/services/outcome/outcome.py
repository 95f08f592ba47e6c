"""公布: the outcome of a consultation, from the register to ``results.json`` (先审后发)."""

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from catalogue.checks.figures import PARTITION, find_faults
from catalogue.codec import results_parts
from catalogue.model import Policy
from catalogue.results import ANSWERING, Disposition, ResultRound, ResultRow, Results
from catalogue.window import Window, WindowState, china_day
from comments_service.domain.errors import ChangedMeanwhile, NotReconciled
from comments_service.domain.ledger.decision_entries import OutcomePublished
from comments_service.domain.ledger.entries import Occurrence
from comments_service.domain.outcome.obstacles import Obstacle, watched
from comments_service.domain.outcome.outcome import AnsweredComment, result_row
from comments_service.exports.atomic_write import atomic_write
from comments_service.services.appending import enter
from comments_service.services.ledger.cut import Cut, policy_cut
from comments_service.services.messages.outbox import queue_outcomes
from comments_service.services.register.register_rows import (
    answered_comments,
    masked_names,
    result_figures,
)
from comments_service.services.service import Service
from comments_service.store.comments import comment_counts, comment_states
from comments_service.store.ledger import ledger
from comments_service.store.ledger.ledger import PolicyCut
from interface.command_line import said

RESULTS_FILE = "results.json"


class OutcomeError(RuntimeError):
    """An outcome that cannot be published; one line for each thing that stops it."""


@dataclass(slots=True)
class OutcomeDraft:
    """An outcome as it would be published, cut at ``cut``, with what is in its way.

    ``results`` is without its rows; ``digest`` is the SHA-256 of ``results.json`` with them, in
    hexadecimal. ``proposed`` and ``released`` count the answers in force by who made and who
    released them (a staff id); ``last`` are the day and the digest of the last publication.
    ``entries`` is how many of the ledger are of the policy.
    """

    results: Results
    cut: Cut
    entries: int
    last: tuple[date, str] | None
    obstacles: list[Obstacle] = field(default_factory=list)
    digest: str = ""
    proposed: Counter[str] = field(default_factory=Counter)
    released: Counter[str] = field(default_factory=Counter)
    answers: Counter[Disposition] = field(default_factory=Counter)
    corrected: bool = False

    @property
    def stopped_by(self) -> tuple[Obstacle, ...]:
        """The obstacles without which it could be published."""
        return tuple(each for each in self.obstacles if each.stops)

    def rows(self, comments: Iterable[AnsweredComment]) -> Iterator[ResultRow]:
        """Yield the rows of comments, and count them."""
        for each in comments:
            if each.decision:
                self.proposed[each.decision.by] += 1
            if (answer := each.answer) in ANSWERING:
                self.answers[answer] += 1
                self.corrected |= bool(each.corrections)
                yield result_row(each, answer)


def draft_outcome(service: Service, policy_id: str, file: BinaryIO | None = None) -> OutcomeDraft:
    """Return the outcome of ended rounds, as of now, row by row written into a file, if any.

    ``OutcomeError``, ``NotReconciled``.
    """
    policy = service.published.policy(policy_id)
    with service.database.read() as connection:
        cut = policy_cut(service, connection, policy_id)
        published = publications(cut)
        windows = _ended(policy, cut.as_of)
        ended = max(window.last_day for window in windows)
        # The first publication since the last round ended; else today.
        later = (day for day, _ in published if day > ended)
        results = _results(cut, policy, windows, min(later, default=china_day(cut.as_of)))
        last = published[-1] if published else None
        entries = ledger.size_of(connection, policy_id)
        draft = OutcomeDraft(results, Cut(cut.as_of, cut.log_size), entries, last)
        comments = watched(answered_comments(cut), masked_names(cut), draft.obstacles)
        draft.released = comment_states.released_by(connection, policy_id)
        draft.digest = _written(results_parts(results, draft.rows(comments)), file)
    if any(draft.answers[each] != results.counts.of(each) for each in ANSWERING):
        raise NotReconciled([f"{each} {number}" for each, number in draft.answers.items()])
    return draft


def publish_outcome(  # noqa: PLR0913 - of what, where to, by whom, and the two conditions
    service: Service,
    policy_id: str,
    path: Path,
    actor: str,
    *,
    refresh: bool = False,
    seen: str = "",
) -> OutcomeDraft:
    """Write ``results.json`` to a path, whole or not at all, and enter it in the ledger.

    Where the entry fails after the file was written, publishing once more enters it.
    ``refresh``: what is published is written again, as after a withdrawn consent; obstacles do
    not stop it then. ``seen`` is the digest of what its publisher looked at:
    ``ChangedMeanwhile`` where it would be another now, or anything of the policy changes while
    it is made. ``OutcomeError`` says what stops it.
    """
    with ExitStack() as making:
        target = making.enter_context(atomic_write(path, private=False))
        with target.open("wb") as file:
            draft = draft_outcome(service, policy_id, file)
            _require_ready(draft, refresh=refresh, seen=seen)
            # On the disk before anybody waits for the write lock.
            file.flush()
            os.fsync(file.fileno())
        target.chmod(0o644)
        with service.database.write() as connection:
            # Its turn comes first, so that no older draft replaces a newer one.
            size = draft.cut.log_size
            if ledger.size_of(connection, policy_id) > draft.entries:
                raise ChangedMeanwhile
            at = service.clock.read(connection).sure()
            body = OutcomePublished(digest=draft.digest, log_size=size, correction=draft.corrected)
            enter(connection, at, Occurrence(policy_id, policy_id, actor, body))
            if not refresh:
                queue_outcomes(service, connection, policy_id, at)
            making.close()
    return draft


def results_path(policies: Path, policy_id: str) -> Path:
    """Return where the build reads a policy's outcome; ``OutcomeError`` where it has no folder."""
    folder = policies / policy_id
    if not folder.is_dir():
        words = said("no such folder, so the build would not read an outcome there")
        raise OutcomeError(f"{folder}: {words}")
    return folder / RESULTS_FILE


def obstacle_line(obstacle: Obstacle) -> str:
    """Write an obstacle with its places: ``17-1、18-2: …``, of many with how many there are."""
    shown = "、".join(obstacle.numbers)
    if obstacle.count > len(obstacle.numbers):
        shown = said("%(numbers)s… (%(count)s)", numbers=shown, count=f"{obstacle.count:,}")
    return f"{shown}: {obstacle.text % dict(obstacle.values)}"


def _ended(policy: Policy, now: datetime) -> list[Window]:
    states = [(window, window.state(now)) for window in policy.windows]
    open_ones = [window.id for window, state in states if state is WindowState.OPEN]
    ended = [window for window, state in states if state is WindowState.CLOSED]
    if open_ones or not ended:
        words = "window %(window)s is open; an outcome can be published once it has ended"
        if not open_ones:
            words = "no window has ended; an outcome can be published once it has ended"
        words = said(words, window="".join(open_ones[:1]))
        raise OutcomeError(f"{policy.id}: {words}")
    return ended


def _results(cut: PolicyCut, policy: Policy, windows: list[Window], day: date) -> Results:
    """Return all but the rows, counted by the database."""
    figures, reconciliation = result_figures(cut)
    brought = comment_counts.by_window(cut.connection, cut.policy)
    names = dict.fromkeys([*(window.id for window in windows), *sorted(brought)])
    rounds = ((name, brought.get(name, Counter())) for name in names)
    results = Results(
        policy=policy.id,
        published_on=day,
        counts=figures,
        unit=policy.issuer,
        versions=tuple(dict.fromkeys(window.version for window in windows)),
        windows=tuple(names),
        reconciliation=reconciliation,
        rounds=tuple(ResultRound(name, n["comments"], n["submissions"]) for name, n in rounds),
    )
    if faults := [fault.text for fault in find_faults(results) if fault.about == PARTITION]:
        raise NotReconciled(faults)
    return results


def _written(parts: Iterable[str], file: BinaryIO | None) -> str:
    digest = hashlib.sha256()
    for data in map(str.encode, parts):
        digest.update(data)
        if file:
            file.write(data)
    return digest.hexdigest()


def _require_ready(draft: OutcomeDraft, *, refresh: bool, seen: str) -> None:
    if seen and draft.digest != seen:
        raise ChangedMeanwhile
    if refresh and draft.last is None:
        words = said("no outcome is published yet; leave --refresh away")
        raise OutcomeError(f"{draft.results.policy}: {words}")
    if draft.stopped_by and not refresh:
        raise OutcomeError("\n".join(map(obstacle_line, draft.stopped_by)))


def publications(cut: PolicyCut) -> list[tuple[date, str]]:
    """Return the day and the digest of each publication, in order."""
    found = ledger.of_stream(cut, OutcomePublished.type)
    return [(china_day(entry.at), str(entry.data()["digest"])) for entry in found]
