"""The reports of one consultation from the database, as of a cut."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from catalogue.results import Disposition
from comments_service.domain.register.code_words import DISPOSITIONS
from comments_service.exports.atomic_write import atomic_write
from comments_service.exports.reports.report_values import ReportCorrection, ReportData, ReportPart
from comments_service.services.ledger.cut import policy_cut
from comments_service.services.outcome.export import known_policy
from comments_service.services.register.deciding import superseded
from comments_service.services.register.register_rows import RegisterRows, result_figures
from comments_service.services.service import Service
from comments_service.store.comments import comment_counts, comment_states, submissions
from comments_service.store.ledger.ledger import PolicyCut


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
        data = report_data(service, policy_cut(service, connection, policy_id), edition)
        with atomic_write(path, private=edition == "restricted") as target:
            write_docx(target, data, parts)


def report_data(service: Service, cut: PolicyCut, edition: str) -> ReportData:
    """Return what the reports say up to the cut; its rows are read in the same transaction."""
    figures, reconciliation = result_figures(cut)
    policy = known_policy(service, cut.policy, commented=figures.comments > 0)
    return ReportData(
        policy=policy.id,
        title=policy.title,
        unit=policy.issuer,
        edition=edition,
        as_of=cut.as_of,
        windows=policy.windows,
        counts=figures,
        channels=comment_counts.by_channel(cut.connection, cut.policy),
        reconciliation=reconciliation,
        rows=RegisterRows(cut, masked=edition == "public"),
        corrections=tuple(_corrections(cut)),
    )


def _corrections(cut: PolicyCut) -> Iterator[ReportCorrection]:
    """Yield every release of another decision on a comment that had one, in order."""
    found = list(superseded(cut))
    states = comment_states.named(cut.connection, {each.comment for each in found})
    for each in found:
        state = states[each.comment]
        sent = submissions.by_id(cut.connection, cut.keyring, state.submission)
        if sent and not state.sealed:
            citation = sent.comments[state.position].clause.citation
            before, after = (
                Disposition(DISPOSITIONS[decision.disposition])
                for decision in (each.before, each.after)
            )
            reason = each.after.reason
            yield ReportCorrection(each.on, state.number, citation, before, after, reason)
