from typing import Any

import pytest
from flask.testing import FlaskClient

from catalogue.model import Policy
from tests.conftest import LAST_MOMENT, POLICY, Send, World, clause, publish, the_policy

AT_THE_CLOSE = "2018-07-19T00:00:00+08:00"


def counts(client: FlaskClient) -> tuple[int, int]:
    tally: Any = client.get(f"/api/v1/policies/{POLICY}/tally").get_json()
    return tally["submissions"], tally["comments"]


def refused(world: World, *policies: Policy, now: str = "", **changes: Any) -> tuple[int, str]:
    """Publish these policies, send what 林晓芸 sends with these changes, return the problem."""
    if policies:
        publish(world.site, *policies)
    client = world.client(**{"YANLU_NOW": now} if now else {})
    answer = client.post("/api/v1/submissions", json=world.citizen(**changes))
    assert answer.content_type == "application/problem+json"
    if POLICY in {policy.id for policy in policies or [the_policy()]}:
        assert counts(client) == (0, 0)
    body: Any = answer.get_json()
    return answer.status_code, body["code"]


def test_a_comment_inside_the_window_gets_a_receipt(world: World, send: Send) -> None:
    answer = send(world.citizen())
    taken = answer.get_json()
    assert answer.status_code == 201
    assert taken["received_at"] == "2018-07-15T10:00:00.000+08:00"
    assert taken["receipt_no"].startswith("20180715-")
    assert [len(group) for group in taken["query_code"].split(" ")] == [4, 4, 4]
    assert taken["comments"][0]["wid"] == "v1.part_1__sec_1"
    assert taken["comments"][0]["citation"] == "第一部分（一）"


def test_a_receipt_says_what_was_taken_on_which_text(world: World, send: Send) -> None:
    taken = send(world.citizen()).get_json()
    receipt = taken["receipt"]
    assert (receipt["policy"], receipt["version"], receipt["window"]) == (POLICY, "v1", "w1")
    assert receipt["comments"][0]["id"] == taken["comments"][0]["id"]
    assert receipt["comments"][0]["clause_digest"].startswith("sha256:")
    assert len(receipt["comments"][0]["content_digest"]) == 64


def test_a_clause_can_be_named_by_its_place_too(world: World, send: Send) -> None:
    comment = {"clause": "part_2", "stance": "support", "body": "支持。"}
    taken = send(world.citizen(comments=[comment])).get_json()
    assert taken["comments"][0]["wid"] == "v1.part_2"


@pytest.mark.parametrize("clause", [{}, {"clause": None}])
def test_a_comment_without_a_clause_is_on_the_whole_draft(
    world: World, send: Send, clause: dict[str, Any]
) -> None:
    comment = {"stance": "support", "body": "支持。", **clause}
    taken = send(world.citizen(comments=[comment])).get_json()
    assert (taken["comments"][0]["wid"], taken["comments"][0]["citation"]) == (None, "全文")


def test_several_comments_are_one_submission(world: World, client: FlaskClient, send: Send) -> None:
    comments = [{"stance": "question", "body": f"问题{n}"} for n in range(200)]
    assert send(world.citizen(comments=comments)).status_code == 201
    assert counts(client) == (1, 200)


@pytest.mark.parametrize("body", [{}, {"body": None}, {"body": ""}])
def test_a_body_may_be_left_out_where_a_text_is_proposed(
    world: World, send: Send, body: dict[str, Any]
) -> None:
    comment = {"stance": "suggest", "proposed_text": "设立专项资金8000万元。", **body}
    assert send(world.citizen(comments=[comment])).status_code == 201


def test_a_challenge_may_be_sent_along(world: World, send: Send) -> None:
    assert send(world.citizen(challenge="made-by-a-later-page")).status_code == 201


def test_an_email_address_is_enough(world: World, send: Send) -> None:
    sent = world.citizen(email="lin@example.test")
    del sent["phone"]
    assert send(sent).status_code == 201


def test_a_company_may_give_its_code(world: World, send: Send) -> None:
    assert send(world.company(uscc="91350100M000100Y43")).status_code == 201


def test_words_of_a_clause_can_be_selected(world: World, send: Send) -> None:
    selector = {"exact": "5000万元", "prefix": "专项资金", "suffix": "。"}
    comment = {**world.citizen()["comments"][0], "selector": selector}
    assert send(world.citizen(comments=[comment])).status_code == 201


def test_the_last_millisecond_of_the_window_is_in_time(world: World) -> None:
    client = world.client(YANLU_NOW=LAST_MOMENT)
    answer = client.post("/api/v1/submissions", json=world.citizen())
    assert answer.status_code == 201
    assert answer.get_json()["received_at"] == LAST_MOMENT


def test_at_the_close_it_is_too_late(world: World) -> None:
    assert refused(world, now=AT_THE_CLOSE) == (409, "window_closed")


def test_a_refusal_after_the_close_says_when_it_was(world: World) -> None:
    client = world.client(YANLU_NOW=AT_THE_CLOSE)
    problem = client.post("/api/v1/submissions", json=world.citizen()).get_json()
    assert problem["detail"] == "征求意见已于2018年7月18日24:00截止"


def test_before_the_opening_it_is_too_early(world: World) -> None:
    assert refused(world, now="2018-07-11T23:59:59.999+08:00") == (409, "window_not_open")


