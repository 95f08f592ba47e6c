"""待办: what is due first, then every consultation by what is due."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response, g

from catalogue.states import State
from comments_service.domain.comment_state import Stage
from comments_service.domain.roles import Right
from comments_service.domain.staff import Officer
from comments_service.services.matters import Matter, matters
from comments_service.web.desk.guard import Admission, desk
from comments_service.web.desk.page import DeskSpeech, desk_speech, show_desk


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


@desk.page("/")
def show_todo(admission: Admission) -> Response:
    """Show the officer's consultations; what is overdue or due within days stands on top."""
    officer, speech = admission.officer, desk_speech()
    found = matters(admission.service, officer, g.desk_session.now)
    duties = [_duty(each, speech) for each in found if each.is_pressing]
    duties += [duty for each in found for duty in _waiting(each, officer, speech)]
    return show_desk("todo.html", matters=found, due=duties)


def _waiting(each: Matter, officer: Officer, speech: DeskSpeech) -> Iterator[Duty]:
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


def _duty(each: Matter, speech: DeskSpeech) -> Duty:
    closed = each.stands.state is State.CLOSED
    title = each.policy.title
    words = "《%(title)s》的采纳情况还没有反馈" if closed else "《%(title)s》就要截止"
    return Duty(
        count=speech.say("%(days)s天", days=abs(each.days_left)),
        words=speech.say(words, title=title),
        when=speech.due(each),
        act=speech.say("去处理") if closed else speech.say("去看看"),
        place=f"{each.policy.id}/{'release' if closed else ''}",
        overdue=each.is_overdue,
    )
