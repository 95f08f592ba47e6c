"""The words of attachments, taken out of them by a child process after the comment was answered.

The file goes to the child through a pipe and is in clear in no file. The child has no secret of
the service in its environment, limits itself, leaves the network and may write no file.
"""

import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

from comments_service.domain.comments.attachment import HeldFor, TextState
from comments_service.domain.text_rules import many_lines
from comments_service.services.service import Service
from comments_service.store.comments import attachment_rows
from processes.limited_child import ChildBounds, run_child

SECONDS = 10
LONGEST_TEXT = 200_000
"""So many characters of an attachment are kept, the first ones."""
_BOUNDS = ChildBounds(SECONDS, 4 * LONGEST_TEXT + 1024)
# By us, or by its own limits.
_ENDED = {-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGALRM}
_HOME = Path(__file__).resolve().parents[3]
# How soon the next file is looked for: at once where there was one.
_SOON, _AT_ONCE = timedelta(seconds=5), timedelta()


def read_attachment(service: Service) -> timedelta:
    """Take the words out of the next file that waits; a task of upkeep."""
    with service.database.read() as connection:
        if not attachment_rows.any_pending(connection):
            return _SOON
    with service.database.write() as connection:
        claimed = attachment_rows.claim(connection, service.clock.now(connection))
    if claimed is None:
        return _SOON
    name, kind = claimed
    with service.database.read() as connection:
        content = attachment_rows.content(connection, service.keyring, name)
    found = attachment_words(kind, content)
    with service.database.write() as connection:
        attachment_rows.note_text(connection, service.keyring, name, *found)
    return _AT_ONCE


def attachment_words(kind: str, content: bytes) -> tuple[TextState, str]:
    """Return the words in a file, or that they were refused and for what (``HeldFor``)."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    command = [sys.executable, "-B", "-m", "comments_service.attachment_reader", kind]
    status, printed = run_child(command, _HOME, kept, _BOUNDS, content)
    said, _, text = printed.decode("utf-8", "replace").partition("\n")
    if status in _ENDED:
        return TextState.REFUSED, HeldFor.TOO_SLOW
    if status or said != TextState.READ:
        return TextState.REFUSED, HeldFor(said) if said in tuple(HeldFor) else HeldFor.DAMAGED
    words = many_lines(text.replace("\0", ""))[:LONGEST_TEXT].strip()
    return (TextState.READ, words) if words else (TextState.EMPTY, "")
