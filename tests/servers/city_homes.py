"""Homes of cities that are made, built and served by the command that is installed."""

import contextlib
import json
import os
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.servers.live_service import clean_environment
from tests.servers.ports import free_port
from tests.servers.waiting import MOST_SECONDS, end_process, wait_for

OWNER = ("--user", "root") if os.geteuid() == 0 else ()
"""What root has to say when it makes a home."""


class City:
    """One city: its home, and the command by which everything is done there."""

    def __init__(self, command: Sequence[str], home: Path, **settings: str) -> None:
        self.command, self.home = command, home
        self.env = {**clean_environment(), "YANLU_CHALLENGE": "off", "YANLU_LANG": "en", **settings}

    def run(self, *arguments: str) -> str:
        """Run a command from a folder that is no checkout; return what it printed."""
        done = subprocess.run(
            [*self.command, *arguments], cwd=self.home.parent, env=self.env, check=False,
            capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def at_home(self, *arguments: str) -> str:
        """Run a command of the home."""
        return self.run("--home", str(self.home), *arguments)

    @contextlib.contextmanager
    def served(self) -> Iterator[str]:
        """Serve it until the block ends; yield its address."""
        address = f"http://127.0.0.1:{(port := free_port())}"
        command = [*self.command, "--home", str(self.home), "serve", "--port", str(port)]
        log = self.home / "serve.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                command, cwd=self.home.parent, env=self.env, stdout=out, stderr=out
            )

        def answers() -> bool:
            assert process.poll() is None, log.read_text("utf-8")
            with contextlib.suppress(OSError):
                ask(f"{address}/readyz")
                return True
            return False

        try:
            wait_for(answers, f"{address} to answer")
            yield address
        finally:
            end_process(process)


def ask(url: str, body: Mapping[str, object] | None = None) -> Any:
    """Return the JSON of an answer."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=MOST_SECONDS) as answer:
        return json.load(answer)


def comment(address: str) -> str:
    """Comment on the example as a whole; return the receipt's number."""
    sent = {
        "policy": "example",
        "version": "v1",
        "name": "甲某",
        "phone": "13900000001",
        "participant": "person",
        "consent_notice": True,
        "consent_publish_name": False,
        "idempotency_key": "one-key-of-a-test-0001",
        "comments": [{"stance": "support", "body": "同意。"}],
    }
    return str(ask(f"{address}/api/v1/submissions", sent)["receipt_no"])
