"""``build.py --watch``: what is saved is built, and shown in the browser at once.

A small server on this machine alone shows the site; a script that it adds to the pages it
sends (the files have none) asks whether the site changed, and loads the page anew.
"""

import os
import threading
from collections.abc import Callable, Iterable
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from publisher.sources.own_file import is_left_behind

Stamp = dict[str, tuple[int, int]]

_EVERY = 0.25  # seconds between two looks at the sources
_PATIENCE = 25.0  # seconds that a page is kept waiting for news
_SCRIPT = b"""let seen = null;
for (;;) {
  try {
    const answer = await fetch(`/~changed?${seen ?? ""}`);
    const now = await answer.text();
    if (seen !== null && now !== seen) location.reload();
    seen = now;
  } catch (error) {
    // What fetch is rejected with: the server is away, or being started anew.
    if (!(error instanceof TypeError)) throw error;
    await new Promise((done) => setTimeout(done, 1000));
  }
}
"""
_TAG = b'<script type="module" src="/~watch.js"></script></body>'


class News:
    """The number of builds so far, for those who wait for the next."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0

    def tell(self) -> None:
        """Say that there is a new build."""
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def after(self, seen: str) -> str:
        """Return the number once it is another than ``seen``, or after a while as it is."""
        with self._changed:
            self._changed.wait_for(lambda: str(self._count) != seen, timeout=_PATIENCE)
            return str(self._count)


def server(site: Path, news: News, port: int) -> ThreadingHTTPServer:
    """Return a server of the site on the loopback address; 0 takes any free port."""

    class Handler(_Handler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(site))

    Handler.news = news
    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


class _Handler(SimpleHTTPRequestHandler):
    news: News

    def do_GET(self) -> None:
        """Answer with news, with a page and the script that asks for them, or with a file."""
        path, _, query = self.path.partition("?")
        page = self._page(path)
        if path == "/~watch.js":
            self._send(_SCRIPT, "text/javascript")
        elif path == "/~changed":
            self._send(self.news.after(query).encode(), "text/plain")
        elif page is not None:
            self._send(page.replace(b"</body>", _TAG), "text/html")
        else:
            super().do_GET()

    def _page(self, path: str) -> bytes | None:
        name = self.translate_path(path)
        file = Path(name) / "index.html" if path.endswith("/") else Path(name)
        if file.suffix != ".html":
            return None
        try:
            return file.read_bytes()
        except OSError:
            return None

    def _send(self, data: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Say nothing of single requests."""


def stamp(paths: Iterable[Path]) -> Stamp:
    """Return the time and size of every file at or below some paths, without leavings."""
    found: Stamp = {}
    for path in paths:
        if path.is_dir():
            found |= _stamp_folder(path)
        elif path.exists():
            about = path.stat()
            found[str(path)] = (about.st_mtime_ns, about.st_size)
    return found


def _stamp_folder(folder: Path) -> Stamp:
    found: Stamp = {}
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not is_left_behind(name)]
        for name in files:
            if is_left_behind(name):
                continue
            try:
                about = Path(parent, name).lstat()
            except FileNotFoundError:
                continue  # an editor's passing file
            found[f"{parent}/{name}"] = (about.st_mtime_ns, about.st_size)
    return found


def watch(
    sources: Iterable[Path], build: Callable[[], None], news: News, stop: threading.Event
) -> None:
    """Build, and again whenever a source changes, until ``stop`` is set."""
    paths = list(sources)
    seen: Stamp | None = None
    while not stop.is_set():
        now = stamp(paths)
        if now != seen:
            seen = now
            build()
            news.tell()
        stop.wait(_EVERY)
