"""The comment form for readers without JavaScript: opening it, and the way to a receipt."""

import gzip
import json
import re

import pytest
from flask.testing import FlaskClient

from catalogue.model import Channel
from comments_service.store.comments import submissions
from tests.conftest import OPENS, POLICY, World, publish, the_policy
from tests.http.html_page import Page, Reader, value_of

FORM = f"/forms/{POLICY}"
CLAUSE = f"{FORM}?version=v1&clause=v1.part_1__sec_1"
PERSON = {
    "comments[0].stance": "suggest",
    "name": "林晓芸",
    "phone": "138 0728 1234",
    "consent_notice": "on",
}
AWKWARD = "\n\n  “奖励”写明 <script>alert(\"1\")</script> & '时间'</textarea>\n　\n"


@pytest.fixture
def reader(client: FlaskClient) -> Reader:
    return Reader(client)


def value(page: Page, name: str) -> str:
    found = [e for e in page.main.every("input", "select", "textarea") if e["name"] == name]
    assert len(found) == 1, name
    return value_of(found[0])


def test_the_form_quotes_the_clause_that_the_link_names(reader: Reader) -> None:
    page = reader.opens(CLAUSE)
    assert page.status == 200
    assert page.main.one("blockquote").text == "（一）设立专项资金5000万元。"
    assert page.main.one("figcaption").text == "第一部分（一） 在文件中查看"
    assert page.link("在文件中查看") == f"/{POLICY}/#v1.part_1__sec_1"
    assert value(page, "comments[0].clause") == "v1.part_1__sec_1"


def test_a_clause_may_be_named_by_its_place(reader: Reader) -> None:
    page = reader.opens(f"{FORM}?version=v1&clause=part_2")
    assert value(page, "comments[0].clause") == "v1.part_2"


def test_the_form_offers_every_clause_in_order_after_the_whole_text(reader: Reader) -> None:
    options = [option.text for option in reader.opens(FORM).main.one("select").every("option")]
    assert options == [
        "全文",
        "第一部分　支持企业做大做强",
        "第一部分（一）　设立专项资金5000万元。",
        "第二部分　支持技术改造",
    ]


def test_the_link_of_a_clause_brings_that_clause_and_a_way_to_another(reader: Reader) -> None:
    page = reader.opens(CLAUSE)
    chosen = ["全文", "第一部分（一）　设立专项资金5000万元。"]
    assert [option.text for option in page.main.one("select").every("option")] == chosen
    again = reader.presses(page, "选择其他条款", **{"comments[0].body": AWKWARD})
    assert len(list(again.main.one("select").every("option"))) == 4
    assert value(again, "comments[0].clause") == "v1.part_1__sec_1"
    assert value(again, "comments[0].body") == AWKWARD
    assert "autofocus" in again.main.one("select").attrs


