from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from catalogue.results import Outcome, ResultCounts
from tests.conftest import CLOSES, LAST_MOMENT, POLICY, Send, World, publish, the_policy

RESULTS = Outcome(POLICY, date(2018, 8, 1), ResultCounts(3, 1, 1, 1))


def listed(client: FlaskClient, query: str = "") -> dict[str, Any]:
    body: Any = client.get("/api/v1/policies" + query).get_json()
    return {policy["id"]: policy for policy in body["policies"]}


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2018-07-11T23:59:59.999+08:00", "upcoming"),
        ("2018-07-12T00:00:00+08:00", "open"),
        ("2018-07-18T23:59:59.999+08:00", "open"),
        ("2018-07-19T00:00:00+08:00", "closed"),
    ],
)
def test_the_state_of_a_consultation_is_the_services_clock(
    world: World, now: str, state: str
) -> None:
    client = world.client(YANLU_NOW=now)
    policy = listed(client)[POLICY]
    assert client.get("/api/v1/policies").get_json()["as_of"] == now
    assert policy["state"] == policy["windows"][0]["state"] == state


def test_a_published_outcome_makes_it_answered(world: World) -> None:
    publish(world.site, the_policy(outcome=RESULTS))
    policy = listed(world.client())[POLICY]
    assert policy["state"] == "answered"
    assert policy["outcome"] == {
        "published_on": "2018-08-01",
        "comments": 3,
        "adopted": 1,
        "partly_adopted": 1,
        "not_adopted": 1,
    }


def test_a_closed_one_says_when_its_outcome_is_expected(world: World) -> None:
    closed = listed(world.client(YANLU_NOW="2018-07-19T00:00:00+08:00"))[POLICY]
    assert (closed["state"], closed["outcome_due"]) == ("closed", "2018-08-17")


def test_the_last_day_of_an_open_one_is_marked(world: World) -> None:
    last = listed(world.client(YANLU_NOW="2018-07-18T00:00:00+08:00"))[POLICY]
    before = listed(world.client(YANLU_NOW="2018-07-17T23:59:59+08:00"))[POLICY]
    assert (last["last_day"], before["last_day"]) == (True, False)
    assert last["outcome_due"] is None


def test_an_issued_text_is_above_its_outcome(world: World) -> None:
    issued = replace(the_policy().latest, issued_on=date(2018, 7, 15))
    publish(world.site, the_policy(outcome=RESULTS, versions=(issued,)))
    assert listed(world.client())[POLICY]["state"] == "issued"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {POLICY, "law", "old"}),
        ("?kind=consultation", {POLICY, "old"}),
        ("?kind=document&ids=law,old", {"law"}),
        ("?ids=old,nothing", {"old"}),
        ("?ids=", set()),
        ("?kind=news", set()),
    ],
)
def test_some_can_be_asked_for_with_their_counts(
    world: World, client: FlaskClient, send: Send, query: str, found: set[str]
) -> None:
    law = the_policy(id="law", kind="document", windows=(), versions=())
    publish(world.site, the_policy(), law, the_policy(id="old", versions=()))
    send(world.citizen())
    policies = listed(client, query)
    assert set(policies) == found
    assert all(policies[name]["counts"]["comments"] == (name == POLICY) for name in found)


def test_a_kind_that_does_not_exist_is_refused(client: FlaskClient) -> None:
    answer = client.get("/api/v1/policies?kind=laws")
    assert (answer.status_code, answer.get_json()["code"]) == (400, "malformed")


def asked_again(client: FlaskClient, tag: str) -> tuple[int, bytes]:
    answer = client.get("/api/v1/policies", headers={"If-None-Match": tag})
    return answer.status_code, answer.data


def test_while_nothing_changes_the_list_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/api/v1/policies")
    assert first.headers["Cache-Control"] == "no-cache"
    assert asked_again(client, first.headers["ETag"]) == (304, b"")


def test_a_comment_a_build_and_an_instant_change_the_list(
    world: World, client: FlaskClient, send: Send
) -> None:
    tags = [client.get("/api/v1/policies").headers["ETag"]]
    send(world.citizen())
    tags.append(client.get("/api/v1/policies").headers["ETag"])
    publish(world.site, the_policy(title="新的题目"))
    tags.append(client.get("/api/v1/policies").headers["ETag"])
    clients = [world.client(YANLU_NOW=now) for now in (LAST_MOMENT, CLOSES)]
    tags += [each.get("/api/v1/policies").headers["ETag"] for each in clients]
    assert len(set(tags)) == len(tags)
    assert asked_again(client, tags[1])[0] == 200


def test_a_document_has_no_state(world: World) -> None:
    document = the_policy(id="plan-2009", kind="document", windows=())
    publish(world.site, the_policy(), document)
    assert listed(world.client())["plan-2009"]["state"] is None


def test_links_begin_with_the_sites_address(world: World) -> None:
    client = world.client(YANLU_BASE_URL="https://city.test/yjzj/")
    assert listed(client)[POLICY]["url"] == f"https://city.test/yjzj/{POLICY}/"


def test_counts_stand_beside_each_policy(world: World, client: FlaskClient, send: Send) -> None:
    send(world.citizen())
    send(world.citizen())
    send(world.department())
    counts = {"submissions": 3, "comments": 3, "participants": 1}
    assert listed(client)[POLICY]["counts"] == counts


def test_departments_are_counted_apart(world: World, client: FlaskClient, send: Send) -> None:
    send(world.citizen())
    send(world.department())
    tally: Any = client.get(f"/api/v1/policies/{POLICY}/tally").get_json()
    assert (tally["participants"], tally["departments"]) == (1, 1)
    assert (tally["comments"], tally["by_clause"][0]["comments"]) == (2, 2)
    assert tally["by_clause"][0]["participants"] == 1


def test_a_policy_without_comments_has_an_empty_tally(client: FlaskClient) -> None:
    tally: Any = client.get(f"/api/v1/policies/{POLICY}/tally").get_json()
    assert (tally["submissions"], tally["by_clause"]) == (0, [])
    assert "by_day" not in tally


def test_an_unknown_policy_has_no_tally(client: FlaskClient) -> None:
    answer = client.get("/api/v1/policies/nothing/tally")
    assert (answer.status_code, answer.get_json()["code"]) == (404, "unknown_policy")


def test_a_rebuilt_site_is_seen_without_a_restart(world: World, client: FlaskClient) -> None:
    assert listed(client)[POLICY]["title"].startswith("十堰")
    fresh = publish(world.folder / "fresh", the_policy(title="新的题目"))
    world.site.rename(world.folder / "old")
    fresh.rename(world.site)
    assert listed(client)[POLICY]["title"] == "新的题目"
