"""Looking up what became of comments, and the frame that all pages share."""

import gzip
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient

from catalogue.codec import dump_catalogue, load_catalogue
from catalogue.model import Site
from comments_service.domain.comments import receipt_number
from interface.stylesheet import stylesheet
from tests.conftest import CLOSES, INSIDE, POLICY, Send, World
from tests.http.examples import SHOWN_PHONE
from tests.http.html_page import Page, Reader


@pytest.fixture
def reader(client: FlaskClient) -> Reader:
    return Reader(client)


@pytest.fixture
def receipt(world: World, send: Send) -> tuple[str, str]:
    comments = [
        {"clause": "part_1__sec_1", "stance": "oppose", "body": "门槛\n偏高", "reason": " 难 "},
        {"stance": "support", "body": "", "proposed_text": "改为<一>", "confidential": True},
    ]
    taken = send(world.citizen(comments=comments)).get_json()
    return taken["receipt_no"], taken["query_code"]


def looks_up(reader: Reader, number: str, code: str) -> Page:
    return reader.presses(reader.opens("/receipts/"), "查询", no=number, code=code)


def test_the_link_of_a_receipt_fills_in_the_number(reader: Reader) -> None:
    page = reader.opens("/receipts/?no=20180715-1234-5678-9")
    assert page.main.one("input", name="no")["value"] == "20180715-1234-5678-9"
    assert page.main.one("input", name="code")["value"] == ""


def test_a_receipt_shows_each_comment_with_its_state(
    reader: Reader, receipt: tuple[str, str]
) -> None:
    page = looks_up(reader, *receipt)
    assert page.status == 200
    assert [title.text for title in page.main.every("h2")] == [
        "第1条意见：第一部分（一）",
        "第2条意见：全文",
        "您的个人信息",
    ]
    states = [each.text for each in page.main.every("span") if "yl-state" in each["class"]]
    assert (states, page.text.count("尚未公布采纳情况")) == (["已登记"] * 2, 2)
    assert page.main.one("blockquote").text == "（一）设立专项资金5000万元。"


def test_a_receipt_shows_the_words_exactly(reader: Reader, receipt: tuple[str, str]) -> None:
    page = looks_up(reader, *receipt)
    exact = [each.text for each in page.main.every("dd") if each["class"] == "yl-exact"]
    assert exact == ["门槛\n偏高", " 难 ", "改为<一>"]
    assert "反对" in page.text
    assert "含商业秘密，请勿公开" in page.text


def test_a_receipt_shows_the_words_that_were_selected(
    world: World, reader: Reader, send: Send
) -> None:
    comment = {**world.citizen()["comments"][0], "selector": {"exact": "专项资金"}}
    taken = send(world.citizen(comments=[comment])).get_json()
    page = looks_up(reader, taken["receipt_no"], taken["query_code"])
    assert "针对的文字专项资金" in page.text


def test_a_receipt_shows_no_name_and_no_contact(reader: Reader, receipt: tuple[str, str]) -> None:
    text = looks_up(reader, *receipt).text
    assert "林" not in text
    assert not SHOWN_PHONE.search(text)


def test_a_receipt_leads_to_the_clause_in_the_version_commented_on(
    reader: Reader, receipt: tuple[str, str]
) -> None:
    page = looks_up(reader, *receipt)
    assert page.link("在文件中查看") == f"/{POLICY}/v1/#part_1__sec_1"


def test_a_number_is_read_as_people_type_it(reader: Reader, receipt: tuple[str, str]) -> None:
    number, code = receipt
    wide = number.replace("-", " ").translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    for typed in (wide, number.replace("-", ""), f"  {number} "):
        assert looks_up(reader, typed, code.replace(" ", "")).status == 200


def test_every_wrong_pair_gets_the_same_page(reader: Reader, receipt: tuple[str, str]) -> None:
    number, code = receipt
    unknown = receipt_number.make(date(2018, 7, 15))
    wrong = [(number, "0000 0000 0000"), (unknown, code), (unknown, ""), (number, "")]
    pages = [looks_up(reader, *pair) for pair in wrong]
    assert [page.status for page in pages] == [404] * 4
    assert len({page.text for page in pages}) == 1
    assert "回执号或查询码不正确" in pages[0].text
    assert pages[0].main.one("input", name="no")["value"] == number


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("20180715-2546-2499-2", "末位与前面的数字对不上"),
        ("20180715-2546-2499", "回执号是17位数字"),
        ("", "回执号是17位数字"),
    ],
)
def test_a_number_that_nobody_has_is_told_from_a_wrong_pair(
    reader: Reader, receipt: tuple[str, str], typed: str, said: str
) -> None:
    page = looks_up(reader, typed, receipt[1])
    assert page.status == 404
    assert said in page.faults["no"]
    assert "code" not in page.faults


