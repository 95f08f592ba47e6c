"""All checks over all policies."""

from collections.abc import Sequence
from datetime import datetime

from publisher.checks.consultation import check_consultation
from publisher.checks.draft import Checking, read_draft
from publisher.checks.links import check_links
from publisher.checks.numbers import check_numbers
from publisher.checks.outcome import Owed, check_outcome
from publisher.checks.promised import check_promises
from publisher.checks.references import check_references
from publisher.checks.relative import check_relative
from publisher.checks.site import check_site
from publisher.problems import Problems
from publisher.sources import PolicySource, SiteFile


def run_checks(
    sources: Sequence[PolicySource], site: SiteFile, now: datetime, problems: Problems
) -> list[Owed]:
    """Report every K code, R006 and R007, and return what is owed at ``now``, an aware instant."""
    drafts = {source.policy.id: read_draft(source) for source in sources}
    checking = Checking(drafts, now, site.outcome_due_days, problems)
    owed: list[Owed] = []
    for draft in drafts.values():
        check_numbers(checking, draft)
        check_relative(checking, draft)
        check_references(checking, draft)
        check_consultation(checking, draft)
        owed += check_outcome(checking, draft)
        check_links(checking, draft)
        check_promises(checking, draft)
    check_site(checking, site)
    return owed
