import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from catalogue.ids import policy_id_fault
from catalogue.window import Window, parse_instant
from comments_service.domain import errors
from comments_service.web.shell.access import (
    UndeclaredAccessError,
    declared_access,
    require_declared_access,
)
from comments_service.web.shell.problem_details import STATUS, is_api
from tests.conftest import CLOSES, INSIDE, OPENS, POLICY, Send, World, publish, the_policy


def described(client: FlaskClient) -> dict[str, Any]:
    body: dict[str, Any] = client.get("/api/openapi.json").get_json()
    return body


def fits(document: dict[str, Any], name: str, value: Any) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    Draft202012Validator(schema).validate(value)


def test_every_route_says_who_may_call_it(world: World) -> None:
    app = world.app()
    routes = {str(rule): declared_access(app, rule.endpoint) for rule in app.url_map.iter_rules()}
    assert [route for route, circle in routes.items() if circle is None] == []


def test_no_policy_can_have_the_name_of_a_page_that_stands_where_its_own_would(
    world: World,
) -> None:
    routes = [str(rule).split("/")[1:] for rule in world.app().url_map.iter_rules()]
    before = {tuple(route[:at]) for route in routes for at, part in enumerate(route)
              if part == "<policy_id>"} | {()}  # fmt: skip
    taken = {
        route[len(place)]
        for place in before
        for route in routes
        if tuple(route[: len(place)]) == place and len(route) > len(place)
    }
    names = {name for name in taken if name and "<" not in name}
    assert {"login", "year", "desk", "healthz", "assets"} <= names
    assert [name for name in names if "reserved" not in (policy_id_fault(name) or "")] == []


def test_a_route_that_does_not_say_so_stops_the_start() -> None:
    app = Flask("bare", static_folder=None)
    app.add_url_rule("/open", "open", lambda: "everything")
    with pytest.raises(UndeclaredAccessError, match="/open"):
        require_declared_access(app)


def test_every_route_of_the_interface_is_described(world: World) -> None:
    app = world.app()
    paths = described(app.test_client())["paths"]
    found: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        if is_api(rule.rule) or rule.rule in {"/healthz", "/readyz"}:
            path = rule.rule.replace("<", "{").replace(">", "}")
            methods = {method.lower() for method in rule.methods or ()} - {"head", "options"}
            found[path] = found.get(path, set()) | methods
    assert found == {path: set(operations) for path, operations in paths.items()}


def test_the_description_is_openapi_3_1_and_its_references_lead_somewhere(
    client: FlaskClient,
) -> None:
    document = described(client)
    schemas = document["components"]["schemas"]
    assert document["openapi"].startswith("3.1")
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    references = [part.split('"')[0] for part in str(document).split("schemas/")[1:]]
    assert {name.split("'")[0] for name in references} <= set(schemas)


def test_the_answers_are_as_described(world: World, client: FlaskClient, send: Send) -> None:
    document = described(client)
    comments = [{"stance": "support", "body": "好"}] * 10
    taken = send(world.citizen(comments=comments)).get_json()
    code = taken["query_code"]
    fits(document, "SubmissionOut", taken)
    fits(document, "PoliciesOut", client.get("/api/v1/policies").get_json())
    fits(document, "TallyOut", client.get(f"/api/v1/policies/{POLICY}/tally").get_json())
    found = client.get(f"/api/v1/receipts/{taken['receipt_no']}", query_string={"code": code})
    fits(document, "ReceiptLookupOut", found.get_json())
    fits(document, "HealthOut", client.get("/readyz").get_json())
    fits(document, "Problem", send(world.citizen(name="")).get_json())
    fits(document, "SubmissionIn", world.company())


# Refusals that are met on pages alone, most of them by staff.
OF_PAGES = {
    "changed_meanwhile",
    "not_proved",
    "not_reconciled",
    "not_yours",
    "own_entry",
    "own_proposal",
    "unknown_unit",
}


def test_every_refusal_has_a_status_and_is_described(client: FlaskClient) -> None:
    codes = {kind.code for kind in errors.Refusal.__subclasses__()}
    assert codes == set(STATUS)
    operations = [each for path in described(client)["paths"].values() for each in path.values()]
    told = {
        (status, code)
        for each in operations
        for status, answer in each["responses"].items()
        for code in answer["description"].split(", ")
    }
    wanted = {(str(status), code) for code, status in STATUS.items() if code not in OF_PAGES}
    assert wanted <= told


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api", 404, "not_found"),
        ("GET", "/api/", 404, "not_found"),
        ("GET", "/api/v2/policies", 404, "not_found"),
        ("GET", "/api//v1/policies", 404, "not_found"),
        ("GET", "/api/v1//policies", 404, "not_found"),
        ("POST", "/api//v1/submissions", 404, "not_found"),
        ("POST", "/healthz", 405, "method_not_allowed"),
        ("POST", "/api/v1/nonsense", 404, "not_found"),
        ("POST", "/api/v1/policies", 405, "method_not_allowed"),
        ("DELETE", "/api/v1/submissions", 405, "method_not_allowed"),
        ("GET", "/api/v1/submissions", 405, "method_not_allowed"),
    ],
)
def test_a_wrong_address_is_a_problem_too(
    client: FlaskClient, method: str, path: str, status: int, code: str
) -> None:
    answer = client.open(path, method=method)
    problem: Any = answer.get_json()
    assert (answer.status_code, problem["code"]) == (status, code)
    assert answer.content_type == "application/problem+json"
    assert ("Allow" in answer.headers) == (status == 405)


def test_every_answer_carries_the_protecting_headers(client: FlaskClient) -> None:
    for path in ("/api/v1/policies", "/healthz", "/api/nothing", "/api/openapi.json"):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "default-src 'self'" in headers["Content-Security-Policy"]


