"""The archive of `script/bundle`: installed and running where there is no network at all."""

import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.live_service import ROOT
from yanlu import VERSION

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(
        os.environ.get("YANLU_SOAK") == "short", reason="80 MB of wheels are downloaded for it"
    ),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root makes a network of its own"),
]
_RUN = """
import json, subprocess, sys, time, urllib.request
yanlu, home = sys.argv[1:]
service = subprocess.Popen([yanlu, "--home", home, "serve", "--port", "8000"])
def ask(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    kind = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"http://127.0.0.1:8000{path}", data, kind)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.status, answer.read()
while service.poll() is None:
    try:
        ask("/readyz")
        break
    except OSError:
        time.sleep(0.1)
page = ask("/example/")
taken = ask("/api/v1/submissions", json.load(sys.stdin))
service.terminate()
print(json.dumps([page[0], taken[0], json.loads(taken[1])["receipt_no"], service.wait()]))
"""
CITIZEN = {
    "policy": "example",
    "version": "v1",
    "participant": "person",
    "name": "测试甲",
    "phone": "13800000000",
    "consent_notice": True,
    "comments": [{"stance": "suggest", "body": "收费标准应当公开。"}],
    "idempotency_key": "bundle-submission-0001",
}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Make a folder that a user without rights can reach."""
    made = Path(tempfile.mkdtemp(prefix="yanlu-bundle-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def bundle(folder: Path) -> Path:
    """Make the archive as its script does, and unpack it."""
    subprocess.run([ROOT / "script/bundle", folder], check=True, cwd=ROOT)
    kind = f"python{sys.version_info[0]}.{sys.version_info[1]}-linux-{platform.machine()}"
    name = f"yanlu-{VERSION}-{kind}"
    subprocess.run(["sha256sum", "-c", f"{name}.tar.gz.sha256"], check=True, cwd=folder)
    with tarfile.open(folder / f"{name}.tar.gz") as archive:
        assert {member.uid for member in archive} == {0}
        archive.extractall(folder, filter="data")
    return folder / name


def alone(*command: str | Path, given: str = "") -> "subprocess.CompletedProcess[str]":
    """Run a command in a network that has no way out, with the interpreter that runs the tests."""
    here = Path(sys.executable).resolve().parent
    env = {"PATH": f"{here}:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/nonexistent"}
    inside = ["unshare", "-n", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    return subprocess.run(
        [*inside, *map(str, command)], check=False, env=env, input=given, capture_output=True,
        text=True,
    )  # fmt: skip


def _user() -> str:
    """Return a user without rights, but where such a user cannot read the interpreter."""
    folders = (Path(sys.base_prefix), *Path(sys.base_prefix).parents)
    return "nobody" if all(folder.stat().st_mode & 0o001 for folder in folders) else "root"


def install(bundle: Path, target: Path) -> Path:
    done = alone(bundle / "install", target)
    assert done.returncode == 0, done.stderr
    return target / ".venv/bin/yanlu"


def test_a_city_runs_from_the_bundle_without_a_network(bundle: Path, folder: Path) -> None:
    yanlu, home = install(bundle, folder / "opt"), folder / "city"
    for command in (
        ["init", str(home), "--user", _user(), "--example"],
        ["--home", str(home), "build"],
    ):
        done = alone(yanlu, *command)
        assert done.returncode == 0, done.stderr
    python = yanlu.with_name("python")
    done = alone(python, "-c", _RUN, yanlu, home, given=json.dumps(CITIZEN))
    assert done.returncode == 0, done.stderr
    page, taken, receipt, ended = json.loads(done.stdout)
    assert (page, taken, ended) == (200, 201, 0)
    assert receipt
    size = sum(path.lstat().st_size for path in (folder / "opt").rglob("*"))
    assert size < 500_000_000
    assert (folder / "opt/docs/operators.zh-CN.md").is_file()
    assert (folder / "opt/site/catalogue.json").is_file()


def test_installed_again_the_release_before_stays_and_older_ones_go(
    bundle: Path, folder: Path
) -> None:
    target, seen = folder / "again", []
    for _ in range(3):
        install(bundle, target)
        seen.append((target / ".venv").readlink().name)
    kept = {path.name for path in target.glob(".venv-*")}
    assert kept == set(seen[1:])


def test_a_bundle_with_one_byte_that_differs_is_not_installed(bundle: Path, folder: Path) -> None:
    altered = folder / "altered" / bundle.name
    shutil.copytree(bundle, altered)
    wheel = next((altered / "wheels").glob("flask-*.whl"))
    wheel.write_bytes(wheel.read_bytes()[:-1] + b"?")
    done = alone(altered / "install", folder / "nowhere")
    assert done.returncode == 1
    assert wheel.name in done.stdout + done.stderr
    assert "SHA256SUMS" in done.stderr
    assert not (folder / "nowhere").exists()
