"""What the comment form says when something cannot be taken as it is."""

import pytest
from flask.testing import FlaskClient

from catalogue.model import Channel
from tests.conftest import CLOSES, POLICY, World, publish, the_policy
from tests.http.html_page import Page, Reader, value_of

FORM = f"/forms/{POLICY}"
PERSON = {"name": "林晓芸", "phone": "13807281234", "consent_notice": "on"}
STANCE = {"comments[0].stance": "suggest"}
SAID = {
    "comments[0].body": "\n 资金门槛<偏高>。 \n",
    "comments[0].clause": "v1.part_1__sec_1",
    **STANCE,
}


@pytest.fixture(scope="module")
def client(shared_world: World) -> FlaskClient:
    """One for all tests that change no setting: they keep at most a receipt."""
    return shared_world.client()


@pytest.fixture
def reader(client: FlaskClient) -> Reader:
    return Reader(client)


def submits(reader: Reader, **typed: str) -> Page:
    return reader.presses(reader.opens(FORM), "提交", **typed)


def test_an_empty_form_comes_back_with_each_fault_beside_its_field(reader: Reader) -> None:
    page = submits(reader)
    assert page.status == 422
    assert page.root.one("title").text.startswith("请改正：")
    assert page.faults == {
        "comments[0].body": "请填写意见内容",
        "态度": "请从给定的选项中选择",
        "name": "请填写姓名",
        "phone": "电话和电子邮箱请至少填写一项",
        "consent_notice": "请先阅读个人信息处理告知书，再勾选已阅读",
    }


def test_the_summary_leads_to_each_field_in_the_order_of_the_page(reader: Reader) -> None:
    summary = submits(reader).main.one("div", id="faults")
    assert [link["href"] for link in summary.every("a")] == [
        "#comments-0-body",
        "#comments-0-stance-suggest",
        "#name",
        "#phone",
        "#consent_notice",
    ]
    words = [link.text for link in summary.every("a")]
    assert words[:3] == [
        "第1条意见 意见内容：请填写意见内容",
        "第1条意见 态度：请从给定的选项中选择",
        "姓名：请填写姓名",
    ]
    assert "autofocus" in summary.attrs


def test_everything_typed_is_kept_beside_the_faults(reader: Reader) -> None:
    page = submits(reader, **SAID, phone=" 12 ", email='"x"@', participant="department")
    fields = {e["name"]: value_of(e) for e in page.main.every("input", "select", "textarea")}
    assert fields["comments[0].body"] == SAID["comments[0].body"]
    assert fields["comments[0].clause"] == SAID["comments[0].clause"]
    assert (fields["phone"], fields["email"]) == (" 12 ", '"x"@')
    assert "checked" in page.main.one("input", value="department").attrs
    assert page.faults["organisation"] == "请填写单位名称"


def test_a_choice_left_open_is_a_fault_of_its_group(reader: Reader) -> None:
    sent = [("version", "v1"), ("comments[0].body", "好"), *PERSON.items()]
    page = Page(FORM, reader.sends(FORM, [*sent, ("idempotency_key", "k" * 16)]))
    assert set(page.faults) == {"态度", "以什么身份提出"}
    links = [link["href"] for link in page.main.one("div", id="faults").every("a")]
    assert links == ["#comments-0-stance-suggest", "#participant-person"]


def test_a_text_that_is_too_long_is_a_fault_and_is_kept(reader: Reader) -> None:
    page = submits(reader, **{**PERSON, "comments[0].body": "长" * 10_001})
    assert page.status == 422
    assert "不能超过 10000" in page.faults["comments[0].body"]
    assert len(value_of(page.main.one("textarea", name="comments[0].body"))) == 10_001


def test_a_text_of_ten_thousand_characters_in_lines_is_taken(reader: Reader) -> None:
    body = ("行" * 99 + "\n") * 100
    assert submits(reader, **STANCE, **PERSON, **{"comments[0].body": body}).status == 201


def test_a_key_that_is_no_key_is_told_without_a_field(reader: Reader) -> None:
    page = submits(reader, **SAID, **PERSON, idempotency_key="short")
    assert page.status == 422
    assert page.faults == {}
    assert page.main.one("div", id="faults").one("li").text == "不能少于 16 个字符"


