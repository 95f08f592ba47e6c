import os
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import World

pytestmark = pytest.mark.sqlite

WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"


class Fetched:
    """An answer read to its end, so that no file stays open."""

    def __init__(self, client: FlaskClient, path: str, **options: Any) -> None:
        with client.get(path, **options) as answer:
            self.status = answer.status_code
            self.headers = answer.headers
            self.text = answer.get_data(as_text=True)


@pytest.fixture
def site(world: World) -> Path:
    page = world.site / "plan"
    page.mkdir()
    (page / "index.html").write_text("<!doctype html><title>方案</title>", "utf-8")
    (page / "shard.bin").write_bytes(b"\x00\x01")
    (page / "mark.svg").write_text("<svg/>", "utf-8")
    for name in ("feed.atom", "w1.ics", "site.webmanifest", "v1.docx", "v1.pdf", "sitemap.xml"):
        (page / name).write_bytes(b"x")
    (page / "index.html.gz").write_bytes(b"x")
    (page / ".secret").write_text("hidden", "utf-8")
    (world.folder / "outside.html").write_text("outside", "utf-8")
    return world.site


@pytest.mark.usefixtures("site")
def test_a_folder_shows_its_index(client: FlaskClient) -> None:
    found = Fetched(client, "/plan/")
    assert (found.status, found.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "方案" in found.text


@pytest.mark.usefixtures("site")
def test_without_its_slash_it_leads_there_under_any_path(client: FlaskClient) -> None:
    found = Fetched(client, "/plan?a=1")
    assert (found.status, found.headers["Location"]) == (308, "./plan/?a=1")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/plan/shard.bin", "application/octet-stream"),
        ("/plan/mark.svg", "image/svg+xml; charset=utf-8"),
        ("/catalogue.json", "application/json"),
        ("/plan/feed.atom", "application/atom+xml; charset=utf-8"),
        ("/plan/w1.ics", "text/calendar; charset=utf-8"),
        ("/plan/site.webmanifest", "application/manifest+json"),
        ("/plan/v1.docx", f"application/{WORD}"),
        ("/plan/v1.pdf", "application/pdf"),
        ("/plan/sitemap.xml", "application/xml; charset=utf-8"),
        ("/plan/index.html.gz", "application/gzip"),
    ],
)
@pytest.mark.usefixtures("site")
def test_files_say_what_they_are(client: FlaskClient, path: str, kind: str) -> None:
    assert Fetched(client, path).headers["Content-Type"] == kind


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/plan/.secret",
        "/plan/shard.bin/",
        "/../outside.html",
        "/plan/../../outside.html",
        "/%2e%2e/outside.html",
        "/plan/..%2f..%2foutside.html",
        "/plan/..\\..\\outside.html",
        "/plan/%00",
        "/link.html",
        "/pipe",
    ],
)
def test_what_is_not_the_sites_is_the_sites_own_404(
    client: FlaskClient, site: Path, path: str
) -> None:
    (site / "link.html").symlink_to(site.parent / "outside.html")
    os.mkfifo(site / "pipe")
    found = Fetched(client, path)
    assert found.status == 404
    assert "没有这个页面" in found.text


@pytest.mark.usefixtures("site")
def test_an_unchanged_page_is_not_sent_again(client: FlaskClient) -> None:
    first = Fetched(client, "/plan/")
    again = Fetched(client, "/plan/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.text) == (304, "")
    assert first.headers["Cache-Control"] == "no-cache"


@pytest.mark.usefixtures("site")
def test_pages_of_the_site_bring_their_own_script_rules(client: FlaskClient) -> None:
    policy = Fetched(client, "/plan/").headers["Content-Security-Policy"]
    assert policy == "frame-ancestors 'none'"


def test_a_site_without_a_404_page_still_answers(client: FlaskClient, site: Path) -> None:
    (site / "404.html").unlink()
    assert Fetched(client, "/nothing").status == 404


def test_a_folder_without_an_index_is_not_listed(client: FlaskClient, site: Path) -> None:
    (site / "assets").mkdir()
    assert Fetched(client, "/assets/").status == 404


def test_a_site_elsewhere_is_not_served_here(world: World) -> None:
    client = world.client(YANLU_SITE="http://127.0.0.1:9/")
    assert Fetched(client, "/").status == 404


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a.pdf", True),
        ("a.PNG", True),
        ("a.jpg", True),
        ("a.txt", True),
        ("a.docx", False),
        ("a.csv", False),
        ("a.zip", False),
        ("old.html", False),
        ("old.svg", False),
    ],
)
def test_an_attachment_that_could_run_anything_is_saved_and_not_opened(
    client: FlaskClient, site: Path, name: str, *, shown: bool
) -> None:
    (site / "plan/files").mkdir()
    (site / "plan/files" / name).write_bytes(b"<script>alert(1)</script>")
    headers = Fetched(client, f"/plan/files/{name}").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers.get("Content-Disposition", "").startswith("attachment") != shown
