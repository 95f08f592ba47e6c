"""What a browser shows where something failed: a page in Chinese, with a way on."""

import pytest
from flask.testing import FlaskClient

from comments_service.web.access import Access, access
from tests.conftest import POLICY, World
from tests.http.html_page import Page

ELSEWHERE = {"YANLU_SITE": "http://127.0.0.1:9/"}


def test_an_address_that_is_not_there_says_so(world: World) -> None:
    page = Page("/nothing", world.client(**ELSEWHERE).get("/nothing"))
    assert (page.status, page.main.one("h1").text) == (404, "没有这个页面")
    assert page.link("查询回执") == "/receipts/"


@pytest.mark.parametrize("path", ["/", "/nothing", f"/{POLICY}/v1/clauses.json"])
def test_what_cannot_be_sent_there_says_so(client: FlaskClient, path: str) -> None:
    page = Page(path, client.post(path, data=b"x"))
    assert (page.status, page.main.one("h1").text) == (405, "不能这样打开这个地址")
    assert "GET" in page.headers["Allow"]


def test_a_wrong_way_to_a_form_says_so(client: FlaskClient) -> None:
    page = Page("/receipts/", client.delete("/receipts/"))
    assert page.status == 405


def test_too_much_for_no_form_says_so(client: FlaskClient) -> None:
    page = Page("/nothing", client.post("/nothing", data=b"x" * 300_000))
    assert page.status in {405, 413}


@pytest.mark.parametrize("path", ["/receipts/", "/api/v1/policies"])
def test_a_failure_of_the_program_says_so_in_the_same_tongue(
    world: World, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    app = world.app()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.config["TESTING"] = False

    @access(Access.PUBLIC)
    def broken() -> None:
        raise ZeroDivisionError

    for endpoint in ("pages.receipts.ask_receipt", "api.list_policies"):
        monkeypatch.setitem(app.view_functions, endpoint, broken)
    answer = app.test_client().get(path)
    assert answer.status_code == 500
    if path.startswith("/api"):
        assert answer.get_json()["code"] == "internal"
    else:
        assert Page(path, answer).main.one("h1").text == "服务出错了"


def test_a_malformed_form_leads_back(client: FlaskClient) -> None:
    answer = client.post(f"/forms/{POLICY}", data=b"{}", content_type="application/json")
    assert Page(f"/forms/{POLICY}", answer).status == 400
