"""What stands on the slip that a sender keeps, for the dialog of another origin too."""

from typing import Any

from flask.testing import FlaskClient

from tests.conftest import CLOSES, Send, World
from tests.worlds.attached_files import sent_file, word_file

COMMENTS = [
    {"clause": "part_1__sec_1", "stance": "oppose", "body": "门槛\n偏高", "reason": "难"},
    {"stance": "support", "body": "", "proposed_text": "改为<一>"},
]


def slip(client: FlaskClient, taken: dict[str, Any], **headers: str) -> Any:
    code = {"X-Query-Code": taken["query_code"], **headers}
    return client.get(f"/api/v1/receipts/{taken['receipt_no']}/slip", headers=code)


def test_a_slip_has_the_words_the_course_and_a_code(
    world: World, client: FlaskClient, send: Send
) -> None:
    taken = send(world.citizen(comments=COMMENTS)).get_json()
    found = slip(client, taken).get_json()
    assert (found["receipt_no"], found["received_at"]) == (
        taken["receipt_no"], taken["received_at"]
    )  # fmt: skip
    said = [(each["citation"], each["body"], each["proposed_text"]) for each in found["comments"]]
    assert said == [("第一部分（一）", "门槛\n偏高", ""), ("全文", "", "改为<一>")]
    assert found["course"] == {
        "at": "registered",
        "registered_on": "2018-07-15",
        "studied_from": "2018-07-19",
        "due": "2018-08-17",
        "answered_on": None,
    }
    assert found["qr"]["address"] == f"http://localhost/receipts/?no={taken['receipt_no']}"
    assert slip(world.client(YANLU_NOW=CLOSES), taken).get_json()["course"]["at"] == "studied"


def test_a_slip_has_no_name_and_is_for_its_holder_alone(
    world: World, client: FlaskClient, send: Send
) -> None:
    taken = send(world.citizen()).get_json()
    assert "林" not in str(slip(client, taken).get_json())
    answer = slip(client, taken, **{"X-Query-Code": "0000 0000 0000"})
    assert (answer.status_code, answer.get_json()["code"]) == (404, "unknown_receipt")


def test_the_code_leads_to_where_the_service_is_reached(world: World, send: Send) -> None:
    taken = send(world.citizen()).get_json()
    client = world.client(YANLU_SERVICE_URL="https://yijian.example.gov.cn/a/")
    address = slip(client, taken).get_json()["qr"]["address"]
    assert address == f"https://yijian.example.gov.cn/a/receipts/?no={taken['receipt_no']}"


def test_slip_and_look_up_name_the_files_of_a_comment(
    world: World, client: FlaskClient, send: Send
) -> None:
    names = ("测算 表.docx", "说明<一>.docx")
    files = [
        client.post("/api/v1/attachments", **sent_file(name, word_file())).get_json()
        for name in names
    ]
    comments = [{**COMMENTS[0], "attachments": [each["id"] for each in files]}, COMMENTS[1]]
    taken = send(world.citizen(comments=comments)).get_json()
    first, second = slip(client, taken).get_json()["comments"]
    assert first["attachments"] == [{"name": each["name"], "size": each["size"]} for each in files]
    assert second["attachments"] == []
    held = {"no": taken["receipt_no"], "code": taken["query_code"]}
    assert "测算 表.docx、说明&lt;一&gt;.docx" in client.post("/receipts/", data=held).text
