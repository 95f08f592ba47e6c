"""States and other fixed words of the service's pages, in Chinese; ``_`` says them."""

from comments_service.domain.register import code_words
from interface.names import ASSURANCE_NAMES, STATE_NAMES

WORDS = {
    "states": STATE_NAMES,
    "window_states": code_words.WINDOW_STATES,
    "comment_states": code_words.COMMENT_STATES,
    "stages": code_words.STAGES,
    "stances": code_words.STANCES,
    "participants": code_words.PARTICIPANTS,
    "assurances": ASSURANCE_NAMES,
    "text_states": code_words.TEXT_STATES,
    "held_for": code_words.HELD_FOR,
    "file_types": code_words.FILE_TYPES,
    "channels": code_words.CHANNELS,
    "dispositions": code_words.DISPOSITIONS,
    "request_kinds": code_words.REQUEST_KINDS,
    "request_states": code_words.REQUEST_STATES,
}
"""What each code is called, by the name under which templates know the table."""
