"""What a consultation has to have: explanation, ways to comment, a period that is long enough."""

from dataclasses import replace
from datetime import date

from catalogue.window import Window, day_start
from publisher.checks.draft import Checking, Draft
from publisher.checks.floors import SHORTEST_DAYS, strictest
from publisher.checks.period import days_of, last_day
from publisher.checks.rules import publishing_rule
from publisher.problems import Value


def check_consultation(checking: Checking, draft: Draft) -> None:
    """Report K005 to K012 for a policy that is or was put out for comment."""
    policy = draft.source.policy
    if policy.kind != "consultation" and not policy.windows:
        return
    if not policy.windows:
        checking.at_key(draft, "kind", "K007.no_window")
    opened = policy.windows[-1].first_day if policy.windows else checking.today
    if not _is_explained(checking, draft):
        _missing(checking, draft, ("K005.no_explanation", "K010.no_explanation"), opened)
    if not policy.channels:
        _missing(checking, draft, ("K006.no_channel", "K010.no_channel"), opened)
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


def _missing(checking: Checking, draft: Draft, kinds: tuple[str, str], opened: date) -> None:
    """Report what is missing: the first kind where a rule asked for it, else the second."""
    policy = draft.source.policy
    rule = publishing_rule(policy.procedure, opened)
    place = "windows" if policy.windows else "kind"
    if rule:
        checking.at_key(draft, place, kinds[0], rule=rule.name)
    else:
        checking.at_key(draft, place, kinds[1])


def _check_length(checking: Checking, draft: Draft, window: Window) -> None:
    if window.shortened_reason.strip():
        return
    days = days_of(window)
    floor = strictest(checking.floors, draft.source.policy.procedure, window)
    if floor is None:
        if days < SHORTEST_DAYS:
            length = {"count": days, "counted": days + 1, "least": SHORTEST_DAYS}
            checking.at_window(draft, window, "K009.short", **length)
    elif window.last_day < floor.earliest_end(window):
        asked: dict[str, Value] = {"rule": floor.name, "count": floor.length(window)}
        if floor.in_working_days:
            checking.at_window(draft, window, "K008.short_working", **asked, least=floor.count)
        else:
            asked["counted"] = days + 1
            checking.at_window(draft, window, "K008.short", **asked, least=floor.count)
    elif window.last_day < floor.earliest_end(public := _since_public(draft, window)):
        since: dict[str, Value] = {"opens": window.first_day, "published": public.first_day}
        checking.at_window(draft, window, "K008.late", **since, rule=floor.name)


def _since_public(draft: Draft, window: Window) -> Window:
    """Return a window from the day on which its text is public; nobody could read it before.

    A text that is put on the site when its window is over was read elsewhere.
    """
    days = (each.published_on for each in draft.source.versions if each.id == window.version)
    day = next(days, None)
    if day is None or not window.first_day < day <= window.last_day:
        return window
    return replace(window, opens_at=day_start(day))


def _check_last_day(checking: Checking, draft: Draft, window: Window) -> None:
    printed = window.last_day
    moved = last_day(printed)
    if moved.day != printed:
        checking.at_window(draft, window, "K011.holiday", day=printed, moved=moved.day)
    if moved.provisional:
        year = moved.day.year
        checking.at_window(draft, window, "K012.unknown_year", year=year, day=moved.day)
