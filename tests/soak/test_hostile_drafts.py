"""Hostile files at the desk: each is taken or answered with a sentence, in 300 MB."""

import os
import re
import urllib.request
import uuid
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode

import pytest

from comments_service.domain.accounts.roles import Role
from comments_service.services.service import open_service
from comments_service.settings import Settings
from tests.servers.live_service import Running, built_site, served
from tests.worlds.hostile_files import hostile_files
from tests.worlds.officers import PASSWORD, add_officer

pytestmark = pytest.mark.soak
# Each is read, checked and built by a process of its own, some of them for 10 seconds.
_COUNT = 200 if os.environ.get("YANLU_SOAK") == "long" else 6
_MOST_KILOBYTES = 300_000
_MOST_CHECKED = 1_000_000


class Drafter:
    """Somebody who is signed in, with what a browser would send."""

    def __init__(self, running: Running) -> None:
        self.address = f"{running.address}/desk/"
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        login = urlencode({"login": "liwei", "password": PASSWORD}).encode()
        self.browser.open(f"{self.address}login", login).read()
        page = self.browser.open(f"{self.address}password").read().decode()
        self.csrf = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
        self._removed = urlencode({"csrf": self.csrf, "step": "removed"}).encode()

    def bring(self, name: str, data: bytes) -> tuple[int, str]:
        """Return status and page of the answer, that of the draft where the file was taken.

        The draft is removed again, for an inbox takes a hundred.
        """
        mark = uuid.uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{self.csrf}\r\n'
        head += (
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        )
        body = head.encode() + data + f"\r\n--{mark}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        sent = urllib.request.Request(f"{self.address}drafts/", body, kind)
        try:
            with self.browser.open(sent) as answer:
                page = answer.read().decode()
                self.browser.open(answer.url, self._removed).close()
                return answer.status, page
        except HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()


def test_hostile_files_are_taken_or_answered_by_a_small_desk(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir(mode=0o700)
    (tmp_path / "policies").mkdir()
    env = {
        "YANLU_INBOX": str(tmp_path / "inbox"), "YANLU_POLICIES": str(tmp_path / "policies"),
    }  # fmt: skip
    with served(built_site(), tmp_path, env) as running:
        service = open_service(Settings.from_env(running.env))
        add_officer(service, "liwei", Role.DRAFTER)
        service.database.close()
        drafter, wrong = Drafter(running), []
        for number, (name, data) in enumerate(hostile_files(_COUNT)):
            status, page = drafter.bring(name, data)
            told = 'class="yl-fault"' in page if status == 422 else 'id="tree"' in page
            # What is huge may be read and yet not be checked in time; its drafter is told so.
            unchecked = "没有检查完" in page and len(data) < _MOST_CHECKED
            if status not in {200, 422} or not told or unchecked:
                wrong.append((number, name, status))
        peak = _peak(running.process.pid)
    assert wrong == []
    assert peak < _MOST_KILOBYTES
    assert [path.name for path in (tmp_path / "policies").iterdir()] == []
    assert list((tmp_path / "inbox").iterdir()) == []


def _peak(server: int) -> int:
    """Return the most memory in kilobytes that a process of the server had: its workers answer."""
    workers = Path(f"/proc/{server}/task/{server}/children").read_text("ascii").split()
    usages = [Path(f"/proc/{each}/status").read_text("ascii") for each in workers]
    return max(
        int(kilobytes) for each in usages for kilobytes in re.findall(r"VmHWM:\s+(\d+)", each)
    )
