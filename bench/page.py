"""What a reader's browser fetches and shows: the Shiyan page beside two others, in Chromium.

    python bench/page.py [--runs N]

In one run, on the same text: the page as ``script/server`` serves it, a plain
mkdocs-material page and a zensical page with their own search, both by Python's server,
which sends nothing compressed; so the sizes of the peers are also given as if it did.
Printed are the bytes and requests of a first visit, the largest paint and the layout
shift, and the ratios; and when a phone first paints each on slow 3G, with nothing kept.
"""

import argparse
import gzip
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from threading import Thread

from playwright.sync_api import Browser, Response, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.measure import ROOT, progress, run
from tests.browser.chromium import launch
from tests.servers.live_service import served

_POLICY = "shiyan-industry-2018"
_SWITCHES = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
_CONFIG = """site_name: 政策
theme: {name: material, language: zh, font: false}
plugins: [search]
"""
_PAINTS = """() => new Promise((done) => {
  const found = { paint: 0, shift: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) found.paint = entry.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) found.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(found), 500);
})"""
_FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
_SLOW = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
_LIMITS = {"bytes": 250 * 1024, "requests": 12, "shift": 0.02, "slow": 2500}


@dataclass(frozen=True, slots=True)
class Visit:
    """A first visit: bytes as sent and as if all were compressed, requests, ms, shift.

    ``slow`` is when a phone on slow 3G first paints, in ms.
    """

    sent: float
    packed: float
    requests: float
    paint: float
    shift: float
    slow: float


def main(arguments: list[str]) -> int:
    """Measure, print, and say by the exit status whether ours stayed below the limits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args(arguments).runs
    with tempfile.TemporaryDirectory(prefix="yanlu-bench-") as name, sync_playwright() as driver:
        browser = launch(driver, _SWITCHES)
        found = {}
        for tool, serve in (("ours", _ours), ("mkdocs-material", _mkdocs), ("zensical", _zensical)):
            progress(tool)
            folder = Path(name) / tool
            folder.mkdir()
            with serve(folder) as address:
                found[tool] = _median([_visit(browser, address) for _ in range(runs)])
        browser.close()
    return _report(found)


@contextmanager
def _ours(folder: Path) -> Iterator[str]:
    run([sys.executable, str(ROOT / "build.py"), "--site", str(folder / "site")])
    (folder / "service").mkdir()
    with served(folder / "site", folder / "service") as running:
        yield f"{running.address}/{_POLICY}/"


def _mkdocs(folder: Path) -> AbstractContextManager[str]:
    return _plain(folder, ["-m", "mkdocs", "build", "-q"])


def _zensical(folder: Path) -> AbstractContextManager[str]:
    return _plain(folder, ["-m", "zensical", "build", "-f", "mkdocs.yml"])


@contextmanager
def _plain(folder: Path, command: list[str]) -> Iterator[str]:
    (folder / "docs").mkdir()
    shutil.copy(ROOT / "policies" / _POLICY / "v1.md", folder / "docs" / "index.md")
    (folder / "mkdocs.yml").write_text(_CONFIG, "utf-8")
    run([sys.executable, *command], folder)
    handler = partial(_Quiet, directory=str(folder / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of single requests."""


def _visit(browser: Browser, address: str) -> Visit:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page = context.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - it is marked
    page.goto(address, wait_until="networkidle")
    found = page.evaluate(_PAINTS)
    sizes = [answer.request.sizes()["responseBodySize"] for answer in answers]
    packed = sum(len(gzip.compress(answer.body(), mtime=0)) for answer in answers if answer.ok)
    context.close()
    slow = _slow_paint(browser, address)
    return Visit(sum(sizes), packed, len(answers), found["paint"], found["shift"], slow)


def _slow_paint(browser: Browser, address: str) -> float:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", _SLOW)
    page.goto(address, wait_until="networkidle")
    found = page.evaluate(_FIRST_PAINT)
    context.close()
    return float(found)


def _median(visits: list[Visit]) -> Visit:
    names = ("sent", "packed", "requests", "paint", "shift", "slow")
    return Visit(**{name: median(getattr(visit, name) for visit in visits) for name in names})


def _report(found: dict[str, Visit]) -> int:
    heads = f"{'sent':>10}{'packed':>10}{'requests':>10}{'paint':>9}{'shift':>8}{'slow 3G':>10}"
    print(f"{'first visit':18}{heads}")
    for tool, visit in found.items():
        sizes = f"{visit.sent / 1024:8.0f}KB{visit.packed / 1024:8.0f}KB{visit.requests:10.0f}"
        print(f"{tool:18}{sizes}{visit.paint:7.0f}ms{visit.shift:8.4f}{visit.slow:8.0f}ms")
    ours = found["ours"]
    for tool, visit in found.items():
        if tool != "ours":
            print(
                f"ours to {tool}: sent {ours.sent / visit.sent:.2f}, packed "
                f"{ours.packed / visit.packed:.2f}, paint {ours.paint / visit.paint:.2f}"
            )
    kept = ours.sent <= _LIMITS["bytes"] and ours.requests <= _LIMITS["requests"]
    kept = kept and ours.slow <= _LIMITS["slow"]
    return 0 if kept and ours.shift < _LIMITS["shift"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
