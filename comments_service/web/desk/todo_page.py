"""待办: what is due first, then every consultation by what is due."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, g

from catalogue.states import State
from comments_service.domain.comment_state import Stage
from comments_service.domain.roles import Right
from comments_service.domain.staff import Officer
from comments_service.services.matters import Matter, matters
from comments_service.web.access import Access, access
from comments_service.web.current import current_service
from comments_service.web.desk.guard import guard
from comments_service.web.desk.page import said_due, said_progress, show_desk
from comments_service.web.speech import Speech, page_speech

todo = Blueprint("todo", __name__)


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to be done: how much or how late, what, when, and the page where it is done.

    ``stage`` narrows the register to it.
    """

    count: str
    words: str
    when: str
    act: str
    place: str
    overdue: bool = False
    stage: str = ""


@todo.get("/")
@access(Access.STAFF)
def show_todo() -> Response:
    """Show the officer's consultations; what is overdue or due within days stands on top."""
    officer = guard().officer
    speech = page_speech()
    found = matters(current_service(), officer, g.desk_session.now)
    rows = [
        (each, _due(each, speech), speech.period(each.window), said_progress(each, speech))
        for each in found
    ]
    duties = [_duty(each, speech) for each in found if each.is_pressing]
    duties += [duty for each in found for duty in _waiting(each, officer, speech)]
    return show_desk("todo.html", rows=rows, due=duties)


def _due(each: Matter, speech: Speech) -> str:
    return said_due(each, speech) if each.due else ""


def _waiting(each: Matter, officer: Officer, speech: Speech) -> Iterator[Duty]:
    """Yield what waits for this officer in a consultation, whatever the day."""
    come, title = each.progress, each.policy.title
    work = (
        (Right.CHECK, come.unchecked, "登记的来件等别人对照原件核对", "核对", Stage.UNCHECKED),
        (Right.RELEASE, come.proposed, "拟办的意见等别人审核", "审核", Stage.REVIEW),
        (Right.DECIDE, come.undecided, "意见还没有决定", "拟办", Stage.STUDY),
    )
    for right, number, words, act, wanted in work:
        if number and officer.may(right, each.policy.id):
            count = speech.say("%(n)s条", n=number)
            place = f"{each.policy.id}/register"
            yield Duty(count, speech.say(words), title, speech.say(act), place, stage=wanted)


def _duty(each: Matter, speech: Speech) -> Duty:
    closed = each.stands.state is State.CLOSED
    title = each.policy.title
    words = "《%(title)s》的采纳情况还没有反馈" if closed else "《%(title)s》就要截止"
    return Duty(
        count=speech.say("%(days)s天", days=abs(each.days_left)),
        words=speech.say(words, title=title),
        when=said_due(each, speech),
        act=speech.say("去处理") if closed else speech.say("去看看"),
        place=f"{each.policy.id}/{'release' if closed else ''}",
        overdue=each.is_overdue,
    )