def test_what_was_copied_is_taken_as_it_was_copied(
    reader: Reader, receipt: tuple[str, str]
) -> None:
    number, code = receipt
    # A field of one line drops the line ends.
    slip = f"文件：若干政策意见(2018-2020)回执号：{number}查询码：{code}登记时间：2018-07-15 10:00"
    lines = f"{number}{code}"
    for typed in ((slip, ""), ("", slip), (lines, ""), (number, slip), (slip, code)):
        page = looks_up(reader, *typed)
        assert (page.status, number in page.text) == (200, True), typed
    page = looks_up(reader, slip, "0000 0000 0000")
    assert page.status == 404
    assert page.main.one("input", name="no")["value"] == number


def test_a_receipt_shows_how_far_it_has_come(world: World, send: Send) -> None:
    taken = send(world.citizen()).get_json()
    opens = taken["receipt_no"], taken["query_code"]

    def course(now: str) -> tuple[str, str]:
        line = looks_up(Reader(world.client(YANLU_NOW=now)), *opens).main.one("ol")
        (here,) = [each for each in line.every("li") if each["aria-current"]]
        return " ".join(line.text.split()), here.one("b").text

    said = "已登记 7月15日 整理中 7月19日起 已反馈 预计8月17日前"
    assert course(INSIDE) == (said, "已登记")
    assert course(CLOSES) == (said, "整理中")


def test_one_s_own_words_stand_before_the_clause(reader: Reader, receipt: tuple[str, str]) -> None:
    text = looks_up(reader, *receipt).text
    assert text.index("偏高") < text.index("提出意见时的条款原文")


def test_pages_with_a_code_are_kept_nowhere(reader: Reader, receipt: tuple[str, str]) -> None:
    for page in (looks_up(reader, *receipt), looks_up(reader, receipt[0], "1")):
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.path == "/receipts/"


def test_the_code_is_never_taken_from_an_address(reader: Reader, receipt: tuple[str, str]) -> None:
    number, code = receipt
    page = reader.opens(f"/receipts/?no={number}&code={code}")
    assert page.main.one("input", name="code")["value"] == ""


def test_links_are_relative_to_the_page(reader: Reader) -> None:
    page = reader.opens(f"/forms/{POLICY}")
    assert page.root.one("a", **{"class": "yl-brand"})["href"] == "../"
    assert page.root.one("form", role="search")["action"] == "../search/"
    assert reader.opens("/receipts").root.one("a", **{"class": "yl-brand"})["href"] == "./"


def test_links_lead_to_the_site_where_it_is_elsewhere(world: World) -> None:
    elsewhere = "https://www.example.gov.cn/yjzj"
    env = {"YANLU_BASE_URL": elsewhere, "YANLU_SERVICE_URL": "https://yijian.example.gov.cn"}
    page = Reader(world.client(**env)).opens("/receipts/")
    assert page.root.one("a", **{"class": "yl-brand"})["href"] == elsewhere + "/"
    policy = page.headers["Content-Security-Policy"]
    assert "img-src 'self' data: https://www.example.gov.cn; form-action 'self' https:" in policy
    own = [link["href"] for link in page.root.every("link")]
    assert own == ["../forms/assets/yanlu.css", f"{elsewhere}/assets/yanlu/favicon.svg"]


def test_the_city_s_own_mark_is_shown_where_its_site_is_elsewhere(world: World) -> None:
    published = world.site / "catalogue.json"
    site = Site("甲市政策", mark="assets/yanlu/mark.svg")
    catalogue = replace(load_catalogue(published.read_text("utf-8")), site=site)
    published.write_text(dump_catalogue(catalogue), "utf-8")
    elsewhere = "https://www.example.gov.cn/yjzj/"
    env = {"YANLU_BASE_URL": elsewhere, "YANLU_SERVICE_URL": "https://yijian.example.gov.cn"}
    page = Reader(world.client(**env)).opens("/receipts/")
    mark = page.root.one("img", **{"class": "yl-mark-picture"})
    icon = page.root.one("link", rel="icon")
    assert mark["src"] == icon["href"] == f"{elsewhere}assets/yanlu/mark.svg"


def test_on_one_origin_links_hold_by_whatever_name_the_reader_came(world: World) -> None:
    page = Reader(world.client(YANLU_BASE_URL="http://127.0.0.1:8765")).opens("/receipts/")
    assert page.root.one("a", **{"class": "yl-brand"})["href"] == "../"
    assert "form-action 'self';" in page.headers["Content-Security-Policy"]


def test_the_stylesheet_is_the_site_s_own(client: FlaskClient) -> None:
    answer = client.get("/forms/assets/yanlu.css")
    assert answer.content_type == "text/css; charset=utf-8"
    assert answer.text == stylesheet("yanlu.css")
    assert (
        client.get(
            "/forms/assets/yanlu.css", headers={"If-None-Match": answer.headers["ETag"]}
        ).status_code
        == 304
    )
    packed = client.get("/forms/assets/yanlu.css", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == answer.data
    assert packed.headers["ETag"] != answer.headers["ETag"]


def test_a_site_without_a_readable_catalogue_still_has_a_lookup_page(world: World) -> None:
    client = world.client()
    (world.site / "catalogue.json").unlink()
    assert Reader(client).opens("/receipts/").status == 200
