"""Members of staff in the small world: accounts, and clients that are signed in."""

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from comments_service.domain.accounts.officer import Officer
from comments_service.domain.accounts.roles import Role
from comments_service.services.accounts import staff
from comments_service.services.service import Service
from comments_service.web.desk.guard import COOKIE

PASSWORD = "warm-tea-at-noon"


def add_officer(
    service: Service, login: str, *roles: Role, policies: tuple[str, ...] = ()
) -> Officer:
    """Add an account with ``PASSWORD``."""
    new = Officer("", login, login, frozenset(roles), frozenset(policies))
    return staff.add(service, new, PASSWORD)[0]


class Desk:
    """A browser of somebody who is signed in; posts carry the token of the session."""

    def __init__(self, app: Flask, login: str) -> None:
        self.client: FlaskClient = app.test_client()
        self._tokens: dict[str, str] = {}
        answer = self.client.post("/desk/login", data={"login": login, "password": PASSWORD})
        assert answer.status_code == 303, answer.text

    @property
    def csrf(self) -> str:
        """Return the token that the pages of the present session carry, all of them the same."""
        session = self.client.get_cookie(COOKIE, path="/desk")
        if session is None or session.value not in self._tokens:
            page = self.client.get("/desk/password").text
            found = str(re.findall(r'name="csrf" value="([^"]+)"', page)[0])
            if session is None:
                return found
            self._tokens[session.value] = found
        return self._tokens[session.value]

    def get(self, place: str = "", **options: Any) -> Any:
        return self.client.get(f"/desk/{place}", **options)

    def post(self, place: str, data: dict[str, Any] | None = None, **options: Any) -> Any:
        sent = {"csrf": self.csrf, **(data or {})}
        return self.client.post(f"/desk/{place}", data=sent, **options)


def signed_in(app: Flask, login: str, *roles: Role, policies: tuple[str, ...] = ()) -> Desk:
    """Add an account with these roles and sign in to it."""
    add_officer(app.extensions["yanlu"], login, *roles, policies=policies)
    return Desk(app, login)
