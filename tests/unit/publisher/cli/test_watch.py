"""What is saved is shown at once, and what is wrong with it too."""

import os
import re
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from publisher.cli.watch import BuildNotifier, SourceChanges, server, watch
from tests.servers.waiting import MOST_SECONDS, wait_for
from tests.worlds.sites import ROOT, build, write

# Whatever Python starts with this: a process that is forked while other threads live is told of.
FORKS = """
import os, sys, threading
def told():
    with open({file!r}, "a") as file:
        print(threading.active_count(), file=file)
os.register_at_fork(before=told)
"""


def get(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=MOST_SECONDS) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return str(error.read().decode())


class Watched:
    """A site that is watched, and a browser that looks at it."""

    def __init__(self, folder: Path) -> None:
        self.policies = write(folder / "policies", {"a.md": "# 甲\n\n旧的正文。\n"})
        self.site, self.notifier, self.stop = folder / "site", BuildNotifier(), threading.Event()
        self.server = server(self.site, self.notifier, 0)
        self.changes = SourceChanges([self.policies])
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        work = (self.changes, self.build, self.notifier, self.stop)
        self.threads = [
            threading.Thread(target=self.server.serve_forever),
            threading.Thread(target=watch, args=work),
        ]

    def build(self) -> str:
        build(self.policies, self.site)
        return ""

    def get(self, path: str) -> str:
        return get(self.address + path)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    made = Watched(tmp_path)
    for thread in made.threads:
        thread.start()
    yield made
    made.stop.set()
    made.changes.wake()
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
    assert "/~watch.js" in watched.get("/no-such-page/")
    assert "location.reload" in watched.get("/~watch.js")
    assert "~watch" not in (watched.site / "a/index.html").read_text("utf-8")
    assert "~watch" not in watched.get("/catalogue.json")


def test_what_no_drafter_made_is_no_change(tmp_path: Path) -> None:
    draft, single = tmp_path / "policies/a/v1.md", tmp_path / "site.yml"
    write(tmp_path, {"policies/a/v1.md": "一", "site.yml": "", "policies/.git/x": "y"})
    changes = SourceChanges([tmp_path / "policies", single])
    assert changes.concerns(draft)
    assert changes.concerns(single)
    for name in ("policies/.git/x", "policies/a/~$v1.docx", "policies/a/.v1.md.swp", "other.yml"):
        assert not changes.concerns(tmp_path / name), name


@pytest.fixture
def command(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """``build.py --watch`` on twenty texts, which are so many that a build starts processes."""
    write(tmp_path / "policies", {f"p{n:02}.md": f"# 第{n}件\n\n正文。\n" for n in range(20)})
    write(tmp_path / "python", {"sitecustomize.py": FORKS.format(file=str(tmp_path / "forks"))})
    places = ["--policies", str(tmp_path / "policies"), "--site", str(tmp_path / "site")]
    with subprocess.Popen(
        [
            "env", "--default-signal=INT", sys.executable, "build.py",
            *places, "--watch", "--port", "0", "--jobs", "2",
        ],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "python"), "PYTHONWARNINGS": "error"},
    ) as process:  # fmt: skip
        yield process
        process.kill()


def test_a_broken_draft_is_named_in_the_browser_and_no_thread_is_lost_in_a_fork(
    command: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    assert command.stdout
    found = re.search(r"http://[\d.]+:\d+", command.stdout.readline())
    assert found
    address = found[0]
    wait_for(lambda: get(f"{address}/~changed?0") == "1", "the first build")
    assert get(f"{address}/~problems") == ""
    policy = "title: 另一个\nattachments: [{title: 附表, file: 附表.exe}]\n"
    write(
        tmp_path / "policies", {"broken/policy.yml": policy, "broken/v1.md": "# 另一个\n\n正文。\n"}
    )
    wait_for(lambda: "broken/policy.yml:2: " in get(f"{address}/~problems"), "the fault")
    assert "/~watch.js" in get(f"{address}/p07/")
    (tmp_path / "policies/broken/policy.yml").write_text("title: 另一个\n", "utf-8")
    wait_for(lambda: get(f"{address}/~problems") == "", "the mend")
    assert "另一个" in get(f"{address}/{quote('broken')}/")
    command.send_signal(signal.SIGINT)
    _, said = command.communicate(timeout=MOST_SECONDS)
    assert (command.returncode, "broken/policy.yml:2: " in said) == (0, True)
    # The builds do start processes, and each had one thread then.
    assert {*(tmp_path / "forks").read_text().split()} == {"1"}