@pytest.mark.parametrize(
    "missing", [{"idempotency_key": ""}, {"idempotency_key": "键" * 16}, {"version": ""}]
)
def test_a_form_without_its_hidden_fields_comes_back_usable(
    reader: Reader, missing: dict[str, str]
) -> None:
    page = submits(reader, **SAID, **PERSON, **missing)
    assert page.status == 422
    assert reader.presses(page, "提交").status == 201


def test_a_form_with_nothing_hidden_at_all_comes_back_usable(reader: Reader) -> None:
    page = Page(FORM, reader.sends(FORM, [*SAID.items(), *PERSON.items()]))
    assert reader.presses(page, "提交", participant="person").status == 201


@pytest.mark.parametrize("ticked", ["off", "", "ON", "true"])
def test_consent_is_given_by_a_tick_and_by_nothing_else(reader: Reader, ticked: str) -> None:
    page = submits(reader, **SAID, **{**PERSON, "consent_notice": ticked})
    assert list(page.faults) == ["consent_notice"]
    assert "checked" not in page.main.one("input", name="consent_notice").attrs


def test_a_name_that_is_plainly_none_is_asked_about_once(reader: Reader) -> None:
    page = submits(reader, **SAID, **{**PERSON, "name": "匿名", "phone": "1"})
    assert page.faults == {
        "phone": "请填写手机号码或带区号的固定电话",
        "name": "这里像是没有写姓名，请核对；确实如此的，可照样提交",
    }
    again = reader.presses(page, "提交", phone=PERSON["phone"], name="路人甲乙丙123")
    assert again.status == 201
    other = reader.presses(submits(reader, **SAID, **{**PERSON, "name": "匿名"}), "提交")
    assert other.status == 201


ODD = [
    "delete-",
    "delete-x",
    "delete-²",
    "delete-٠",
    "delete--1",
    "delete-9",
    "show-99",
    "nonsense",
]


@pytest.mark.parametrize("action", [*ODD, "delete-" + "9" * 5000, "delete-0x", "delete", ""])
def test_an_odd_button_changes_nothing(reader: Reader, action: str) -> None:
    said = [(f"comments[{index}].body", words) for index, words in enumerate("一二")]
    page = Page(FORM, reader.sends(FORM, [("version", "v1"), *said, ("action", action)]))
    assert page.status == 200
    assert [value_of(e) for e in page.main.every("textarea") if e["name"].endswith("body")] == [
        *"一二"
    ]


def test_a_clause_that_is_not_there_is_asked_for_again(reader: Reader) -> None:
    page = submits(reader, **{**SAID, **PERSON, "comments[0].clause": "v1.part_9"})
    assert page.status == 404
    assert list(page.faults) == ["comments[0].clause"]
    assert value_of(page.main.one("select")) == "v1.part_9"
    assert "（请重新选择）" in page.text


def test_a_link_to_a_clause_that_is_not_there_still_opens_the_form(reader: Reader) -> None:
    page = reader.opens(f"{FORM}?version=v1&clause=part_9")
    assert page.status == 200
    assert "链接所指的条款不在这一版本中" in page.text


def test_another_text_after_the_receipt_is_asked_about_and_then_taken(reader: Reader) -> None:
    page = reader.opens(FORM)
    assert reader.presses(page, "提交", **SAID, **PERSON).status == 201
    other = reader.presses(page, "提交", **STANCE, **PERSON, **{"comments[0].body": "另一条"})
    assert other.status == 409
    assert "此前已经登记" in other.text
    assert reader.presses(other, "提交").status == 201


@pytest.mark.parametrize("button", ["提交", "再加一条意见"])
def test_after_the_close_the_text_is_shown_to_be_copied(world: World, button: str) -> None:
    page = Reader(world.client()).opens(FORM)
    late = Reader(world.client(YANLU_NOW=CLOSES)).presses(page, button, **SAID, **PERSON)
    assert late.status == 409
    assert late.main.one("h1").text == "没有提交：征求意见已截止"
    assert "已于2018年7月18日24:00截止" in late.text
    assert "第1条意见：第一部分（一）" in late.text
    assert late.main.one("dd", **{"class": "yl-exact"}).text == SAID["comments[0].body"]


def test_after_the_close_a_receipt_is_given_again(world: World) -> None:
    page = Reader(world.client()).opens(FORM)
    first = Reader(world.client()).presses(page, "提交", **SAID, **PERSON)
    late = Reader(world.client(YANLU_NOW=CLOSES)).presses(page, "提交", **SAID, **PERSON)
    assert (late.status, late.text) == (201, first.text)


