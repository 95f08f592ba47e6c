"""The application: one Flask object made from the settings."""

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from comments_service.services.service import Service, open_service
from comments_service.settings import Settings
from comments_service.store.migrate import Layout, layout
from comments_service.web.access import require_declared_access
from comments_service.web.api import api
from comments_service.web.pages import pages
from comments_service.web.problems import register_problems
from comments_service.web.request_size import register_request_size
from comments_service.web.security import register_security
from comments_service.web.static_site import FOLDER, SitePath, site


def create_app(settings: Settings) -> Flask:
    """Make the application; it answers at once, and ``/readyz`` says whether it can work.

    ``web.current`` finds the service and the settings that it stands on.
    """
    app = Flask(__name__, static_folder=None)
    service = open_service(settings)
    app.extensions["yanlu"] = service
    app.config["YANLU_SETTINGS"] = settings
    app.url_map.strict_slashes = False
    app.url_map.converters["site_path"] = SitePath
    _settle_clock(service)
    register_request_size(app)
    register_problems(app)
    register_security(app, settings)
    app.register_blueprint(api)
    app.register_blueprint(pages)
    if settings.site_folder is not None:
        app.config[FOLDER] = settings.site_folder
        app.register_blueprint(site)
    require_declared_access(app)
    return app


def _settle_clock(service: Service) -> None:
    """Keep a demonstration's offset before the first request; without tables, /readyz says so."""
    try:
        with service.database.write() as connection:
            if layout(connection) is Layout.CURRENT:
                service.clock.settle(connection)
    except SQLAlchemyError:
        return
