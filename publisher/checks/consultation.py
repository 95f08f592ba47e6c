"""What a consultation has to have: explanation, ways to comment, a period that is long enough."""

from datetime import date

from catalogue.window import Window
from publisher.checks.draft import Checking, Draft
from publisher.checks.period import days_of, last_day
from publisher.checks.rules import SHORTEST_DAYS, publishing_rule


def check_consultation(checking: Checking, draft: Draft) -> None:
    """Report K005 to K012 for a policy that is or was put out for comment."""
    policy = draft.source.policy
    if policy.kind != "consultation" and not policy.windows:
        return
    if not policy.windows:
        text = "the consultation has no window: say from when to when comments are taken"
        checking.at_key(draft, "kind", "K007", text)
    opened = policy.windows[-1].first_day if policy.windows else checking.today
    if not _is_explained(checking, draft):
        _missing(checking, draft, "K005", "explanation (起草说明)", opened)
    if not policy.channels:
        _missing(checking, draft, "K006", "channel to comment by (channels)", opened)
    for window in policy.windows:
        _check_length(checking, draft, window)
        _check_last_day(checking, draft, window)


def _is_explained(checking: Checking, draft: Draft) -> bool:
    """Look for explanation.md, an attachment that is one, or a document that explains."""
    source = draft.source
    explains = (
        link.to == source.policy.id and link.rel == "explains"
        for other in checking.drafts.values()
        for link in other.source.policy.links
    )
    attached = ("说明" in attachment.title for attachment in source.policy.attachments)
    return source.explanation is not None or any(attached) or any(explains)


def _missing(checking: Checking, draft: Draft, code: str, what: str, opened: date) -> None:
    policy = draft.source.policy
    rule = publishing_rule(policy.procedure, opened)
    place = "windows" if policy.windows else "kind"
    if rule:
        checking.at_key(draft, place, code, f"there is no {what}; see {rule}")
    else:
        checking.at_key(
            draft, place, "K010", f"there is no {what}; no rule known here asked for one then"
        )


def _check_length(checking: Checking, draft: Draft, window: Window) -> None:
    days = days_of(window)
    if days >= SHORTEST_DAYS or window.shortened_reason.strip():
        return
    said = f"{days} days ({days + 1} with the first), less than {SHORTEST_DAYS}"
    rule = publishing_rule(draft.source.policy.procedure, window.first_day)
    if rule:
        text = f"{said}, without shortened_reason; see {rule}"
        checking.at_window(draft, window, "K008", text)
    else:
        checking.at_window(draft, window, "K009", f"{said}; no rule known here asked for more then")


def _check_last_day(checking: Checking, draft: Draft, window: Window) -> None:
    printed = window.last_day
    moved = last_day(printed)
    if moved.day != printed:
        text = f"the last day, {printed}, is a holiday; by 《民法典》 art. 203 it is {moved.day}"
        checking.at_window(draft, window, "K011", text)
    if moved.provisional:
        text = f"the holidays of {moved.day.year} are not known; {moved.day} is provisional"
        checking.at_window(draft, window, "K012", text)
