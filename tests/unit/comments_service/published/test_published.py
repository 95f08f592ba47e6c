import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from catalogue import codec
from catalogue.codec import dump_clauses
from catalogue.model import ClauseSet, Version
from comments_service.domain.errors import Unavailable, UnknownPolicy, WrongVersion
from comments_service.published.files import Fetched, FileError, FolderFiles, UrlFiles
from comments_service.published.site_catalogue import SiteCatalogue, open_site_catalogue
from tests.conftest import CLAUSES, POLICY, publish, the_policy


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return publish(tmp_path / "site", the_policy())


def opened(site: Path) -> SiteCatalogue:
    return open_site_catalogue(str(site), site)


def test_policies_and_clauses_are_read(site: Path) -> None:
    published = opened(site)
    policy = published.policy(POLICY)
    assert published.clauses(policy, "v1").clauses == CLAUSES


def test_what_is_not_published_is_told(site: Path) -> None:
    published = opened(site)
    with pytest.raises(UnknownPolicy):
        published.policy("nothing")
    with pytest.raises(WrongVersion, match="v2"):
        published.clauses(published.policy(POLICY), "v2")


def test_a_swapped_folder_is_seen(site: Path) -> None:
    published = opened(site)
    assert published.policy(POLICY).title.startswith("十堰")
    fresh = publish(site.parent / "fresh", the_policy(title="新的题目"))
    site.rename(site.parent / "old")
    fresh.rename(site)
    assert published.policy(POLICY).title == "新的题目"


@pytest.mark.parametrize("broken", ["", "{", '{"schema": "other/1"}', "\ufffe"])
def test_the_last_good_catalogue_stays_while_a_read_fails(site: Path, broken: str) -> None:
    published = opened(site)
    good = published.catalogue()
    (site / "catalogue.json").write_text(broken, "utf-8")
    assert published.catalogue() is good
    (site / "catalogue.json").unlink()
    assert published.catalogue() is good


def test_the_last_good_clauses_stay_while_the_site_is_away(site: Path) -> None:
    published = opened(site)
    policy = published.policy(POLICY)
    good = published.clauses(policy, "v1")
    site.rename(site.parent / "away")
    assert published.clauses(policy, "v1") is good


def test_a_site_that_was_never_read_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        opened(tmp_path / "nothing").catalogue()


@pytest.mark.parametrize(
    "path",
    ["../outside.json", "/etc/hostname", "a/../../outside.json", "link.json", "", "a\\b", "x:y"],
)
def test_no_path_leads_out_of_the_site(site: Path, path: str) -> None:
    outside = site.parent / "outside.json"
    outside.write_text("{}", "utf-8")
    (site / "link.json").symlink_to(outside)
    with pytest.raises(FileError):
        FolderFiles(site).read(path, None)
    version = Version("v1", "送审稿", None, path, "")
    publish_only = the_policy(versions=(version,))
    with pytest.raises(Unavailable):
        opened(site).clauses(publish_only, "v1")


