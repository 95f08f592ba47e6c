"""The guide in one sitting, by an ordinary user with an empty home and nothing but Debian's own.

A clone and an environment are made in earnest, so the registry of packages has to be in reach.
"""

import os
import subprocess
from pathlib import Path

import pytest

from tests.readers.guide_pages import GUIDE, ROOT, section_blocks
from tests.readers.living_folder import megabytes
from tests.servers.live_service import clean_environment
from tests.servers.ports import free_port

pytestmark = pytest.mark.soak
MOST_MEGABYTES = 500
MOST_SECONDS = 15 * 60
# Whoever is not root, as "nobody" is; no account has to be made for it.
NOBODY = 65534
BECOME = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
ADDRESS = "https://git.example.gov.cn/yanlu.git"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home next to a repository in the place of the product's, both of the user's."""
    source, home = tmp_path / "yanlu.git", tmp_path / "home"
    subprocess.run(["git", "clone", "-q", "--bare", str(ROOT), str(source)], check=True)
    home.mkdir()
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", str(tmp_path)], check=True)
        for folder in (tmp_path, *tmp_path.parents[:3]):
            folder.chmod(folder.stat().st_mode | 0o011)
    return home


def test_from_a_clone_to_a_running_city(home: Path) -> None:
    port = free_port()
    text = "".join(section_blocks(GUIDE, "没有 root 的"))
    text = text.replace("--port 8000", f"--port {port}").replace(":8000/", f":{port}/")
    end = 'pid=$(cat ~/city/serve.pid); kill "$pid"; tail --pid="$pid" -f /dev/null\n'
    env = {
        **clean_environment(), "HOME": str(home), "TMPDIR": str(home), "LANG": "zh_CN.UTF-8",
        "YANLU_LANG": "zh-CN", "PIP_NO_CACHE_DIR": "1", "PYTHONDONTWRITEBYTECODE": "",
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_VALUE_0": ADDRESS,
        "GIT_CONFIG_KEY_0": f"url.{home.parent}/yanlu.git.insteadOf",
    }  # fmt: skip
    done = subprocess.run(
        [*(BECOME if os.geteuid() == 0 else []), "bash", "-eu"], cwd=home, env=env, check=False,
        input=text + end, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=MOST_SECONDS,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    for words in ('"status":"ok"', "错误 0", "不符 0 处"):
        assert words in done.stdout
    assert megabytes(home) <= MOST_MEGABYTES
