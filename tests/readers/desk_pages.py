"""What stands on the desk's pages, as whoever clicks there reads it."""

import re
from typing import Any

from flask import Flask

from comments_service.domain.accounts.officer import Officer
from comments_service.domain.accounts.roles import Role
from comments_service.services.service import Service
from comments_service.store.accounts import staff_rows
from comments_service.store.comments import comment_states
from tests.conftest import POLICY, World
from tests.worlds.officers import add_officer

REGISTER = f"{POLICY}/register"
WORDS = {"disposition": "partly_adopted", "reason": "名额增至三家。", "to_clause": "第一部分(一)"}


def sent(app: Flask, world: World, *bodies: str, **changes: Any) -> None:
    comments = [
        {"clause": "v1.part_1__sec_1", "stance": "suggest", "body": body} for body in bodies
    ]
    done = app.test_client().post(
        "/api/v1/submissions", json=world.citizen(comments=comments, **changes)
    )
    assert done.status_code == 201, done.text


def numbers(page: Any) -> list[str]:
    return re.findall(r'class="yl-row-title" data-open [^>]*>([0-9-]+)<', page.text)


def total(page: Any) -> int:
    return int(re.findall(r'data-total="(\d+)"', page.text)[0])


def ticks(page: Any) -> dict[str, str]:
    return dict(re.findall(r'name="(pick\.\w+)" value="(\d+)"', page.text))


def comment_places(page: Any) -> list[str]:
    return [f"{POLICY}/comments/{each}" for each in re.findall(r'data-comment="(\w+)"', page.text)]


def seen(page: Any) -> str:
    return str(re.findall(r'name="seen" value="(\d+)"', page.text)[0])


def state_of(service: Service, place: str) -> Any:
    comment = place.rpartition("/")[2]
    with service.database.read() as connection:
        return comment_states.named(connection, [comment])[comment]


def officers(service: Service) -> list[Officer]:
    """Everybody with an account, two at least."""
    with service.database.read() as connection:
        found = [each.officer for each in staff_rows.everyone(connection)]
    return found if len(found) > 1 else [*found, add_officer(service, "reviewer", Role.REVIEWER)]
