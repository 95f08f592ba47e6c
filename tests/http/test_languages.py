"""The service's pages in Chinese and in English; every English page is looked over in full.

``html_page.check`` fails on an English page that holds Chinese without saying so.
"""

import pytest
from flask.testing import FlaskClient

from catalogue.model import Channel
from tests.conftest import CLOSES, POLICY, Send, World, publish, the_policy
from tests.http.html_page import Page, Reader, value_of

pytestmark = pytest.mark.sqlite

FORM = f"/forms/{POLICY}"
ENGLISH = f"{FORM}?lang=en"
SAID = {"comments[0].body": "The bar is too high.", "comments[0].stance": "suggest"}
PERSON = {"name": "Lin Xiaoyun", "phone": "13807281234", "consent_notice": "on"}


@pytest.fixture
def reader(client: FlaskClient) -> Reader:
    return Reader(client)


def tag(page: Page) -> str:
    return page.root.one("html")["lang"]


def value(page: Page, name: str) -> str:
    fields = page.main.every("input", "select", "textarea")
    return value_of(next(each for each in fields if each["name"] == name))


@pytest.mark.parametrize(
    ("path", "referrer", "language"),
    [
        (FORM, "", "zh-CN"),
        (f"{FORM}?lang=en", "", "en"),
        (f"{FORM}?lang=fr", "", "zh-CN"),
        (FORM, "https://city.test/yjzj/en/plan/", "en"),
        (FORM, "https://city.test/yjzj/plan/", "zh-CN"),
        (FORM, "https://en.test/", "zh-CN"),
        (FORM, "http://[", "zh-CN"),
        (f"{FORM}?lang=zh-CN", "https://city.test/en/plan/", "zh-CN"),
        ("/receipts/", "https://city.test/en/", "en"),
        ("/forms/nothing?lang=en", "", "en"),
    ],
)
def test_the_language_is_the_one_asked_for_or_of_the_page_that_linked(
    client: FlaskClient, path: str, referrer: str, language: str
) -> None:
    page = Page(path, client.get(path, headers={"Referer": referrer}))
    assert tag(page) == language


def test_what_the_browser_prefers_changes_nothing(client: FlaskClient) -> None:
    page = Page(FORM, client.get(FORM, headers={"Accept-Language": "en"}))
    assert tag(page) == "zh-CN"


def test_an_english_form_goes_all_the_way_in_english(reader: Reader) -> None:
    page = reader.opens(f"{ENGLISH}&clause=v1.part_1__sec_1")
    assert "12 July 2018 to the end of 18 July 2018" in page.text
    page = reader.presses(page, "Add another comment", **SAID)
    page = reader.presses(page, "Delete")
    page = reader.presses(page, "Send", **SAID)
    assert (page.status, tag(page)) == (422, "en")
    assert page.faults["name"] == "Please enter a name"
    taken = reader.presses(page, "Send", **SAID, **PERSON)
    assert (taken.status, tag(taken)) == (201, "en")
    assert "15 July 2018, 10:00:00 (Beijing time)" in taken.text
    assert "1 comment " in taken.text
    found = reader.presses(taken, "See what became of them")
    assert "The outcome is not published yet" in found.text
    assert "The bar is too high." in found.text


def test_links_of_an_english_page_lead_to_english_pages(reader: Reader) -> None:
    page = reader.opens(ENGLISH)
    addresses = [each["href"] for each in page.root.every("a")]
    assert f"../en/{POLICY}/" in addresses
    # The page of a version is in Chinese alone.
    assert f"../{POLICY}/v1/" in addresses
    assert "../receipts/?lang=en" in addresses
    assert page.root.one("form", role="search")["action"] == "../en/search/"


def test_links_of_a_chinese_page_carry_no_language(reader: Reader) -> None:
    addresses = [each["href"] for each in reader.opens(FORM).root.every("a")]
    assert [each for each in addresses if "lang" in each or "/en/" in each] == []


def test_the_switch_keeps_what_was_typed(reader: Reader) -> None:
    page = reader.opens(f"{FORM}?clause=v1.part_2")
    again = reader.switches(page, **SAID, name="Lin")
    assert (tag(again), again.status) == ("en", 200)
    assert value(again, "comments[0].body") == SAID["comments[0].body"]
    assert value(again, "comments[0].clause") == "v1.part_2"
    assert value(again, "idempotency_key") == value(page, "idempotency_key")
    back = reader.switches(again)
    assert (tag(back), value(back, "name")) == ("zh-CN", "Lin")


def test_the_switch_keeps_the_number_in_the_address(reader: Reader) -> None:
    page = reader.switches(reader.opens("/receipts/?no=20180715-1234-5678-9"))
    assert (tag(page), value(page, "no")) == ("en", "20180715-1234-5678-9")