def test_after_the_close_the_page_says_so_instead_of_a_form(world: World) -> None:
    page = Reader(world.client(YANLU_NOW=CLOSES)).opens(FORM)
    assert page.status == 200
    assert page.main.one("h1").text == "征求意见已截止"
    assert "已截止 2018年7月12日至2018年7月18日24时" in page.text
    assert not list(page.main.every("form"))


def test_after_the_close_the_office_can_still_be_reached(world: World) -> None:
    publish(world.site, the_policy(channels=(Channel("phone", "0719-8652000"),)))
    page = Reader(world.client()).opens(FORM)
    client = Reader(world.client(YANLU_NOW=CLOSES))
    late = client.presses(page, "提交", **SAID, **PERSON)
    for shown in (late, client.opens(FORM)):
        assert shown.link("0719-8652000") == "tel:07198652000"


def test_another_version_leads_to_the_one_that_is_out(reader: Reader) -> None:
    page = reader.opens(f"{FORM}?version=v2")
    assert page.status == 404
    assert page.link("对正在征求意见的版本提出意见") == FORM


def test_a_submission_on_another_version_is_shown_back(reader: Reader) -> None:
    page = submits(reader, **SAID, **PERSON, version="v2")
    assert page.status == 409
    assert "资金门槛<偏高>。" in page.text
    assert page.link("对正在征求意见的版本提出意见") == FORM


def test_a_document_that_is_out_for_nothing_takes_no_comments(world: World) -> None:
    publish(world.site, the_policy(kind="document", windows=()))
    reader = Reader(world.client())
    assert "不在网上接收意见" in reader.opens(FORM).text
    sent = [
        ("comments[0].body", "好"),
        ("comments[0].stance", "suggest"),
        ("participant", "person"),
    ]
    sent += [("version", "v1"), ("idempotency_key", "k" * 16), *PERSON.items()]
    assert Page(FORM, reader.sends(FORM, sent)).status == 409


def test_an_unknown_policy_is_a_readable_page(reader: Reader) -> None:
    page = reader.opens("/forms/no-such-policy")
    assert (page.status, page.main.one("h1").text) == (404, "没有这份文件")


def test_an_unknown_policy_shows_what_was_written(reader: Reader) -> None:
    answer = reader.sends("/forms/no-such-policy", [("comments[0].body", "好"), ("action", "add")])
    page = Page("/forms/no-such-policy", answer)
    assert page.status == 404
    assert page.main.one("dd", **{"class": "yl-exact"}).text == "好"


def test_a_form_that_is_too_large_is_told_in_words(reader: Reader) -> None:
    sent = [("comments[0].body", "大" * 90_000)]
    page = Page(FORM, reader.sends(FORM, sent))
    assert (page.status, page.main.one("h1").text) == (413, "内容过多，没有提交")


def test_while_the_site_cannot_be_read_the_text_is_kept(world: World) -> None:
    client = world.client()
    (world.site / "catalogue.json").unlink()
    sent = [("version", "v1"), ("comments[0].body", "好"), ("action", "add")]
    answer = Reader(client).sends(FORM, sent)
    page = Page(FORM, answer)
    assert (page.status, page.headers["Retry-After"]) == (503, "10")
    assert page.main.one("dd", **{"class": "yl-exact"}).text == "好"
    assert "稍后刷新本页即可再次提交" in page.text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"comments[0].body=%FF", "application/x-www-form-urlencoded"),
        (b"comments[0].body=%ED%A0%80", "application/x-www-form-urlencoded"),
        (b"name=a&name=b", "application/x-www-form-urlencoded"),
        (b"comments[20].body=a", "application/x-www-form-urlencoded"),
        (b"nmae=a", "application/x-www-form-urlencoded"),
        (b"policy=another", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
    ],
)
def test_what_no_browser_sends_is_refused(client: FlaskClient, body: bytes, kind: str) -> None:
    page = Page(FORM, client.post(FORM, data=body, content_type=kind))
    assert (page.status, page.main.one("h1").text) == (400, "请求格式有误")


def test_a_character_that_cannot_be_kept_is_a_fault(reader: Reader) -> None:
    page = submits(reader, **STANCE, **PERSON, **{"comments[0].body": "a\0b"})
    assert page.faults == {"comments[0].body": "含有无法保存的字符"}
