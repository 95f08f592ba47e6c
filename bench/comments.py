"""The service taking comments, next to Isso and to pgbench.

    python bench/comments.py [--short] [--isso DIR] [--stored N --folder DIR] [--parts …]

`--isso` is an environment with isso and gunicorn in it (default: this one). Parts:

- ``isso``: posts and counts over 8 connections by turns, five rounds of 10 seconds (``--short``: 3
  seconds); of Isso's two servers the better one at posting. Both keep a comment through a power
  cut: ours by SQLite's write-ahead log, Isso by its rollback journal, with ``synchronous=FULL``.
- ``stored``: posts with so many comments there already, next to an empty database.
- ``readers``: GETs while posts arrive at half of the highest rate, next to the same while as many
  arrive that are refused before the database.
- ``postgresql``: posts next to pgbench (``-M prepared``) with the statements of one of them; and,
  with commits made 20 ms slower by a deferred trigger, 8 connections next to one; ``fsync`` is on.

Ratios are medians of the rounds' ratios, ours over the other's. Nothing is limited by address;
tokens of forms are off. All files are on the disk of the temporary folder (``TMPDIR``).
"""

import argparse
import itertools
import json
import secrets
import shutil
import statistics
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.http_load import HttpConnection, Load, http_request, load
from bench.isso_server import SERVERS, comment_maker, count_request, isso_server
from bench.many_comments import many_comments
from bench.measure import progress
from bench.pgbench import PgbenchServer, slow_commits
from catalogue.window import Window
from comments_service.settings import Settings
from tests.conftest import KEYS, POLICY, publish, the_policy
from tests.servers.live_service import served

_BODY = "这一条的门槛偏高，建议按企业上一年度营业收入分档，并写明拨付时限和监督电话。"
_OPEN = {"YANLU_RATE_LIMIT": "off", "YANLU_CHALLENGE": "off", "YANLU_KEYS": KEYS}
_TALLY = http_request("GET", f"/api/v1/policies/{POLICY}/tally")
_POLICIES = http_request("GET", "/api/v1/policies")
PARTS = ("isso", "stored", "readers", "postgresql")

Figures = dict[str, float]


def submission_maker(**changes: Any) -> Callable[[], bytes]:
    """Return what makes submissions, each by somebody else, with one comment."""
    numbers = itertools.count(secrets.randbelow(10**7) * 100)

    def make() -> bytes:
        number = next(numbers)
        sent = {
            "policy": POLICY, "version": "v1", "participant": "person", "name": "林晓芸",
            "phone": f"139{number % 10**8:08}", "consent_notice": True,
            "idempotency_key": secrets.token_hex(16),
            "comments": [{"clause": "v1.part_1__sec_1", "stance": "suggest", "body": _BODY}],
            **changes,
        }  # fmt: skip
        return http_request("POST", "/api/v1/submissions", json.dumps(sent).encode())

    return make


@contextmanager
def our_server(folder: Path, **env: str) -> Iterator[int]:
    """Serve a consultation from a folder until the block ends; its port."""
    folder.mkdir(parents=True, exist_ok=True)
    site = folder / "site"
    if not site.exists():
        publish(site, the_policy())
    where = {name: env[name] for name in ("YANLU_DATABASE",) if name in env}
    # As many as `serve` takes where nothing is set.
    processes = Settings.from_env({"YANLU_KEYS": KEYS, **where}).serving_processes
    with served(site, folder, {**_OPEN, "YANLU_WORKERS": str(processes), **env}) as running:
        yield int(running.address.rpartition(":")[2])


class Rounds:
    """Loads by turns, and the medians of what came of them."""

    def __init__(self, rounds: int, seconds: float) -> None:
        self.rounds, self.seconds = rounds, seconds

    def compared(
        self, loads: dict[str, Callable[[], Load]], wanted: int = 201
    ) -> tuple[Figures, Figures]:
        """Return (ratios of the first to the others, medians by name), warmed up before."""
        first, *others = loads
        found: dict[str, list[Load]] = {name: [] for name in loads}
        for number, (name, run) in itertools.product(range(self.rounds + 1), loads.items()):
            progress(f"{name}, round {number}")
            made = run()
            if made.statuses.keys() - {wanted, 201, 200, 422}:
                sys.exit(f"{name}: answers {dict(made.statuses)}")
            found[name] += [made] if number else []
        raw = {}
        for name, loads_of in found.items():
            raw[f"{name} rate"] = round(statistics.median(each.rate for each in loads_of), 1)
            raw[f"{name} p99 ms"] = round(statistics.median(each.p99 for each in loads_of), 1)
        ratios = {}
        for name in others:
            pairs = list(zip(found[first], found[name], strict=True))
            ratios[f"rate to {name}"] = _median(a.rate / b.rate for a, b in pairs)
            ratios[f"p99 to {name}"] = _median(a.p99 / b.p99 for a, b in pairs)
        return ratios, raw

    def posts(self, port: int, make: Callable[[], bytes], connections: int = 8) -> Load:
        """Post as fast as it goes."""
        return load(port, make, self.seconds, connections=connections)


def _median(values: Iterator[float]) -> float:
    return round(statistics.median(values), 2)


