"""The site of nginx: the static site below a path, the service on another origin, both on one."""

import gzip
import http.client
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.conftest import INSIDE, POLICY, World, publish, the_policy
from tests.servers.behind_nginx import Hosts, hosts, nginx
from tests.servers.live_service import served
from tests.servers.waiting import MOST_SECONDS, wait_for
from tests.worlds.attached_files import sent_file

pytestmark = pytest.mark.sqlite

PAGE = "<!doctype html><title>方案</title>".encode()
FILES = ("plan/index.html", "en/404.html", "assets/a.css", "assets/a.js", "feed.atom", "w1.ics")
ATTACHED_NAMES = ("a.pdf", "a.docx", "old.html", "old.svg")


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes


def ask(port: int, path: str, method: str = "GET", body: Any = None, **headers: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=MOST_SECONDS)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


def line_with(words: str, log: Path) -> str:
    """Return the whole log once these words stand in a line that is written to its end."""
    text = log.read_text("utf-8")
    lines = text.splitlines(keepends=True)
    return text if any(words in line and line.endswith("\n") for line in lines) else ""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("nginx")


@pytest.fixture(scope="module")
def site(folder: Path) -> Path:
    built = publish(folder / "site", the_policy())
    for name in (*FILES, *(f"plan/files/{name}" for name in ATTACHED_NAMES)):
        (built / name).parent.mkdir(exist_ok=True, parents=True)
        (built / name).write_bytes(PAGE)
    (built / "plan/index.html.gz").write_bytes(gzip.compress(PAGE, mtime=0))
    (built / ".yanlu-site").write_text("mark")
    return built


@pytest.fixture(scope="module")
def at(site: Path, folder: Path) -> Iterator[Hosts]:
    """Two origins, with the service running behind."""
    chosen = hosts()
    env = {"YANLU_BASE_URL": chosen.site, "YANLU_SERVICE_URL": chosen.comments, "YANLU_NOW": INSIDE}
    with served(site, folder, env, chosen.behind), nginx(site, folder, chosen):
        yield chosen


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/yjzj/", "text/html; charset=utf-8"),
        ("/yjzj/plan/", "text/html; charset=utf-8"),
        ("/yjzj/catalogue.json", "application/json"),
        ("/yjzj/assets/a.js", "text/javascript; charset=utf-8"),
        ("/yjzj/feed.atom", "application/atom+xml; charset=utf-8"),
        ("/yjzj/w1.ics", "text/calendar; charset=utf-8"),
    ],
)
def test_files_of_the_site_stand_below_the_path(at: Hosts, path: str, kind: str) -> None:
    answer = ask(at.portal, path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, kind)


def test_a_page_comes_compressed_to_whoever_takes_it(at: Hosts) -> None:
    packed = ask(at.portal, "/yjzj/plan/", Accept_Encoding="gzip")
    plain = ask(at.portal, "/yjzj/plan/")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body == PAGE
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert packed.headers["ETag"] != plain.headers["ETag"]


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/yjzj/plan/", "no-cache"),
        ("/yjzj/assets/a.css", "no-cache"),
        ("/yjzj/assets/a.css?3f9a", "public, max-age=31536000, immutable"),
        ("/yjzj/assets/gone.css?3f9a", "no-cache"),
        ("/yjzj/plan/?3f9a", "no-cache"),
    ],
)
def test_only_assets_named_by_their_digest_are_kept(at: Hosts, path: str, kept: str) -> None:
    assert ask(at.portal, path).headers.get_all("Cache-Control") == [kept]


@pytest.mark.parametrize("path", ["/yjzj", "/yjzj/plan"])
def test_a_missing_slash_leads_on_below_the_path(at: Hosts, path: str) -> None:
    answer = ask(at.portal, path)
    assert answer.status in {301, 308}
    assert answer.headers["Location"] == f"{path}/"


@pytest.mark.parametrize(
    "path", ["/yjzj/nothing", "/yjzj/.yanlu-site", "/yjzj/plan/.git/config", "/yjzj/assets/"]
)
def test_what_is_not_there_or_hidden_is_the_sites_404(at: Hosts, path: str) -> None:
    answer = ask(at.portal, path)
    assert (answer.status, "没有这个页面" in answer.body.decode()) == (404, True)


def test_below_en_the_404_is_the_english_one(at: Hosts) -> None:
    answer = ask(at.portal, "/yjzj/en/nothing/")
    assert (answer.status, answer.body) == (404, PAGE)