def test_a_receipt_can_be_read_in_the_other_language_with_its_code(reader: Reader) -> None:
    taken = reader.presses(reader.opens(FORM), "提交", **SAID, **PERSON)
    english = reader.switches(taken)
    assert (tag(english), english.status) == ("en", 200)
    assert english.main.one("h1").text == "1 comment registered"
    # A name is shown once, to whoever has just given it.
    assert [PERSON["name"] in each.text for each in (taken, english)] == [True, False]
    codes = [each.main.one("dd", **{"data-query-code": None}).text for each in (taken, english)]
    assert codes[0] == codes[1]


def test_what_became_of_comments_can_be_read_in_the_other_language(
    world: World, reader: Reader, send: Send
) -> None:
    said = {"clause": "part_1__sec_1", "stance": "oppose", "body": "No.", "confidential": True}
    said |= {"selector": {"exact": "专项资金"}}
    taken = send(world.citizen(comments=[said])).get_json()
    asked = reader.opens("/receipts/")
    typed = {"no": taken["receipt_no"], "code": taken["query_code"]}
    page = reader.switches(reader.presses(asked, "查询", **typed))
    assert (tag(page), page.status) == ("en", 200)
    assert "Opposition" in page.text


def test_a_receipt_that_is_not_there_is_said_in_english(reader: Reader) -> None:
    page = reader.presses(reader.opens("/receipts/?lang=en"), "Look up", no="1", code="2")
    assert (page.status, tag(page)) == (404, "en")
    assert tag(reader.switches(page)) == "zh-CN"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2018-07-11T00:00:00+08:00", "opens on 12 July 2018, 00:00."),
        (CLOSES, "closed on 18 July 2018, 24:00."),
        (CLOSES, "Comments being studied (outcome expected by 17 August)"),
        ("2018-07-18T09:00:00+08:00", "Open for comment · last day"),
    ],
)
def test_before_and_after_the_window_the_page_says_when(world: World, now: str, words: str) -> None:
    assert words in Reader(world.client(YANLU_NOW=now)).opens(ENGLISH).text


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (CLOSES, "意见整理中（预计8月17日前反馈）"),
        ("2018-07-18T09:00:00+08:00", "征集中·最后一天"),
    ],
)
def test_chinese_pages_say_the_state_as_the_site_does(world: World, now: str, words: str) -> None:
    assert words in Reader(world.client(YANLU_NOW=now)).opens(FORM).text


def test_a_form_that_came_too_late_is_given_back_in_english(world: World) -> None:
    page = Reader(world.client()).opens(ENGLISH)
    late = Reader(world.client(YANLU_NOW=CLOSES)).presses(page, "Send", **SAID, **PERSON)
    assert (late.status, tag(late)) == (409, "en")
    assert "Nothing was sent: The consultation has closed" in late.text
    assert "The bar is too high." in late.text


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        (f"{FORM}?version=v9&lang=en", None, "Another version is out for comment"),
        ("/forms/nothing?lang=en", None, "There is no such document"),
        (ENGLISH, b"a=%ff", "The request is malformed"),
        (ENGLISH, b"x" * 800_000, "Too long: nothing was sent"),
        ("/receipts/x/y?lang=en", None, "There is no such page"),
    ],
)
def test_errors_are_said_in_english(
    world: World, client: FlaskClient, path: str, body: bytes | None, words: str
) -> None:
    (world.site / "404.html").unlink()
    kind = "application/x-www-form-urlencoded"
    answer = client.post(path, data=body, content_type=kind) if body else client.get(path)
    page = Page(path, answer)
    assert (tag(page), page.main.one("h1").text) == ("en", words)


def test_the_office_and_its_addresses_are_marked_as_chinese(world: World) -> None:
    reached = (Channel("letter", "十堰市北京中路8号"), Channel("phone", "0719-8651234"))
    publish(world.site, the_policy(issuer="十堰市经济和信息化委员会", channels=reached))
    page = Reader(world.client()).opens(ENGLISH)
    assert "(Address: 十堰市北京中路8号; Telephone: 0719-8651234)" in page.text


def test_an_english_page_is_titled_with_the_title_and_no_slug(reader: Reader) -> None:
    page = reader.opens(ENGLISH)
    title = f"Send comments: {the_policy().title} · 十堰市经济和信息化委员会"
    assert page.root.one("title").text == title
    assert page.root.one("span", **{"class": "yl-brand-name"}).one("span")["lang"] == "zh-CN"


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("", "征求意见已于2018年7月18日24:00截止"),
        ("?lang=en", "The consultation closed on 18 July 2018, 24:00"),
    ],
)
def test_the_interface_says_its_refusals_in_english_where_asked(
    world: World, query: str, detail: str
) -> None:
    client = world.client(YANLU_NOW=CLOSES)
    answer = client.post(f"/api/v1/submissions{query}", json=world.citizen())
    assert answer.get_json()["detail"] == detail


def test_the_interface_says_faults_in_english_where_asked(
    world: World, client: FlaskClient
) -> None:
    sent = world.citizen(name="林" * 101)
    problem = client.post("/api/v1/submissions?lang=en", json=sent).get_json()
    assert problem["errors"] == [{"field": "name", "message": "At most 100 characters"}]
