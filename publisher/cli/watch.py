"""``build.py --watch``: what is saved is built, and shown in the browser at once.

A small server on this machine alone shows the site; a script that it adds to the pages it
sends (the files have none) asks whether the site changed, loads the page again, and shows what
is wrong with a draft. Each build is a process of its own: it starts others, and a process in
which several threads live must not be forked.
"""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from watchdog.events import (
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from publisher.sources.own_file import is_left_behind

_CHANGES: list[type[FileSystemEvent]] = [
    FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent,
    DirMovedEvent, DirDeletedEvent,
]  # fmt: skip
_QUIET = 0.1  # seconds: an editor saves in several steps
_PATIENCE = 25.0  # seconds that a page is kept waiting for news
_SCRIPT = """const box = document.body.appendChild(document.createElement("pre"));
box.setAttribute("role", "alert");
Object.assign(box.style, {
  position: "fixed", inset: "0 0 auto", zIndex: 9999, margin: 0, padding: "12px 16px",
  maxHeight: "60vh", overflow: "auto", whiteSpace: "pre-wrap", background: "#fff3f0",
  color: "#8a1f11", borderBottom: "2px solid #8a1f11", font: "14px/1.6 monospace",
});
let seen = null;
for (;;) {
  try {
    box.textContent = await (await fetch("/~problems")).text();
    box.hidden = box.textContent === "";
    const answer = await fetch(`/~changed?${seen ?? ""}`);
    const now = await answer.text();
    if (seen !== null && now !== seen) location.reload();
    seen = now;
  } catch (error) {
    // What fetch is rejected with: the server is away, or being started again.
    if (!(error instanceof TypeError)) throw error;
    await new Promise((done) => setTimeout(done, 1000));
  }
}
"""
_TAG = b'<script type="module" src="/~watch.js"></script></body>'
_NO_SITE = b'<!doctype html><html lang="zh-CN"><title>build.py --watch</title><body></body></html>'


class BuildNotifier:
    """The number of builds so far and what is wrong, for those who wait for the next build."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0
        self.problems = ""

    def notify(self, problems: str) -> None:
        """Report another build, and what was wrong: "" if nothing was."""
        with self._changed:
            self._count += 1
            self.problems = problems
            self._changed.notify_all()

    def after(self, seen: str) -> str:
        """Return the number once it is another than ``seen``, or after a while as it is."""
        with self._changed:
            self._changed.wait_for(lambda: str(self._count) != seen, timeout=_PATIENCE)
            return str(self._count)


def server(site: Path, notifier: BuildNotifier, port: int) -> ThreadingHTTPServer:
    """Return a server of the site on the loopback address; 0 takes any free port."""

    class Handler(_Handler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(site))

    Handler.notifier = notifier
    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


class _Handler(SimpleHTTPRequestHandler):
    notifier: BuildNotifier

    def do_GET(self) -> None:
        """Answer with news, with a page and the script that asks for them, or with a file."""
        path, _, query = self.path.partition("?")
        if path == "/~watch.js":
            self._send(_SCRIPT.encode(), "text/javascript")
        elif path == "/~problems":
            self._send(self.notifier.problems.encode(), "text/plain")
        elif path == "/~changed":
            self._send(self.notifier.after(query).encode(), "text/plain")
        else:
            self._send_of_site(path)

    def _send_of_site(self, path: str) -> None:
        name = Path(self.translate_path(path))
        file = name / "index.html" if path.endswith("/") else name
        if file.suffix != ".html":
            super().do_GET()
        elif file.is_file():
            self._send_page(file.read_bytes(), 200)
        else:
            missing = Path(self.directory, "404.html")
            self._send_page(missing.read_bytes() if missing.is_file() else _NO_SITE, 404)

    def _send_page(self, page: bytes, status: int) -> None:
        self._send(page.replace(b"</body>", _TAG), "text/html", status)

    def _send(self, data: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Log no single requests."""


class SourceChanges(FileSystemEventHandler):
    """Whether one of the sources changed: folders with all below them, and single files."""

    def __init__(self, sources: Iterable[Path]) -> None:
        self._sources = [source.resolve() for source in sources]
        # The first build waits for no change.
        self._changed = threading.Event()
        self._changed.set()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note what happened to a source."""
        if any(self.concerns(Path(str(name))) for name in (event.src_path, event.dest_path)):
            self._changed.set()

    def concerns(self, path: Path) -> bool:
        """Return whether a path is of a source, and of no file that no drafter made."""
        below = [path.relative_to(each) for each in self._sources if path.is_relative_to(each)]
        return any(not any(map(is_left_behind, rest.parts)) for rest in below)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Watch until the block ends; ``OSError`` where a source is not there."""
        observer = Observer()
        folders = {each: True for each in self._sources if each.is_dir()}
        folders |= {each.parent: False for each in self._sources if not each.is_dir()}
        for folder, recursive in folders.items():
            observer.schedule(self, str(folder), recursive=recursive, event_filter=_CHANGES)
        observer.start()
        try:
            yield
        finally:
            observer.stop()
            observer.join()

    def wait(self) -> None:
        """Return after a change, once nothing more has happened for a moment."""
        self._changed.wait()
        while self._changed.is_set():
            self._changed.clear()
            self._changed.wait(_QUIET)

    def wake(self) -> None:
        """Let whoever waits go on as if something had changed."""
        self._changed.set()


def watch(
    changes: SourceChanges, build: Callable[[], str], notifier: BuildNotifier, stop: threading.Event
) -> None:
    """Build, and again whenever a source changes, until ``stop`` is set and ``changes`` woken."""
    with changes.watched():
        changes.wait()
        while not stop.is_set():
            notifier.notify(build())
            changes.wait()


def build_apart(command: Sequence[str]) -> str:
    """Build in another process; return what it says is wrong, "" where all of the site is new."""
    done = subprocess.run(  # noqa: S603 - this very program
        command, check=False, stderr=subprocess.PIPE, text=True
    )
    sys.stderr.write(done.stderr)
    # With `broken: keep` it ends well, and says of which policy the pages are older.
    return done.stderr if done.returncode or "build.py: " in done.stderr else ""
