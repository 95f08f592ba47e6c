"""The application: one Flask object made from the settings."""

from pathlib import Path
from typing import Any

from flask import Flask, request
from jinja2 import FileSystemLoader
from werkzeug.exceptions import HTTPException

from comments_service.logs import error_facts
from comments_service.services.outcome.kept_tallies import KeptTallies
from comments_service.services.service import open_service
from comments_service.services.upkeep.health import Health
from comments_service.settings import Settings
from comments_service.web.api.interface import register_interface
from comments_service.web.desk.desk import desk
from comments_service.web.forms.pages import pages
from comments_service.web.lean_flask import LeanFlask
from comments_service.web.shell.access import require_declared_access
from comments_service.web.shell.error_pages import answer_http_error, answer_refusal
from comments_service.web.shell.forwarding import register_forwarding
from comments_service.web.shell.request_context import register_request_notes
from comments_service.web.shell.request_size import register_request_size
from comments_service.web.shell.security import register_security
from comments_service.web.shell.turned_away import turn_away
from comments_service.web.shell.unavailable import answer_refusals
from comments_service.web.site.metrics_route import watched
from comments_service.web.site.routes import FOLDER, SitePath, site
from interface.language import TEMPLATES


class Application(LeanFlask):
    """The application; of a failure the log has the place, and nothing of the request."""

    def log_exception(self, exc_info: Any) -> None:
        """Log an error's kind and lines; its words may hold what was sent, the address a code."""
        kind, error, _ = exc_info
        facts = {"facts": error_facts(error)}
        self.logger.error("%s at %s", kind.__name__, request.endpoint, extra=facts)


def create_app(settings: Settings) -> Flask:
    """Make the application, which answers at once; ``/readyz`` says whether it can work."""
    app = Application(__name__, static_folder=None)
    app.jinja_loader = FileSystemLoader([Path(__file__).parent / "templates", TEMPLATES])
    service = open_service(settings, serving=True)
    app.extensions["yanlu"] = service
    app.extensions["yanlu_health"] = Health(service)
    app.extensions["yanlu_tallies"] = KeptTallies()
    app.config["YANLU_SETTINGS"] = settings
    app.url_map.strict_slashes = False
    # Werkzeug would lead /api//v1 elsewhere by an address made from the Host header.
    app.url_map.merge_slashes = False
    app.url_map.converters["site_path"] = SitePath
    register_security(app, settings)
    register_forwarding(app, settings.trusted_proxies)
    register_request_notes(app, settings.trusted_proxies)
    app.before_request(turn_away)
    register_request_size(app)
    answer_refusals(app, answer_refusal)
    app.register_error_handler(HTTPException, answer_http_error)
    register_interface(app)
    for blueprint in (pages, desk, watched):
        app.register_blueprint(blueprint)
    if settings.site_folder is not None:
        app.config[FOLDER] = settings.site_folder
        app.register_blueprint(site)
    require_declared_access(app)
    return app
