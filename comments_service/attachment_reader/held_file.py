"""Why a file is held, and how much of one is read."""

import time

from comments_service.domain.comments.attachment import HeldFor

LONGEST = 200_000
"""So many characters are read."""
# Of the ten seconds that whoever started this waits.
_CPU_SECONDS = 6.0


class HeldFileError(Exception):
    """A file whose words are not taken out."""

    def __init__(self, why: HeldFor) -> None:
        super().__init__(why)
        self.why = why


def is_enough(length: int) -> bool:
    """Return whether as much was read as is kept, or as there is time for."""
    return length > LONGEST or time.process_time() > _CPU_SECONDS
