"""The page of the staff: who works here, who stands in, and arranging it."""

import re
from typing import Any

import pytest
from flask import Flask

from comments_service.domain.accounts.roles import Right, Role
from comments_service.services.accounts import staff
from comments_service.services.service import Service
from tests.worlds.officers import Desk, add_officer, signed_in

DAYS = {"from": "2018-07-15", "to": "2018-07-20"}


@pytest.fixture
def desk(app: Flask) -> Desk:
    add_officer(app.extensions["yanlu"], "zhoumin", Role.HANDLER)
    return signed_in(app, "chen", Role.ADMIN)


def arrange(desk: Desk, **changes: str) -> Any:
    return desk.post("staff", {"login": "zhoumin", "role": "reviewer", **DAYS, **changes})


def test_a_stand_in_may_what_the_role_may_from_the_next_page_on(app: Flask, desk: Desk) -> None:
    other = Desk(app, "zhoumin")
    assert "承办、审核" not in other.get().text
    assert arrange(desk).status_code == 303
    assert "承办、审核" in other.get().text
    page = desk.get("staff").text
    assert re.search(r"zhoumin.*审核.*2018-07-15至2018-07-20.*chen", page, re.DOTALL)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to": "2018-07-14"}, "to"),
        ({"from": "2018-07-01", "to": "2018-07-02"}, "to"),
        ({"from": ""}, "from"),
        ({"to": "soon"}, "to"),
        ({"login": "chen"}, "login"),
        ({"login": "nobody"}, "login"),
        ({"role": "boss"}, "login"),
    ],
)
def test_what_will_not_do_is_named_at_its_field_and_all_that_was_typed_is_kept(
    service: Service, desk: Desk, changes: dict[str, str], field: str
) -> None:
    answer = arrange(desk, **changes)
    assert answer.status_code == 422
    assert f'id="f-{field}-fault"' in answer.text
    typed = {**DAYS, **changes}
    assert f'name="from" type="date" value="{typed["from"]}"' in answer.text
    assert staff.stand_ins(service) == []


def test_who_may_not_arrange_it_sees_no_form_and_is_told_who_may(app: Flask, desk: Desk) -> None:
    assert 'name="role"' in desk.get("staff").text
    other = Desk(app, "zhoumin")
    assert 'name="role"' not in other.get("staff").text
    refused = arrange(other, login="chen")
    assert refused.status_code == 403
    assert "这一步由有以下角色的人来做：管理。" in refused.text
    assert "Administration" in other.post("staff?lang=en").text


def test_somebody_who_is_locked_is_nobodys_stand_in_in_the_form(
    service: Service, desk: Desk
) -> None:
    assert '<option value="zhoumin">' in desk.get("staff").text
    staff.set_active(service, "zhoumin", active=False)
    page = desk.get("staff").text
    assert '<option value="zhoumin">' not in page
    assert "已锁定" in page


def test_each_right_is_somebodys_and_only_the_inspector_sees_what_is_sealed() -> None:
    from comments_service.domain.accounts.roles import roles_with

    assert all(roles_with(right) for right in Right)
    assert roles_with(Right.SEALED) == (Role.INSPECTOR,)
