"""A built site and a real service for tests that need both, on loopback ports."""

import contextlib
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from comments_service.keyring import new_key_line
from comments_service.services.database.identity import adopt_database, is_brand_new
from comments_service.services.service import Service, open_service
from comments_service.settings import Settings
from publisher.cli.main import main as build_command
from tests.servers.databases import begin_by_copy
from tests.servers.ports import free_port
from tests.servers.run_once import once
from tests.servers.service_process import ServiceProcess
from tests.servers.waiting import MOST_SECONDS, wait_for
from tests.worlds.sites import BASE

ROOT = Path(__file__).resolve().parents[2]
IN_WINDOW = "2018-07-13T09:00:00+08:00"


@dataclass(frozen=True)
class Running:
    """Where the service answers, and the file its comments are in."""

    address: str
    database: Path
    process: ServiceProcess
    env: dict[str, str]

    def kill(self) -> None:
        """SIGKILL the server and its workers, as a power cut would."""
        self.process.kill_group()
        self.process.wait()

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run another command of the service with the same settings."""
        command = [sys.executable, "-m", "comments_service", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.env, check=False, capture_output=True, text=True
        )


def build(site: Path, policies: Path | None = None, env: Mapping[str, str] | None = None) -> None:
    """Build the site as the project's own command does, in this process."""
    command = ["--site", str(site), "--policies", str(policies or ROOT / "policies")]
    assert build_command([*command, "--jobs", "1"], env or {}) == 0


def clean_environment() -> dict[str, str]:
    """Return this process's environment without the product's settings."""
    return {key: value for key, value in os.environ.items() if not key.startswith("YANLU_")}


def built_site() -> Path:
    """Return the project's own site as its command builds it, once for all tests.

    Its address is known, so that pages have their QR code.
    """
    return once("built-by-command", _build_by_command) / "site"


def _build_by_command(folder: Path) -> None:
    command = [sys.executable, "build.py", "--site", str(folder / "site")]
    environment = {**clean_environment(), "YANLU_BASE_URL": BASE}
    subprocess.run(command, cwd=ROOT, check=True, env=environment, capture_output=True)


@cache
def new_key() -> str:
    """Make a key as the product's own command does, one for this process."""
    return new_key_line()


def known_database(env: Mapping[str, str]) -> None:
    """Lay out the database of a server that is to start, or write down what it is."""
    service = open_service(Settings.from_env(env))
    try:
        if is_brand_new(service):
            begin_by_copy(service)
        elif not service.database.is_missing:
            adopt_database(service)
    finally:
        service.database.close()


@contextlib.contextmanager
def served(
    site: Path | str,
    folder: Path,
    env: Mapping[str, str] | None = None,
    port: int | None = None,
    until: str = "/readyz",
) -> Iterator[Running]:
    """Serve a site with the product's own command until the block ends.

    The block begins when ``until`` is answered with 200.
    """
    port = port or free_port()
    database = folder / "yanlu.sqlite3"
    environment = {
        **clean_environment(),
        "YANLU_LANG": "en",
        "YANLU_SITE": str(site),
        "YANLU_DATABASE": f"sqlite:///{database}",
        "YANLU_IDENTITY": f"{folder}/state/identity.json",
        # Another one takes a second of a processor to begin; the kill loops have two.
        "YANLU_WORKERS": "1",
        "YANLU_DEMO": "1",
        "YANLU_NOW": IN_WINDOW,
        "YANLU_KEYS": new_key(),
        # A busy machine may take longer than the five seconds of real use.
        "YANLU_LOCK_TIMEOUT": "300",
        "YANLU_STATEMENT_TIMEOUT": "300",
        # Tests are quicker than people; those of the token set it on.
        "YANLU_CHALLENGE": "off",
        **(env or {}),
    }
    known_database(environment)
    with (folder / "serve.log").open("wb") as log:
        process = ServiceProcess(["--port", str(port)], environment, log)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(process, f"{address}{until}", folder / "serve.log")
        yield Running(address, database, process, environment)
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def opened(running: Running) -> Iterator[Service]:
    """Use the database of a server as another command of the service does, until the block ends."""
    service = open_service(Settings.from_env(running.env))
    try:
        yield service
    finally:
        service.database.close()


def _wait(process: ServiceProcess, address: str, log: Path) -> None:
    def answers() -> bool:
        assert process.returncode is None, log.read_text()
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(address, timeout=MOST_SECONDS),
        ):
            return True
        return False

    wait_for(answers, f"{address} to answer")
