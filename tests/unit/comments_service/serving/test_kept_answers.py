"""Public answers are given again while nothing changed, and their figures made again if it did."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest
from sqlalchemy import Connection

from comments_service.logs import RequestNote
from comments_service.serving.gateway import Bounds, Gateway
from comments_service.serving.kept_answers import KeptAnswers, SourceMark, kept_answers_of
from comments_service.serving.wsgi_call import PIECE, WsgiResponse
from comments_service.web.api.public_figures import REPETITION, Known, PublicFigures, Repetition
from comments_service.web.shell.request_context import NOTE
from tests.conftest import POLICY, World, publish, the_policy
from tests.servers.gateway_call import JSON, Answered, answered

TALLY = f"/api/v1/policies/{POLICY}/tally"
POLICIES = "/api/v1/policies"


class Place:
    """Answers that are kept beside a mark, a clock and a processor that a test sets."""

    def __init__(self) -> None:
        self.mark: SourceMark | None = SourceMark("a", "site")
        self.clock = self.worked = 0.0
        self.figures = PublicFigures("tag", "again")
        self.kept = KeptAnswers(
            lambda: self.mark, self.reading, lambda: self.clock, lambda: self.worked
        )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Begin a read of nothing."""
        yield cast("Connection", None)

    def changed(self, number: int = 0) -> None:
        """Have the database be another."""
        self.mark = SourceMark(f"changed {number}", "site")

    def asked(
        self,
        made: str = "",
        *,
        stands: float | None = 1.0,
        again: bool = False,
        status: int = 200,
        **changes: Any,
    ) -> str | None:
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
                figures = self._figures if again else None
                environ[REPETITION] = Repetition(stands, "first", figures)
            found = WsgiResponse(status, [(b"X-Request-Id", b"first")], made.encode())
            self.kept.keep(asked, environ, found)
        assert found.whole is not None
        return found.whole.decode()

    def _figures(self, _connection: Connection, _known: Known) -> PublicFigures:
        self.worked += 0.002
        return self.figures


@pytest.fixture
def place() -> Place:
    return Place()


def test_an_answer_is_given_again_while_nothing_changed(place: Place) -> None:
    assert [place.asked("one"), place.asked("two")] == ["one", "one"]


def test_a_change_has_it_made_again(place: Place) -> None:
    place.asked("one")
    place.changed()
    assert place.asked("two") == "two"


def test_after_a_change_its_figures_alone_are_made_again(place: Place) -> None:
    place.asked("one", again=True)
    place.changed()
    assert [place.asked("two"), place.asked("three")] == ["again", "again"]
    assert place.worked == 0.002
    # So is what has stood long enough.
    place.clock = 1.0
    assert [place.asked("two"), place.worked] == ["again", 0.004]


def test_the_figures_of_another_site_are_for_a_thread_to_read(place: Place) -> None:
    place.asked("one", again=True)
    place.mark = SourceMark("a", "another site")
    assert place.asked("two") == "two"


def test_what_takes_long_is_made_by_a_thread_the_next_time(place: Place) -> None:
    place.asked("one", again=True)
    place.worked, before = 0.0, place._figures
    place.changed(1)

    def long(_connection: Connection, _known: Known) -> PublicFigures:
        place.worked += 0.01
        return before(_connection, _known)

    place._figures = long  # type: ignore[method-assign]
    place.asked("one", again=True, PATH_INFO="/long")
    place.changed(2)
    assert place.asked("two", PATH_INFO="/long") == "again"
    for number in (3, 4):
        place.changed(number)
        assert place.asked("by a thread", again=True, PATH_INFO="/long") == "by a thread"
        assert place.asked("two") == "again"
    place.clock = 60.0
    assert place.asked("two", PATH_INFO="/long") == "again"


