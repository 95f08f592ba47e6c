"""Flask and Werkzeug as they are, but for what they find out again for each request."""

import json
from typing import Any

from flask import Flask, Request
from flask.json.provider import DefaultJSONProvider
from werkzeug.routing import MapAdapter

# Hosts that were asked for; a client may send any, and long ones.
_MOST_HOSTS, _LONGEST_HOST = 64, 256
COMPACT: dict[str, Any] = {"separators": (",", ":")}


class LeanJson(DefaultJSONProvider):
    """Writes JSON as its parent does, by one encoder for all answers."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self._compact = json.JSONEncoder(
            default=self.default,
            ensure_ascii=self.ensure_ascii,
            sort_keys=self.sort_keys,
            **COMPACT,
        )

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """Return a value as JSON; the library would make an encoder for it."""
        return self._compact.encode(obj) if kwargs == COMPACT else super().dumps(obj, **kwargs)


class LeanFlask(Flask):
    """An application whose views are no coroutines, and under whose hosts the routes are one."""

    json_provider_class = LeanJson

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._names: dict[tuple[object, ...], str] = {}

    def ensure_sync(self, func: Any) -> Any:
        """Return a function as it is: none here is a coroutine."""
        return func

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Return the routes as a request may take them; its host is read once for all of one."""
        if request is None or "HTTP_UPGRADE" in request.environ:
            return super().create_url_adapter(request)
        environ = request.environ
        scheme, host = environ["wsgi.url_scheme"], environ.get("HTTP_HOST")
        key = scheme, host, environ.get("SERVER_NAME"), environ.get("SERVER_PORT")
        name = self._names.get(key)
        if name is None:
            adapter = super().create_url_adapter(request)
            if adapter is not None and len(str(host)) <= _LONGEST_HOST:
                self._keep(key, adapter.server_name)
            return adapter
        path, query = _read(environ.get("PATH_INFO", "/")), _read(environ.get("QUERY_STRING", ""))
        method, at = environ["REQUEST_METHOD"], _read(environ.get("SCRIPT_NAME", "/"))
        return MapAdapter(self.url_map, name, at, "", scheme, path, method, query)

    def _keep(self, key: tuple[object, ...], name: str) -> None:
        if len(self._names) >= _MOST_HOSTS:
            self._names.clear()
        self._names[key] = name


def _read(text: str) -> str:
    """Return a text of WSGI (PEP 3333) as what its bytes are in UTF-8."""
    return text.encode("latin-1").decode("utf-8", "replace")
