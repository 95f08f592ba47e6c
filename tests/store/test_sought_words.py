"""Words in the text of comments, as they are now."""

import pytest

from comments_service.domain.accounts.roles import Role
from comments_service.domain.intake.new_entry import NewPoint
from comments_service.domain.register.filter import RegisterFilter
from comments_service.services.intake.checking import correct, whole_submission
from comments_service.services.intake.entering import enter_submission
from comments_service.services.service import Service
from comments_service.store.comments.register_query import RegisterList
from tests.conftest import POLICY, World
from tests.worlds.letters import AFTER, letter
from tests.worlds.officers import add_officer


@pytest.fixture
def service(world: World, database_url: str) -> Service:
    return world.service(YANLU_DATABASE=database_url, YANLU_NOW=AFTER)


def number(service: Service, words: str) -> int:
    wanted = RegisterList(POLICY, RegisterFilter(q=words), None)
    with service.database.read() as connection:
        return wanted.total(connection)


def test_words_find_what_comments_say_now_though_others_have_fewer_versions(
    service: Service,
) -> None:
    heli, zhoumin = (add_officer(service, each, *Role) for each in ("heli", "zhoumin"))
    enter_submission(service, heli, letter())
    other = enter_submission(service, heli, letter(2, name="王建国", contact="13807281299"))
    found = whole_submission(service, POLICY, other.id)
    assert found
    points = [NewPoint("", "改过的话。", id=each.id) for each in other.comments]
    correct(service, zhoumin, found, found.seen, points)
    assert {each: number(service, each) for each in ("门槛", "改过", "由谁")} == {
        "门槛": 1,
        "改过": 2,
        "由谁": 1,
    }
