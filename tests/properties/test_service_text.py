from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments_service.domain.comments.submission import StoredComment
from comments_service.domain.errors import Invalid
from comments_service.domain.text_rules import cannot_be_kept, is_blank, many_lines, one_line
from comments_service.services.database.check import check
from comments_service.services.intake.lookup import look_up
from comments_service.services.intake.submit import submit
from comments_service.services.service import Service
from comments_service.web.api.schemas import parse_submission
from tests.conftest import World

ALLOWED = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXTS = st.text(ALLOWED | st.sampled_from("\r\n\t\v\f\x1b\x85\u2028\u2029"), max_size=200)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with TemporaryDirectory() as folder:
        made = World(Path(folder))
        yield made
        made.close()


@pytest.fixture(scope="module")
def service(world: World) -> Service:
    # One citizen sends every case.
    return world.service(YANLU_RATE_LIMIT="off")


def kept(world: World, service: Service, body: str, reason: str) -> StoredComment:
    comment = {"stance": "suggest", "body": body, "reason": reason, "proposed_text": "改为五年"}
    taken = submit(service, parse_submission(world.citizen(comments=[comment])))
    return look_up(service, taken.receipt_no, taken.query_code).submission.comments[0]


@given(TEXTS, TEXTS)
def test_every_text_that_is_taken_comes_back_exactly(
    world: World, service: Service, body: str, reason: str
) -> None:
    comment = kept(world, service, body, reason)
    assert (comment.body, comment.reason) == (many_lines(body), many_lines(reason))


@given(TEXTS)
def test_what_is_kept_is_kept_the_same_a_second_time(text: str) -> None:
    assert many_lines(many_lines(text)) == many_lines(text)
    assert one_line(one_line(text)) == one_line(many_lines(text)) == one_line(text)


def test_the_entries_agree_with_everything_that_was_taken(service: Service) -> None:
    assert check(service).differences == []


@given(st.text(max_size=50))
def test_any_text_as_a_body_is_taken_or_named(world: World, body: str) -> None:
    sent = world.citizen(comments=[{"stance": "suggest", "body": body}])
    if is_blank(body) or cannot_be_kept(body):
        with pytest.raises(Invalid) as refused:
            parse_submission(sent)
        assert [fault.field for fault in refused.value.faults] == ["comments[0].body"]
    else:
        assert parse_submission(sent).comments[0].body == many_lines(body)