def test_pages_cannot_be_framed_and_are_what_they_say(at: Hosts) -> None:
    headers = ask(at.portal, "/yjzj/plan/").headers
    assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["plan/", "assets/a.css?3f9a", "plan/files/a.pdf", "feed.atom", "w1.ics"]
)
def test_a_file_has_the_headers_that_the_service_gives_it(at: Hosts, path: str) -> None:
    # Each server's own: its clock and name, its way to tell files apart, the connection.
    own = {"date", "server", "etag", "connection", "keep-alive", "last-modified", "accept-ranges"}
    own |= {"x-request-id"}
    answers = ask(at.portal, f"/yjzj/{path}"), ask(at.behind, f"/{path}")
    by_nginx, by_service = (
        {name.lower(): value for name, value in answer.headers.items() if name.lower() not in own}
        for answer in answers
    )
    assert by_nginx.pop("strict-transport-security") == "max-age=31536000"
    # Without the word a browser shows it too.
    if by_service.get("content-disposition", "").startswith("inline"):
        del by_service["content-disposition"]
    assert by_nginx == by_service


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("a.pdf", None),
        ("a.docx", "attachment"),
        ("old.html", "attachment"),
        ("old.svg", "attachment"),
    ],
)
def test_an_attachment_that_could_run_anything_is_saved_and_not_opened(
    at: Hosts, name: str, disposition: str | None
) -> None:
    headers = ask(at.portal, f"/yjzj/plan/files/{name}").headers
    assert headers["Content-Disposition"] == disposition
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_sites_origin_may_call_the_service_and_no_other(at: Hosts) -> None:
    answer = ask(at.service, "/api/v1/policies", Origin="https://evil.test")
    assert answer.status == 200
    assert answer.headers["Access-Control-Allow-Origin"] == f"http://127.0.0.1:{at.portal}"


def test_a_comment_gets_through_and_the_log_keeps_no_code(
    at: Hosts, world: World, folder: Path
) -> None:
    kind = {"Content_Type": "application/json"}
    sent = json.dumps(world.citizen()).encode()
    taken = json.loads(ask(at.service, "/api/v1/submissions", "POST", sent, **kind).body)
    code = taken["query_code"].replace(" ", "")
    found = ask(at.service, f"/api/v1/receipts/{taken['receipt_no']}?code={code}")
    assert found.status == 200
    asked = f"/api/v1/receipts/{taken['receipt_no']}"
    log = wait_for(lambda: line_with(asked, folder / "yanlu-city.log"), "nginx to log it")
    assert code not in log
    assert re.search(rf"{asked}\" 200 \d+ [0-9a-f]{{32}}$", log, re.MULTILINE)


def test_too_much_is_refused_by_the_service_in_words_the_page_can_read(at: Hosts) -> None:
    kind = {"Content_Type": "application/json"}
    answer = ask(at.service, "/api/v1/submissions", "POST", b" " * 300_000, **kind)
    assert (answer.status, json.loads(answer.body)["code"]) == (413, "too_large")
    assert answer.headers["Access-Control-Allow-Origin"]


def test_no_body_is_ever_written_into_a_file(at: Hosts, folder: Path) -> None:
    kind = {"Content_Type": "application/json"}
    ask(at.service, "/api/v1/submissions", "POST", b" " * 1_000_000, **kind)
    ask(at.service, "/desk/login", "POST", b" " * 30_000_000, **kind)
    for place, size in (("/api/v1/attachments", 9_000_000), (f"/forms/{POLICY}", 30_000_000)):
        sent = sent_file("planted.pdf", b" " * size)
        answer = ask(at.service, place, "POST", sent["data"], Content_Type=sent["content_type"])
        assert answer.status in {400, 422}
    assert [path for path in (folder / "body").rglob("*") if path.is_file()] == []
    configured = (folder / "nginx.conf").read_text("utf-8")
    kept = re.findall(r"client_max_body_size (\w+);\n +(\w+) (\w+);", configured)
    assert set(kept) == {
        ("1m", "client_body_buffer_size", "1m"),
        ("33m", "client_body_buffer_size", "33m"),
        ("100m", "proxy_request_buffering", "off"),
    }
    assert len(kept) == configured.count("client_max_body_size ")
    proxied = configured.count("proxy_pass ")
    assert configured.count("proxy_max_temp_file_size 0;") == proxied == 3


