"""Why the service cannot answer now: logged once for each answer, never sent."""

import logging
from collections.abc import Callable

from flask import Blueprint, Flask, Response, request

from comments_service.domain.errors import Refusal, Unavailable
from comments_service.keyring import KeyringError
from comments_service.logs import error_facts
from comments_service.store.database.database_faults import FAILURES, unusable
from comments_service.web.shell.turned_away import RefusalReason

# What may be raised at any time by a view that asks the database.
CAUSES = (*FAILURES, KeyringError)
_LOG = logging.getLogger(__name__)


def as_unavailable(error: Exception) -> Unavailable:
    """Return the refusal that an error comes to; the error itself where the program is at fault."""
    # The message of the first holds names of rows and keys, never what they hold.
    words = f"keys_wrong: {error}" if isinstance(error, KeyringError) else unusable(error)
    if words is None:
        raise error
    refusal = Unavailable(str(words))
    refusal.__cause__ = error
    return refusal


def answer_refusals(part: Flask | Blueprint, answer: Callable[[Refusal], Response]) -> None:
    """Register ``answer`` for every refusal, and for what makes the service unavailable."""
    part.register_error_handler(Refusal, answer)
    for cause in CAUSES:
        part.register_error_handler(cause, lambda error: answer(as_unavailable(error)))


def note_unavailable(refusal: Refusal) -> None:
    """Log why a request is answered with 503; its address may hold a code, so only its rule."""
    cause = getattr(refusal, "cause", "") or refusal.code
    rule = request.url_rule.rule if request.url_rule else "an unknown address"
    facts = error_facts(refusal.__cause__) if refusal.__cause__ else {}
    # A stop is no fault: nobody need be woken.
    level = logging.INFO if cause == RefusalReason.STOPPING else logging.ERROR
    _LOG.log(level, "503 at %s %s: %s", request.method, rule, cause, extra={"facts": facts})