def beside_isso(rounds: Rounds, folder: Path, environment: Path) -> tuple[Figures, Figures]:
    """Post and count by turns with the better of Isso's servers."""
    with ExitStack() as held:
        ours = held.enter_context(our_server(folder / "ours"))
        ports = {
            name: held.enter_context(isso_server(name, folder / name, environment))
            for name in SERVERS
        }
        makers = {name: comment_maker(_BODY) for name in ports}
        tried = {name: rounds.posts(port, makers[name]).rate for name, port in ports.items()}
        best = max(tried, key=lambda name: tried[name])
        mine, port = submission_maker(), ports[best]
        ratio, raw = rounds.compared({
            "posts": lambda: rounds.posts(ours, mine),
            "Isso's posts": lambda: rounds.posts(port, makers[best]),
        })  # fmt: skip
        counts, raw_counts = rounds.compared({
            "counts": lambda: load(ours, lambda: _TALLY, rounds.seconds),
            "Isso's counts": lambda: load(port, count_request, rounds.seconds),
        })  # fmt: skip
    return ratio | counts, raw | raw_counts | {
        f"Isso by {n}": round(r, 1) for n, r in tried.items()
    }


def beside_empty(rounds: Rounds, folder: Path, cache: Path, stored: int) -> tuple[Figures, Figures]:
    """Post with many comments there, and with none."""
    world = many_comments(cache, stored)
    full = folder / "full"
    full.mkdir()
    shutil.copy(world.folder / "yanlu.sqlite3", full)
    world.close()
    # The clock of what is stored is after the end of its window, which is moved.
    opens = the_policy().windows[0].opens_at
    longer = the_policy(windows=(Window("w1", "v1", opens, opens + timedelta(days=60)),))
    publish(full / "site", longer)
    clock = {name: world.env[name] for name in ("YANLU_NOW", "YANLU_CLOCK")}
    with our_server(full, **clock) as many, our_server(folder / "empty") as none:
        mine = submission_maker()
        return rounds.compared({
            f"with {stored}": lambda: rounds.posts(many, mine),
            "empty": lambda: rounds.posts(none, mine),
        })  # fmt: skip


def readers(rounds: Rounds, folder: Path) -> tuple[Figures, Figures]:
    """Read while posts are written, and while as many are refused."""
    with our_server(folder / "read") as port:
        written, refused = submission_maker(), submission_maker(name="")
        half = rounds.posts(port, written).rate / 2
        ratio: Figures = {}
        raw: Figures = {"posts a second": round(half, 1)}
        for name, request in (("policies", _POLICIES), ("tally", _TALLY)):
            loads = {
                f"{name} beside {kind}": _read_beside(port, request, make, half, rounds.seconds)
                for kind, make in (("posts", written), ("refused posts", refused))
            }
            found, figures = rounds.compared(loads)
            ratio |= {f"{name}: {key}": value for key, value in found.items() if "p99" in key}
            raw |= figures
    return ratio, raw


def _read_beside(
    port: int, request: bytes, make: Callable[[], bytes], rate: float, seconds: float
) -> Callable[[], Load]:
    def run() -> Load:
        posts = threading.Thread(target=load, args=(port, make, seconds), kwargs={"rate": rate})
        posts.start()
        found = load(port, lambda: request, seconds, connections=1, rate=50)
        posts.join()
        return found

    return run


def on_postgresql(rounds: Rounds, folder: Path) -> tuple[Figures, Figures]:
    """Post next to pgbench with the same statements; and with slow commits, 8 next to one."""
    with PgbenchServer(folder / "postgresql") as server:
        url = server.database("yanlu")
        with our_server(folder / "on-postgresql", YANLU_DATABASE=url) as port:
            mine = submission_maker()
            script = server.script(url, lambda: HttpConnection(port).ask(mine()))
            ratio, raw = rounds.compared({
                "posts": lambda: rounds.posts(port, mine),
                "pgbench": lambda: server.pgbench(url, script, rounds.seconds),
            })  # fmt: skip
            with slow_commits(url):
                slow, raw_slow = rounds.compared({
                    "8 connections": lambda: rounds.posts(port, mine),
                    "1 connection": lambda: rounds.posts(port, mine, connections=1),
                })  # fmt: skip
    ratio = {key: value for key, value in ratio.items() if "rate" in key}
    slow = {f"slow commits: {key}": value for key, value in slow.items() if "rate" in key}
    return ratio | slow, raw | {f"slow commits: {key}": value for key, value in raw_slow.items()}


def main() -> None:
    """Measure the parts that are asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--short", action="store_true", help="3 seconds a round instead of 10")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--isso", type=Path, default=Path(sys.prefix))
    parser.add_argument("--stored", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where many comments are kept")
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=PARTS)
    asked = parser.parse_args()
    rounds = Rounds(asked.rounds, 3 if asked.short else 10)
    ratio: dict[str, Figures] = {}
    raw: dict[str, Figures] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts: dict[str, Callable[[], tuple[Figures, Figures]]] = {
            "isso": lambda: beside_isso(rounds, folder, asked.isso),
            "stored": lambda: beside_empty(rounds, folder, asked.folder or folder, asked.stored),
            "readers": lambda: readers(rounds, folder),
            "postgresql": lambda: on_postgresql(rounds, folder),
        }
        for part in asked.parts:
            ratio[part], raw[part] = parts[part]()
            print(part, ratio[part], raw[part], flush=True)
    print(json.dumps({"ratio": ratio, "raw": raw}, ensure_ascii=False))


if __name__ == "__main__":
    main()