def test_what_is_not_out_for_comment_takes_none(world: World) -> None:
    assert refused(world, the_policy(windows=())) == (409, "no_window")


def test_another_version_than_the_one_out_for_comment_takes_none(world: World) -> None:
    assert refused(world, version="v2") == (409, "wrong_version")


def test_an_unknown_policy_is_not_found(world: World) -> None:
    assert refused(world, policy="nothing") == (404, "unknown_policy")


def test_an_unknown_clause_is_not_found_and_nothing_is_stored(world: World) -> None:
    comments = [{"stance": "support", "body": "好"}, {"stance": "support", "body": "好"}]
    comments[1]["clause"] = "part_9"
    assert refused(world, comments=comments) == (404, "unknown_clause")


def test_an_unknown_clause_names_its_comment(world: World, send: Send) -> None:
    comment = {"stance": "support", "body": "好", "clause": "part_9"}
    problem = send(world.citizen(comments=[comment])).get_json()
    assert problem["errors"][0]["field"] == "comments[0].clause"


def test_the_same_request_again_gives_the_same_answer(
    world: World, client: FlaskClient, send: Send
) -> None:
    sent = world.citizen()
    first, second = send(sent), send(sent)
    assert first.get_json() == second.get_json()
    assert second.status_code == 201
    assert counts(client) == (1, 1)


def test_the_same_request_is_answered_after_the_close_too(world: World) -> None:
    sent = world.citizen()
    first = world.client().post("/api/v1/submissions", json=sent)
    late = world.client(YANLU_NOW=AT_THE_CLOSE).post("/api/v1/submissions", json=sent)
    assert late.status_code == 201
    assert late.get_json() == first.get_json()


def test_the_same_request_is_answered_while_the_site_is_away(world: World) -> None:
    sent = world.citizen()
    first = world.client().post("/api/v1/submissions", json=sent)
    away = world.client(YANLU_SITE=str(world.folder / "nowhere"))
    assert away.post("/api/v1/submissions", json=sent).get_json() == first.get_json()
    other = away.post("/api/v1/submissions", json=world.citizen())
    assert (other.status_code, other.get_json()["code"]) == (503, "unavailable")


def test_the_same_key_for_another_content_is_a_conflict(world: World, send: Send) -> None:
    sent = world.citizen()
    send(sent)
    answer = send({**sent, "place": "张湾区"})
    assert (answer.status_code, answer.get_json()["code"]) == (409, "idempotency_conflict")


@pytest.mark.parametrize(
    ("pasted", "typed"),
    [("一\x0b二", "一\n二"), ("一\r二\u2028三", "一\n二\n三"), ("\x01一\x1f", "一")],
)
def test_a_retry_with_other_line_ends_is_the_same_request(
    world: World, send: Send, pasted: str, typed: str
) -> None:
    sent = world.citizen(comments=[{"stance": "suggest", "body": pasted}], name="林\t晓芸")
    again = {**sent, "comments": [{"stance": "suggest", "body": typed}], "name": "林 晓芸"}
    first, second = send(sent), send(again)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.get_json() == second.get_json()


def test_a_selection_that_runs_over_a_line_separator_stands_in_its_clause(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = clause("part_2", "二、", "支持技\u2028术改造", "")
    monkeypatch.setattr("tests.conftest.CLAUSES", (words,))
    publish(world.site, the_policy())
    chosen = {"clause": "part_2", "selector": {"exact": "技\u2028术"}}
    comment = {"stance": "suggest", "body": "好", **chosen}
    answer = world.client().post("/api/v1/submissions", json=world.citizen(comments=[comment]))
    assert answer.status_code == 201


def test_a_database_without_tables_is_unavailable_not_broken(world: World) -> None:
    from comments_service.web.app import create_app

    app = create_app(world.settings(YANLU_DATABASE=f"sqlite:///{world.folder}/bare.sqlite3"))
    world.closing(app.extensions["yanlu"])
    answer = app.test_client().post("/api/v1/submissions", json=world.citizen())
    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
    assert answer.headers["Retry-After"]


def test_a_field_that_is_null_is_as_one_left_out(world: World, send: Send) -> None:
    comment = {"clause": None, "stance": "suggest", "body": "写明期限。", "reason": None}
    answer = send(world.citizen(email=None, uscc=None, comments=[comment]))
    assert answer.status_code == 201
    assert answer.get_json()["comments"][0]["citation"] == "全文"


def test_a_required_field_that_is_null_is_missing(world: World, send: Send) -> None:
    answer = send(world.citizen(name=None))
    assert [fault["field"] for fault in answer.get_json()["errors"]] == ["name"]


def test_a_body_that_gives_one_name_only_is_taken(world: World, send: Send) -> None:
    company = world.citizen(participant="organisation", name="茅箭区晨光机械有限公司")
    assert send(company).status_code == 201


def test_a_person_is_not_asked_for_a_credit_code(world: World, send: Send) -> None:
    answer = send(world.citizen(uscc="91110000600037341L"))
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"] == "uscc"


def test_a_text_that_is_too_long_is_counted_in_characters(world: World, send: Send) -> None:
    comment = {"stance": "suggest", "body": "长" * 10_001}
    fault = send(world.citizen(comments=[comment])).get_json()["errors"][0]
    assert fault == {"field": "comments[0].body", "message": "不能超过 10000 个字符"}
