import http.client
import json
import os
import signal
import socket
import stat
from contextlib import closing, suppress
from pathlib import Path

from tests.conftest import World
from tests.http.conftest import Serve, Served
from tests.servers.waiting import MOST_SECONDS, wait_for


def test_what_was_acknowledged_survives_a_kill(world: World, serve: Serve) -> None:
    sent = world.citizen()
    first = serve(world.env)
    status, receipt = first.submit(sent)
    first.kill()
    second = serve(world.env)
    code = receipt["query_code"].replace(" ", "")
    found = second.ask("GET", f"/api/v1/receipts/{receipt['receipt_no']}?code={code}")
    assert status == 201
    assert found[0] == 200
    assert found[1]["comments"][0]["body"] == "资金门槛偏高。"
    assert second.submit(sent) == (201, receipt)


def test_a_megabyte_is_refused_in_a_way_that_the_client_can_read(
    shared_server: Served,
) -> None:
    status, problem = shared_server.ask("POST", "/api/v1/submissions", b"x" * 1_000_000)
    assert (status, problem["code"]) == (413, "too_large")


def test_the_answer_reaches_a_client_that_is_still_sending(shared_server: Served) -> None:
    head = "POST /api/v1/submissions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    head += "Connection: close\r\nContent-Length: 3000000\r\n\r\n"
    with closing(socket.socket()) as connection:
        # What the kernel keeps for the client would be sent, though nobody ever read it.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16_384)
        connection.settimeout(MOST_SECONDS)
        connection.connect(("127.0.0.1", shared_server.port))
        connection.sendall(head.encode() + b"x" * 3_000_000)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b'"code": "too_large"' in answer or b'"code":"too_large"' in answer


def test_a_megabyte_in_chunks_is_refused_too(shared_server: Served) -> None:
    pieces = b"".join(b"8000\r\n" + b"x" * 0x8000 + b"\r\n" for _ in range(32)) + b"0\r\n\r\n"
    with closing(
        http.client.HTTPConnection("127.0.0.1", shared_server.port, timeout=MOST_SECONDS)
    ) as connection:
        connection.putrequest("POST", "/api/v1/submissions")
        connection.putheader("Content-Type", "application/json")
        connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders(pieces)
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())["code"]) == (413, "too_large")


def test_what_is_announced_as_too_large_is_refused_before_it_comes(shared_server: Served) -> None:
    head = b"POST /api/v1/submissions HTTP/1.1\r\nHost: x\r\nContent-Length: 30000000\r\n\r\n"
    with closing(
        socket.create_connection(("127.0.0.1", shared_server.port), timeout=MOST_SECONDS)
    ) as eager:
        eager.sendall(head)
        assert eager.recv(65536).startswith(b"HTTP/1.1 413 ")


def test_no_name_phone_or_code_is_readable_on_disk_or_in_the_log(
    world: World, serve: Serve
) -> None:
    server = serve(world.env)
    sent = world.citizen(email="lin.xiaoyun@example.test")
    _, receipt = server.submit(sent)
    code = receipt["query_code"].replace(" ", "")
    server.ask("GET", f"/api/v1/receipts/{receipt['receipt_no']}?code={code}")
    files = [file for file in world.folder.iterdir() if "sqlite3" in file.name]
    assert {file.name for file in files} >= {"yanlu.sqlite3", "yanlu.sqlite3-wal"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    kept = b"".join(file.read_bytes() for file in files) + server.stop().encode()
    assert "资金门槛偏高".encode() in kept
    secrets = ["林晓芸", "138 0728 1234", "13807281234", "xiaoyun", sent["idempotency_key"]]
    secrets += [code, receipt["query_code"]]
    assert [secret for secret in secrets if secret.encode() in kept] == []


def test_a_site_page_and_the_interface_come_from_one_address(shared_server: Served) -> None:
    assert shared_server.ask("GET", "/readyz")[1]["status"] == "ok"
    assert shared_server.ask("GET", "/catalogue.json")[1]["schema"] == "yanlu-catalogue/1"


def test_the_loop_of_each_process_goes_before_the_threads_of_its_requests(
    shared_server: Served,
) -> None:
    shared_server.ask("GET", "/api/v1/policies")
    parent = shared_server.process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii").split()
    assert children
    for child in children:
        ways: dict[str, int] = {}
        for thread in Path(f"/proc/{child}/task").iterdir():
            # One that has told where the service is ends.
            with suppress(ProcessLookupError):
                ways[thread.name] = os.sched_getscheduler(int(thread.name))
        assert ways[child] == os.SCHED_OTHER
        assert os.SCHED_BATCH in ways.values()


def test_nothing_serves_on_where_the_first_process_was_killed(world: World, serve: Serve) -> None:
    """Its lock on the SQLite file is gone with it, and a successor may have the database."""
    server = serve(world.env)
    server.process.send_signal(signal.SIGKILL)
    server.process.wait()
    wait_for(lambda: not is_listened_to(server), "the serving process to end too")
    server.stop()
    assert serve(world.env).submit(world.citizen())[0] == 201


def is_listened_to(server: Served) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", server.port)) == 0
