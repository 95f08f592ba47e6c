"""Signing in to the desk: sessions, wrong passwords, and what a browser is told to keep."""

import re
from datetime import timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import text

from catalogue.window import parse_instant
from comments_service.domain.accounts.officer import Officer
from comments_service.domain.accounts.roles import Role
from comments_service.services.accounts import passwords, staff
from comments_service.services.accounts.sign_in import IDLE, LONGEST, forget_sign_ins, session
from comments_service.services.ledger.flood_limits import write_pending
from comments_service.services.service import Service
from comments_service.store.accounts import staff_rows as rows_of_staff
from tests.conftest import INSIDE, World
from tests.servers.databases import writing
from tests.worlds.officers import PASSWORD, Desk, add_officer, signed_in

NOW = parse_instant(INSIDE)


def later(world: World, by: timedelta) -> Flask:
    """The same database, looked at later."""
    return world.app(YANLU_NOW=(NOW + by).isoformat())


def try_sign_in(app: Flask, login: str, password: str, address: str = "192.0.2.7") -> Any:
    sent = {"login": login, "password": password}
    where = {"REMOTE_ADDR": address}
    return app.test_client().post("/desk/login", data=sent, environ_base=where)


def rows(service: Service, query: str) -> list[Any]:
    with service.database.read() as connection:
        return list(connection.execute(text(query)))


def test_the_cookie_is_of_the_desk_alone_and_no_script_reads_it(app: Flask) -> None:
    add_officer(app.extensions["yanlu"], "zhoumin", Role.HANDLER)
    told = try_sign_in(app, "zhoumin", PASSWORD).headers["Set-Cookie"]
    assert "HttpOnly" in told
    assert "SameSite=Strict" in told
    # Without a path it has that of the page that sets it, /desk, below whatever path a proxy has.
    assert "Path=" not in told
    assert "; Secure" not in told


@pytest.mark.parametrize(
    ("env", "base"),
    [({"YANLU_BASE_URL": "https://www.example.gov.cn/yjzj/"}, "http://x"), ({}, "https://x")],
)
def test_the_cookie_is_secure_where_the_site_is(
    world: World, env: dict[str, str], base: str
) -> None:
    app = world.app(**env)
    add_officer(app.extensions["yanlu"], "zhoumin", Role.HANDLER)
    sent = {"login": "zhoumin", "password": PASSWORD}
    told = app.test_client().post("/desk/login", data=sent, base_url=base).headers["Set-Cookie"]
    assert "Secure" in told


def test_who_asked_for_a_page_is_led_there_after_signing_in(app: Flask) -> None:
    add_officer(app.extensions["yanlu"], "zhoumin", Role.HANDLER)
    client = app.test_client()
    asked = client.get("/desk/staff?lang=en")
    page = client.get("/desk/" + asked.headers["Location"].rpartition("/desk/")[2]).text
    (onward,) = re.findall(r'name="next" value="([^"]+)"', page)
    sent = {"login": "zhoumin", "password": PASSWORD, "next": onward}
    answer = client.post("/desk/login", data=sent)
    assert answer.headers["Location"] == "../desk/staff?lang=en"


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "https://evil.example", "../forms", "/x", "a\\..\\b", "a\r\nX: y"],
)
def test_nobody_is_led_elsewhere_by_signing_in(app: Flask, elsewhere: str) -> None:
    add_officer(app.extensions["yanlu"], "zhoumin", Role.HANDLER)
    sent = {"login": "zhoumin", "password": PASSWORD, "next": elsewhere}
    answer = app.test_client().post("/desk/login", data=sent)
    assert answer.headers["Location"] == "../desk/"


def test_an_unknown_login_a_wrong_password_and_a_locked_account_say_the_same(app: Flask) -> None:
    service = app.extensions["yanlu"]
    add_officer(service, "zhoumin", Role.HANDLER)
    add_officer(service, "heli", Role.HANDLER)
    staff.set_active(service, "heli", active=False)
    told = [
        try_sign_in(app, *tried)
        for tried in (("nobody", PASSWORD), ("zhoumin", "wrong"), ("heli", PASSWORD))
    ]
    assert [answer.status_code for answer in told] == [403] * 3
    pages = {re.sub(r'value="[^"]*"', "", answer.text) for answer in told}
    assert len(pages) == 1


