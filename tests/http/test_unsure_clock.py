"""What is answered while the service cannot tell what time it is, and at what time it judged."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from comments_service.services.upkeep.health import Health
from comments_service.services.upkeep.timekeeping import keep_time
from tests.conftest import CLOSES, POLICY, Send, World
from tests.servers.moved_clock import HOUR, SHOWN, YEAR, Hands, moved_by

TYPED = {
    "version": "v1", "name": "林晓芸", "phone": "13807281234", "participant": "person",
    "consent_notice": "on", "idempotency_key": "0123456789abcdef",
    "comments[0].stance": "suggest", "comments[0].body": "资金门槛偏高。",
}  # fmt: skip


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def app(world: World, hands: Hands) -> Flask:
    app = world.app(YANLU_CLOCK="running", YANLU_NOW=SHOWN)
    service = moved_by(app.extensions["yanlu"], hands)
    app.extensions["yanlu"] = service
    # By its clock every answer of /readyz is old when the next one is asked for.
    app.extensions["yanlu_health"] = Health(service, itertools.count(0, 60).__next__)
    keep_time(service)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(params=[-2 * HOUR, YEAR], ids=["back", "forward"])
def wrong(request: pytest.FixtureRequest, client: FlaskClient, hands: Hands) -> timedelta:
    """A clock that was set wrong once the service had looked at it."""
    assert client.get("/readyz").status_code == 200
    hands.wrong = request.param
    return hands.wrong


@pytest.mark.usefixtures("wrong")
def test_a_submission_gets_503_with_its_code_and_when_to_come_again(
    world: World, send: Send
) -> None:
    answer = send(world.citizen())
    assert (answer.status_code, answer.get_json()["code"]) == (503, "clock_unsure")
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.usefixtures("wrong")
@pytest.mark.parametrize(
    ("query", "words"),
    [("", "服务的时钟正在核对"), ("?lang=en", "The clock of the service is being checked")],
)
def test_the_form_says_so_and_shows_what_was_typed(
    client: FlaskClient, query: str, words: str
) -> None:
    answer = client.post(f"/forms/{POLICY}{query}", data=TYPED)
    assert answer.status_code == 503
    assert words in answer.text
    assert "资金门槛偏高。" in answer.text
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.usefixtures("wrong")
def test_the_list_and_the_form_go_on_to_show_what_is_open(client: FlaskClient) -> None:
    listed: Any = client.get("/api/v1/policies").get_json()
    assert listed["policies"][0]["state"] == "open"
    assert listed["as_of"].startswith("2018-07-15T10:")
    assert client.get(f"/forms/{POLICY}").status_code == 200


@pytest.mark.usefixtures("wrong")
def test_readiness_names_it_and_liveness_does_not_mind(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    found: Any = answer.get_json()
    assert (answer.status_code, found["status"], found["codes"]) == (
        503,
        "unavailable",
        ["clock_unsure"],
    )
    assert client.get("/healthz").status_code == 200


def test_a_clock_a_little_back_is_a_warning(client: FlaskClient, hands: Hands) -> None:
    hands.wrong = timedelta(minutes=-9)
    answer = client.get("/readyz")
    found: Any = answer.get_json()
    assert (answer.status_code, found["codes"], len(found["warnings"])) == (
        200,
        ["clock_stepped"],
        1,
    )


@pytest.mark.parametrize(
    ("now", "code"),
    [("2018-07-11T23:59:59.999+08:00", "window_not_open"), (CLOSES, "window_closed")],
)
def test_a_409_of_a_window_says_at_what_time_it_was_judged(
    world: World, now: str, code: str
) -> None:
    answer = world.client(YANLU_NOW=now).post("/api/v1/submissions", json=world.citizen())
    problem: Any = answer.get_json()
    assert (answer.status_code, problem["code"], problem["judged_at"]) == (409, code, now)


def test_another_problem_says_no_such_time(world: World, send: Send) -> None:
    problem: Any = send(world.citizen(comments=[])).get_json()
    assert (problem["code"], "judged_at" in problem) == ("invalid", False)
