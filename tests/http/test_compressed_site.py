"""Files of the site that are sent compressed, and how long what may be kept."""

import gzip
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import World

pytestmark = pytest.mark.sqlite

PAGE = "<!doctype html><title>方案</title>".encode()
PACKED = gzip.compress(PAGE, mtime=0)


@pytest.fixture(autouse=True)
def site(world: World) -> Path:
    for name in ("plan/index.html", "assets/a.css", "en/404.html"):
        file = world.site / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(PAGE)
        file.with_name(file.name + ".gz").write_bytes(PACKED)
    (world.site / "plan/alone.html").write_bytes(PAGE)
    return world.site


def get(client: FlaskClient, path: str = "/plan/", **headers: str) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(path, headers=named, buffered=True)


@pytest.mark.parametrize(
    ("accepts", "coding"),
    [
        ("gzip", "gzip"),
        ("deflate, gzip;q=0.5, br", "gzip"),
        ("*", "gzip"),
        ("GZIP, identity;q=0.5", "gzip"),
        ("gzip;q=0", None),
        ("gzip;q=0, *", None),
        ("identity", None),
        ("gzip;q=0.3, identity;q=0.8", None),
        ("br", None),
        ("", None),
    ],
)
def test_gzip_goes_to_whoever_takes_it(
    client: FlaskClient, accepts: str, coding: str | None
) -> None:
    answer = get(client, Accept_Encoding=accepts)
    assert answer.headers.get("Content-Encoding") == coding
    assert answer.data == (PACKED if coding else PAGE)
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_a_file_without_its_packed_form_does_not_vary(client: FlaskClient) -> None:
    answer = get(client, "/plan/alone.html", Accept_Encoding="gzip")
    assert answer.data == PAGE
    assert "Vary" not in answer.headers


def test_each_form_has_its_own_tag(client: FlaskClient) -> None:
    packed, plain = get(client, Accept_Encoding="gzip"), get(client)
    assert packed.headers["ETag"] != plain.headers["ETag"]
    for tag, coding, status in (
        (packed.headers["ETag"], "gzip", 304),
        (plain.headers["ETag"], "identity", 304),
        (packed.headers["ETag"], "identity", 200),
        (plain.headers["ETag"], "gzip", 200),
    ):
        again = get(client, If_None_Match=tag, Accept_Encoding=coding)
        assert (again.status_code, again.headers["Vary"]) == (status, "Accept-Encoding")


def test_head_says_what_get_would_send(client: FlaskClient) -> None:
    head = client.head("/plan/", headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert (head.data, head.headers["Content-Length"]) == (b"", str(len(PACKED)))
    assert head.headers["Content-Encoding"] == "gzip"


def test_parts_are_parts_of_the_plain_form(client: FlaskClient) -> None:
    part = get(client, Range="bytes=2-8", Accept_Encoding="gzip")
    assert (part.status_code, part.data) == (206, PAGE[2:9])
    assert "Content-Encoding" not in part.headers
    assert get(client, Accept_Encoding="gzip").headers["Accept-Ranges"] == "none"


def test_a_part_begun_from_the_packed_form_starts_over(client: FlaskClient) -> None:
    tag = get(client, Accept_Encoding="gzip").headers["ETag"]
    again = get(client, Range="bytes=2-8", If_Range=tag, Accept_Encoding="gzip")
    assert (again.status_code, again.data) == (200, PAGE)


def test_a_changed_page_has_another_tag(client: FlaskClient, site: Path) -> None:
    tag = get(client).headers["ETag"]
    (site / "plan/index.html").write_bytes(PAGE + b"<p>")
    assert get(client, If_None_Match=tag).status_code == 200


def test_a_packed_form_that_leads_elsewhere_is_not_sent(client: FlaskClient, site: Path) -> None:
    beside = site / "plan/alone.html.gz"
    beside.symlink_to(site.parent / "yanlu.sqlite3")
    assert get(client, "/plan/alone.html", Accept_Encoding="gzip").data == PAGE


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/assets/a.css?3f9a", "public, max-age=31536000, immutable"),
        ("/assets/a.css", "no-cache"),
        ("/plan/?3f9a", "no-cache"),
        ("/assets/gone.css?3f9a", "no-cache"),
    ],
)
def test_only_assets_named_by_their_digest_are_kept(
    client: FlaskClient, path: str, kept: str
) -> None:
    assert get(client, path).headers["Cache-Control"] == kept


def test_an_unchanged_asset_stays_kept(client: FlaskClient) -> None:
    tag = get(client, "/assets/a.css?3f9a").headers["ETag"]
    again = get(client, "/assets/a.css?3f9a", If_None_Match=tag)
    assert (again.status_code, "immutable" in again.headers["Cache-Control"]) == (304, True)


@pytest.mark.parametrize("path", ["/en/nothing", "/en/plan/nothing/"])
def test_what_is_missing_in_english_is_said_in_english(client: FlaskClient, path: str) -> None:
    answer = get(client, path, Accept_Encoding="gzip")
    assert (answer.status_code, answer.data) == (404, PACKED)


def test_without_an_english_page_the_chinese_one_says_it(client: FlaskClient, site: Path) -> None:
    (site / "en/404.html").unlink()
    assert "没有这个页面" in get(client, "/en/nothing").text
