"""The figures of the service (``/metrics``), for programs that watch it and nobody else."""

from collections.abc import Callable
from typing import cast

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import NotFound

from comments_service.web.shell.access import Access, access
from comments_service.web.shell.forwarding import IS_FORWARDED, is_trusted
from comments_service.web.shell.request_context import current_settings

METRICS = "yanlu_metrics"
"""The extension that returns the figures; only a serving process has it."""
_TYPE = "text/plain; version=0.0.4; charset=utf-8"

watched = Blueprint("watched", __name__)


@watched.get("/metrics")
@access(Access.WATCHER)
def metrics() -> Response:
    """Show the figures to whoever asks by a connection of their own, from where they may."""
    page = cast("Callable[[], bytes] | None", current_app.extensions.get(METRICS))
    allowed = is_trusted(request.remote_addr or "", current_settings().metrics_from)
    if page is None or request.environ[IS_FORWARDED] or not allowed:
        raise NotFound
    return Response(page(), content_type=_TYPE, headers={"Cache-Control": "no-store"})
