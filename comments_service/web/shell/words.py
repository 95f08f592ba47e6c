"""States and other fixed words of the service's pages, in Chinese; ``_`` says them."""

from catalogue.states import State
from comments_service.domain.register import code_words

STATES = {
    State.UPCOMING: "即将开始",
    State.OPEN: "征集中",
    State.CLOSED: "意见整理中",
    State.ANSWERED: "已反馈",
    State.ISSUED: "已印发",
}
WORDS = {
    "states": STATES,
    "window_states": code_words.WINDOW_STATES,
    "comment_states": code_words.COMMENT_STATES,
    "stages": code_words.STAGES,
    "stances": code_words.STANCES,
    "participants": code_words.PARTICIPANTS,
    "channels": code_words.CHANNELS,
    "dispositions": code_words.DISPOSITIONS,
}
"""What each code is called, by the name under which templates know the table."""
