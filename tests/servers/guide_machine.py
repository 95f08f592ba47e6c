"""A machine for the pages of the guide: their commands are run as written, in folders of a test."""

import getpass
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.servers.city_homes import ask, comment
from tests.servers.live_service import clean_environment
from tests.servers.own_postgresql import OwnPostgreSQL
from tests.servers.ports import free_port
from tests.servers.stand_ins import end_process, lay_environment, lay_stand_ins
from tests.servers.tls_gate import certified, tls_gate

# Written so in the pages; what a test puts in its place, and why.
_FOLDERS = re.compile(r"(?<![\w./$}-])/(srv|opt|backup|etc|usr/local)\b")
_USER = re.compile(r"--user [\w-]+")
# Whom the pages have a city's PostgreSQL be, and who vouches for it.
_SERVER, _AUTHORITY = "db.example.gov.cn", "etc/yanlu/ca.pem"


class GuideMachine:
    """Folders in the place of the machine's, and stand-ins for what is not a test's to do.

    Paths are moved below a folder, `--user` is whoever runs the test, ports are free ones.
    """

    def __init__(self, folder: Path, **settings: str) -> None:
        self.root = folder
        self.ports = {8000: free_port(), 8001: free_port()}
        self._open = ExitStack()
        for each in ("usr/local/bin", "etc/ssl/private", "etc/nginx/conf.d", "home", "opt"):
            (folder / each).mkdir(parents=True)
        (folder / "state").mkdir()
        (folder / "etc/systemd/system").mkdir(parents=True)
        (folder / "backup").mkdir()
        lay_stand_ins(folder / "bin")
        path = f"{folder}/bin:{folder}/usr/local/bin:{os.environ['PATH']}"
        ports = " ".join(f"{there}:{here}" for there, here in self.ports.items())
        self.env = {
            **clean_environment(), "PATH": path, "HOME": f"{folder}/home",
            "GUIDE_ROOT": f"{folder}", "GUIDE_PORTS": ports, "YANLU_LANG": "zh-CN", **settings,
        }  # fmt: skip
        self._kept = folder / "environment"

    @property
    def city(self) -> Path:
        """The home that the guide makes."""
        return self.root / "srv/yanlu/city"

    @property
    def address(self) -> str:
        """Where its service answers."""
        return f"http://127.0.0.1:{self.ports[8000]}"

    def here(self, text: str) -> str:
        """Return commands with the test's folders, ports and user in their places."""
        text = _FOLDERS.sub(lambda match: f"{self.root}/{match[1]}", text)
        for there, port in self.ports.items():
            text = text.replace(f"127.0.0.1:{there}", f"127.0.0.1:{port}")
            text = text.replace(f"--port {there}", f"--port {port}")
        if os.geteuid() == 0:
            # What an ordinary user does not write.
            text = text.replace("yanlu init ~/city", "yanlu init ~/city --user yanlu")
        return _USER.sub(f"--user {getpass.getuser()}", text)

    def run(self, blocks: Sequence[str]) -> str:
        """Run blocks one after another as one shell would; return all that they printed."""
        return "".join(self._run(block) for block in blocks)

    def _run(self, block: str) -> str:
        script = self.root / "block.sh"
        begin = f". {self._kept}\n" if self._kept.exists() else ""
        script.write_text(f"{begin}{self.here(block)}\nexport -p > {self._kept}\n", "utf-8")
        done = subprocess.run(
            ["bash", "-euo", "pipefail", str(script)], cwd=self.root, env=self.env, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{self.logs()}"
        return done.stdout

    def logs(self) -> str:
        """Return what the services wrote."""
        return "".join(each.read_text("utf-8") for each in self.root.glob("state/*.log"))

    def use_postgresql(self, server: OwnPostgreSQL) -> None:
        """Have a server for what the pages do with PostgreSQL, by the name and root they say.

        Its address and port are those of a gate with TLS; the pages leave both out.
        """
        gate = tls_gate(_SERVER, server.socket, self.root / _AUTHORITY, self.root)
        self.env |= {
            "GUIDE_PSQL": f"{server.programs}/psql", "GUIDE_PGHOST": str(server.folder),
            "PGHOSTADDR": "127.0.0.1", "PGPORT": str(self._open.enter_context(gate)),
            "PATH": f"{self.env['PATH']}:{server.programs}",
        }  # fmt: skip

    def distrust_postgresql(self) -> None:
        """Put another root in the place of the one by which its certificate is checked."""
        certified(_SERVER, self.root / _AUTHORITY, self.root)

    def comment(self) -> str:
        """Comment on the example, as the guide has somebody do in a browser."""
        return comment(self.address)

    def tally(self) -> Mapping[str, int]:
        """Return the public figures of the example."""
        answer: Mapping[str, int] = ask(f"{self.address}/api/v1/policies/example/tally")
        return answer

    def cut_power(self) -> None:
        """SIGKILL all that was started as a unit."""
        for file in self.root.glob("state/*.pid"):
            end_process(file.parent, file.name.removesuffix(".pid"), signal.SIGKILL)

    def install(self) -> None:
        """Have what step 2 of the guide makes."""
        lay_environment(self.root / "opt/yanlu-1", self.root)
        (self.root / "opt/yanlu").symlink_to(self.root / "opt/yanlu-1")
        (self.root / "usr/local/bin/yanlu").symlink_to(self.root / "opt/yanlu/.venv/bin/yanlu")

    def close(self) -> None:
        """End all that was started, and remove what was written."""
        for file in self.root.glob("state/*.pid"):
            end_process(file.parent, file.name.removesuffix(".pid"), signal.SIGTERM)
        self._open.close()
        shutil.rmtree(self.root / "srv", ignore_errors=True)