def test_an_unknown_login_costs_as_much_work(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    add_officer(app.extensions["yanlu"], "zhoumin", Role.HANDLER)
    costs = []
    verify = type(passwords.HASHER).verify

    def counted(self: Any, kept: str, password: str) -> Any:
        costs.append(kept.split("$")[1:4])
        return verify(self, kept, password)

    monkeypatch.setattr(type(passwords.HASHER), "verify", counted)
    try_sign_in(app, "nobody", "wrong")
    try_sign_in(app, "zhoumin", "wrong")
    assert costs[0] == costs[1]


def test_after_five_wrong_passwords_the_right_one_must_wait(world: World, app: Flask) -> None:
    add_officer(app.extensions["yanlu"], "zhoumin", Role.HANDLER)
    for n in range(5):
        assert try_sign_in(app, "zhoumin", "wrong", f"192.0.2.{n}").status_code == 403
    refused = try_sign_in(app, "zhoumin", PASSWORD, "192.0.2.9")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) >= 15 * 60
    assert "10:16" in refused.text
    after = later(world, timedelta(minutes=15))
    assert try_sign_in(after, "zhoumin", PASSWORD).status_code == 303


def test_one_address_cannot_try_many_logins(app: Flask) -> None:
    add_officer(app.extensions["yanlu"], "zhoumin", Role.HANDLER)
    for n in range(5):
        assert try_sign_in(app, f"guess{n}", "wrong").status_code == 403
    assert try_sign_in(app, "zhoumin", PASSWORD).status_code == 429
    assert try_sign_in(app, "zhoumin", PASSWORD, "198.51.100.1").status_code == 303


def test_an_unknown_login_is_locked_out_as_a_known_one(app: Flask) -> None:
    for n in range(5):
        try_sign_in(app, "nobody", "wrong", f"192.0.2.{n}")
    assert try_sign_in(app, "nobody", "wrong", "192.0.2.9").status_code == 429


def test_what_was_tried_stands_in_no_row_and_no_log(
    app: Flask, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    signed_in(app, "zhoumin", Role.HANDLER)
    try_sign_in(app, "my-secret-typed-as-login", "another-secret")
    kept = str([
        rows(service, f"SELECT * FROM {table}")  # noqa: S608 - names that stand here
        for table in ("staff", "staff_sessions", "sign_in_failures", "ledger")
    ])  # fmt: skip
    for secret in (PASSWORD, "my-secret-typed-as-login", "another-secret", "192.0.2.7"):
        assert secret not in kept + caplog.text
    assert "$argon2id$" in kept


def test_a_hash_of_other_parameters_is_made_anew_when_its_password_is_typed(
    app: Flask, service: Service
) -> None:
    officer = add_officer(service, "zhoumin", Role.HANDLER)
    weak = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    with writing(service.database) as connection:
        rows_of_staff.change(connection, officer.id, password=weak)
    assert try_sign_in(app, "zhoumin", PASSWORD).status_code == 303
    (kept,) = rows(service, "SELECT password FROM staff")[0]
    assert not passwords.is_outdated(kept)
    assert try_sign_in(app, "zhoumin", PASSWORD).status_code == 303


def test_a_session_ends_after_an_hour_without_use_and_after_twelve_at_most(
    world: World, app: Flask
) -> None:
    desk = signed_in(app, "zhoumin", Role.HANDLER)
    cookie = desk.client.get_cookie("yanlu_desk", path="/desk")
    assert cookie is not None

    def holds(after: timedelta) -> bool:
        service = world.service(YANLU_NOW=(NOW + after).isoformat())
        found = session(service, cookie.value)
        # As the upkeep does within half a minute.
        write_pending(service)
        return found is not None

    assert not holds(IDLE)
    used = timedelta()
    while used + timedelta(minutes=59) < LONGEST:
        used += timedelta(minutes=59)
        assert holds(used)
    assert holds(LONGEST - timedelta(seconds=1))
    assert not holds(LONGEST)


def test_what_is_over_is_deleted_by_upkeep(world: World, app: Flask, service: Service) -> None:
    signed_in(app, "zhoumin", Role.HANDLER)
    try_sign_in(app, "nobody", "wrong")
    forget_sign_ins(service)
    count = "SELECT (SELECT count(*) FROM staff_sessions), (SELECT count(*) FROM sign_in_failures)"
    assert rows(service, count) == [(1, 1)]
    forget_sign_ins(later(world, LONGEST).extensions["yanlu"])
    assert rows(service, count) == [(0, 0)]


@pytest.mark.parametrize("ended_by", ["sign-out", "lock", "password", "roles"])
def test_a_session_is_ended_by(app: Flask, service: Service, ended_by: str) -> None:
    desk = signed_in(app, "zhoumin", Role.HANDLER)
    assert desk.get().status_code == 200
    acts: dict[str, Any] = {
        "sign-out": lambda: desk.post("logout"),
        "lock": lambda: staff.set_active(service, "zhoumin", active=False),
        "password": lambda: staff.new_password(service, "zhoumin"),
        "roles": lambda: staff.set_roles(service, "zhoumin", [Role.REVIEWER]),
    }
    token = desk.client.get_cookie("yanlu_desk", path="/desk")
    acts[ended_by]()
    assert token is not None
    again = app.test_client()
    again.set_cookie("yanlu_desk", token.value, path="/desk")
    assert again.get("/desk/").status_code == 303


def test_a_made_first_password_must_be_changed_before_anything_else(world: World) -> None:
    app = world.app(YANLU_DEMO="", YANLU_CLOCK="", YANLU_NOW="")
    _, first = staff.add(
        app.extensions["yanlu"], Officer("", "zhoumin", "周敏", frozenset({Role.HANDLER}))
    )
    client = app.test_client()
    client.post("/desk/login", data={"login": "zhoumin", "password": first})
    assert client.get("/desk/").headers["Location"] == "../desk/password"
    page = client.get("/desk/password").text
    (csrf,) = set(re.findall(r'name="csrf" value="([^"]+)"', page))
    sent = {"csrf": csrf, "old": first, "new": "tea-at-noon-again"}
    assert client.post("/desk/password", data={**sent, "again": "other"}).status_code == 422
    assert client.post("/desk/password", data={**sent, "again": sent["new"]}).status_code == 303
    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"old": "wrong"}, "old"),
        ({"new": "short", "again": "short"}, "new"),
        ({"new": "zhoumin-2018!", "again": "zhoumin-2018!"}, "new"),
        ({"new": "aaaaaaaaaaaa", "again": "aaaaaaaaaaaa"}, "new"),
        ({"new": PASSWORD, "again": PASSWORD}, "new"),
        ({"again": "something-else"}, "again"),
    ],
)
def test_a_password_that_will_not_do_is_named_at_its_field(
    app: Flask, changes: dict[str, str], field: str
) -> None:
    desk = signed_in(app, "zhoumin", Role.HANDLER)
    sent = {"old": PASSWORD, "new": "tea-at-noon-again", "again": "tea-at-noon-again", **changes}
    answer = desk.post("password", sent)
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    assert f'id="f-{field}-fault"' in answer.text


