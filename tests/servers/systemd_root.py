"""A real systemd as the first process of a root of its own, with the product installed in it.

The root is in memory; of the machine it has what is to be read alone (``systemd_root.sh``), and
no unit of the machine's. It needs root, and systemd as a program: no system is booted by it.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.servers.live_service import ROOT
from tests.servers.waiting import MOST_SECONDS, wait_for

PROGRAM = "/opt/yanlu/.venv/bin/yanlu"
PYTHON = "/opt/yanlu/.venv/bin/python"
_SYSTEMD = Path("/usr/lib/systemd/systemd")
_CGROUPS = (Path("/sys/fs/cgroup/unified"), Path("/sys/fs/cgroup"))
_TOOLS = ("unshare", "nsenter", "pivot_root", "findmnt", "ip", "ldconfig")
_TARGETS = ("sysinit", "basic", "shutdown", "network-online", "timers", "multi-user", "umount")
# No journal runs: each unit writes into a file of its own.
_LOGGED = "[Service]\nStandardOutput=append:/var/log/%N\nStandardError=append:/var/log/%N\n"
_COMMAND = f"""#!{PYTHON}
import sys
sys.path.insert(0, "/opt/yanlu/code")
from yanlu.main import main
sys.exit(main())
"""


def missing() -> str:
    """Return why there can be no such root here; empty where there can."""
    path = os.environ["PATH"] + ":/usr/sbin:/sbin"
    lacking = [tool for tool in _TOOLS if not shutil.which(tool, path=path)]
    if os.geteuid() != 0:
        return "only root makes namespaces with mounts of their own"
    if lacking or not _SYSTEMD.exists():
        return f"not on this machine: {', '.join(lacking) or _SYSTEMD}"
    return "" if _cgroup() else "no cgroups of version 2 here"


@dataclass(frozen=True, slots=True)
class SystemdRoot:
    """The running system, known by its first process as this machine numbers it."""

    pid: int

    def run(
        self, *command: str, user: str = "", given: str = ""
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command in it as root, or as a user of its; nothing is raised where it fails."""
        enter = ["nsenter", "-t", str(self.pid), "-m", "-p", "-n", "-u", "-i", "-C"]
        become = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"] if user else []
        plain = {"PATH": "/usr/sbin:/usr/bin", "YANLU_LANG": "en"}
        return subprocess.run(
            [*enter, *become, *command],
            check=False, env=plain, input=given, capture_output=True, text=True,
        )  # fmt: skip

    def start(self, unit: str) -> str:
        """Start a unit, until it runs or has ended; return what it printed, "" if all is well."""
        done = self.run("systemctl", "start", unit)
        told = self.run("systemctl", "status", unit).stdout + self.log(unit)
        return told if done.returncode else ""

    def log(self, unit: str) -> str:
        """Return what a service printed."""
        return self.run("cat", f"/var/log/{unit.removesuffix('.service')}").stdout


@contextlib.contextmanager
def systemd_root(folder: Path) -> Iterator[SystemdRoot]:
    """Run such a system until the block ends."""
    for part in ("root", "skeleton"):
        (folder / part).mkdir()
    _skeleton(folder / "skeleton")
    code = Path(sys.prefix) / "lib"
    places = folder / "root", Path(sys.base_prefix), ROOT, code, folder / "skeleton"
    script = Path(__file__).with_suffix(".sh")
    command = ["unshare", "-f", "-p", "-m", "-C", "-u", "-i", "-n", "--kill-child"]
    command += ["--propagation", "private", "sh", str(script), *map(str, places)]
    with own_cgroup() as join, (folder / "systemd.log").open("wb") as log:
        process = subprocess.Popen([*join, *command], stdout=log, stderr=log)
        try:
            system = SystemdRoot(_first_process(process, folder / "systemd.log"))
            wait_for(
                lambda: not system.run("systemctl", "is-active", "basic.target").returncode,
                "systemd to have started",
            )
            yield system
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait(MOST_SECONDS)


def _first_process(process: "subprocess.Popen[bytes]", log: Path) -> int:
    """Return the number of the process that is the first of its namespace, once there is one."""

    def found() -> str:
        assert process.poll() is None, log.read_text()
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        named = [pid for pid in children if Path(f"/proc/{pid}/comm").read_text() == "systemd\n"]
        return named[0] if named else ""

    return int(wait_for(found, "systemd to begin"))


def _cgroup() -> Path | None:
    return next((path for path in _CGROUPS if (path / "cgroup.procs").exists()), None)


@contextlib.contextmanager
def own_cgroup() -> Iterator[list[str]]:
    """Make a group for what systemd makes; yield a command that joins it before another."""
    cgroup = _cgroup()
    assert cgroup
    own = Path(tempfile.mkdtemp(prefix="yanlu-tests-", dir=cgroup))
    try:
        yield ["sh", "-c", f'echo $$ >{own}/cgroup.procs && exec "$@"', "sh"]
    finally:
        wait_for(lambda: _removed(own), "the processes of the group to be gone")


def _removed(group: Path) -> bool:
    """Remove a group with all below it; False where a process is still in one of them."""
    try:
        for path, *_ in os.walk(group, topdown=False):
            Path(path).rmdir()
    except OSError:
        return False
    return True


def _skeleton(folder: Path) -> None:
    """Write the files that the root has of its own."""
    units, venv = folder / "etc/systemd/system", folder / "opt/yanlu/.venv"
    for each in (units / "service.d", venv / "bin"):
        each.mkdir(parents=True)
    for target in _TARGETS:
        (units / f"{target}.target").write_text("[Unit]\nDefaultDependencies=no\n")
    (units / "service.d/log.conf").write_text(_LOGGED)
    etc = folder / "etc"
    users = {"root": 0, "yanlu": 3100, "nobody": 65534}
    lines = [f"{name}:x:{number}:{number}::/:/bin/sh\n" for name, number in users.items()]
    (etc / "passwd").write_text("".join(lines))
    (etc / "group").write_text("".join(f"{name}:x:{number}:\n" for name, number in users.items()))
    (etc / "machine-id").write_text(f"{1:032x}\n")
    (etc / "ld.so.conf").write_text("/opt/python/lib\ninclude /etc/ld.so.conf.d/*.conf\n")
    (etc / "hosts").write_text("127.0.0.1 localhost\n")
    for name in ("ld.so.conf.d", "fonts"):
        if (Path("/etc") / name).is_dir():
            shutil.copytree(f"/etc/{name}", etc / name, symlinks=True)
    (venv / "pyvenv.cfg").write_text("home = /opt/python/bin\n")
    (venv / "bin/python").symlink_to(f"/opt/python/bin/{Path(sys.executable).resolve().name}")
    (venv / "bin/yanlu").write_text(_COMMAND)
    (venv / "bin/yanlu").chmod(0o755)
