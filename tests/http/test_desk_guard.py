"""Every route of the desk, for every role and for nobody: a route without a line here fails."""

from datetime import date

import pytest
from flask import Flask

from comments_service.domain.accounts.roles import Right, Role, roles_with
from comments_service.services.intake.entering import enter_submission
from comments_service.services.intake.scans import upload
from comments_service.web.shell.access import Access, declared_access
from tests.conftest import POLICY, World
from tests.worlds.letters import PNG, letter
from tests.worlds.officers import Desk, add_officer, signed_in
from tests.worlds.public_side import attached_file

pytestmark = pytest.mark.sqlite

ALL = frozenset(Role)
EXPORTING = frozenset(roles_with(Right.EXPORT))
SEEING = ALL - {Role.INSPECTOR}
ENTERING = frozenset({Role.REGISTRAR, Role.HANDLER})
CHECKING = frozenset({Role.REGISTRAR, Role.HANDLER, Role.REVIEWER})
PREVIEWING = frozenset({Role.DRAFTER, Role.PUBLISHER})
DECIDING = frozenset({Role.HANDLER, Role.REVIEWER})
# Who is let in; all others are refused with 403. Where a matter is named, whom it does not
# concern gets a 404.
ADMITTED: dict[str, frozenset[Role]] = {
    "GET /desk/": ALL,
    "GET /desk/staff": ALL,
    "POST /desk/staff": frozenset({Role.ADMIN}),
    "GET /desk/<policy_id>/": SEEING,
    "GET /desk/<policy_id>/register": SEEING,
    "POST /desk/<policy_id>/register": DECIDING,
    "GET /desk/<policy_id>/comments/<comment_id>": SEEING,
    "POST /desk/<policy_id>/comments/<comment_id>": DECIDING,
    "POST /desk/<policy_id>/comments/<comment_id>/name": DECIDING | {Role.REGISTRAR},
    "GET /desk/<policy_id>/comments/<comment_id>/files/<file_id>": SEEING,
    "GET /desk/<policy_id>/sealed/<comment_id>/files/<file_id>": frozenset({Role.INSPECTOR}),
    "GET /desk/<policy_id>/comments/<comment_id>/public": frozenset({Role.REVIEWER}),
    "POST /desk/<policy_id>/comments/<comment_id>/public": frozenset({Role.REVIEWER}),
    "GET /desk/<policy_id>/public": frozenset({Role.REVIEWER}),
    "GET /desk/password": ALL,
    "POST /desk/password": ALL,
    "GET /desk/<policy_id>/requests": DECIDING,
    "POST /desk/<policy_id>/requests": DECIDING,
    "GET /desk/<policy_id>/release": SEEING,
    "POST /desk/<policy_id>/release": frozenset({Role.REVIEWER}),
    "GET /desk/<policy_id>/release/publish": frozenset({Role.PUBLISHER}),
    "POST /desk/<policy_id>/release/publish": frozenset({Role.PUBLISHER}),
    "GET /desk/<policy_id>/sheet": EXPORTING,
    "GET /desk/<policy_id>/sheet/<sheet>": EXPORTING,
    "POST /desk/<policy_id>/sheet/<sheet>": DECIDING,
    "GET /desk/<policy_id>/reports": EXPORTING,
    "GET /desk/<policy_id>/reports/<name>": EXPORTING,
    "GET /desk/year": EXPORTING,
    "GET /desk/year/sheet": EXPORTING,
    "GET /desk/enter": ENTERING,
    "GET /desk/<policy_id>/enter": ENTERING,
    "POST /desk/<policy_id>/enter": ENTERING,
    "GET /desk/<policy_id>/submissions/<submission_id>": SEEING,
    "GET /desk/<policy_id>/submissions/<submission_id>/slip": ENTERING,
    "POST /desk/<policy_id>/submissions/<submission_id>/check": CHECKING,
    "POST /desk/<policy_id>/submissions/<submission_id>/correct": CHECKING,
    "POST /desk/<policy_id>/submissions/<submission_id>/phone": CHECKING,
    "POST /desk/<policy_id>/submissions/<submission_id>/elsewhere": DECIDING,
    "GET /desk/<policy_id>/scans/<scan_id>": CHECKING,
    "GET /desk/<policy_id>/units": SEEING,
    "POST /desk/<policy_id>/units": ENTERING,
    "POST /desk/<policy_id>/units/none": ENTERING,
    "GET /desk/<policy_id>/units/<unit_id>/sheet": ENTERING,
    "POST /desk/<policy_id>/units/sheet": ENTERING,
    "GET /desk/drafts/": PREVIEWING,
    "POST /desk/drafts/": frozenset({Role.DRAFTER}),
    "GET /desk/drafts/<draft_id>": PREVIEWING,
    "POST /desk/drafts/<draft_id>": PREVIEWING,
    "POST /desk/drafts/<draft_id>/answers": frozenset({Role.DRAFTER}),
    "GET /desk/drafts/<draft_id>/zip": PREVIEWING,
    "GET /desk/drafts/<draft_id>/preview/<site_path:path>": PREVIEWING,
    "GET /desk/drafts/<draft_id>/printed/<site_path:path>": PREVIEWING,
    "GET /desk/sealed": frozenset({Role.INSPECTOR}),
    "POST /desk/sealed": frozenset({Role.INSPECTOR}),
}
# What nobody need be signed in for.
OPEN = {"GET /desk/login", "POST /desk/login", "POST /desk/logout"}
VALUES = {"policy_id": POLICY, "name": "page.docx", "sheet": "decisions"}
VALUES |= {"draft_id": "0" * 16, "site_path:path": "index.html"}


