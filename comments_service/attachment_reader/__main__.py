"""``python -m comments_service.attachment_reader TYPE``: a file in, its words out.

The first line says ``read``, or for what the file is held; the words follow it.
"""

import os
import resource
import signal
import sys

from processes.own_limits import limit_process, limit_resource

# Before anything large is loaded; nothing is to be written but what is printed.
limit_process()
limit_resource(resource.RLIMIT_FSIZE, 0)

from comments_service.attachment_reader.held_file import HeldFileError  # noqa: E402
from comments_service.attachment_reader.pdf_words import pdf_words  # noqa: E402
from comments_service.attachment_reader.word_words import word_words  # noqa: E402
from comments_service.domain.comments.attachment import PDF, HeldFor, TextState  # noqa: E402

# Of the ten that the kernel allows: between two looks at the time a library may do much, and
# whoever waits is to be told for what the file is held.
_MOST_CPU_SECONDS = 8.0


def give_up(*_: object) -> None:
    """Report that the file takes too long; nothing was printed before, since words come last."""
    os.write(sys.stdout.fileno(), f"{HeldFor.TOO_SLOW}\n".encode())
    os._exit(0)


def read(kind: str, content: bytes) -> tuple[str, str]:
    """Return ``read`` with the words of a file, or for what it is held."""
    try:
        return TextState.READ, pdf_words(content) if kind == PDF else word_words(content)
    except HeldFileError as held:
        return held.why, ""
    except MemoryError:
        return HeldFor.TOO_LARGE, ""
    except Exception:  # noqa: BLE001 - whatever a library raises at a file that was made for it
        return HeldFor.DAMAGED, ""


signal.signal(signal.SIGPROF, give_up)
signal.setitimer(signal.ITIMER_PROF, _MOST_CPU_SECONDS)
said, words = read(sys.argv[1], sys.stdin.buffer.read())
signal.setitimer(signal.ITIMER_PROF, 0)
sys.stdout.buffer.write(f"{said}\n{words}".encode("utf-8", "replace"))
