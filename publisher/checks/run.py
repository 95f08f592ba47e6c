"""All checks over all policies."""

from datetime import datetime

from publisher.checks.consultation import check_consultation
from publisher.checks.draft import Checking, Draft
from publisher.checks.floors import floors_of
from publisher.checks.links import check_links
from publisher.checks.numbers import check_numbers
from publisher.checks.outcome import Owed, check_outcome
from publisher.checks.procedure import check_procedure
from publisher.checks.promised import check_promises
from publisher.checks.references import check_references
from publisher.checks.relative import check_relative
from publisher.checks.site import check_site
from publisher.compile.site import Compiled
from publisher.problems import Problems


def run_checks(compiled: Compiled, now: datetime, problems: Problems) -> list[Owed]:
    """Report every K code, R006 and R007, and return what is owed at ``now``, an aware instant."""
    site = compiled.site
    drafts = {traced.source.policy.id: Draft(traced) for traced in compiled.traced}
    public = {policy.policy.id: policy for policy in compiled.policies}
    floors = floors_of(site.floors)
    checking = Checking(drafts, public, now, site.outcome_due_days, problems, floors)
    owed: list[Owed] = []
    for draft in drafts.values():
        check_numbers(checking, draft)
        check_relative(checking, draft)
        check_references(checking, draft)
        check_consultation(checking, draft)
        check_procedure(checking, draft)
        owed += check_outcome(checking, draft)
        check_links(checking, draft)
        check_promises(checking, draft)
    check_site(checking, site)
    return owed
