"""The service, settings and caller of the current request."""

from typing import cast

from flask import current_app, request

from comments_service.services.ledger.flood_limits import Caller
from comments_service.services.outcome.kept_tallies import KeptTallies
from comments_service.services.service import Service
from comments_service.services.upkeep.health import Health
from comments_service.settings import Settings
from comments_service.web.shell.forwarding import household
from comments_service.web.shell.turned_away import BUSY, too_many


def current_service() -> Service:
    """Return the service of the current application."""
    return cast("Service", current_app.extensions["yanlu"])


def current_health() -> Health:
    """Return the health checks of the current application."""
    return cast("Health", current_app.extensions["yanlu_health"])


def current_tallies() -> KeptTallies:
    """Return the tallies that the current application keeps."""
    return cast("KeptTallies", current_app.extensions["yanlu_tallies"])


def current_settings() -> Settings:
    """Return the settings of the current application."""
    return cast("Settings", current_app.config["YANLU_SETTINGS"])


def current_caller() -> Caller:
    """Return where the current request comes from, as limits see it."""
    busy = too_many() if request.environ.get(BUSY) else None
    return Caller(household(request.remote_addr or ""), busy)
