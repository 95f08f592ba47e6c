"""Decisions through a workbook: out, looked at change by change, taken as a whole or not at all."""

from collections.abc import Sequence
from pathlib import Path

from catalogue.model import Policy
from comments_service.domain.accounts.officer import Officer
from comments_service.domain.comments.decision import CitedClauses, StoredDecision
from comments_service.domain.errors import ChangedMeanwhile, FieldFault, Invalid
from comments_service.domain.register.row import RegisterRow
from comments_service.domain.states.reconciliation import reconcile
from comments_service.exports.atomic_write import atomic_write
from comments_service.services.ledger.cut import Cut, policy_cut
from comments_service.services.ledger.reconciled import reconciled_counts, standings
from comments_service.services.register.deciding import propose
from comments_service.services.register.register import desk_rows, listed
from comments_service.services.service import Service
from comments_service.sheets.disposition_reader import SheetPreview, read_dispositions
from comments_service.sheets.disposition_sheet import SheetHeading, write_dispositions
from comments_service.store.comments.register_query import RegisterList
from comments_service.store.ledger.ledger import PolicyCut
from interface.command_line import said
from interface.long_work import reported


def dispositions_file(service: Service, policy_id: str, path: Path) -> None:
    """Write 意见采纳情况表, whole, mode 0600; ``UnknownPolicy``, ``NotReconciled``, ``OSError``."""
    policy = service.published.policy(policy_id)
    with service.database.read() as connection:
        cut = policy_cut(service, connection, policy_id)
        heading = heading_of(policy, cut, RegisterList(policy_id).total(connection))
        reconciled_counts(cut)
        balance = reconcile(standings(cut))
        rows = desk_rows(connection, service.keyring, policy_id)
        told = reported(rows, said("comments written"), cut.progress)
        with atomic_write(path, private=True) as target:
            write_dispositions(target, heading, told, balance, cut.progress)


def preview(service: Service, policy_id: str, data: bytes) -> SheetPreview:
    """Read a sheet that was filled in; ``Invalid`` where the file as a whole is no such sheet."""
    policy = service.published.policy(policy_id)
    cited = CitedClauses(service.published.clauses(policy, policy.latest.id))
    with service.database.read() as connection:

        def known(comments: Sequence[str]) -> dict[str, RegisterRow]:
            found = listed(connection, service.keyring, comments)
            return {e.row.comment: e.row for e in found if e.state.policy == policy_id}

        return read_dispositions(data, policy_id, known, cited)


def take(service: Service, officer: Officer, seen: SheetPreview) -> tuple[StoredDecision, ...]:
    """Propose every decision of a preview, or none; ``Invalid`` names the cells at fault."""
    Invalid.refuse(seen.faults)
    if not seen.changes:
        return ()
    try:
        return propose(service, officer.id, seen.decisions)
    except ChangedMeanwhile as changed:
        cells = {change.after.comment: change.cell for change in seen.changes}
        message = "这条意见刚刚被改动，请重新核对"
        faults = [FieldFault(cells[state.comment], message) for state in changed.states]
        raise Invalid(*faults) from changed


def heading_of(policy: Policy, cut: Cut | PolicyCut, comments: int) -> SheetHeading:
    """Return what the sheets of a policy say of themselves."""
    label = policy.latest.label
    return SheetHeading(policy.id, policy.title, label, cut.as_of, cut.log_size, comments)