def test_the_form_is_sent_compressed_where_the_browser_takes_that(client: FlaskClient) -> None:
    plain = client.get(FORM)
    packed = client.get(FORM, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "提出意见" in gzip.decompress(packed.data).decode()
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"


def test_the_form_says_what_is_out_for_comment_and_until_when(reader: Reader) -> None:
    text = reader.opens(FORM).text
    assert "十堰市推进工业经济稳增长若干政策意见" in text
    assert "送审稿" in text
    assert "征集中 2018年7月12日至2018年7月18日24时" in text


def test_the_fields_stand_in_the_order_of_the_dialog(reader: Reader) -> None:
    form = reader.opens(FORM).main.one("form")
    names = [e["name"] for e in form.every("input", "select", "textarea") if e["type"] != "hidden"]
    inner = ["clause", "body", "proposed_text", "reason", *["stance"] * 4, "files", "confidential"]
    assert names == [
        *[f"comments[0].{name}" for name in inner],
        *["participant"] * 3,
        *["organisation", "name", "phone", "email", "place", "guardian"],
        *["consent_notice", "consent_publish_name"],
    ]


def test_no_stance_is_chosen_at_first(reader: Reader) -> None:
    chosen = [e["value"] for e in reader.opens(FORM).main.every("input") if "checked" in e.attrs]
    assert chosen == ["person"]


def test_the_privacy_notice_names_the_office_and_how_to_reach_it(world: World) -> None:
    reached = (Channel("email", "gyk@example.com"), Channel("web", "本站"))
    publish(world.site, the_policy(issuer="十堰市经济和信息化委员会", channels=reached))
    page = Reader(world.client()).opens(FORM)
    assert "起草单位：十堰市经济和信息化委员会（电子邮箱：gyk@example.com）" in page.text
    for title in ("由谁处理", "处理目的", "哪些信息", "怎样公开", "保存期限", "您的权利"):
        assert title in page.text


def test_the_privacy_notice_says_what_is_encrypted_and_how_names_are_shown(
    reader: Reader,
) -> None:
    text = reader.opens(FORM).text
    assert "姓名、联系方式、单位名称和所在地，以及您上传的附件，均加密保存" in text
    assert "个人显示为“张*”" in text
    assert "企业和组织显示为“某企业(所在县区)”" in text
    assert "机关单位和村（居）委会显示名称" in text


def test_the_version_of_the_notice_that_was_shown_is_kept(world: World) -> None:
    app = world.app()
    reader, service = Reader(app.test_client()), app.extensions["yanlu"]
    page = reader.opens(CLAUSE)
    shown = value(page, "notice_version")
    assert shown in page.text
    reader.presses(page, "提交", **{"comments[0].body": "太笼统。"}, **PERSON)
    with service.database.read() as connection:
        [kept] = submissions.everything(connection, service.keyring)
    assert kept.notice_version == shown


def test_a_notice_that_was_never_shown_was_not_read(world: World) -> None:
    client, sent = world.client(), world.citizen(notice_version="1-2f7c")
    answer = client.post("/api/v1/submissions", json=sent)
    assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (422, "notice_version")
    # Whoever loaded the page before it was changed has read what others read of late.
    shown = value(Reader(client).opens(FORM), "notice_version")
    before = world.citizen(notice_version=shown)
    assert client.post("/api/v1/submissions", json=before).status_code == 201
    publish(world.site, the_policy(issuer="十堰市经济和信息化委员会"))
    after = value(Reader(world.client()).opens(FORM), "notice_version")
    assert after != shown
    for version, status in ((shown, 201), (after, 201), ("1-2f7c", 422)):
        sent = world.citizen(notice_version=version)
        assert world.client().post("/api/v1/submissions", json=sent).status_code == status


def test_every_form_has_its_own_key(reader: Reader) -> None:
    keys = {value(reader.opens(FORM), "idempotency_key") for _ in range(3)}
    assert len(keys) == 3


def test_another_block_comes_with_everything_typed_kept(reader: Reader) -> None:
    page = reader.opens(CLAUSE)
    typed = {
        **PERSON,
        "comments[0].body": AWKWARD,
        "comments[0].stance": "oppose",
        "place": " 郧西 ",
    }
    again = reader.presses(page, "再加一条意见", **typed)
    assert again.status == 200
    assert {name: value(again, name) for name in ("comments[0].body", "place", "name")} == {
        "comments[0].body": AWKWARD,
        "place": " 郧西 ",
        "name": "林晓芸",
    }
    assert value(again, "idempotency_key") == value(page, "idempotency_key")
    assert value(again, "comments[1].clause") == ""
    assert "autofocus" in again.main.one("select", name="comments[1].clause").attrs
    assert "checked" in again.main.one("input", id="comments-0-stance-oppose").attrs
    assert "checked" in again.main.one("input", name="consent_notice").attrs


def test_typed_text_survives_many_rounds_unchanged(reader: Reader) -> None:
    page = reader.opens(FORM)
    page = reader.presses(page, "再加一条意见", **{"comments[0].reason": AWKWARD})
    for _ in range(3):
        page = reader.presses(page, "显示所选条款的原文")
    assert value(page, "comments[0].reason") == AWKWARD


def test_a_block_can_be_deleted_but_not_the_last(reader: Reader) -> None:
    page = reader.presses(reader.opens(FORM), "再加一条意见", **{"comments[0].body": "一"})
    page = reader.presses(page, "再加一条意见", **{"comments[1].body": "二"})
    page.main.one("button", value="delete-1")
    fields = [("version", "v1"), ("comments[0].body", "一"), ("comments[1].body", "二")]
    left = Page(FORM, reader.sends(FORM, [*fields, ("action", "delete-0")]))
    assert value(left, "comments[0].body") == "二"
    assert "删除本条" not in left.text
    kept = Page(FORM, reader.sends(FORM, [*fields[:2], ("action", "delete-0")]))
    assert value(kept, "comments[0].body") == "一"


def test_another_clause_can_be_quoted_before_writing(reader: Reader) -> None:
    page = reader.opens(FORM)
    chosen = {"comments[0].clause": "v1.part_2"}
    shown = reader.presses(page, "显示所选条款的原文", **chosen)
    assert shown.main.one("blockquote").text == "二、支持技术改造"


def test_a_form_takes_twenty_comments(reader: Reader) -> None:
    page = reader.opens(FORM)
    for _ in range(19):
        page = reader.presses(page, "再加一条意见")
    assert "再加一条意见" not in page.text
    assert "一张表最多写20条意见" in page.text
    said = {f"comments[{index}].body": f"意见{index}" for index in range(20)}
    said |= {f"comments[{index}].stance": "question" for index in range(1, 20)}
    assert reader.presses(page, "提交", **said, **PERSON).status == 201


def test_a_citizen_gets_from_a_clause_to_what_became_of_two_comments(reader: Reader) -> None:
    page = reader.opens(CLAUSE)
    page = reader.presses(page, "再加一条意见", **{"comments[0].body": AWKWARD})
    second = {"comments[1].clause": "v1.part_2", "comments[1].body": "写明期限。"}
    second["comments[1].stance"] = "support"
    taken = reader.presses(page, "提交", **second, **PERSON)
    assert taken.status == 201
    number = taken.main.one("dd", **{"data-receipt-no": None}).text
    code = taken.main.one("dd", **{"data-query-code": None}).text
    assert re.fullmatch(r"\d{4} \d{4} \d{4}", code)
    assert "2018年7月15日 10:00:00（北京时间）" in taken.text
    assert "在公用的电脑上，请随后关闭浏览器" in taken.text
    said = [item for item in taken.main.every("li") if not item["class"] and list(item.every("p"))]
    assert [item.one("b").text for item in said] == ["第一部分（一）", "第二部分"]
    assert [item.one("p").text for item in said] == [AWKWARD, "写明期限。"]
    assert "林晓芸" in taken.text
    assert "已登记 7月15日" in taken.text

    assert code.replace(" ", "") not in taken.main.one("form")["action"]
    found = reader.presses(taken, "查询办理情况")
    assert found.status == 200
    assert number in found.text
    states = [each["data-comment-state"] for each in found.main.every("span")]
    assert [each for each in states if each] == ["received", "received"]
    assert [said.text for said in found.main.every("dd") if said["class"] == "yl-exact"] == [
        AWKWARD,
        "写明期限。",
    ]


def test_sending_the_page_again_gives_the_same_receipt(reader: Reader) -> None:
    page = reader.opens(CLAUSE)
    sent = {"comments[0].body": "资金门槛偏高。", **PERSON}
    first, second = (reader.presses(page, "提交", **sent) for _ in range(2))
    assert (first.status, second.status) == (201, 201)
    assert first.text == second.text


def test_enter_in_a_field_submits_and_deletes_nothing(reader: Reader) -> None:
    page = reader.presses(reader.opens(FORM), "再加一条意见")
    buttons = [each for each in page.root.every("button") if each["form"] == "yl-form"]
    buttons += page.main.one("form").every("button")
    assert buttons[0]["value"] == "submit"


def test_a_company_is_named_without_the_blanks_around_it(world: World) -> None:
    app = world.app()
    reader = Reader(app.test_client())
    typed = {"comments[0].body": "好。", "organisation": " 茅箭区晨光机械有限公司 ", **PERSON}
    page = reader.presses(reader.opens(FORM), "提交", participant="organisation", **typed)
    service = app.extensions["yanlu"]
    number = page.main.one("dd", **{"data-receipt-no": None}).text
    with service.database.read() as connection:
        found, _ = submissions.query_code(connection, service.keyring, number)
        kept = submissions.by_id(connection, service.keyring, str(found))
    assert kept is not None
    assert kept.personal.organisation == "茅箭区晨光机械有限公司"


def test_the_form_goes_by_the_version_that_is_out_when_none_is_named(reader: Reader) -> None:
    assert value(reader.opens(FORM), "version") == "v1"


def test_before_the_window_the_page_says_when_it_opens(world: World) -> None:
    page = Reader(world.client(YANLU_NOW="2018-07-11T23:59:59+08:00")).opens(FORM)
    assert page.status == 200
    assert "即将开始 2018年7月12日至2018年7月18日24时" in page.text
    assert not list(page.main.every("form"))


def test_the_form_opens_with_the_window(world: World) -> None:
    page = Reader(world.client(YANLU_NOW=OPENS)).opens(FORM)
    page.main.one("form")


def test_the_foot_says_what_the_site_says_of_itself(world: World) -> None:
    site = world.site / "catalogue.json"
    told = json.loads(site.read_text("utf-8"))
    told["site"]["facts"] = [
        {"label": "主办单位", "value": "甲市城管局", "href": ""},
        {"label": "", "value": "鄂ICP备1号", "href": "https://beian.test/"},
    ]
    site.write_text(json.dumps(told), "utf-8")
    for language, words in (("zh-CN", "主办单位：甲市城管局"), ("en", "Organiser: 甲市城管局")):
        foot = Reader(world.client()).opens(f"{FORM}?lang={language}").root.one("footer")
        assert [each.text for each in foot.every("li")] == [words, "鄂ICP备1号"]
        assert "https://beian.test/" in [each["href"] for each in foot.every("a")]
