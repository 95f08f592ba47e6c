"""Several processes, and a proxy that keeps its connections: each process comes to serve some."""

import http.client
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from tests.conftest import World
from tests.http.conftest import Serve, Served
from tests.servers.waiting import MOST_SECONDS, wait_for

_CLIENTS, _MANY = 8, 200


def test_connections_that_one_process_has_come_to_the_others(world: World, serve: Serve) -> None:
    server = serve(world.env | {"YANLU_WORKERS": "2"})
    processes = set(_children(server.process.pid))
    # A terminal that is closed leaves it as it is.
    server.process.send_signal(signal.SIGHUP)
    with _of_one_process(server) as clients:
        assert sorted(_spread(server, clients).values()) == [_CLIENTS]
        with _asking(clients) as answers:
            # And there they stay.
            wait_for(lambda: min(answers().values()) > _MANY, "connections that are kept")
            assert sorted(_spread(server, clients).values()) == [_CLIENTS // 2] * 2
    assert set(_children(server.process.pid)) == processes


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
def _asking(
    clients: list[http.client.HTTPConnection],
) -> Iterator[Callable[[], dict[int, int]]]:
    """Ask over each of them, again and again, until the block ends.

    Yield what tells how many answers each had since it connected.
    """
    stopped, failures = threading.Event(), []
    answers = dict.fromkeys(range(len(clients)), 0)

    def ask(number: int, client: http.client.HTTPConnection) -> None:
        try:
            while not stopped.is_set():
                _ask(client)
                answers[number] = answers[number] + 1 if client.sock else 0
        except Exception as error:  # noqa: BLE001 - raised below
            failures.append(error)

    threads = [threading.Thread(target=ask, args=each) for each in enumerate(clients)]
    for each in threads:
        each.start()
    try:
        yield answers.copy
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
    told = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii")
    return [int(each) for each in told.split()]


def _target(link: Path) -> str:
    with suppress(OSError):
        return str(link.readlink())
    return ""
