"""What stands behind the application that answers the current request."""

from typing import cast

from flask import current_app, request

from comments_service.services.ledger.flood_limits import Caller
from comments_service.services.service import Service
from comments_service.services.upkeep.health import Health
from comments_service.settings import Settings
from comments_service.web.shell.forwarding import household
from comments_service.web.shell.turned_away import busy

_SERVICE = "yanlu"
_SETTINGS = "YANLU_SETTINGS"
_HEALTH = "yanlu_health"


def current_service() -> Service:
    """Return the service of the current application."""
    return cast("Service", current_app.extensions[_SERVICE])


def current_health() -> Health:
    """Return what tells how the current application stands."""
    return cast("Health", current_app.extensions[_HEALTH])


def current_settings() -> Settings:
    """Return the settings of the current application."""
    return cast("Settings", current_app.config[_SETTINGS])


def current_caller() -> Caller:
    """Return where the current request comes from, as limits see it."""
    return Caller(household(request.remote_addr or ""), busy())
