"""States and other fixed words of the service's pages, in Chinese; ``Speech`` says them."""

from catalogue.states import Standing, State
from comments_service.domain import code_words
from comments_service.web.speech import Speech

STANCES = tuple(code_words.STANCES.items())
PARTICIPANTS = tuple(code_words.PARTICIPANTS.items())
WINDOW_STATES = code_words.WINDOW_STATES
COMMENT_STATES = code_words.COMMENT_STATES
DISPOSITIONS = code_words.DISPOSITIONS
STATES = {
    State.UPCOMING: "即将开始",
    State.OPEN: "征集中",
    State.CLOSED: "意见整理中",
    State.ANSWERED: "已反馈",
    State.ISSUED: "已印发",
}


def state_words(stands: Standing, speech: Speech) -> str:
    """Return a consultation's state as the public reads it."""
    if stands.last_day:
        return speech.say("征集中·最后一天")
    if stands.outcome_due:
        day = speech.month_day(stands.outcome_due)
        return speech.say("意见整理中（预计%(day)s前反馈）", day=day)
    return speech.say(STATES[stands.state])
