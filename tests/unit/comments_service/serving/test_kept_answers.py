"""Public answers are given again while nothing changed, and never longer."""

import json
from typing import Any

import pytest

from comments_service.logs import RequestNote
from comments_service.serving.gateway import Bounds, Gateway
from comments_service.serving.kept_answers import KeptAnswers, mark_of
from comments_service.serving.wsgi_call import WsgiResponse
from comments_service.web.shell.request_context import NOTE, STANDS
from tests.conftest import POLICY, World, publish, the_policy
from tests.servers.gateway_call import JSON, answered

TALLY = f"/api/v1/policies/{POLICY}/tally"
POLICIES = "/api/v1/policies"


class Place:
    """Answers that are kept beside a mark and a clock that a test sets."""

    def __init__(self) -> None:
        self.mark: tuple[object, ...] | None = ("a",)
        self.clock = 0.0
        self.kept = KeptAnswers(lambda: self.mark, lambda: self.clock)

    def asked(self, made: str = "", *, stands: float | None = 1.0, **changes: Any) -> str | None:
        """Ask, and keep what is ``made`` where there is no answer; None: it cannot be kept."""
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET", "PATH_INFO": "/a", "QUERY_STRING": "", **changes,
        }  # fmt: skip
        asked = self.kept.asked(environ)
        if asked is None:
            return None
        found = self.kept.answer(asked, environ, "id")
        if found is None:
            environ[NOTE] = RequestNote("first", "GET", "/<what>")
            if stands is not None:
                environ[STANDS] = stands
            found = WsgiResponse(200, [(b"X-Request-Id", b"first")], made.encode())
            self.kept.keep(asked, environ, found)
        assert found.whole is not None
        return found.whole.decode()


@pytest.fixture
def place() -> Place:
    return Place()


def test_an_answer_is_given_again_while_nothing_changed(place: Place) -> None:
    assert [place.asked("one"), place.asked("two")] == ["one", "one"]


def test_a_change_has_it_made_again(place: Place) -> None:
    place.asked("one")
    place.mark = ("b",)
    assert place.asked("two") == "two"


def test_it_stands_no_longer_than_its_route_said(place: Place) -> None:
    place.asked("one", stands=0.5)
    place.clock = 0.4
    assert place.asked("two") == "one"
    place.clock = 0.5
    assert place.asked("two") == "two"


def test_what_no_route_said_to_stand_is_made_each_time(place: Place) -> None:
    place.asked("one", stands=None)
    assert place.asked("two") == "two"


@pytest.mark.parametrize(
    "other", [{"PATH_INFO": "/b"}, {"QUERY_STRING": "ids=a"}, {"HTTP_IF_NONE_MATCH": "W/1"}]
)
def test_another_question_has_another_answer(place: Place, other: dict[str, Any]) -> None:
    place.asked("one")
    assert place.asked("two", **other) == "two"


@pytest.mark.parametrize(
    "kind",
    [
        {"REQUEST_METHOD": "POST"},
        {"REQUEST_METHOD": "HEAD"},
        {"CONTENT_LENGTH": "0"},
        {"QUERY_STRING": "a" * 2000},
    ],
)
def test_only_plain_questions_are_answered_so(place: Place, kind: dict[str, Any]) -> None:
    assert place.asked("one", **kind) is None


def test_where_nothing_can_be_told_nothing_is_kept(place: Place) -> None:
    place.mark = None
    assert place.asked("one") is None


def test_what_was_made_while_something_changed_is_not_kept(place: Place) -> None:
    environ: dict[str, Any] = {"REQUEST_METHOD": "GET", "PATH_INFO": "/a", "QUERY_STRING": ""}
    asked = place.kept.asked(environ)
    assert asked is not None
    place.mark = ("b",)
    place.asked("other", PATH_INFO="/b")
    environ |= {STANDS: 1.0, NOTE: RequestNote("first")}
    place.kept.keep(asked, environ, WsgiResponse(200, [], b"before"))
    assert place.asked("after") == "after"


def test_questions_of_all_kinds_do_not_fill_the_memory(place: Place) -> None:
    for number in range(1000):
        place.asked("one", QUERY_STRING=str(number))
    assert len(place.kept._answers) <= 256


@pytest.mark.sqlite
@pytest.mark.parametrize("path", [TALLY, POLICIES])
def test_a_comment_is_counted_in_the_next_answer(world: World, path: str) -> None:
    app, calls = world.app(), []

    def counted(environ: dict[str, Any], start_response: Any) -> Any:
        calls.append(environ["PATH_INFO"])
        return app(environ, start_response)

    kept = KeptAnswers(mark_of(app.extensions["yanlu"]), lambda: 0.0)
    gateway = Gateway(counted, Bounds(receive_seconds=15, threads=4), kept=kept)
    first, again = (answered(gateway, path) for _ in range(2))
    assert calls == [path]
    assert first.body == again.body
    assert first.headers.keys() == again.headers.keys()
    assert first.headers["x-request-id"] != again.headers["x-request-id"]
    sent = json.dumps(world.citizen()).encode()
    assert answered(gateway, "/api/v1/submissions", JSON, sent).status == 201
    assert _comments(answered(gateway, path).body) == _comments(first.body) + 1


@pytest.mark.sqlite
def test_a_site_that_was_built_again_is_looked_at(world: World) -> None:
    app = world.app()
    kept = KeptAnswers(mark_of(app.extensions["yanlu"]), lambda: 0.0)
    gateway = Gateway(app, Bounds(receive_seconds=15, threads=4), kept=kept)
    titles = []
    for title in ("一个题目", "另一个题目"):
        publish(world.site, the_policy(title=title))
        titles.append(json.loads(answered(gateway, POLICIES).body)["policies"][0]["title"])
    assert titles == ["一个题目", "另一个题目"]


def _comments(answer: str) -> int:
    found = json.loads(answer)
    figures = found["policies"][0]["counts"] if "policies" in found else found
    return int(figures["comments"])
