"""Showing a page of the desk: the dark bar, who is signed in, the tabs of one consultation."""

from datetime import date, datetime
from typing import Any

from flask import Response, g

from catalogue.window import CHINA, china_day
from comments_service.domain.code_words import CHANNELS, DISPOSITIONS, ROLES
from comments_service.domain.roles import Right
from comments_service.services.matters import Matter, matter
from comments_service.services.sign_in import Session
from comments_service.web.current import current_service
from comments_service.web.desk.guard import Admission
from comments_service.web.page import show
from comments_service.web.speech import Speech, page_speech

TABS = {
    "": "概况",
    "register": "台账",
    "units": "征求部门意见",
    "release": "发布与反馈",
    "reports": "报表",
}
_STATES = {
    "upcoming": "即将开始",
    "open": "征集中",
    "closed": "意见整理中",
    "answered": "已反馈",
    "issued": "已印发",
}


def show_desk(template: str, status: int = 200, *, here: str = "todo", **facts: Any) -> Response:
    """Render a page of the desk, which is kept nowhere.

    ``here`` is the entry of the bar that the page belongs to: todo, matters, enter, year.
    """
    session: Session | None = g.get("desk_session")
    speech = page_speech()
    officer = session.officer if session else None
    answer = show(
        f"desk/{template}",
        status,
        here=here,
        officer=officer,
        roles=speech.say("、").join(speech.say(ROLES[each]) for each in _in_order(officer)),
        csrf=session.csrf if session else "",
        may=officer.may if officer else None,
        Right=Right,
        speech=speech,
        demo=current_service().demo,
        states=_STATES,
        channels=CHANNELS,
        dispositions=DISPOSITIONS,
        **facts,
    )
    answer.headers["Cache-Control"] = "no-store"
    policy = answer.headers["Content-Security-Policy"]
    answer.headers["Content-Security-Policy"] = f"{policy}; script-src 'self'"
    return answer


def show_matter(
    template: str, admission: Admission, tab: str, status: int = 200, **facts: Any
) -> Response:
    """Render a page of one consultation; ``tab`` is one of ``TABS``."""
    session: Session = g.desk_session
    head = matter(current_service(), admission.policy, session.now)
    when = said_due(head, page_speech()) if head else ""
    return show_desk(
        template, status, here="matters", policy=admission.policy, head=head, when=when,
        tab=tab, tabs=TABS, **facts,
    )  # fmt: skip


def said_due(each: Matter, speech: Speech) -> str:
    """Say what of a consultation is due when, and how long it is until then."""
    if each.due is None:
        return speech.period(each.window)
    day = speech.month_day(each.due)
    words = "%(day)s截止" if each.stands.state == "open" else "%(day)s前反馈"
    return f"{speech.say(words, day=day)}{speech.say('，')}{said_left(each, speech)}"


def said_left(each: Matter, speech: Speech) -> str:
    """Say how many days are left, or have passed since."""
    days = each.days_left
    if days < 0:
        return speech.say("已过%(days)s天", days=-days)
    return speech.say("还有%(days)s天", days=days) if days else speech.say("今天到期")


def said_progress(each: Matter) -> str:
    """Say how far the comments of a consultation are."""
    speech, done = page_speech(), each.counts
    if not done.comments:
        return speech.say("还没有意见")
    if done.released == done.comments:
        return speech.say("%(count)s条全部有结果", count=done.comments)
    parts = [
        (done.released, "%(count)s条已审核"),
        (done.proposed, "%(count)s条已拟办"),
        (done.undecided, "%(count)s条未定"),
    ]
    return speech.say("，").join(speech.say(words, count=n) for n, words in parts if n)


def short_day(day: date) -> str:
    """Write a day as the register does: 7-16."""
    return f"{day.month}-{day.day}"


def short_moment(at: datetime, speech: Speech) -> str:
    """Write an instant as the history of a comment does: 7月16日 10:06, in Beijing time."""
    return f"{speech.month_day(china_day(at))} {at.astimezone(CHINA):%H:%M}"


def _in_order(officer: Any) -> list[Any]:
    return [role for role in ROLES if officer is not None and role in officer.roles]