def routes(app: Flask) -> dict[str, str]:
    """Every route of the desk, with the name of its view."""
    return {
        f"{method} {rule}": rule.endpoint
        for rule in app.url_map.iter_rules()
        if str(rule).startswith("/desk/")
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    }


def place(route: str) -> tuple[str, str]:
    """The method of a route, and an address that it answers, below the desk."""
    method, rule = route.split(" ", 1)
    for name, value in VALUES.items():
        rule = rule.replace(f"<{name}>", value)
    return method, rule.removeprefix("/desk/")


@pytest.fixture
def app(world: World) -> Flask:
    """An application with a letter that was entered, with its scan and a file."""
    made = world.app()
    service = made.extensions["yanlu"]
    registrar = add_officer(service, "registrar", Role.REGISTRAR)
    scan = upload(service, registrar, POLICY, "来信.png", PNG)
    new = letter(scans=(scan.id,), posted_on=None, received_on=date(2018, 7, 14))
    stored = enter_submission(service, registrar, new)
    comment = stored.comments[0].id
    VALUES.update(file_id=attached_file(service, comment).id)
    VALUES.update(unit_id="0" * 32, submission_id=stored.id, scan_id=scan.id, comment_id=comment)
    return made


def ask(desk: Desk, route: str) -> int:
    method, where = place(route)
    answer = desk.get(where) if method == "GET" else desk.post(where)
    answer.close()
    return int(answer.status_code)


def test_every_route_of_the_desk_has_a_line(app: Flask) -> None:
    assert set(routes(app)) == {*ADMITTED, *OPEN}


def test_every_route_of_the_desk_says_that_it_is_for_staff(app: Flask) -> None:
    said = {route: declared_access(app, endpoint) for route, endpoint in routes(app).items()}
    assert {route for route, circle in said.items() if circle is not Access.STAFF} == OPEN


@pytest.mark.parametrize("role", Role)
def test_each_role_is_let_in_where_the_table_says_so(app: Flask, role: Role) -> None:
    desk = signed_in(app, "zhoumin", role)
    refused = {route for route in ADMITTED if ask(desk, route) == 403}
    assert refused == {route for route, roles in ADMITTED.items() if role not in roles}


def test_nobody_is_asked_to_sign_in(app: Flask) -> None:
    for route in ADMITTED:
        method, where = place(route)
        answer = app.test_client().open(f"/desk/{where}", method=method)
        if method == "GET":
            assert answer.status_code == 303, route
            assert "/desk/login" in answer.headers["Location"], route
        else:
            assert answer.status_code == 403, route
            assert 'name="password"' in answer.text, route


def test_somebody_elses_matter_is_not_found_and_neither_is_an_unknown_one(app: Flask) -> None:
    desk = signed_in(app, "zhoumin", *Role, policies=("another-policy",))
    everywhere = signed_in(app, "heli", *Role)
    for route in ADMITTED:
        if "<policy_id>" in route:
            assert ask(desk, route) == 404, route
            assert ask(everywhere, route.replace("<policy_id>", "no-such-policy")) == 404, route


def test_a_post_without_the_token_of_the_session_is_refused(app: Flask) -> None:
    desk = signed_in(app, "zhoumin", *Role)
    other = signed_in(app, "heli", *Role)
    for route in ADMITTED:
        method, where = place(route)
        if method == "POST":
            assert desk.client.post(f"/desk/{where}").status_code == 403, route
            assert desk.post(where, {"csrf": other.csrf}).status_code == 403, route


@pytest.mark.parametrize(
    "told",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_a_post_from_another_site_is_refused(app: Flask, told: dict[str, str]) -> None:
    desk = signed_in(app, "zhoumin", *Role)
    assert desk.post("password", headers=told).status_code == 403
    add_officer(app.extensions["yanlu"], "heli", Role.HANDLER)
    sent = {"login": "heli", "password": "warm-tea-at-noon"}
    assert app.test_client().post("/desk/login", data=sent, headers=told).status_code == 403


def test_the_own_origin_is_believed(app: Flask) -> None:
    desk = signed_in(app, "zhoumin", *Role)
    here = {"Origin": "http://localhost"}
    assert desk.post("password", headers=here).status_code == 422
