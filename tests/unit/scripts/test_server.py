"""``script/server`` and ``script/demo``: what they do where something is missing or broken."""

import lzma
import shutil
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.servers.live_service import new_key
from tests.servers.ports import free_port
from tests.unit.scripts.conftest import Checkout
from tests.worlds.sites import ROOT, build, write

PRODUCT = (
    "publisher", "catalogue", "comments_service", "home", "interface", "processes", "samples",
    "mkdocs.yml", "site.yml",
)  # fmt: skip
DRAFT = {"a/policy.yml": "title: 停车管理办法\n", "a/v1.md": "一、总则\n\n正文。\n"}
BROKEN = {"b/policy.yml": "title: 另一办法\nauthor: 某人\n", "b/v1.md": "一、总则\n\n正文。\n"}


@pytest.fixture
def project(checkout: Checkout) -> Path:
    """The checkout with the product in it, and the environment of these tests."""
    folder = checkout.folder
    for name in PRODUCT:
        (folder / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "build.py", folder)
    (folder / ".venv").symlink_to(sys.prefix)
    write(folder / "policies", DRAFT)
    keys = folder / ".data" / "keys"
    keys.parent.mkdir(mode=0o700)
    keys.touch(mode=0o600)
    keys.write_text(new_key(), "utf-8")
    return folder


def test_the_server_serves_the_old_site_with_a_warning_where_a_draft_is_broken(
    checkout: Checkout, project: Path
) -> None:
    build(project / "policies", project / "site")
    write(project / "policies", BROKEN)
    port = free_port()
    settings = {"YANLU_KEYS_FILE": ".data/keys", "YANLU_LANG": "zh-CN"}
    process = checkout.start("server", "--port", str(port), **settings)
    assert process.stdout
    assert process.stderr
    lines = iter(process.stdout.readline, "")
    assert any("is serving" in line for line in lines)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/a/") as answer:
        assert "停车管理办法" in answer.read().decode()
    process.terminate()
    said = process.stderr.read()
    assert "policies/b/policy.yml:2: Y003 没有 author 这个键" in said
    assert "server: WARNING: the site is the one built" in said


def test_the_server_ends_where_a_draft_is_broken_and_no_site_stands(
    checkout: Checkout, project: Path
) -> None:
    write(project / "policies", BROKEN)
    # The environment is the newest: it is not loaded only to see that nothing is missing in it.
    (project / "script" / "bootstrap").write_text("#!/bin/sh\n", "utf-8")
    status, said = checkout.run("server", "--port", str(free_port()), YANLU_KEYS_FILE=".data/keys")
    assert status == 1
    assert "Y003" in said


def test_the_server_installs_nothing_and_says_what_to_run(checkout: Checkout) -> None:
    status, said = checkout.run("server")
    assert status == 2
    assert "there is no environment; script/bootstrap --runtime makes it" in said
    assert checkout.environments() == []
    assert checkout.installed() == []


@pytest.mark.parametrize("lacking", ["granian", "alembic", "markdown"])
def test_the_server_says_what_to_run_where_the_environment_lacks_a_package(
    checkout: Checkout, project: Path, lacking: str
) -> None:
    (project / ".venv").unlink()
    python = project / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    (project / "lacking").mkdir()
    hide = f"import sys\nsys.modules[{lacking!r}] = None\n"
    (project / "lacking/sitecustomize.py").write_text(hide, "utf-8")
    path = f'PYTHONPATH="{project}/lacking"'
    python.write_text(f'#!/bin/sh\n{path} exec "{sys.executable}" "$@"\n', "utf-8")
    python.chmod(0o755)
    status, said = checkout.run("server", "--port", str(free_port()))
    assert status == 2
    assert said == (
        "bootstrap: .venv is not of the present requirements; "
        "script/bootstrap --runtime renews it\n"
    )


def test_the_demo_of_a_bare_machine_asks_for_what_running_needs_alone(checkout: Checkout) -> None:
    noting = checkout.folder / "script" / "bootstrap"
    noting.write_text('#!/bin/sh\necho "asked: $*" >&2\nexit 3\n', "utf-8")
    assert checkout.run("demo") == (3, "asked: --runtime\n")


@pytest.mark.soak
def test_the_demo_goes_on_from_what_one_of_an_earlier_release_left(
    checkout: Checkout, project: Path
) -> None:
    release = ROOT / "tests" / "data" / "releases" / "0.1.0"
    demo = project / ".demo"
    demo.mkdir(mode=0o700)
    packed = (release / "yanlu.sqlite3.xz").read_bytes()
    (demo / "yanlu.sqlite3").write_bytes(lzma.decompress(packed))
    (demo / "keys").touch(mode=0o600)
    (demo / "keys").write_bytes((release / "keys").read_bytes())
    (project / "script" / "bootstrap").write_text("#!/bin/sh\n", "utf-8")
    port = free_port()
    process = checkout.start("demo", "--port", str(port))
    assert process.stdout
    assert process.stderr
    assert any("is serving" in line for line in iter(process.stdout.readline, ""))
    process.terminate()
    assert "数据库已升级" in process.stderr.read()
