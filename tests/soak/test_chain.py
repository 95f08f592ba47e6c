"""The whole chain from the demo's own command: started, stopped, started after the close."""

import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.chromium import context_of, launch
from tests.browser.office_day import CITIZENS, comment_on
from tests.browser.test_whole_chain import (
    AFTER,
    MOST_CLICKS,
    City,
    assert_outcome,
    assert_served,
    fill,
    the_office,
)
from tests.servers.live_service import ROOT, clean_environment
from tests.servers.ports import free_port
from tests.servers.waiting import MOST_SECONDS, end_process, wait_for
from tests.soak.test_sheets import saved_by_libreoffice

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here"),
]
_LEFT_OUT = shutil.ignore_patterns(".git", ".venv*", ".demo*", ".data", "__pycache__")


@contextmanager
def demo(project: Path, port: int, now: str | None = None) -> Iterator[str]:
    """Run the demo until the block ends."""
    env = {**clean_environment(), **({"YANLU_NOW": now} if now else {})}
    command = ["script/demo", "--port", str(port)]
    with (project / "demo.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=project, env=env, stdout=log, stderr=log, start_new_session=True
        )
    address = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        assert process.poll() is None, (project / "demo.log").read_text()
        with suppress(OSError), urllib.request.urlopen(f"{address}/readyz", timeout=MOST_SECONDS):
            return True
        return False

    try:
        wait_for(answers, f"{address} to answer")
        yield address
    finally:
        end_process(process, group=True)


def finish_by_libreoffice(path: Path) -> None:
    """Fill the sheet in and let LibreOffice save it."""
    fill(path)
    folder = path.parent / "libreoffice"
    folder.mkdir()
    path.write_bytes(saved_by_libreoffice(path.read_bytes(), folder))


def accounts(project: Path) -> tuple[tuple[str, str], tuple[str, str]]:
    words = (project / ".demo/accounts").read_text("utf-8").split()
    return (words[0], words[1]), (words[2], words[3])


def test_from_the_demo_to_the_outcome_with_a_sheet_saved_by_libreoffice(tmp_path: Path) -> None:
    project, port = tmp_path / "project", free_port()
    shutil.copytree(ROOT, project, ignore=_LEFT_OUT, symlinks=True)
    (project / ".venv").symlink_to((ROOT / ".venv").resolve())
    with sync_playwright() as playwright:
        browser = launch(playwright)
        with context_of(browser) as context:
            page = context.new_page()
            with demo(project, port) as address:
                receipts = [comment_on(page, address, each) for each in CITIZENS]
            with demo(project, port, AFTER) as address:
                of_two = accounts(project)
                clicks = the_office(context, address, tmp_path, of_two, finish_by_libreoffice)
                assert clicks <= MOST_CLICKS
                city = City(project / ".demo")
                city.build()
                assert_served(page, address, receipts)
        browser.close()
    assert_outcome(city)
