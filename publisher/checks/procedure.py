"""What a procedure asks for next to the consultation: the facts of a hearing, a legality review."""

from publisher.checks.draft import Checking, Draft
from publisher.checks.period import working_days_between
from publisher.checks.rules import HEARING, LEGALITY, REVIEW_TIME

_HEARING_DAYS = 30
_REVIEW_DAYS = 7


def check_procedure(checking: Checking, draft: Draft) -> None:
    """Report K023 for a 政府规章 with a hearing, K024 for a 重大行政决策."""
    procedure = draft.source.policy.procedure
    if procedure == "政府规章":
        _check_hearing(checking, draft)
    elif procedure in ("重大行政决策", ""):
        _check_review(checking, draft)


def _check_hearing(checking: Checking, draft: Draft) -> None:
    """《规章制定程序条例》第十六条: announced 30 days before, 笔录, what became of opinions."""
    hearing = draft.source.hearing
    if hearing is None or hearing.held_on < HEARING.since:
        return
    announced = hearing.announced_on
    if announced is None:
        checking.at_key(draft, "hearing", "K023.not_announced", rule=HEARING.name)
    elif (hearing.held_on - announced).days < _HEARING_DAYS:
        days = (hearing.held_on - announced).days
        least, rule = _HEARING_DAYS, HEARING.name
        checking.at_key(draft, "hearing", "K023.late", count=days, least=least, rule=rule)
    if hearing.held_on < checking.today:
        for key, kind in (("record", "K023.no_record"), ("handling", "K023.no_handling")):
            if not getattr(hearing, key).strip():
                checking.at_key(draft, "hearing", kind, rule=HEARING.name)


def _check_review(checking: Checking, draft: Draft) -> None:
    """《重大行政决策程序暂行条例》第二十五条、第二十六条: a consultation is no legality review."""
    source = draft.source
    windows, review = source.policy.windows, source.review
    if review is None:
        issued = next((each.issued_on for each in source.versions if each.issued_on), None)
        if source.policy.procedure and windows and issued and issued >= LEGALITY.since:
            checking.at_key(draft, "procedure", "K024.no_review", rule=LEGALITY.name)
        return
    if review.since < REVIEW_TIME.since:
        return
    if windows and review.since <= windows[-1].last_day:
        closed = windows[-1].last_day
        checking.at_key(draft, "review", "K024.during", rule=LEGALITY.name, closed=closed)
    if review.meeting is None:
        return
    days = working_days_between(review.since, review.meeting)
    if days < _REVIEW_DAYS:
        least, rule = _REVIEW_DAYS, REVIEW_TIME.name
        checking.at_key(draft, "review", "K024.short", count=max(days, 0), least=least, rule=rule)
