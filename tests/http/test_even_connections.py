"""Several processes, and a proxy that keeps its connections: each process comes to serve some."""

import http.client
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from tests.conftest import World
from tests.http.conftest import Serve, Served
from tests.servers.waiting import MOST_SECONDS, wait_for

_CLIENTS = 8


def test_connections_that_one_process_has_come_to_the_others(world: World, serve: Serve) -> None:
    server = serve(world.env | {"YANLU_WORKERS": "2"})
    with _of_one_process(server) as clients:
        assert sorted(_spread(server, clients).values()) == [_CLIENTS]
        with _asking(clients):
            wait_for(
                lambda: sorted(_spread(server, clients).values()) == [_CLIENTS // 2] * 2,
                "connections to be spread evenly",
            )


@contextmanager
def _of_one_process(server: Served) -> Iterator[list[http.client.HTTPConnection]]:
    """Yield connections that are all with the same process, and close them after the block."""
    with ExitStack() as opened:
        found: dict[int, list[http.client.HTTPConnection]] = {}
        while max(map(len, found.values()), default=0) < _CLIENTS:
            client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=MOST_SECONDS)
            opened.enter_context(closing(client))
            _ask(client)
            (process,) = _spread(server, [client])
            found.setdefault(process, []).append(client)
        yield max(found.values(), key=len)


@contextmanager
def _asking(clients: list[http.client.HTTPConnection]) -> Iterator[None]:
    """Ask over each of them, again and again, until the block ends."""
    stopped, failures = threading.Event(), []

    def ask(client: http.client.HTTPConnection) -> None:
        try:
            while not stopped.is_set():
                _ask(client)
        except Exception as error:  # noqa: BLE001 - raised below
            failures.append(error)

    threads = [threading.Thread(target=ask, args=(client,)) for client in clients]
    for each in threads:
        each.start()
    try:
        yield
    finally:
        stopped.set()
        for each in threads:
            each.join()
    assert failures == []


def _ask(client: http.client.HTTPConnection) -> None:
    client.request("GET", "/healthz")
    answer = client.getresponse()
    answer.read()
    assert answer.status == 200


def _spread(server: Served, clients: list[http.client.HTTPConnection]) -> Counter[int]:
    """Return how many connections of clients each process has, by its id."""
    ports = {client.sock.getsockname()[1] for client in clients if client.sock}
    held = {}
    for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]:
        _, here, there, *_, socket = line.split()[:10]
        local, remote = (int(each.rpartition(":")[2], 16) for each in (here, there))
        if local == server.port and remote in ports:
            held[f"socket:[{socket}]"] = remote
    return Counter(
        process
        for process in _children(server.process.pid)
        for opened in Path(f"/proc/{process}/fd").glob("*")
        if _target(opened) in held
    )


def _children(parent: int) -> list[int]:
    """Return the processes that serve: those that another one has started."""
    ids = [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]
    return [each for each in ids if _parent(each) == parent]


def _parent(process: int) -> int:
    with suppress(OSError):
        found = re.search(
            r"^PPid:\s+(\d+)", Path(f"/proc/{process}/status").read_text(), re.MULTILINE
        )
        return int(found[1]) if found else 0
    return 0


def _target(link: Path) -> str:
    with suppress(OSError):
        return str(link.readlink())
    return ""
