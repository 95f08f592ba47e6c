"""What was promised and is not yet done: adopted comments without a clause, 服务承诺 overdue."""

from catalogue.results import CARRYING
from publisher.checks.draft import Checking, Draft


def check_promises(checking: Checking, draft: Draft) -> None:
    """Report R006, R007, and K017 for a promise that names a clause that is not there."""
    _check_carried(checking, draft)
    _check_commitments(checking, draft)


def _check_carried(checking: Checking, draft: Draft) -> None:
    """List what was adopted and is in no clause yet; each is to be settled until 印发."""
    outcome = draft.source.outcome
    if outcome is None:
        return
    pending = [
        index
        for index, row in enumerate(outcome.results.rows)
        if row.disposition in CARRYING and not row.is_carried
    ]
    if not pending:
        return
    lines = outcome.lines()
    for index in pending:
        citation = outcome.results.rows[index].citation
        line = lines.line(("rows", index))
        checking.problems.add(outcome.file.path, line, "R006.no_clause", citation=citation)


def _check_commitments(checking: Checking, draft: Draft) -> None:
    listed = draft.source.commitments
    if listed is None:
        return
    for index, item in enumerate(listed.items):
        place = listed.source.path
        if item.is_overdue(checking.today):
            line, title = listed.line(index, "deadline"), item.title
            checking.problems.add(place, line, "R007.overdue", title=title, deadline=item.deadline)
        if item.clause and not draft.names.find(item.clause):
            line, title = listed.line(index, "clause"), item.title
            checking.problems.add(place, line, "K017.promise", title=title, clause=item.clause)
