"""What root does for a home is done as whom it belongs to."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.live_service import ROOT
from yanlu.home_owner import become_owner

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
_CODE = """
import os, sys
from contextlib import suppress
from pathlib import Path
from yanlu.home_owner import become_owner
# The interpreter of these tests may be where only root can read.
with suppress(PermissionError):
    become_owner(Path(sys.argv[1]))
print(os.getresuid(), os.getresgid(), os.getgroups())
"""


def test_root_becomes_the_owner_for_good_with_no_group_of_its_own(tmp_path: Path) -> None:
    os.chown(tmp_path, 12345, 12346)
    done = subprocess.run(
        [sys.executable, "-c", _CODE, str(tmp_path)], cwd=ROOT, check=True, capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.stdout == f"{(12345,) * 3} {(12346,) * 3} []\n"


def test_an_installation_that_the_owner_cannot_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("setgroups", "initgroups", "setgid", "setuid"):
        monkeypatch.setattr(os, name, lambda *_: None)
    monkeypatch.setattr(os, "access", lambda *_: False)
    os.chown(tmp_path, 12345, 12346)
    with pytest.raises(PermissionError, match="install where everybody can"):
        become_owner(tmp_path)


def test_root_stays_root_in_a_home_of_roots(tmp_path: Path) -> None:
    become_owner(tmp_path)
    assert os.getuid() == 0
