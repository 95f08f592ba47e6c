"""What a browser shows where something failed: a page in Chinese, with a way on."""

import pytest
from flask.testing import FlaskClient

from comments_service.web.shell.access import Access, access
from tests.conftest import POLICY, World
from tests.http.html_page import Page

ELSEWHERE = {"YANLU_SITE": "http://127.0.0.1:9/"}


def test_an_address_that_is_not_there_says_so(world: World) -> None:
    page = Page("/nothing", world.client(**ELSEWHERE).get("/nothing"))
    assert (page.status, page.main.one("h1").text) == (404, "没有这个页面")
    assert page.link("查回执") == "/receipts/"


@pytest.mark.parametrize("path", ["/", "/nothing", f"/{POLICY}/v1/clauses.json"])
def test_what_cannot_be_sent_there_says_so(client: FlaskClient, path: str) -> None:
    page = Page(path, client.post(path, data=b"x"))
    assert (page.status, page.main.one("h1").text) == (405, "不能这样打开这个地址")
    assert "GET" in page.headers["Allow"]


def test_an_address_too_long_says_so_and_leads_home(client: FlaskClient) -> None:
    page = Page("/search/", client.get("/search/?q=" + "%E7%9A%84" * 440))
    assert (page.status, page.main.one("h1").text) == (414, "地址太长")
    assert page.link("返回首页") == "/"


def test_a_search_that_the_forms_let_through_is_no_address_too_long(client: FlaskClient) -> None:
    # 400 characters of nine bytes each; the page itself is not in this small site.
    with client.get("/search/?in=a&q=" + "%E7%9A%84" * 400) as answer:
        assert answer.status_code == 404


def test_the_interface_says_in_its_own_way_that_an_address_is_too_long(client: FlaskClient) -> None:
    answer = client.get("/api/v1/policies?ids=" + "a" * 4000)
    assert (answer.status_code, answer.get_json()["code"]) == (414, "address_too_long")


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
