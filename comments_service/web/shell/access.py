"""Who may call a route. Every route declares it; the application does not start otherwise."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask

View = TypeVar("View", bound=Callable[..., Any])
_ATTRIBUTE = "yanlu_access"


class Access(StrEnum):
    """The circles of callers."""

    PUBLIC = "public"
    RECEIPT_HOLDER = "receipt holder"
    """Whoever gives a receipt number together with its query code."""
    MESSAGE_READER = "message reader"
    """Whoever has the link that a message to a sender ends with."""
    WATCHER = "watcher"
    """Programs that watch the service, from the addresses of ``YANLU_METRICS_FROM``."""
    STAFF = "staff"
    """Members of staff who are signed in; ``web.desk.guard`` sees to it."""


class UndeclaredAccessError(RuntimeError):
    """A route says not who may call it."""


def access(circle: Access) -> Callable[[View], View]:
    """Declare who may call a view; it goes below the route's own decorator."""

    def declare(view: View) -> View:
        setattr(view, _ATTRIBUTE, circle)
        return view

    return declare


def declared_access(app: Flask, endpoint: str) -> Access | None:
    """Return what an endpoint's view declares; a blueprint's own static files are public."""
    if endpoint.endswith(".static"):
        return Access.PUBLIC
    return getattr(app.view_functions[endpoint], _ATTRIBUTE, None)


def require_declared_access(app: Flask) -> None:
    """Raise ``UndeclaredAccessError`` naming every route without a declaration."""
    rules = app.url_map.iter_rules()
    bare = sorted(str(rule) for rule in rules if declared_access(app, rule.endpoint) is None)
    if bare:
        message = "no access declared: " + ", ".join(bare)
        raise UndeclaredAccessError(message)
