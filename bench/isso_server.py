"""Isso as its guide runs it: by its own server, or by gunicorn."""

import itertools
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.http_load import HttpConnection, http_request
from tests.servers.ports import free_port

SERVERS = {
    "isso": "isso -c {conf} run",
    "gunicorn": "gunicorn -b 127.0.0.1:{port} -w 4 --preload isso.run",
}
_CONF = """
[general]
dbpath = {folder}/isso.db
host = http://127.0.0.1:{port}/
[server]
listen = http://127.0.0.1:{port}
[guard]
enabled = false
"""
_THREAD = "/opinions/"
_COUNT = http_request("POST", "/count", json.dumps([_THREAD]).encode())


@contextmanager
def isso_server(name: str, folder: Path, environment: Path) -> Iterator[int]:
    """Start one of ``SERVERS``, installed in an environment, until the block ends; its port."""
    folder.mkdir(parents=True)
    port, conf = free_port(), folder / "isso.conf"
    conf.write_text(_CONF.format(folder=folder, port=port))
    program, *arguments = SERVERS[name].format(conf=conf, port=port).split()
    command = [str(environment / "bin" / program), *arguments]
    env = {**os.environ, "ISSO_SETTINGS": str(conf)}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)  # noqa: S603
    try:
        while not _answers(port):
            if process.poll() is not None:
                raise ChildProcessError((folder / "log").read_text())
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def comment_maker(body: str) -> Callable[[], bytes]:
    """Return what makes requests, each with another comment."""
    numbers = itertools.count(1)

    def make() -> bytes:
        said = {"text": f"{body}{next(numbers)}", "author": "林晓芸", "email": "lin@example.org"}
        data = json.dumps({**said, "title": "征求意见"}).encode()
        return http_request("POST", f"/new?uri={_THREAD}", data)

    return make


def count_request() -> bytes:
    """Return the request for the number of comments."""
    return _COUNT


def _answers(port: int) -> bool:
    with suppress(OSError):
        return HttpConnection(port).ask(_COUNT) == 200
    return False
