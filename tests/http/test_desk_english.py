"""Every page of the desk in English: what is Chinese on it says so, and one is counted as one."""

from datetime import date

import pytest
from flask import Flask

from comments_service.domain.accounts.roles import Role
from comments_service.services.intake.entering import enter_submission
from comments_service.services.intake.scans import upload
from comments_service.services.intake.units import ask_units
from comments_service.services.register.deciding import seal
from comments_service.services.service import Service
from tests.conftest import CLOSES, POLICY, World
from tests.http.html_page import _Parser, unmarked_chinese, untranslated
from tests.readers.desk_pages import comment_places
from tests.worlds.desk_comments import fill
from tests.worlds.letters import PNG, letter
from tests.worlds.officers import Desk, add_officer, signed_in

pytestmark = pytest.mark.sqlite

PLACES = (
    "", "staff", "password", "year", "sealed", f"{POLICY}/", f"{POLICY}/register",
    f"{POLICY}/register?stage=study&q=名额", f"{POLICY}/release",
    f"{POLICY}/sheet", f"{POLICY}/reports", f"{POLICY}/enter", f"{POLICY}/units",
)  # fmt: skip


@pytest.fixture
def app(world: World) -> Flask:
    return world.app(YANLU_NOW=CLOSES)


@pytest.fixture
def service(app: Flask) -> Service:
    found: Service = app.extensions["yanlu"]
    return found


def bare(desk: Desk, place: str) -> list[str]:
    """The Chinese of a page in English that does not say that it is Chinese."""
    page = desk.get(f"{place}{'&' if '?' in place else '?'}lang=en")
    assert page.status_code == 200, place
    root = _Parser(page.text).root.one("html")
    assert root["lang"] == "en"
    # The title of the page names the document, and can mark nothing; a field holds what is typed.
    said = list(unmarked_chinese(root.one("body")))
    typed = {each.text for each in root.every("textarea")}
    return [*(each for each in said if each not in typed), *untranslated(root)]


def test_pages_of_a_desk_where_nothing_came_are_english(app: Flask) -> None:
    desk = signed_in(app, "heli", *Role)
    found = {place: bare(desk, place) for place in (*PLACES, f"{POLICY}/release/publish")}
    assert {place: sorted(said) for place, said in found.items() if said} == {}


def test_pages_of_a_desk_at_work_are_english(app: Flask, service: Service) -> None:
    entering = add_officer(service, "zhoumin", Role.REGISTRAR, Role.HANDLER)
    made = fill(service, POLICY, 30, [entering, add_officer(service, "chen", Role.REVIEWER)])
    seal(service, entering.id, made[:1], "反映干部问题")
    ask_units(service, entering, POLICY, "市财政局", date(2018, 7, 25))
    scan = upload(service, entering, POLICY, "来信.png", PNG)
    new = letter(scans=(scan.id,), posted_on=None, received_on=date(2018, 7, 14))
    stored = enter_submission(service, entering, new)
    desk = signed_in(app, "heli", *Role)
    comments = comment_places(desk.get(f"{POLICY}/register"))
    own = [f"{POLICY}/submissions/{stored.id}", f"{POLICY}/submissions/{stored.id}/slip"]
    found = {place: bare(desk, place) for place in (*PLACES, *comments, *own)}
    assert {place: sorted(said) for place, said in found.items() if said} == {}


@pytest.mark.parametrize(("number", "words"), [(1, "1 comment"), (2, "2 comments")])
def test_the_register_counts_in_english(
    app: Flask, service: Service, number: int, words: str
) -> None:
    fill(service, POLICY, number)
    page = signed_in(app, "heli", Role.HANDLER).get(f"{POLICY}/register?lang=en").text
    assert f'<span class="yl-spring">{words}</span>' in page
    assert 'data-submit-word="Propose for {n} comment"' in page
    assert 'data-submit-words="Propose for {n} comments"' in page
