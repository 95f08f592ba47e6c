"""A small web server for the benchmarks, and a browser that counts what it fetches."""

import functools
import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import launch

_TEXTS = {".html", ".css", ".js", ".json", ".svg", ".txt", ".xml"}
_SWITCHES = ["--no-sandbox", "--disable-background-networking"]


class _Handler(SimpleHTTPRequestHandler):
    """Sends text compressed to whoever serves it, and keeps connections open."""

    protocol_version = "HTTP/1.1"
    sent: ClassVar[list[tuple[str, int]]] = []

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        small = path.suffix in _TEXTS
        data = _compressed(path) if small else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=60")
        if small:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(data)
        self.sent.append((self.path, len(data)))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _compressed(path: Path) -> bytes:
    beside = path.with_name(path.name + ".gz")
    return beside.read_bytes() if beside.is_file() else _packed(path)


@functools.cache
def _packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)


@dataclass
class Served:
    """A folder that is served: its address, and what was sent since the last first visit."""

    address: str
    sent: list[tuple[str, int]] = field(default_factory=list)

    def bytes_of(self, part: str) -> int:
        """Return the bytes (without headers) sent of all paths that hold these words."""
        return sum(size for path, size in self.sent if part in path)


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Serve a folder on a loopback port; the address has a final slash."""
    site = Served("")

    class Handler(_Handler):
        sent = site.sent

    handler = functools.partial(Handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        site.address = f"http://127.0.0.1:{server.server_port}/"
        yield site
        server.shutdown()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser."""
    with sync_playwright() as playwright:
        browser = launch(playwright, _SWITCHES)
        yield browser
        browser.close()


@contextmanager
def first_visit(browser: Browser, site: Served) -> Iterator[Page]:
    """Open a page with nothing in its cache; counting what is sent begins anew."""
    context = browser.new_context(locale="zh-CN")
    site.sent.clear()
    yield context.new_page()
    context.close()
