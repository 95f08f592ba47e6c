"""The reports of one consultation from the database, as of a cut."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import Connection

from catalogue.results import Disposition
from comments_service.domain.comments.decision import StoredDecision
from comments_service.domain.register.code_words import DISPOSITIONS
from comments_service.exports.atomic_write import atomic_write
from comments_service.exports.reports.report_values import ReportCorrection, ReportData, ReportPart
from comments_service.services.ledger.cut import Cut, cut_now
from comments_service.services.outcome.export import known_policy
from comments_service.services.register.deciding import superseded
from comments_service.services.register.register_rows import RegisterRows, result_figures
from comments_service.services.service import Service
from comments_service.store.comments import comment_states, counts, submissions


def report_file(
    service: Service,
    policy_id: str,
    edition: str,
    path: Path,
    parts: Iterable[ReportPart] = ReportPart,
) -> None:
    """Write reports as one Word file, whole or not at all; ``UnknownPolicy`` as an export."""
    from comments_service.exports.reports.docx_file import write_docx  # noqa: PLC0415 - slow to load

    with service.database.read() as connection:
        cut = cut_now(connection, service.clock)
        data = report_data(service, connection, policy_id, edition, cut)
        with atomic_write(path, private=edition == "restricted") as target:
            write_docx(target, data, parts)


def report_data(
    service: Service, connection: Connection, policy_id: str, edition: str, cut: Cut
) -> ReportData:
    """Return what the reports say up to the cut; its rows are read in the same transaction."""
    asked = counts.Asked(policy_id, cut.log_size)
    figures, reconciliation = result_figures(connection, asked)
    policy = known_policy(service.published, policy_id, commented=figures.comments > 0)
    return ReportData(
        policy=policy.id,
        title=policy.title,
        unit=policy.issuer,
        edition=edition,
        as_of=cut.as_of,
        windows=policy.windows,
        counts=figures,
        channels=counts.by_channel(connection, asked),
        reconciliation=reconciliation,
        rows=RegisterRows(
            connection, service.keyring, policy_id, cut.log_size, masked=edition == "public"
        ),
        corrections=tuple(_corrections(service, connection, policy_id, cut.log_size)),
    )


def _corrections(
    service: Service, connection: Connection, policy_id: str, log_size: int
) -> Iterator[ReportCorrection]:
    """Yield every release of another decision on a comment that had one, in order."""
    found = list(superseded(connection, policy_id, log_size))
    states = comment_states.named(connection, {each.comment for each in found})
    for each in found:
        state = states[each.comment]
        sent = submissions.by_id(connection, service.keyring, state.submission)
        if sent and not state.sealed:
            citation = sent.comments[state.position].clause.citation
            words = _word(each.before), _word(each.after)
            yield ReportCorrection(each.on, state.number, citation, *words, each.after.reason)


def _word(decision: StoredDecision) -> Disposition:
    return Disposition(DISPOSITIONS[decision.disposition])
