"""Limits as people and programs meet them."""

import json
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import POLICY, World
from tests.http.conftest import Serve, Served
from tests.servers.waiting import MOST_SECONDS

OFFICE, HOME = "203.0.113.7", "198.51.100.9"
FORM = {
    "version": "v1",
    "participant": "person",
    "name": "林晓芸",
    "phone": "138 0728 1234",
    "consent_notice": "on",
    "comments[0].stance": "suggest",
}


def post(client: FlaskClient, body: Any, address: str = OFFICE, query: str = "") -> Any:
    return client.post(
        f"/api/v1/submissions{query}", json=body, environ_overrides={"REMOTE_ADDR": address}
    )


def filled(number: int) -> dict[str, str]:
    words = {"comments[0].body": f"第{number}条", "idempotency_key": f"form-number-{number:06}"}
    return {**FORM, **words}


@pytest.fixture
def client(world: World) -> FlaskClient:
    return world.client(YANLU_LIMIT_PARTICIPANT_HOUR="2", YANLU_LIMIT_ADDRESS_HOUR="3",
                        YANLU_LIMIT_LOOKUPS_HOUR="2")  # fmt: skip


def test_the_api_says_429_with_a_code_and_when_to_come_again(
    client: FlaskClient, world: World
) -> None:
    assert [post(client, world.citizen()).status_code for _ in range(2)] == [201, 201]
    answer = post(client, world.citizen())
    assert (answer.status_code, answer.json["code"]) == (429, "too_many")
    assert answer.content_type == "application/problem+json"
    assert int(answer.headers["Retry-After"]) == 3601
    assert answer.json["detail"] == "您在一小时内已提交2次意见，请于2018年7月15日11:01以后再提交"
    english = post(client, world.citizen(), query="?lang=en").json["detail"]
    assert english.startswith("You have sent comments 2 times within an hour")


def test_an_address_that_sent_too_much_does_not_stop_another(
    client: FlaskClient, world: World
) -> None:
    people = [world.citizen(phone=f"138 0728 000{number}") for number in range(5)]
    assert [post(client, each).status_code for each in people[:4]] == [201, 201, 201, 429]
    assert post(client, people[4], HOME).status_code == 201


def test_the_form_keeps_what_was_typed_and_can_be_sent_again(client: FlaskClient) -> None:
    for number in range(2):
        assert client.post(f"/forms/{POLICY}", data=filled(number)).status_code == 201
    answer = client.post(f"/forms/{POLICY}", data=filled(2))
    page = answer.get_data(as_text=True)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3601")
    assert "请于2018年7月15日11:01以后再提交" in page
    assert re.search(r">\s*第2条</textarea>", page)
    assert re.search(r'name="idempotency_key" value="form-number-000002"', page)


def test_what_was_taken_is_told_again_beyond_the_limit(client: FlaskClient, world: World) -> None:
    bodies = [world.citizen() for _ in range(3)]
    first, *_ = [post(client, each) for each in bodies]
    again = post(client, bodies[0])
    assert (again.status_code, again.json) == (201, first.json)


def test_guessing_receipts_is_limited_by_address(client: FlaskClient) -> None:
    for status in (404, 404, 429):
        answer = client.get("/api/v1/receipts/20180715-00000001?code=AAAA")
        assert answer.status_code == status
    page = client.post("/receipts/", data={"no": "20180715-00000001", "code": "AAAA"})
    assert page.status_code == 429
    assert "请于2018年7月15日11:01以后再查询" in page.get_data(as_text=True)


def test_behind_a_proxy_of_the_settings_it_is_the_client_that_counts(world: World) -> None:
    env = {"YANLU_LIMIT_ADDRESS_HOUR": "1", "YANLU_TRUSTED_PROXIES": "127.0.0.1"}
    client = world.client(**env)
    statuses = []
    for number, address in enumerate((OFFICE, HOME, OFFICE)):
        body = world.citizen(phone=f"138 0728 000{number}")
        said = {"X-Forwarded-For": f"192.0.2.{number}, {address}"}
        statuses.append(client.post("/api/v1/submissions", json=body, headers=said).status_code)
    assert statuses == [201, 201, 429]


FLOOD = 200
_PROXIED = {"YANLU_TRUSTED_PROXIES": "127.0.0.1"}


@pytest.fixture(scope="module")
def proxied(shared_world: World) -> Iterator[Served]:
    """A server behind a proxy; each test sends from an address of its own."""
    server = Served({**shared_world.env, **_PROXIED})
    yield server
    server.kill()


def flood(
    world: World, server: Served, bodies: list[Any], address: str
) -> tuple[list[int], list[int]]:
    """Send a second's 200 from one address at once, and meanwhile from another, one by one."""
    statuses: list[int] = []

    def send(body: Any) -> None:
        statuses.append(submit_from(server, body, address))

    senders = [threading.Thread(target=send, args=(body,)) for body in bodies]
    for each in senders:
        each.start()
    calm = [submit_from(server, world.company(), HOME) for _ in range(5)]
    for each in senders:
        each.join(MOST_SECONDS)
    return statuses, calm


def people(world: World, number: int) -> list[Any]:
    return [world.citizen(phone=f"138 0728 {each:04}") for each in range(number)]


def submit_from(server: Served, body: Any, address: str) -> int:
    data = json.dumps(body).encode()
    headers = {"X-Forwarded-For": address}
    return server.ask("POST", "/api/v1/submissions", data, **headers)[0]


def test_two_hundred_at_once_from_one_address_get_429_while_another_is_served(
    shared_world: World, proxied: Served
) -> None:
    statuses, calm = flood(shared_world, proxied, people(shared_world, FLOOD), OFFICE)
    assert calm == [201] * 5
    assert set(statuses) == {201, 429}
    assert len(statuses) == FLOOD


def test_a_flood_of_what_is_no_submission_gets_429_too(
    shared_world: World, proxied: Served
) -> None:
    statuses, calm = flood(shared_world, proxied, [{"name": ""}] * FLOOD, "203.0.113.8")
    assert calm == [201] * 5
    assert set(statuses) == {422, 429}


def test_without_limits_nobody_is_told_to_wait(world: World, serve: Serve) -> None:
    env = {**world.env, **_PROXIED, "YANLU_RATE_LIMIT": "off"}
    statuses, _ = flood(world, serve(env), [{"name": ""}] * FLOOD, OFFICE)
    assert set(statuses) == {422}


def test_sixty_four_people_of_one_address_who_send_as_fast_as_they_can_all_pass(
    shared_world: World, proxied: Served
) -> None:
    statuses: list[int] = []
    bodies = iter(people(shared_world, 96))
    lock = threading.Lock()

    def send() -> None:
        while True:
            with lock:
                body = next(bodies, None)
            if body is None:
                return
            statuses.append(submit_from(proxied, body, "203.0.113.9"))

    senders = [threading.Thread(target=send) for _ in range(64)]
    for each in senders:
        each.start()
    for each in senders:
        each.join(MOST_SECONDS)
    assert statuses == [201] * 96