def test_so_is_what_is_waited_for(place: Place) -> None:
    place.asked("one", again=True)

    @contextmanager
    def waiting() -> Iterator[Connection]:
        place.clock += 0.6
        with Place.reading(place) as connection:
            yield connection

    place.kept.reading = waiting
    place.changed(1)
    assert place.asked("two") == "again"
    place.changed(2)
    assert place.asked("two") == "two"


def test_only_a_part_of_each_second_goes_to_it(place: Place) -> None:
    place.asked("one", again=True)
    found = []
    for number in range(200):
        place.changed(number)
        found.append(place.asked("by a thread", again=True))
    # Two milliseconds each.
    assert [found.count("again"), found.count("by a thread")] == [125, 75]
    place.clock = 1.0
    place.changed(200)
    assert place.asked("by a thread") == "again"


def test_what_does_not_go_out_in_one_piece_is_for_threads(place: Place) -> None:
    place.asked("one", again=True)
    place.figures = PublicFigures("tag", "a" * (PIECE + 1))
    for number in (1, 2):
        place.changed(number)
        assert place.asked("by a thread", again=True) == "by a thread"
    assert place.worked == 0.002


def test_what_fails_is_for_its_route_to_tell_and_not_tried_again_at_once(place: Place) -> None:
    place.asked("one", again=True)
    tried = []

    def failing() -> Any:
        tried.append(place.clock)
        raise sqlite3.OperationalError

    place.kept.reading = failing
    for number, place.clock in enumerate((0.0, 1.0, 59.0, 60.0)):
        place.changed(number)
        assert place.asked("by a thread", again=True) == "by a thread"
    assert tried == [0.0, 60.0]


def test_that_the_reader_has_it_is_kept_too_but_for_no_other_reader(place: Place) -> None:
    has: dict[str, Any] = {"HTTP_IF_NONE_MATCH": 'W/"first"'}
    place.asked("made", status=304, again=True, **has)
    assert place.asked("made again", status=304, again=True, **has) == ""
    assert place.asked("whole", again=True) == "whole"
    assert place.asked("made again", again=True) == "whole"
    assert place.asked("made again", **has) == ""


def test_who_has_it_gets_it_only_where_it_is_another(place: Place) -> None:
    place.asked("one", again=True)
    assert place.asked("two", HTTP_IF_NONE_MATCH='W/"first"') == ""
    assert place.asked("two", HTTP_IF_NONE_MATCH='W/"other"') == "one"
    place.changed()
    assert place.asked("two", HTTP_IF_NONE_MATCH='W/"first"') == "again"
    assert place.asked("two", HTTP_IF_NONE_MATCH='W/"first", "tag"') == ""


def test_it_stands_no_longer_than_its_route_said(place: Place) -> None:
    place.asked("one", stands=0.5)
    place.clock = 0.4
    assert place.asked("two") == "one"
    place.clock = 0.5
    assert place.asked("two") == "two"


def test_what_no_route_said_to_stand_is_made_each_time(place: Place) -> None:
    place.asked("one", stands=None)
    assert place.asked("two") == "two"


@pytest.mark.parametrize("other", [{"PATH_INFO": "/b"}, {"QUERY_STRING": "ids=a"}])
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
        {"HTTP_IF_NONE_MATCH": "a," * 1000},
    ],
)
def test_only_plain_questions_are_answered_so(place: Place, kind: dict[str, Any]) -> None:
    assert place.asked("one", **kind) is None


def test_where_nothing_can_be_told_nothing_is_kept(place: Place) -> None:
    place.mark = None
    assert place.asked("one") is None


def test_what_was_made_while_something_changed_is_not_given_again(place: Place) -> None:
    environ: dict[str, Any] = {"REQUEST_METHOD": "GET", "PATH_INFO": "/a", "QUERY_STRING": ""}
    asked = place.kept.asked(environ)
    assert asked is not None
    place.changed()
    place.asked("other", PATH_INFO="/b")
    environ |= {REPETITION: Repetition(1.0, "tag", None), NOTE: RequestNote("first")}
    place.kept.keep(asked, environ, WsgiResponse(200, [], b"before"))
    assert place.asked("after") == "after"


