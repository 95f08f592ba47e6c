"""Proving who one is at a real provider of OpenID Connect, a process of its own."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import POLICY, World
from tests.http.html_page import Page, Reader
from tests.servers.identity_providers import CLIENT, SECRET, provider_process, signed_in_at

START = "/forms/identity/start"

pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with provider_process() as issuer:
        yield issuer


@pytest.fixture
def app(world: World, issuer: str) -> Flask:
    return world.app(YANLU_OIDC_ISSUER=issuer, YANLU_OIDC_CLIENT=CLIENT, YANLU_OIDC_SECRET=SECRET)


def leaves(client: FlaskClient) -> str:
    """Leave from the dialog; return the provider's address."""
    page = Page(START, client.post(START, data={"policy": POLICY}))
    [link] = [each["href"] for each in page.main.every("a") if "127.0.0.1" in each["href"]]
    return link


def lands(reader: Reader, address: str) -> Page:
    """Open the address that the provider sends the browser to."""
    parts = urlsplit(address)
    return reader.opens(f"{parts.path}?{parts.query}")


def returned(client: FlaskClient, address: str) -> Any:
    page = lands(Reader(client), address)
    fields = {each["name"]: each["value"] for each in page.main.every("input")}
    return client.post("/forms/identity/callback", data=fields)


def test_from_the_form_without_scripts_to_the_receipt(app: Flask) -> None:
    reader = Reader(app.test_client())
    form = reader.opens(f"/forms/{POLICY}")
    typed = {
        "comments[0].stance": "suggest", "comments[0].body": "资金门槛偏高。",
        "phone": "138 0728 1234", "consent_notice": "on",
    }  # fmt: skip
    left = reader.presses(form, "用统一身份认证证明身份", **typed)
    [address] = [each["href"] for each in left.main.every("a") if "authorize" in each["href"]]
    back = reader.presses(lands(reader, signed_in_at(address, sub="lin")), "继续")
    assert back.main.one("input", id="name")["value"] == "林晓芸"
    assert reader.presses(back, "提交").status == 201


def test_from_the_dialog_to_a_submission(world: World, app: Flask) -> None:
    client = app.test_client()
    landed = signed_in_at(leaves(client), sub="zhou")
    answer = returned(client, landed)
    ticket = answer.headers["Location"].partition("#identity=")[2]
    other, own = world.citizen(identity=ticket), world.company(identity=ticket)
    assert client.post("/api/v1/submissions", json=other).status_code == 422
    assert client.post("/api/v1/submissions", json=own).status_code == 201


def test_whoever_refuses_there_is_told_so(app: Flask) -> None:
    client = app.test_client()
    landed = signed_in_at(leaves(client), action="deny")
    assert "error=access_denied" in landed
    answer = returned(client, landed)
    assert answer.status_code in {400, 409}


def test_the_code_of_another_login_is_refused(app: Flask) -> None:
    mine, theirs = app.test_client(), app.test_client()
    own = signed_in_at(leaves(mine), sub="lin")
    injected = signed_in_at(leaves(theirs), sub="zhou")
    code = injected.partition("code=")[2].partition("&")[0]
    before, _, after = own.partition("code=")
    answer = returned(mine, f"{before}code={code}&{after.partition('&')[2]}")
    assert answer.status_code == 409
    assert "认证方的答复不能证明身份" in answer.get_data(as_text=True)