def test_what_the_interface_says_is_not_kept_by_caches(client: FlaskClient) -> None:
    for path in ("/api/v1/receipts/x?code=1", "/readyz"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_on_one_origin_no_other_may_call(client: FlaskClient) -> None:
    headers = client.get("/api/v1/policies", headers={"Origin": "https://evil.test"}).headers
    assert "Access-Control-Allow-Origin" not in headers


SERVICE = {"YANLU_SERVICE_URL": "https://comments.test"}


@pytest.mark.parametrize(
    ("env", "origin"),
    [
        ({"YANLU_BASE_URL": "https://city.test/yjzj/"}, "https://city.test"),
        ({"YANLU_BASE_URL": "HTTPS://City.Test:443/yjzj"}, "https://city.test"),
        ({"YANLU_BASE_URL": "http://City.Test:443/"}, "http://city.test:443"),
        ({"YANLU_BASE_URL": "http://[2001:DB8::1]:80/"}, "http://[2001:db8::1]"),
        ({"YANLU_SITE": "http://127.0.0.1:9/site/"}, "http://127.0.0.1:9"),
        ({}, "*"),
    ],
)
def test_the_sites_origin_may_call_a_service_elsewhere(
    world: World, env: dict[str, str], origin: str
) -> None:
    client = world.client(**SERVICE, **env)
    asked = {"Origin": "https://city.test", "Access-Control-Request-Method": "POST"}
    preflight = client.options("/api/v1/submissions", headers=asked)
    assert preflight.status_code == 200
    assert preflight.headers["Access-Control-Allow-Origin"] == origin
    assert preflight.headers["Access-Control-Allow-Headers"] == (
        "Content-Type, X-Query-Code, X-Identity-Ticket"
    )
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Credentials" not in preflight.headers
    refused = client.post("/api/v1/submissions", data=b"{")
    assert refused.headers["Access-Control-Allow-Origin"] == origin


def test_health_says_what_is_missing(world: World) -> None:
    client = world.client(YANLU_SITE=str(world.folder / "nowhere"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json() == {
        "status": "unavailable",
        "checks": {
            "database": True,
            "keys": True,
            "clock": True,
            "catalogue": False,
            "clauses": False,
        },
        "problems": ["catalogue.json cannot be read"],
        "warnings": [],
        "codes": ["catalogue_missing"],
    }
    assert client.get("/healthz").status_code == 200


UPCOMING = "2018-07-01T00:00:00+08:00"


@pytest.mark.parametrize(
    ("now", "status"), [(UPCOMING, 503), (INSIDE, 503), ("2018-07-19T00:00:00+08:00", 200)]
)
def test_the_clauses_of_what_is_open_or_to_come_must_be_there(
    world: World, now: str, status: int
) -> None:
    (world.site / POLICY / "v1/clauses.json").unlink()
    answer = world.client(YANLU_NOW=now).get("/readyz")
    assert answer.status_code == status
    assert answer.get_json()["checks"]["clauses"] is (status == 200)


@pytest.mark.parametrize(("now", "status"), [(UPCOMING, 200), (INSIDE, 503)])
def test_a_text_that_is_not_public_may_be_announced_but_not_out_for_comment(
    world: World, now: str, status: int
) -> None:
    window = Window("w2", "v2", parse_instant(OPENS), parse_instant(CLOSES))
    publish(world.site, the_policy(windows=(window,)))
    assert world.client(YANLU_NOW=now).get("/readyz").status_code == status


def test_a_catalogue_that_went_bad_is_a_warning(world: World, client: FlaskClient) -> None:
    assert client.get("/readyz").get_json()["warnings"] == []
    (world.site / "catalogue.json").write_text("{", "utf-8")
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert "the last good one is used" in answer.get_json()["warnings"][0]


def test_a_policy_that_keeps_its_last_good_pages_is_a_warning(
    world: World, client: FlaskClient
) -> None:
    file = world.site / "catalogue.json"
    kept = {"policy": POLICY, "since": INSIDE, "codes": ["Y004", "S005"]}
    file.write_text(json.dumps({**json.loads(file.read_bytes()), "kept": [kept]}), "utf-8")
    answer = client.get("/readyz")
    told = answer.get_json()
    assert (answer.status_code, told["status"], told["codes"]) == (200, "ok", ["policy_kept"])
    assert told["warnings"] == [f"{POLICY}: its pages are those of before (Y004, S005)"]


def test_a_wrong_key_is_unavailable_and_the_log_has_no_secret(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    receipt: Any = world.client().post("/api/v1/submissions", json=world.citizen()).get_json()
    forged = world.client(YANLU_KEYS=f"test:{'B' * 43}=")
    problems = forged.get("/readyz").get_json()["problems"]
    assert "key test is not the key that this database was written with" in problems[0]
    code = receipt["query_code"].replace(" ", "")
    found = forged.get(f"/api/v1/receipts/{receipt['receipt_no']}?code={code}")
    taken = forged.post("/api/v1/submissions", json=world.citizen())
    for answer in (found, taken):
        assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
    assert "does not decrypt with key test" in caplog.text
    assert [secret for secret in ("AAAA", "BBBB", code, "林晓芸") if secret in caplog.text] == []


def test_a_database_without_tables_is_not_ready(world: World) -> None:
    from comments_service.web.app import create_app

    app = create_app(world.settings(YANLU_DATABASE=f"sqlite:///{world.folder}/bare.sqlite3"))
    world.closing(app.extensions["yanlu"])
    assert app.test_client().get("/readyz").get_json()["checks"]["database"] is False
