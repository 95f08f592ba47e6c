"""Servers side by side: the same small application, the same clients, one after another.

    .venv/bin/python bench/servers.py [--short]

Each server has one process, and 8 threads where it has threads. Measured are posts a second and
their 99th percentile over 8 connections, and the slowest GET of /healthz while 64 clients of one of
six slow kinds are connected (10: none came within 10 seconds). What is not installed is left out:
    .venv/bin/python -m pip install waitress gunicorn uvicorn hypercorn
The ratio is to granian with the gateway, which is what ``serve`` runs.
"""

import argparse
import http.client
import importlib.util
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from comments_service.serving.gateway import UNLIMITED, Bounds, Gateway  # noqa: E402 - the path is set above
from tests.servers.ports import free_port  # noqa: E402
from tests.servers.slow_clients import KINDS, clients  # noqa: E402

_HERE = "servers:small"
_WHOLE = "servers:whole"
_BODY = json.dumps({"comments": [{"body": "好" * 300}]}).encode()
_NEVER = 10.0
_PATH = (f"{ROOT}/bench", str(ROOT))
COMMANDS = {
    "granian with the gateway": f"granian --interface asginl --http 1 --no-ws --port PORT {_WHOLE}",
    "granian, WSGI": f"granian --interface wsgi --blocking-threads 8 --port PORT {_HERE}",
    "waitress": f"waitress --threads=8 --connection-limit=2000 --asyncore-use-poll "
    f"--inbuf-overflow=40000000 --port PORT {_HERE}",
    "gunicorn, gthread": f"gunicorn -k gthread --threads 8 {_HERE} -b 127.0.0.1:PORT",
    "gunicorn, asgi with the gateway": f"gunicorn -k asgi {_WHOLE} -b 127.0.0.1:PORT",
    "uvicorn with the gateway": f"uvicorn --log-level critical --port PORT {_WHOLE}",
    "hypercorn with the gateway": f"hypercorn {_WHOLE} -b 127.0.0.1:PORT",
}


def small(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer as the service does: read the body, write it durably, or send a big file."""
    if environ["PATH_INFO"] == "/big.bin":
        start_response("200 OK", [("Content-Length", "12000000")])
        return [b"x" * 12_000_000]
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    if body:
        with tempfile.TemporaryFile(dir=os.environ["BENCH_FOLDER"]) as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]


whole = Gateway(small, Bounds(receive_seconds=15, threads=8, writers=UNLIMITED))


@contextmanager
def _running(command: str) -> Iterator[int]:
    port = free_port()
    module, *arguments = command.replace("PORT", str(port)).split()
    with tempfile.TemporaryDirectory() as folder:
        env = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([*_PATH, *sys.path]),
            "BENCH_FOLDER": folder,
        }
        process = subprocess.Popen(  # noqa: S603 - the servers named above
            [sys.executable, "-m", module, *arguments],
            env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            while _get(port, 5) >= _NEVER:
                if process.poll() is not None:
                    message = f"{command}: does not start"
                    raise ChildProcessError(message)
                time.sleep(0.1)
            yield port
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _get(port: int, patience: float = _NEVER) -> float:
    """Return the seconds until /healthz answered."""
    start = time.monotonic()
    with suppress(OSError, http.client.HTTPException):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
        connection.request("GET", "/healthz")
        connection.getresponse().read()
        return time.monotonic() - start
    return _NEVER


def _posts(port: int, seconds: float) -> tuple[float, float]:
    """Return posts a second and the 99th percentile of their milliseconds, over 8 connections."""
    took: list[float] = []
    until = time.monotonic() + seconds

    def send() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_NEVER)
        while time.monotonic() < until:
            start = time.monotonic()
            connection.request("POST", "/", _BODY)
            connection.getresponse().read()
            took.append(time.monotonic() - start)

    senders = [threading.Thread(target=send) for _ in range(8)]
    for each in senders:
        each.start()
    for each in senders:
        each.join()
    return len(took) / seconds, sorted(took)[int(len(took) * 0.99)] * 1000


def _slowest(port: int, kind: str) -> float:
    slowest = 0.0
    with clients(port, kind, 64):
        for _ in range(5):
            slowest = max(slowest, _get(port))
            if slowest >= _NEVER:
                break
    return slowest


def _measured(command: str, seconds: float) -> dict[str, float]:
    found = {}
    with _running(command) as port:
        found["posts_per_second"], found["p99_ms"] = _posts(port, seconds)
    for kind in KINDS:
        with ExitStack() as stack:
            port = stack.enter_context(_running(command))
            found[f"healthz: {kind}"] = _slowest(port, kind)
    return {name: round(value, 3) for name, value in found.items()}


def main() -> None:
    """Measure every server that is installed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="2 seconds of posts instead of 10")
    seconds = 2 if parser.parse_args().short else 10
    socket.setdefaulttimeout(_NEVER)
    raw = {}
    for name, command in COMMANDS.items():
        if importlib.util.find_spec(command.split()[0]) is None:
            print(f"{name}: not installed", file=sys.stderr)
            continue
        try:
            raw[name] = _measured(command, seconds)
        except ChildProcessError as error:
            print(error, file=sys.stderr)
            continue
        print(name, raw[name], flush=True)
    ours = raw["granian with the gateway"]["posts_per_second"]
    ratio = {name: round(found["posts_per_second"] / ours, 2) for name, found in raw.items()}
    print(json.dumps({"ratio": ratio, "raw": raw}, ensure_ascii=False))


if __name__ == "__main__":
    main()
