"""The figures of an outcome and of its reports, counted by the database up to a cut."""

from collections import Counter
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from catalogue.results import Disposition, Reconciliation, ResultCounts
from comments_service.domain.code_words import DISPOSITIONS
from comments_service.domain.outcome import People, reconciliation_of, result_counts
from comments_service.domain.participant import ParticipantKind
from comments_service.domain.reconciliation import Standing, State, reconcile
from comments_service.store import counts, submissions


def result_figures(
    connection: Connection, asked: counts.Asked, received: tuple[int, int]
) -> tuple[ResultCounts, Reconciliation]:
    """Count by disposition and by place; ``received`` are submissions, comments by the ledger."""
    answers: Counter[str | None] = Counter()
    standings = _counted(submissions.standings(connection, *asked), answers)
    reconciliation = reconciliation_of(reconcile(standings, received=received))
    released = {Disposition(word): answers[code] for code, word in DISPOSITIONS.items()}
    figures = counts.of_policy(connection, asked)
    departments = counts.by_kind(connection, asked).get(ParticipantKind.DEPARTMENT)
    written = departments.comments if departments else 0
    people = People(figures.participants, figures.departments, written)
    return result_counts(released, reconciliation, people), reconciliation


def _counted(standings: Iterable[Standing], answers: Counter[str | None]) -> Iterator[Standing]:
    for standing in standings:
        if standing[1] != State.WITHDRAWN:
            answers[standing[2]] += 1
        yield standing
