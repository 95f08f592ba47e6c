"""A bare Debian, booted by its own systemd in a container, for the guide as it is written.

Nothing of it is a stand-in: units, timers, the journal, nginx and root are its own. Its network is
its own too, and leads out through a program of an ordinary user (``slirp4netns``), so that no
port of this machine is taken and no address of it is changed.
"""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.servers.live_service import ROOT
from tests.servers.systemd_root import own_cgroup
from tests.servers.waiting import MOST_SECONDS, wait_for

_TOOLS = ("debootstrap", "systemd-nspawn", "slirp4netns", "nsenter")
# What a server has before anybody installs something; the rest is the guide's first step.
_BEFORE = "systemd,systemd-sysv,dbus,iproute2,netbase,procps,login,passwd,tzdata"
_SUITES = ("{} bookworm", "{} bookworm-updates", "{}-security bookworm-security")
_ADDRESS, _REPOSITORY = "https://git.example.gov.cn/yanlu.git", "/srv/yanlu.git"
_GIT = f'[url "{_REPOSITORY}"]\n\tinsteadOf = {_ADDRESS}\n[safe]\n\tdirectory = *\n'
_AUTHORITIES = Path("usr/local/share/ca-certificates")
# The resolver of slirp4netns.
_RESOLVER = "nameserver 10.0.2.3\n"
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def missing() -> str:
    """Return why there can be no such machine here; empty where there can."""
    path = f"{os.environ['PATH']}:/usr/sbin:/sbin"
    lacking = [tool for tool in _TOOLS if not shutil.which(tool, path=path)]
    if os.geteuid() != 0:
        return "only root boots a container"
    if lacking:
        return f"not on this machine: {', '.join(lacking)} (systemd-nspawn: systemd-container)"
    return "" if Path("/dev/net/tun").exists() else "no /dev/net/tun here"


def bare_root(kept: Path) -> Path:
    """Make the root of a bare Debian, once, below a folder; later calls find it there."""
    root, begun = kept / "bookworm", kept / "bookworm.begun"
    if not root.exists():
        shutil.rmtree(begun, ignore_errors=True)
        kept.mkdir(parents=True, exist_ok=True)
        command = ["debootstrap", "--variant=minbase", f"--include={_BEFORE}", "bookworm"]
        done = subprocess.run(
            [*command, str(begun)], check=False, stdout=subprocess.PIPE, text=True
        )
        assert done.returncode == 0, done.stdout[-2000:]
        begun.rename(root)
    return root


class BareDebian:
    """One such machine, from a copy of a root; ``host`` is a name that leads to itself."""

    def __init__(self, root: Path, folder: Path, host: str) -> None:
        self.root = folder / "root"
        subprocess.run(["cp", "-a", "--reflink=auto", str(root), str(self.root)], check=True)
        self._log = folder / "console.log"
        self._processes: list[subprocess.Popen[bytes]] = []
        self._groups = contextlib.ExitStack()
        self._first = 0
        etc = self.root / "etc"
        # The mirror is debootstrap's own.
        sources = etc / "apt/sources.list"
        mirror = sources.read_text().split()[1]
        sources.write_text("".join(f"deb {each.format(mirror)} main\n" for each in _SUITES))
        (etc / "hosts").write_text(f"127.0.0.1 localhost {host}\n")
        (etc / "gitconfig").write_text(_GIT)
        (etc / "resolv.conf").unlink(missing_ok=True)
        (etc / "resolv.conf").write_text(_RESOLVER)
        # Whoever stands between this machine and the registries.
        if (Path("/") / _AUTHORITIES).is_dir():
            shutil.copytree(Path("/") / _AUTHORITIES, self.root / _AUTHORITIES, dirs_exist_ok=True)
        repository = Path(f"{self.root}{_REPOSITORY}")
        if not repository.exists():
            command = ["git", "clone", "-q", "--bare", str(ROOT), str(repository)]
            subprocess.run(command, check=True)

    def boot(self, *, online: bool = True) -> None:
        """Start it and wait until its systemd has started all that it is to start."""
        command = ["systemd-nspawn", "-q", "-D", str(self.root), "--register=no", "--boot"]
        command += ["--private-network", "--hostname=bare", "--console=pipe"]
        command += ["--resolv-conf=off", "--timezone=off"]
        # Where systemd is not the first process, nobody is there to make a scope.
        command += [] if Path("/run/systemd/system").is_dir() else ["--keep-unit"]
        # Two in one group would end each other's services.
        join = self._groups.enter_context(own_cgroup())
        host = self._start([*join, *command], SYSTEMD_NSPAWN_UNIFIED_HIERARCHY="1")
        self._first = int(wait_for(lambda: _systemd_below(host), "the container to begin"))
        if online:
            out = ["slirp4netns", "--configure", "--mtu=65520", "--disable-host-loopback"]
            self._start([*out, str(self._first), "tap0"])
            wait_for(lambda: "default" in self.run("ip route")[1], "a way out")

        def is_up() -> bool:
            return self.run("systemctl is-system-running")[1].strip() in {"running", "degraded"}

        wait_for(is_up, "the container to be up")

    def _start(self, command: Sequence[str], **settings: str) -> "subprocess.Popen[bytes]":
        env = {"PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin", **settings}
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=env,
                start_new_session=True,
            )  # fmt: skip
        self._processes.append(process)
        return process

    def run(self, script: str, seconds: float = MOST_SECONDS) -> tuple[int, str]:
        """Run a script as root's shell would, up to its first failure; return status and words."""
        env = [f"PATH={_PATH}", "HOME=/root", "LANG=C.UTF-8"]
        command = ["nsenter", "-t", str(self._first), "-a", "env", "-i", *env, "bash", "-e", "-s"]
        done = subprocess.run(
            command, input=script, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, timeout=seconds,
        )  # fmt: skip
        return done.returncode, done.stdout

    def do(self, blocks: Sequence[str], seconds: float = MOST_SECONDS) -> str:
        """Do blocks of a page, one after another in one shell; return all that they printed."""
        status, said = self.run("cd\n" + "\n".join(blocks), seconds)
        told = self.run("journalctl -u 'yanlu*' -n 50 --no-pager")[1] if status else ""
        assert status == 0, f"{said}\n{told}"
        return said

    def cut_power(self) -> None:
        """SIGKILL its first process, and with it every other."""
        if self._first:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._first, signal.SIGKILL)
        self._first = 0
        for process in reversed(self._processes):
            process.kill()
            process.wait(MOST_SECONDS)
        self._processes.clear()
        self._groups.close()


@contextlib.contextmanager
def bare_debian(root: Path, folder: Path, host: str) -> Iterator[BareDebian]:
    """Have such a machine until the block ends, not started yet."""
    machine = BareDebian(root, folder, host)
    try:
        yield machine
    finally:
        machine.cut_power()
        shutil.rmtree(machine.root, ignore_errors=True)


def _systemd_below(host: "subprocess.Popen[bytes]") -> str:
    """Return the number of the first process of a container, once it is systemd."""
    assert host.poll() is None, "systemd-nspawn has ended"
    with contextlib.suppress(OSError):
        for pid in Path(f"/proc/{host.pid}/task/{host.pid}/children").read_text().split():
            if Path(f"/proc/{pid}/comm").read_text() == "systemd\n":
                return pid
    return ""
