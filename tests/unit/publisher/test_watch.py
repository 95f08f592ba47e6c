"""What is saved is shown at once."""

import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from publisher.cli.watch import News, server, stamp, watch
from tests.sites import build, write
from tests.waiting import MOST_SECONDS


class Watched:
    """A site that is watched, and a browser that looks at it."""

    def __init__(self, folder: Path) -> None:
        self.policies = write(folder / "policies", {"a.md": "# 甲\n\n旧的正文。\n"})
        self.site, self.news, self.stop = folder / "site", News(), threading.Event()
        self.server = server(self.site, self.news, 0)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        rebuild = lambda: build(self.policies, self.site) and None  # noqa: E731
        self.threads = [
            threading.Thread(target=self.server.serve_forever),
            threading.Thread(target=watch, args=([self.policies], rebuild, self.news, self.stop)),
        ]

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=MOST_SECONDS) as answer:
            return str(answer.read().decode())


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    made = Watched(tmp_path)
    for thread in made.threads:
        thread.start()
    yield made
    made.stop.set()
    made.server.shutdown()
    for thread in made.threads:
        thread.join()
    made.server.server_close()


def test_a_saved_draft_is_told_of_and_shown(watched: Watched) -> None:
    seen = watched.get("/~changed?0")
    assert "旧的正文" in watched.get("/a/")
    write(watched.policies, {"a.md": "# 甲\n\n新写的正文。\n"})
    assert watched.get(f"/~changed?{seen}") != seen
    assert "新写的正文" in watched.get("/a/")


def test_pages_that_are_sent_ask_for_news_and_files_do_not(watched: Watched) -> None:
    watched.get("/~changed?0")
    assert "/~watch.js" in watched.get("/a/")
    assert "location.reload" in watched.get("/~watch.js")
    assert "~watch" not in (watched.site / "a/index.html").read_text("utf-8")
    assert "~watch" not in watched.get("/catalogue.json")


def test_a_stamp_sees_edits_and_passes_over_hidden_files(tmp_path: Path) -> None:
    write(tmp_path, {"a/v1.md": "一", ".git/x": "y"})
    before = stamp([tmp_path, tmp_path / "none"])
    assert [Path(name).name for name in before] == ["v1.md"]
    write(tmp_path, {"a/v1.md": "一二"})
    assert stamp([tmp_path]) != before
