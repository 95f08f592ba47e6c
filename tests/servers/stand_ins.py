"""Stand-ins for what pages of the guide call and a test may not: root's, the machine's.

Run as the program of that name. What each leaves out is in ``WHY``; the rest is done in earnest.
"""

import contextlib
import os
import shlex
import signal
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

from tests.servers.waiting import wait_for

ROOT = Path(os.environ.get("GUIDE_ROOT", "/nowhere"))
UNITS = ROOT / "etc/systemd/system"
STATE = ROOT / "state"
CHECKOUT = Path(__file__).resolve().parents[2]
WHY = {
    "apt-get": "root; what it installs is compared with what the sitting of script/soak needed",
    "useradd": "root; the homes of a test belong to whoever runs it",
    "chown": "root, as with useradd",
    "install": "its -o alone is left out, as with useradd",
    "timedatectl": "the machine's clock is everybody's",
    "systemctl": "systemd: units are read as written, services started and stopped as they say",
    "journalctl": "systemd: shows what the service wrote",
    "nginx": "root; tests/http/test_nginx.py runs what `yanlu units` writes in a real one",
    "runuser": "root; the real psql is called on a PostgreSQL of the test's own",
    "git": "no network: in the place of a clone, links to this checkout",
}
# Where the name of the database's host leads: of a test, and not of a unit.
_ELSEWHERE = ("PGHOSTADDR", "PGPORT")
# Units are written below the test's folder, never into the machine's own /etc.
_COMMAND = """#!{python}
import sys
sys.path.insert(0, {checkout!r})
from yanlu.main import main
if "units" in sys.argv:
    sys.argv += ["--to", {root!r}]
sys.exit(main())
"""


def main(name: str, words: list[str]) -> int:
    """Stand in for one program."""
    known = globals().get(f"_{name.replace('-', '_')}")
    return int(known(words) or 0) if known else 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _install(words: list[str]) -> int:
    if "-o" in words:
        at = words.index("-o")
        words = words[:at] + words[at + 2 :]
    return subprocess.run(["/usr/bin/install", *words], check=False).returncode


def _git(words: list[str]) -> int:
    assert words[0] == "clone", words
    folder = Path(words[-1])
    for each in ("build.py", "docs", "script", "requirements"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / each).symlink_to(CHECKOUT / each)
    for package in CHECKOUT.glob("*/__init__.py"):
        (folder / package.parent.name).symlink_to(package.parent)
    lay_environment(folder, ROOT)
    return 0


def lay_environment(folder: Path, root: Path) -> None:
    """Make ``.venv/bin`` with the command as script/bootstrap does, of this process's Python."""
    programs = folder / ".venv/bin"
    programs.mkdir(parents=True)
    (programs / "yanlu").write_text(
        _COMMAND.format(python=sys.executable, checkout=str(CHECKOUT), root=str(root)), "utf-8"
    )
    (programs / "python").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', "utf-8")
    for each in programs.iterdir():
        each.chmod(0o755)


def _runuser(words: list[str]) -> int:
    assert words[:4] == ["-u", "postgres", "--", "psql"], words
    command = [os.environ["GUIDE_PSQL"], "-v", "ON_ERROR_STOP=1", *words[4:]]
    # On the database's host: by its socket.
    env = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    env |= {"PGHOST": os.environ["GUIDE_PGHOST"], "PGUSER": "postgres"}
    return subprocess.run(command, env=env, check=False).returncode


def _journalctl(words: list[str]) -> int:
    if "-u" in words:
        _say((STATE / f"{words[words.index('-u') + 1]}.service.log").read_text("utf-8"))
    return 0


def _nginx(_words: list[str]) -> int:
    assert list((ROOT / "etc/nginx/conf.d").glob("yanlu-*.conf"))
    _say("nginx: the configuration file test is successful")
    return 0


def _systemctl(words: list[str]) -> int:
    STATE.mkdir(exist_ok=True)
    verb, *rest = [each for each in words if each != "--now"]
    if verb == "daemon-reload" or rest == ["nginx"]:
        return 0
    found = [path for each in rest for path in _units(each)]
    assert found, f"no unit of {rest}"
    services = [path for path in found if path.suffix == ".service"]
    for target in (path for path in found if path.suffix == ".target"):
        services += [target.with_suffix(".service")]
    for path in dict.fromkeys(services):
        if verb in {"stop", "restart"}:
            _stop(path)
        if verb in {"start", "restart", "enable"}:
            _start(path)
        _say(f"{path.name}: {verb}")
    return 0


def _units(pattern: str) -> list[Path]:
    return [path for path in sorted(UNITS.iterdir()) if fnmatch(path.name, pattern)]


def _start(unit: Path) -> None:
    """Start what a unit says, with its settings and no others; one that is to end is waited for."""
    said = dict(
        line.split("=", 1) for line in unit.read_text("utf-8").splitlines() if line[:1].isalpha()
    )
    command = said["ExecStart"]
    for pair in os.environ["GUIDE_PORTS"].split():
        there, here = pair.split(":")
        command = command.replace(f"--port {there}", f"--port {here}")
    names = "PATH", "TMPDIR", "HOME", *_ELSEWHERE
    kept = {name: os.environ[name] for name in names if name in os.environ}
    env = kept | dict(each.split("=", 1) for each in shlex.split(said["Environment"]))
    if said.get("Type") == "oneshot":
        subprocess.run(shlex.split(command), env=env, cwd=said["WorkingDirectory"], check=True)
        return
    if _running(unit):
        return
    with (STATE / f"{unit.name}.log").open("ab") as log:
        process = subprocess.Popen(
            shlex.split(command), env=env, cwd=said["WorkingDirectory"], stdout=log, stderr=log,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    (STATE / f"{unit.name}.pid").write_text(str(process.pid), "ascii")


def _stop(unit: Path) -> None:
    end_process(STATE, unit.name, signal.SIGTERM)


def _running(unit: Path) -> bool:
    file = STATE / f"{unit.name}.pid"
    return file.exists() and _lives(int(file.read_text("ascii")))


def _lives(process: int) -> bool:
    with contextlib.suppress(OSError):
        state = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
        return state != "Z"
    return False


def end_process(state: Path, unit: str, signal_number: int) -> None:
    """Send a signal to all that a service started, and wait until it is gone."""
    file = state / f"{unit}.pid"
    if not file.exists():
        return
    process = int(file.read_text("ascii"))
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process, signal_number)
    wait_for(lambda: not _lives(process), f"{unit} to end")
    file.unlink()


def lay_stand_ins(folder: Path) -> None:
    """Make a folder of programs that are this file under another name."""
    folder.mkdir(parents=True)
    for name in WHY:
        program = folder / name
        call = f'{sys.executable} -m tests.servers.stand_ins {name} "$@"'
        program.write_text(f"#!/bin/sh\nPYTHONPATH={CHECKOUT} exec {call}\n", "utf-8")
        program.chmod(0o755)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
