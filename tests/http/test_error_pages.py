"""What a browser shows where something failed: a page in Chinese, with a way on."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from comments_service.web.shell.access import Access, access
from comments_service.web.shell.turned_away import REFUSAL_REASON, RefusalReason
from tests.conftest import POLICY, World
from tests.http.html_page import Page

pytestmark = pytest.mark.sqlite

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


def test_an_address_too_long_says_so_and_leads_home(client: FlaskClient) -> None:
    page = Page("/search/", client.get("/search/?q=" + "%E7%9A%84" * 660))
    assert (page.status, page.main.one("h1").text) == (414, "地址太长")
    assert page.link("返回首页") == "/"


def test_a_search_that_the_forms_let_through_is_no_address_too_long(client: FlaskClient) -> None:
    # 600 characters of nine bytes each; the page itself is not in this small site.
    with client.get("/search/?in=a&q=" + "%E7%9A%84" * 600) as answer:
        assert answer.status_code == 404


def test_the_interface_says_in_its_own_way_that_an_address_is_too_long(client: FlaskClient) -> None:
    answer = client.get("/api/v1/policies?ids=" + "a" * 6000)
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


LONG = "?q=" + "a" * 6000
SENT_BADLY = {"data": b"x" * 800_000, "content_type": "application/x-www-form-urlencoded"}
BUSY = {"environ_overrides": {REFUSAL_REASON: RefusalReason.TOO_MANY}}
LATE = {"environ_overrides": {REFUSAL_REASON: RefusalReason.LATE}}
KINDS: dict[int, list[tuple[str, dict[str, Any]]]] = {
    404: [("/forms/nothing", {}), ("/receipts/nothing", {}), ("/en/receipts/nothing", {})],
    405: [("/forms/x/y", {"method": "PUT"}), ("/en/", {"method": "POST"})],
    408: [(f"/forms/{POLICY}", LATE), ("/en/", LATE)],
    413: [(f"/forms/{POLICY}", SENT_BADLY | {"method": "POST"})],
    414: [(f"/search/{LONG}", {}), (f"/en/search/{LONG}", {})],
    429: [(f"/forms/{POLICY}", BUSY), ("/", BUSY), ("/en/list/", BUSY)],
    503: [(f"/forms/{POLICY}", {"broken": True})],
}


@pytest.mark.parametrize("status", KINDS)
@pytest.mark.parametrize("asked_from", ["", "en/"])
def test_an_error_is_a_page_of_the_site_in_the_language_of_what_was_asked(
    world: World, status: int, asked_from: str
) -> None:
    (world.site / "404.html").unlink()
    for path, call in KINDS[status]:
        client = world.client(**(ELSEWHERE if call.get("broken") else {}))
        sent = {"method": "GET", **call}
        sent.pop("broken", None)
        sent["headers"] = {"Referer": f"https://city.test/yjzj/{asked_from}list/"}
        page = Page(path, client.open(path, **sent))
        is_english = bool(asked_from) or path.startswith("/en/")
        assert page.status == status, path
        assert page.root.one("html")["lang"] == ("en" if is_english else "zh-CN")
        assert page.root.one("title").text.startswith(page.main.one("h1").text)
        home = page.link("Back to the first page" if is_english else "返回首页")
        assert home.endswith("/en/" if is_english else "/")
        crumbs = page.main.one("nav")
        assert [each.text for each in crumbs.every("a")] == ["Home" if is_english else "首页"]
        name = (
            ("Yanlu" if is_english else "言路")
            if call.get("broken")
            else "十堰市经济和信息化委员会"
        )
        assert page.root.one("span", **{"class": "yl-brand-name"}).text == name
