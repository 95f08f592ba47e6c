"""Where the file stands by which a database is known again, if the settings do not say."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.engine import URL, make_url

_CHARACTERS = 8


def default_identity(database: str, env: Mapping[str, str]) -> Path:
    """Return the file for a database's URL (taken from the root): never one for two of them."""
    name = hashlib.sha256(_named(database).encode()).hexdigest()[:_CHARACTERS]
    return _state_folder(env) / f"identity-{name}.json"


def database_file(database: str) -> Path | None:
    """Return the file of a SQLite URL, None for PostgreSQL."""
    url = make_url(database)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def without_password(url: URL) -> URL:
    """Return a PostgreSQL URL as its own programs read it, without what is secret in it."""
    plain = url.difference_update_query(["password"])
    bare = URL.create("postgresql", plain.username, None, plain.host, plain.port, plain.database)
    return bare.set(query=plain.query)


def _named(database: str) -> str:
    file = database_file(database)
    if file is not None:
        return f"sqlite:///{file.absolute()}"
    return str(without_password(make_url(database)))


def _state_folder(env: Mapping[str, str]) -> Path:
    """Return systemd's folder for the service, else the user's own (XDG Base Directory)."""
    of_unit = env.get("STATE_DIRECTORY", "").partition(":")[0]
    if of_unit:
        return Path(of_unit)
    # The specification has relative paths passed over.
    own = Path(env.get("XDG_STATE_HOME") or "")
    home = Path(env["HOME"]) if env.get("HOME") else Path.home()
    return (own if own.is_absolute() else home / ".local/state") / "yanlu"
