"""The units that `yanlu units` writes, run by a real systemd in a root of its own.

What each does, it does within its limits; what it is not to touch, it cannot.
"""

import importlib.util
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.servers.systemd_root import PROGRAM, PYTHON, SystemdRoot, missing, systemd_root
from tests.servers.waiting import wait_for
from tests.worlds.attached_files import WORDS, pdf_file, sent_file, word_file

pytestmark = [pytest.mark.soak, pytest.mark.skipif(bool(missing()), reason=missing())]
HOME = "/srv/yanlu/city"
UNIT = "yanlu-city"
CITIZEN = {
    "policy": "example",
    "version": "v1",
    "participant": "person",
    "name": "测试甲",
    "phone": "13800000000",
    "consent_notice": True,
    "idempotency_key": "units-submission-0001",
}
_ASK = """
import json, sys, urllib.error, urllib.request
path, body, kind = json.load(sys.stdin)
data = None if body is None else body.encode("latin-1")
ask = urllib.request.Request(f"http://127.0.0.1:8000{path}", data, {"Content-Type": kind})
try:
    answer = urllib.request.urlopen(ask, timeout=60)
except urllib.error.HTTPError as error:
    answer = error
except OSError:
    sys.exit(3)
print(json.dumps([answer.status, json.load(answer)]))
"""


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SystemdRoot]:
    """Run systemd with a home, its units, its site built and its service started."""
    with systemd_root(tmp_path_factory.mktemp("systemd")) as system:
        for command in (
            ["mkdir", "/srv/yanlu"],
            [PROGRAM, "init", HOME, "--host", "policy.example.org", "--user", "yanlu", "--example"],
            [PROGRAM, "units", "--home", HOME],
            ["systemctl", "daemon-reload"],
        ):
            done = system.run(*command)
            assert done.returncode == 0, done.stderr
        assert system.start(f"{UNIT}-build.service") == ""
        assert system.start(f"{UNIT}.target") == ""
        wait_for(lambda: ask(system, "/readyz"), "the service to answer")
        yield system


def ask(
    system: SystemdRoot, path: str, body: bytes | None = None, kind: str = "application/json"
) -> Any:
    """Return status and JSON of an answer of the service; None where it does not answer."""
    given = json.dumps([path, None if body is None else body.decode("latin-1"), kind])
    done = system.run(PYTHON, "-c", _ASK, given=given)
    assert done.returncode in {0, 3}, done.stderr
    return json.loads(done.stdout) if done.stdout else None


def probe(system: SystemdRoot, unit: str, program: str, interpreter: str = "/bin/sh") -> str:
    """Run a program as a unit's process, with all that it is limited to; return its words."""
    text = system.run("systemctl", "cat", f"{unit}.service").stdout
    kept = [line for line in text.splitlines() if not line.startswith(("Exec", "Restart", "Type"))]
    at = kept.index("[Service]") + 1
    kept[at:at] = ["Type=oneshot", f"ExecStart={interpreter} /opt/yanlu/probe"]
    system.run("tee", "/opt/yanlu/probe", given=program)
    system.run("tee", "/etc/systemd/system/probe.service", given="\n".join(kept))
    system.run("rm", "-f", "/var/log/probe")
    system.run("systemctl", "daemon-reload")
    system.run("systemctl", "start", "probe.service")
    return system.log("probe.service")


def test_comments_with_files_are_taken_and_their_words_read(system: SystemdRoot) -> None:
    ids = []
    for name, content in (("a.pdf", pdf_file()), ("b.docx", word_file())):
        sent = sent_file(name, content, policy="example")
        status, kept = ask(system, "/api/v1/attachments", sent["data"], sent["content_type"])
        assert status == 201, kept
        ids.append(kept["id"])
    comment = {"stance": "suggest", "body": "收费标准应当公开。", "attachments": ids}
    body = {**CITIZEN, "comments": [comment]}
    status, answer = ask(system, "/api/v1/submissions", json.dumps(body).encode())
    assert status == 201, answer

    def words() -> str:
        file = f"{HOME}/backups/export.json"
        place = ["--format", "json", "--edition", "restricted", "--out", file]
        command = [PROGRAM, "--home", HOME, "export", "example", *place]
        assert system.run(*command, user="yanlu").returncode == 0
        (row,) = json.loads(system.run("cat", file).stdout)["comments"]
        return str(row["attachment_text"])

    wait_for(lambda: words().count(WORDS) == len(ids), "the words of both files")


def test_a_process_that_reads_files_of_anyone_leaves_the_network(system: SystemdRoot) -> None:
    program = (
        "import sys; sys.path.insert(0, '/opt/yanlu/code')\n"
        "from processes.own_limits import _leave_network, limit_process\n"
        "print('left' if _leave_network() else 'still there'); limit_process()\n"
        "import ctypes, numpy, resource\n"
        "print(resource.getrlimit(resource.RLIMIT_NOFILE))"
    )
    assert probe(system, UNIT, program, PYTHON) == "left\n(256, 256)\n"