def test_questions_of_all_kinds_do_not_fill_the_memory(place: Place) -> None:
    for number in range(1000):
        place.asked("one", QUERY_STRING=str(number))
    assert len(place.kept._answers) <= 256


class Counting:
    """A gateway before an application that counts what gets to it."""

    def __init__(self, world: World) -> None:
        self.app, self.calls = world.app(), list[str]()
        self.service = self.app.extensions["yanlu"]
        self.kept = kept_answers_of(self.service)
        self.gateway = Gateway(self, Bounds(receive_seconds=15, threads=4), kept=self.kept)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Count a call and hand it on."""
        self.calls.append(environ["PATH_INFO"])
        return self.app(environ, start_response)

    def get(self, path: str) -> Answered:
        """Ask for a path."""
        return answered(self.gateway, path)

    def sends(self, world: World) -> None:
        """Send a comment."""
        sent = json.dumps(world.citizen()).encode()
        assert answered(self.gateway, "/api/v1/submissions", JSON, sent).status == 201


@pytest.fixture
def counting(world: World) -> Counting:
    return Counting(world)


@pytest.mark.sqlite
@pytest.mark.parametrize("path", [TALLY, POLICIES])
def test_a_comment_is_counted_in_the_next_answer_without_the_application(
    world: World, counting: Counting, path: str
) -> None:
    counting.kept.monotonic = lambda: 0.0
    first, again = counting.get(path), counting.get(path)
    assert counting.calls == [path]
    assert first.body == again.body
    assert first.headers.keys() == again.headers.keys()
    assert first.headers["x-request-id"] != again.headers["x-request-id"]
    counting.sends(world)
    counting.calls.clear()
    after = counting.get(path)
    assert counting.calls == []
    assert _comments(after.body) == _comments(first.body) + 1
    # The same, but for the time, as the application itself says, header by header.
    counting.kept._answers.clear()
    whole = counting.get(path)
    assert counting.calls == [path]
    assert _timeless(after) == _timeless(whole)
    assert after.headers["content-length"] == str(len(after.body.encode()))


@pytest.mark.sqlite
@pytest.mark.parametrize("path", [TALLY, POLICIES])
def test_to_whoever_has_it_is_said_what_the_application_says(counting: Counting, path: str) -> None:
    etag = counting.get(path).headers["etag"]
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "HTTP_IF_NONE_MATCH": etag,
    }  # fmt: skip
    asked = counting.kept.asked(environ)
    assert asked is not None
    found = counting.kept.answer(asked, environ, "id")
    assert found is not None
    whole = counting.app.test_client().get(path, headers={"If-None-Match": etag})
    assert (found.status, found.whole) == (whole.status_code, whole.data) == (304, b"")
    own = {name.decode().lower(): text.decode() for name, text in found.headers}
    said = {name.lower(): text for name, text in whole.headers.items()}
    assert own == {**said, "x-request-id": "id"}


@pytest.mark.sqlite
def test_a_site_that_was_built_again_is_looked_at(world: World, counting: Counting) -> None:
    counting.kept.monotonic = lambda: 0.0
    titles = []
    for title in ("一个题目", "另一个题目"):
        publish(world.site, the_policy(title=title))
        titles.append(json.loads(counting.get(POLICIES).body)["policies"][0]["title"])
    assert titles == ["一个题目", "另一个题目"]


def _timeless(answer: Answered) -> tuple[int, dict[str, str], dict[str, Any]]:
    own = {key: text for key, text in answer.headers.items() if key != "x-request-id"}
    return answer.status, own, {**json.loads(answer.body), "as_of": ""}


def _comments(answer: str) -> int:
    found = json.loads(answer)
    figures = found["policies"][0]["counts"] if "policies" in found else found
    return int(figures["comments"])