def test_a_changed_password_ends_the_other_sessions(app: Flask) -> None:
    other = signed_in(app, "zhoumin", Role.HANDLER)
    desk = Desk(app, "zhoumin")
    new = "tea-at-noon-again"
    assert desk.post("password", {"old": PASSWORD, "new": new, "again": new}).status_code == 303
    assert desk.get().status_code == 200
    assert other.get().status_code == 303


def test_what_was_typed_when_the_session_ended_is_sent_after_signing_in_again(
    app: Flask, service: Service
) -> None:
    add_officer(service, "heli", Role.REVIEWER)
    desk = signed_in(app, "admin", Role.ADMIN)
    days = {"from": "2018-07-16", "to": "2018-07-20"}
    csrf, client = desk.csrf, desk.client
    client.delete_cookie("yanlu_desk", path="/desk")
    typed = {"csrf": csrf, "login": "heli", "role": "handler", **days}
    page = client.post("/desk/staff", data=typed)
    assert page.status_code == 403
    hidden = dict(re.findall(r'name="(next|kept)" value="([^"]+)"', page.text))
    assert hidden["next"] == "staff"
    hidden["kept"] = hidden["kept"].replace("&amp;", "&")
    sent = {"login": "admin", "password": PASSWORD, **hidden}
    resend = client.post("/desk/login", data=sent)
    assert resend.status_code == 200
    assert 'action="../desk/staff"' in resend.text
    again = dict(re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', resend.text))
    assert again == {"login": "heli", "role": "handler", **days}
    (token,) = set(re.findall(r'name="csrf" value="([^"]+)"', resend.text))
    assert client.post("/desk/staff", data={**again, "csrf": token}).status_code == 303
    assert rows(service, "SELECT role, first_day FROM stand_ins") == [("handler", "2018-07-16")]


def test_pages_of_the_desk_are_kept_nowhere_and_run_own_scripts_alone(app: Flask) -> None:
    desk = signed_in(app, "zhoumin", *Role)
    for place in ("", "login", "staff", "password"):
        answer = desk.get(place)
        assert answer.headers["Cache-Control"] == "no-store"
        if answer.status_code == 200:
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
            assert "unsafe" not in policy
            assert re.search(r"<script(?! src=)|\son\w+=|javascript:", answer.text) is None
            assert answer.headers["Referrer-Policy"] == "same-origin"
