"""``flask --app comments_service run``: the service by the settings, for development."""

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.conftest import World
from tests.servers.live_service import clean_environment, known_database
from tests.servers.ports import free_port
from tests.servers.waiting import MOST_SECONDS

pytestmark = pytest.mark.sqlite

COMMAND = [sys.executable, "-m", "flask", "--app", "comments_service", "run", "--port"]


@contextmanager
def running(env: dict[str, str], log: list[str]) -> Iterator[str]:
    process = subprocess.Popen(
        [*COMMAND, str(free_port())], env={**clean_environment(), **env},
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stderr is not None
        for line in process.stderr:
            found = re.search(r"Running on (http://127\.0\.0\.1:\d+)", line)
            if found:
                break
        else:
            raise AssertionError(process.wait(MOST_SECONDS))
        yield found[1]
    finally:
        process.terminate()
        log.append(process.communicate(timeout=MOST_SECONDS)[1])


def refused(env: dict[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        [*COMMAND, str(free_port())], env={**clean_environment(), **env},
        check=False, capture_output=True, text=True, timeout=MOST_SECONDS,
    )  # fmt: skip
    return done.returncode, done.stderr


@pytest.mark.sqlite
def test_flask_run_serves_by_the_settings_and_holds_the_database(world: World) -> None:
    known_database(world.env)
    log: list[str] = []
    with running(world.env, log) as address:
        request = urllib.request.Request(
            f"{address}/api/v1/submissions",
            json.dumps(world.citizen()).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=MOST_SECONDS) as answer:
            assert json.load(answer)["receipt_no"]
        urllib.request.urlopen(f"{address}/healthz?code=ABCD", timeout=MOST_SECONDS).close()
        status, words = refused(world.env)
    assert "healthz" not in log[0]
    assert status != 0
    assert words.strip().endswith("another `serve` has this database; SQLite takes only one")
    assert "Traceback" not in words


def test_flask_run_lists_what_is_wrong_with_the_settings_in_one_message(world: World) -> None:
    status, words = refused(
        {**world.env, "YANLU_LANG": "zh-CN", "YANLU_KEYS": "", "YANLU_SITE": str(world.folder)}
    )
    assert status != 0
    assert "Traceback" not in words
    assert "YANLU_KEYS: 没有设置，也没有默认值；请设置" in words
    assert "中没有 catalogue.json" in words


def test_importing_the_package_loads_no_flask() -> None:
    code = "import sys, comments_service; sys.exit('flask' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=False, env=dict(os.environ))
    assert done.returncode == 0
