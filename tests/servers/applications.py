"""Applications for tests: to make one takes longer than most tests do with it.

One that a test gives back serves a later one of the same settings, with that one's service.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from flask import Flask
from jinja2 import FileSystemBytecodeCache

from comments_service.services.outcome.kept_tallies import KeptTallies
from comments_service.services.service import open_service
from comments_service.settings import Settings
from comments_service.web.app import create_app
from comments_service.web.site.routes import FOLDER
from tests.servers.run_once import run_folder

# Where things are, and what time it is: an application has it by its service, its settings or
# the site's folder.
_GIVEN_ANEW = {
    "YANLU_DATABASE", "YANLU_IDENTITY", "YANLU_INBOX", "YANLU_SITE", "YANLU_POLICIES",
    "XDG_STATE_HOME", "YANLU_NOW", "YANLU_CLOCK",
}  # fmt: skip
_Key = frozenset[tuple[str, str]]
_SPARE: dict[_Key, list[Flask]] = defaultdict(list)


@cache
def _compiled_templates() -> FileSystemBytecodeCache:
    """What the run's processes have compiled; it is asked for by each template's text."""
    folder = run_folder() / "templates"
    folder.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


class Lent:
    """The applications that a test has, each of them its own until they are given back."""

    def __init__(self) -> None:
        self._lent: list[tuple[_Key, Flask]] = []

    def application(self, env: Mapping[str, str]) -> Flask:
        """Return an application that is as new, for these settings."""
        settings = Settings.from_env(env)
        if settings.site_folder is None:
            return _made(settings)
        key = frozenset(each for each in env.items() if each[0] not in _GIVEN_ANEW)
        app = _SPARE[key].pop() if _SPARE[key] else _made(settings)
        self._lent.append((key, app))
        app.extensions["yanlu"] = open_service(settings, serving=True)
        app.extensions["yanlu_tallies"] = KeptTallies()
        app.config.update(YANLU_SETTINGS=settings, TESTING=True, PROPAGATE_EXCEPTIONS=None)
        app.config[FOLDER] = settings.site_folder
        return app

    def give_back(self) -> None:
        """Let later tests have them."""
        for key, app in self._lent:
            _SPARE[key].append(app)
        self._lent.clear()


def _made(settings: Settings) -> Flask:
    app = create_app(settings)
    app.config["TESTING"] = True
    app.jinja_env.bytecode_cache = _compiled_templates()
    return app