def test_many_threads_read_one_site(site: Path) -> None:
    published, titles = opened(site), list[str]()
    threads = [
        threading.Thread(target=lambda: titles.append(published.policy(POLICY).title))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(titles) == 8
    assert len(set(titles)) == 1


def another(site: Path, **names: str) -> None:
    """Put clauses that name another policy or version where ours should be."""
    facts = {"policy": POLICY, "version": "v1", **names}
    text = dump_clauses(ClauseSet(facts["policy"], facts["version"], CLAUSES[:1]))
    (site / POLICY / "v1/clauses.json").write_text(text, "utf-8")


@pytest.mark.parametrize("names", [{"policy": "other"}, {"version": "v2"}])
def test_clauses_of_another_text_are_none(
    site: Path, names: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    another(site, **names)
    published = opened(site)
    with pytest.raises(Unavailable):
        published.clauses(published.policy(POLICY), "v1")
    assert "clauses.json: holds" in caplog.text


def test_clauses_of_another_text_do_not_replace_the_good_ones(site: Path) -> None:
    published = opened(site)
    policy = published.policy(POLICY)
    good = published.clauses(policy, "v1")
    another(site, policy="other")
    assert published.clauses(policy, "v1") is good


def test_a_text_that_is_not_what_its_digest_says_is_not_believed(
    site: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = site / POLICY / "v1/clauses.json"
    good = file.read_text("utf-8")
    file.write_text(good.replace("5000万元", "500万元"), "utf-8")
    published = opened(site)
    policy = published.policy(POLICY)
    with pytest.raises(Unavailable):
        published.clauses(policy, "v1")
    assert "/clauses/1/digest: is not that of the text of part_1__sec_1" in caplog.text
    assert published.stale_clauses() == []
    file.write_text(good, "utf-8")
    assert published.clauses(policy, "v1").clauses == CLAUSES
    file.write_text(good.replace("5000万元", "500万元"), "utf-8")
    assert published.clauses(policy, "v1").clauses == CLAUSES
    assert len(published.stale_clauses()) == 1


def test_a_broken_catalogue_is_parsed_once_and_not_with_every_request(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []
    load = codec.load_catalogue

    def counted(text: str) -> Any:
        parsed.append(text)
        return load(text)

    monkeypatch.setattr("comments_service.published.site_catalogue.load_catalogue", counted)
    (site / "catalogue.json").write_text("{", "utf-8")
    published = opened(site)
    for _ in range(5):
        with pytest.raises(Unavailable):
            published.catalogue()
    # Once as it was found, and once more in case the site was being swapped.
    assert parsed == ["{", "{"]


class Swapping:
    """A site that is swapped just after the first read: that one file is of another text."""

    def __init__(self, folder: Path) -> None:
        self.good = (folder / POLICY / "v1/clauses.json").read_text("utf-8")
        self.etags: list[str | None] = []

    def due(self, _path: str) -> bool:
        return True

    def mark(self, _path: str) -> None:
        return None

    def read(self, _path: str, etag: str | None) -> Fetched:
        self.etags.append(etag)
        first = len(self.etags) == 1
        return Fetched(self.good.replace(POLICY, "other") if first else self.good, "m")


def test_a_file_read_in_the_middle_of_a_swap_is_read_once_more(site: Path) -> None:
    files = Swapping(site)
    assert SiteCatalogue(files).clauses(the_policy(), "v1").clauses == CLAUSES
    assert files.etags == [None, None]


def test_a_catalogue_that_goes_bad_is_logged_once_for_each_change(
    site: Path, caplog: pytest.LogCaptureFixture
) -> None:
    published = opened(site)
    good = (site / "catalogue.json").read_text("utf-8")
    published.catalogue()
    for text in ("{", "{", good, "{"):
        (site / "catalogue.json").write_text(text, "utf-8")
        published.catalogue()
        published.catalogue()
        assert published.catalogue_is_stale() is (text == "{")
    assert len(caplog.records) == 2
    assert "the last good one is used" in caplog.text


def test_a_site_that_was_away_and_is_back_is_fresh_again(site: Path) -> None:
    published = opened(site)
    published.catalogue()
    site.rename(site.parent / "away")
    published.catalogue()
    assert published.catalogue_is_stale()
    (site.parent / "away").rename(site)
    published.catalogue()
    assert not published.catalogue_is_stale()


class Host:
    """A web server with one file, that counts questions and can fail or redirect."""

    def __init__(self) -> None:
        self.text, self.etag, self.status, self.location = "one", '"1"', 200, ""
        self.questions: list[tuple[str, str | None]] = []
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.answer(self)

            def log_message(self, *_: object) -> None:
                """Keep the test's output quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/site"

    def answer(self, to: BaseHTTPRequestHandler) -> None:
        known = to.headers.get("If-None-Match")
        self.questions.append((to.path, known))
        status = 304 if known == self.etag and self.status == 200 else self.status
        to.send_response(status)
        to.send_header("ETag", self.etag)
        if self.location:
            to.send_header("Location", self.location)
        to.end_headers()
        to.wfile.write(self.text.encode() if status == 200 else b"")


@pytest.fixture
def host() -> Iterator[Host]:
    made = Host()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.01,))
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


class Seconds:
    """A clock that the test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_url_is_asked_at_most_every_few_seconds(host: Host) -> None:
    seconds = Seconds()
    files = UrlFiles(host.url, seconds)
    first = files.read("catalogue.json", None)
    assert first is not None
    assert files.read("catalogue.json", first.etag) is None
    assert host.questions == [("/site/catalogue.json", None)]


def test_a_host_that_went_away_stays_a_warning_until_it_is_back(
    host: Host, site: Path, caplog: pytest.LogCaptureFixture
) -> None:
    seconds = Seconds()
    published = SiteCatalogue(UrlFiles(host.url, seconds))
    host.text = (site / "catalogue.json").read_text("utf-8")
    stale = []
    for seconds.now, host.status in ((0, 200), (10, 503), (11, 503), (20, 503), (30, 200)):
        published.catalogue()
        stale.append(published.catalogue_is_stale())
    assert stale == [False, True, True, True, False]
    assert len(caplog.records) == 1


def test_an_unchanged_file_is_not_sent_again_and_a_changed_one_is(host: Host) -> None:
    seconds = Seconds()
    files = UrlFiles(host.url, seconds)
    first = files.read("c.json", None)
    assert first is not None
    seconds.now = 10
    assert files.read("c.json", first.etag) is None
    host.text, host.etag = "two", '"2"'
    seconds.now = 20
    second = files.read("c.json", first.etag)
    assert second is not None
    assert second.text == "two"
    assert [known for _, known in host.questions] == [None, '"1"', '"1"']


@pytest.mark.parametrize("status", [404, 500, 503])
def test_a_host_that_fails_is_an_error(host: Host, status: int) -> None:
    host.status = status
    with pytest.raises(FileError):
        UrlFiles(host.url, Seconds()).read("c.json", None)


def test_a_redirect_to_another_host_is_not_followed(host: Host) -> None:
    host.status, host.location = 302, "http://localhost:9/elsewhere.json"
    with pytest.raises(FileError, match="another host"):
        UrlFiles(host.url, Seconds()).read("c.json", None)


def test_a_host_that_is_down_is_an_error() -> None:
    with pytest.raises(FileError):
        UrlFiles("http://127.0.0.1:9/", Seconds()).read("c.json", None)