# From here on the address has sent so much that nginx refuses the next.
def test_a_flood_of_one_address_ends_at_nginx_in_words_a_program_can_read(
    at: Hosts, world: World, folder: Path
) -> None:
    kind = {"Content_Type": "application/json"}
    sent = json.dumps({**world.citizen(), "name": ""}).encode()
    last = ask(at.service, "/api/v1/submissions", "POST", sent, **kind)
    while last.status == 422:
        last = ask(at.service, "/api/v1/submissions", "POST", sent, **kind)
    assert last.status == 429
    assert last.headers["Retry-After"] == "10"
    assert last.headers["Access-Control-Allow-Origin"] == "*"
    assert json.loads(last.body)["code"] == "too_many"
    assert ask(at.service, "/api/v1/policies").status == 200
    logs = "".join(path.read_text("utf-8") for path in folder.glob("*error.log"))
    assert "submissions" not in logs + (folder / "nginx.log").read_text("utf-8")


def test_a_form_that_nginx_refuses_in_a_flood_is_answered_with_a_page(at: Hosts) -> None:
    kind = {"Content_Type": "application/x-www-form-urlencoded"}
    last = ask(at.service, f"/forms/{POLICY}", "POST", b"name=", **kind)
    while last.status != 429:
        last = ask(at.service, f"/forms/{POLICY}", "POST", b"name=", **kind)
    assert last.headers["Content-Type"] == "text/html; charset=utf-8"
    assert last.headers["Retry-After"] == "10"
    assert "请用浏览器的“返回”" in last.body.decode()


def test_the_form_works_on_the_services_origin(at: Hosts) -> None:
    answer = ask(at.service, f"/forms/{POLICY}?lang=en")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert (
        f"form-action 'self' http://127.0.0.1:{at.portal};"
        in (answer.headers["Content-Security-Policy"])
    )
    assert f'href="{at.site}{POLICY}/v1/"' in answer.body.decode()


@pytest.mark.parametrize("path", ["/readyz", "/metrics", "/catalogue.json", "/apis"])
def test_the_service_shows_nothing_else_to_the_public(at: Hosts, path: str) -> None:
    assert ask(at.service, path).status == 404


@pytest.mark.parametrize(
    ("host", "way"), [("portal", "/yjzj/search/?q="), ("service", "/forms/x?")]
)
def test_an_address_too_long_for_nginx_is_told_on_a_page_of_ours(
    at: Hosts, host: str, way: str
) -> None:
    answer = ask(getattr(at, host), way + "%E7%9A%84" * 8000)
    assert (answer.status, "地址太长" in answer.body.decode()) == (414, True)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "返回首页" in answer.body.decode()


def test_a_long_question_reaches_the_page_that_cuts_it(at: Hosts) -> None:
    answer = ask(at.portal, "/yjzj/plan/?q=" + "%E7%9A%84" * 5500)
    assert (answer.status, answer.body) == (200, PAGE)


@pytest.mark.parametrize("characters", [660, 5500])
def test_an_address_too_long_for_the_service_is_told_by_itself(at: Hosts, characters: int) -> None:
    answer = ask(at.service, "/receipts/?no=" + "%E7%9A%84" * characters)
    assert (answer.status, "地址太长" in answer.body.decode()) == (414, True)


def test_the_services_host_alone_leads_to_the_site(at: Hosts) -> None:
    assert ask(at.service, "/").headers["Location"] == at.site


def test_on_one_origin_the_service_stands_below_the_same_path(
    site: Path, tmp_path: Path, world: World
) -> None:
    chosen = hosts()
    env = {"YANLU_BASE_URL": chosen.site, "YANLU_NOW": INSIDE}
    with (
        served(site, tmp_path, env, chosen.behind),
        nginx(site, tmp_path, chosen, one_origin=True),
    ):
        form = ask(chosen.portal, f"/yjzj/forms/{POLICY}")
        kind = {"Content_Type": "application/json"}
        sent = json.dumps(world.citizen()).encode()
        taken = ask(chosen.portal, "/yjzj/api/v1/submissions", "POST", sent, **kind)
        style = ask(chosen.portal, "/yjzj/forms/assets/yanlu.css")
        hidden = ask(chosen.portal, "/yjzj/readyz")
    assert (form.status, taken.status, style.status, hidden.status) == (200, 201, 200, 404)
    assert 'href="../forms/assets/yanlu.css"' in form.body.decode()
