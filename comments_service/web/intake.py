"""Taking a submission out of a request, in whatever form it came."""

from collections.abc import Callable
from dataclasses import replace

from comments_service.domain.comments.submission import NewSubmission, StoredSubmission
from comments_service.domain.errors import Refusal
from comments_service.services.intake.submit import submit
from comments_service.web.shell.request_context import current_caller, current_service


def take(read: Callable[[], NewSubmission], *, scripted: bool = True) -> StoredSubmission:
    """Read a submission and take it; a caller who has to wait is refused with that first."""
    caller = replace(current_caller(), scripted=scripted)
    try:
        new = read()
    except Refusal:
        if caller.busy:
            raise caller.busy from None
        raise
    return submit(current_service(), new, caller)
