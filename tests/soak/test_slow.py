"""Six kinds of slow or half-closed clients, 64 of each, at once: everybody else is served."""

import socket
import threading
import time
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.conftest import INSIDE, publish, the_policy
from tests.servers.live_service import Running, served
from tests.servers.slow_clients import KINDS, clients, drip, publish_something_big
from tests.servers.waiting import MOST_SECONDS
from tests.soak.sending import send, submission

pytestmark = pytest.mark.soak
_OF_EACH = 64
# A second is what the service promises its watchers.
_SOON = 1.0


def _workers(running: Running) -> str:
    process = running.process.pid
    return Path(f"/proc/{process}/task/{process}/children").read_text("ascii")


def _health(address: str) -> float:
    start = time.monotonic()
    with urllib.request.urlopen(f"{address}/healthz", timeout=MOST_SECONDS) as answer:
        assert answer.status == 200
    return time.monotonic() - start


def test_six_kinds_of_slow_clients_hold_up_nobody(tmp_path: Path, key: str, rounds: int) -> None:
    site = publish(tmp_path / "site", the_policy())
    publish_something_big(site)
    env = {"YANLU_KEYS": key, "YANLU_NOW": INSIDE}
    with served(site, tmp_path, env) as running, ExitStack() as stack:
        port = int(running.address.rpartition(":")[2])
        before = _workers(running)
        slow = {kind: stack.enter_context(clients(port, kind, _OF_EACH)) for kind in KINDS}
        stop = threading.Event()
        dripping = threading.Thread(target=_drip, args=(slow["a body byte by byte"], stop))
        dripping.start()
        took, taken = [], 0
        try:
            # Beyond the 15 seconds within which a request must have arrived.
            until = time.monotonic() + (20 if rounds < 10 else 120)
            while time.monotonic() < until:
                answer = send(running.address, submission(taken))
                assert answer
                assert answer[0] == 201
                taken += 1
                took.append(_health(running.address))
        finally:
            stop.set()
            dripping.join()
        assert _workers(running) == before
        assert max(took) < _SOON
    log = (tmp_path / "serve.log").read_text("utf-8")
    assert "Traceback" not in log
    print(f"{taken} submissions, /healthz at most {max(took):.3f} s")  # noqa: T201


def _drip(slow: list[socket.socket], stop: threading.Event) -> None:
    while not stop.wait(0.5):
        for each in slow:
            drip(each)


def test_two_thousand_people_behind_one_address_pass_as_fast_as_they_can(
    tmp_path: Path, key: str
) -> None:
    site = publish(tmp_path / "site", the_policy())
    with served(site, tmp_path, {"YANLU_KEYS": key, "YANLU_NOW": INSIDE}) as running:
        with ThreadPoolExecutor(64) as crowd:
            answers = crowd.map(lambda each: send(running.address, submission(each)), range(2000))
        assert Counter(answer and answer[0] for answer in answers) == {201: 2000}
