from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from comments_service.domain.comments import receipt_number
from tests.conftest import Send, World
from tests.http.examples import SHOWN_PHONE


@pytest.fixture
def taken(world: World, send: Send) -> dict[str, Any]:
    body: dict[str, Any] = send(world.citizen()).get_json()
    return body


def look_up(client: FlaskClient, number: str, code: str) -> Any:
    return client.get(f"/api/v1/receipts/{quote(number)}?code={quote(code)}")


def test_number_and_code_show_the_comments(client: FlaskClient, taken: dict[str, Any]) -> None:
    answer = look_up(client, taken["receipt_no"], taken["query_code"])
    found = answer.get_json()
    comment = found["comments"][0]
    assert answer.status_code == 200
    assert comment["citation"] == "第一部分（一）"
    assert comment["clause_text"] == "（一）设立专项资金5000万元。"
    assert comment["body"] == "资金门槛偏高。"
    assert (comment["state"], comment["disposition"], comment["answer"]) == ("received", None, None)
    assert found["receipt"] == taken["receipt"]


def test_a_receipt_says_how_far_it_has_come(client: FlaskClient, taken: dict[str, Any]) -> None:
    found = look_up(client, taken["receipt_no"], taken["query_code"]).get_json()
    assert (found["state"], found["answers"]) == ("received", [])


def test_a_lookup_shows_the_words_that_were_selected(
    world: World, client: FlaskClient, send: Send
) -> None:
    selector = {"exact": "专项资金", "prefix": "设立", "suffix": None}
    comment = {**world.citizen()["comments"][0], "selector": selector}
    taken = send(world.citizen(comments=[comment])).get_json()
    found = look_up(client, taken["receipt_no"], taken["query_code"]).get_json()
    assert found["comments"][0]["selector"] == {**selector, "suffix": ""}


def test_a_lookup_shows_no_name_and_no_contact(client: FlaskClient, taken: dict[str, Any]) -> None:
    text = look_up(client, taken["receipt_no"], taken["query_code"]).get_data(as_text=True)
    assert "\\u6797" not in text
    assert not SHOWN_PHONE.search(text)


def test_what_people_type_is_read(client: FlaskClient, taken: dict[str, Any]) -> None:
    number = taken["receipt_no"].replace("-", " ")
    wide = number.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    code = taken["query_code"].replace(" ", "-")
    assert look_up(client, wide, code).status_code == 200


def test_the_text_is_kept_as_sent_but_for_line_ends(
    world: World, client: FlaskClient, send: Send
) -> None:
    body = "  第一行\r\n\t第二行\r\n第三行\n\u3000é e\u0301 🙂  "
    comment = {"stance": "suggest", "body": body, "reason": "a\r\nb"}
    taken = send(world.citizen(comments=[comment])).get_json()
    found = look_up(client, taken["receipt_no"], taken["query_code"]).get_json()["comments"][0]
    assert found["body"] == "  第一行\n\t第二行\n第三行\n\u3000é e\u0301 🙂  "
    assert found["reason"] == "a\nb"


@pytest.mark.parametrize("code", ["0000 0000 0000", "", "abc", "１２"])
def test_a_wrong_code_finds_nothing(client: FlaskClient, taken: dict[str, Any], code: str) -> None:
    answer = look_up(client, taken["receipt_no"], code)
    assert (answer.status_code, answer.get_json()["code"]) == (404, "unknown_receipt")


def test_an_unknown_number_finds_nothing_and_reads_the_same(
    client: FlaskClient, taken: dict[str, Any]
) -> None:
    wrong_code = look_up(client, taken["receipt_no"], "0000 0000 0000")
    answer = look_up(client, receipt_number.make(date(2018, 7, 15)), taken["query_code"])
    assert answer.status_code == 404
    assert answer.get_json() | {"request_id": ""} == wrong_code.get_json() | {"request_id": ""}


@pytest.mark.parametrize("number", ["20180715-2546-2499-2", "nonsense", "1"])
def test_a_number_that_nobody_has_is_told(client: FlaskClient, number: str) -> None:
    answer = look_up(client, number, "0000 0000 0000")
    assert (answer.status_code, answer.get_json()["code"]) == (404, "unknown_receipt")
    (fault,) = answer.get_json()["errors"]
    assert (fault["field"], fault["message"][:3]) == ("receipt_no", "回执号")
