"""The application for Flask's own command and its server for development."""

import atexit
import logging
import os
from contextlib import ExitStack
from functools import cache

from click import ClickException
from flask import Flask

from comments_service.cli.failures import words_of
from comments_service.logs import start_log
from comments_service.services.database.identity import prepare
from comments_service.services.service import open_service
from comments_service.services.upkeep.upkeep import start_upkeep
from comments_service.settings import Settings
from comments_service.store.locks.sole_server import sole_server
from comments_service.umask import private_umask
from comments_service.web.app import create_app
from home.city_home import enter_home


@cache
def development_app() -> Flask:
    """Return the application by the settings; ``ClickException`` where ``serve`` refuses them."""
    try:
        return _prepared()
    except Exception as error:
        words = words_of(error)
        if words is None:
            raise
        raise ClickException(words) from error


def _prepared() -> Flask:
    private_umask()
    enter_home()
    logging.getLogger("werkzeug").addFilter(_is_of_no_request)
    settings = Settings.from_env(os.environ, serving=True)
    start_log("text", settings.log_level)
    service = open_service(settings, serving=True)
    # The reloader runs the server in a child, while its parent holds the database.
    if os.environ.get("WERKZEUG_RUN_MAIN") != "true":
        held = ExitStack()
        held.enter_context(sole_server(service.database.file))
        atexit.register(held.close)
    prepare(service)
    service.database.close()
    app = create_app(settings)
    start_upkeep(app.extensions["yanlu"])
    return app


def _is_of_no_request(line: logging.LogRecord) -> bool:
    """Return whether a line of the server is about itself; a request's may have a query code."""
    return " - - [" not in str(line.msg)
