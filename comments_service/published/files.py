"""Files of the built site, from a folder or over HTTP, read again only when they changed."""

import http.client
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import quote, urlsplit

_LARGEST = 64 * 1024 * 1024
_SECONDS_BETWEEN_QUESTIONS = 3.0
_TIMEOUT_SECONDS = 5.0
_VALIDATORS = ("ETag", "Last-Modified")
_CONDITIONS = ("If-None-Match", "If-Modified-Since")


class FileError(Exception):
    """A file of the site cannot be read now, or is none of the site's."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file's text, and a tag by which to ask later whether it changed."""

    text: str
    etag: str


class SiteFiles(Protocol):
    """Where a site's files come from."""

    def due(self, path: str) -> bool:  # noqa: ARG002 - UrlFiles asks seldom
        """Return whether it is time to look again at a file that was read before."""
        return True

    def mark(self, path: str) -> str | None:  # noqa: ARG002 - a host cannot be asked so often
        """Return what is another where the file changed, at once; None where that takes long."""
        return None

    def read(self, path: str, etag: str | None) -> Fetched | None:
        """Return a file by its path in the site; None where it still has that tag."""
        ...


@dataclass(frozen=True, slots=True)
class FolderFiles(SiteFiles):
    """A folder; it may be swapped as a whole by renaming, so nothing is held open."""

    folder: Path

    def mark(self, path: str) -> str | None:
        """Return inode, size and time of change; None where it is not there."""
        try:
            return _tag(f"{self.folder}/{path}")
        except OSError:
            return None

    def read(self, path: str, etag: str | None) -> Fetched | None:
        """Read where inode, size or time of change differ from the tag."""
        try:
            # Every request asks: where nothing changed, one look is all.
            if etag is not None and _tag(f"{self.folder}/{path}") == etag:
                return None
            root = self.folder.resolve()
            file = (root / _inside(path)).resolve()
            if not file.is_relative_to(root):
                raise FileError(f"{path} leads out of the site")
            now = _tag(file)
            return None if now == etag else Fetched(file.read_text("utf-8"), now)
        except (OSError, UnicodeError) as error:
            raise FileError(getattr(error, "strerror", None) or "not UTF-8") from error


def _tag(file: str | Path) -> str:
    seen = os.stat(file)  # noqa: PTH116 - a path made of it would take longer than the look
    return f"{seen.st_ino}-{seen.st_size}-{seen.st_mtime_ns}"


class UrlFiles(SiteFiles):
    """A site at a URL; each file is asked for at most every few seconds."""

    def __init__(self, url: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._base = url.rstrip("/") + "/"
        self._monotonic = monotonic
        self._asked: dict[str, float] = {}
        self._opener = urllib.request.build_opener(_SameOrigin(self._base))

    def due(self, path: str) -> bool:
        """Return whether some seconds have passed."""
        last = self._asked.get(path)
        return last is None or self._monotonic() - last >= _SECONDS_BETWEEN_QUESTIONS

    def read(self, path: str, etag: str | None) -> Fetched | None:
        """Ask with ``ETag`` and ``Last-Modified`` of the last answer (RFC 9110)."""
        if etag is not None and not self.due(path):
            return None
        self._asked[path] = self._monotonic()
        request = urllib.request.Request(self._base + quote(_inside(path)))  # noqa: S310 - checked to be http(s) in settings
        for name, value in zip(_CONDITIONS, (etag or "").split("\n"), strict=False):
            if value:
                request.add_header(name, value)
        return self._ask(request)

    def _ask(self, request: urllib.request.Request) -> Fetched | None:
        try:
            with self._opener.open(request, timeout=_TIMEOUT_SECONDS) as answer:
                body = answer.read(_LARGEST + 1)
                etag = "\n".join(answer.headers.get(name, "") for name in _VALIDATORS)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == http.client.NOT_MODIFIED:
                return None
            raise FileError(f"{request.full_url}: {error.code}") from error
        except (OSError, http.client.HTTPException) as error:
            raise FileError(str(error)) from error
        if len(body) > _LARGEST:
            raise FileError(f"{request.full_url} is larger than {_LARGEST} bytes")
        try:
            return Fetched(body.decode("utf-8"), etag)
        except UnicodeError as error:
            raise FileError(f"{request.full_url} is not UTF-8") from error


class _SameOrigin(urllib.request.HTTPRedirectHandler):
    """Follow a redirect only within the origin that the operator named."""

    def __init__(self, base: str) -> None:
        self._origin = urlsplit(base)[:2]

    def redirect_request(  # noqa: PLR0913, PLR0917 - urllib's own signature
        self,
        req: urllib.request.Request,
        fp: object,
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if urlsplit(newurl)[:2] != self._origin:
            raise FileError(f"{req.full_url} redirects to another host")
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _inside(path: str) -> str:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\\" in path or ":" in path:
        raise FileError(f"{path!r} is not a path in the site")
    return path