def test_a_draft_is_read_and_previewed_within_the_limits(system: SystemdRoot) -> None:
    program = (
        "import sys; sys.path.insert(0, '/opt/yanlu/code')\n"
        "from pathlib import Path\n"
        "from comments_service.services.drafts.child_builder import run_builder\n"
        f"folder = Path('{HOME}/inbox/probe'); folder.mkdir()\n"
        "(folder / 'a.md').write_text('# 办法\\n\\n一、总则\\n')\n"
        "print(bool(run_builder(folder, 'read', 'a.md', '--json')))"
    )
    assert probe(system, UNIT, program, PYTHON) == "True\n"
    system.run("rm", "-r", f"{HOME}/inbox/probe")


@pytest.mark.parametrize("unit", ["downloads", "build", "take", "backup", "retention"])
def test_each_timer_has_a_unit_that_does_its_work(system: SystemdRoot, unit: str) -> None:
    assert system.start(f"{UNIT}-{unit}.service") == ""
    shown = system.run("systemctl", "is-active", f"{UNIT}-{unit}.timer")
    assert shown.stdout == "active\n"


def test_a_nightly_copy_is_private_and_readers_can_read_the_site(system: SystemdRoot) -> None:
    assert system.start(f"{UNIT}-backup.service") == ""
    modes = system.run("find", f"{HOME}/backups", "-type", "f", "-printf", "%m %u\n").stdout
    assert set(modes.splitlines()) == {"600 yanlu"}
    found = system.run("find", f"{HOME}/site", "!", "-perm", "-004", "-print").stdout
    assert found == ""
    read = system.run("head", "-c", "15", f"{HOME}/site/index.html", user="nobody")
    assert read.stdout.lower() == "<!doctype html>"


def test_files_to_take_along_are_in_the_site_after_the_next_build(
    system: SystemdRoot,
) -> None:
    assert system.start(f"{UNIT}-downloads.service") == ""
    assert system.start(f"{UNIT}-build.service") == ""
    found = system.run("find", f"{HOME}/site/example", "-name", "example-v1.*").stdout
    forms = {"docx", "pdf"} if importlib.util.find_spec("weasyprint") else {"docx"}
    assert {line.rpartition(".")[2] for line in found.splitlines()} == forms


@pytest.mark.parametrize("unit", ["", "-build", "-downloads", "-take", "-backup", "-retention"])
def test_no_unit_can_write_what_is_not_its_own(system: SystemdRoot, unit: str) -> None:
    places = ("/etc", "/usr", "/var/log", "/opt/yanlu", f"{HOME}/keys", f"{HOME}/site.yml")
    program = f"for place in {' '.join(places)}; do test ! -w $place || echo $place; done; id -un"
    assert probe(system, UNIT + unit, program) == "yanlu\n"


@pytest.mark.parametrize("unit", ["-build", "-downloads", "-take"])
def test_what_makes_the_site_reads_no_secret_and_reaches_no_network(
    system: SystemdRoot, unit: str
) -> None:
    program = (
        f"cat {HOME}/keys {HOME}/data/yanlu.sqlite3 {HOME}/state/identity.json 2>/dev/null | wc -c;"
        "readlink /proc/self/ns/net"
    )
    read, network = probe(system, UNIT + unit, program).split()
    assert read == "0"
    assert network != system.run("readlink", "/proc/1/ns/net").stdout.strip()


@pytest.mark.parametrize("unit", ["", "-build"])
def test_a_unit_has_no_rights_and_gains_none(system: SystemdRoot, unit: str) -> None:
    told = probe(system, UNIT + unit, "grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/self/status")
    facts = dict(line.split() for line in told.splitlines())
    assert {int(value, 16) for name, value in facts.items() if name.startswith("Cap")} == {0}
    assert (facts["NoNewPrivs:"], facts["Seccomp:"]) == ("1", "2")


def test_at_a_stop_the_service_ends_by_itself_and_a_kill_brings_it_back(
    system: SystemdRoot,
) -> None:
    def shown() -> list[str]:
        facts = ["-p", "Result,ActiveState", f"{UNIT}.service"]
        return system.run("systemctl", "show", *facts).stdout.split()

    system.run("systemctl", "kill", "--signal=KILL", f"{UNIT}.service")
    wait_for(lambda: ask(system, "/readyz"), "the service to be started again")
    assert system.run("systemctl", "stop", f"{UNIT}.target").returncode == 0
    wait_for(lambda: "ActiveState=inactive" in shown(), "the service to have ended")
    assert "Result=success" in shown()
    timers = system.run("systemctl", "list-units", "--state=active", f"{UNIT}*").stdout
    assert UNIT not in timers
    assert system.start(f"{UNIT}.target") == ""
    wait_for(lambda: ask(system, "/readyz"), "the service to answer again")
