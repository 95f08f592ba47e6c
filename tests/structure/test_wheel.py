"""What is installed is what git tracks in the packages, and needs what the lock has."""

import re
import subprocess
import sys
import tomllib
import zipfile
from functools import cache
from pathlib import Path

from tests.servers.run_once import once
from tests.structure.test_house_rules import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKAGES = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
# Pages of decisions and pictures are read where the product is worked on.
LEFT_OUT = ("docs/decisions/", "docs/images/")


def build_wheel(folder: Path) -> None:
    command = ["pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-q", "-w"]
    subprocess.run(
        [sys.executable, "-m", *command, str(folder), str(ROOT)], check=True, capture_output=True
    )


@cache
def wheel() -> zipfile.ZipFile:
    (path,) = once("wheel", build_wheel).glob("*.whl")
    return zipfile.ZipFile(path)


def tracked(*paths: str) -> list[str]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *paths]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return [name for name in done.stdout.split("\0") if name]


def test_every_file_of_the_packages_is_in_the_wheel_and_no_other() -> None:
    names = {name for name in tracked(*PACKAGES) if not (ROOT / name).is_dir()}
    docs = (name for name in tracked("docs") if not name.startswith(LEFT_OUT))
    wanted = names | {f"yanlu/{name}" for name in docs}
    found = {name for name in wheel().namelist() if ".dist-info/" not in name}
    assert found ^ wanted == set()
    assert len(found) > 800


def test_links_out_of_the_packages_bring_what_they_lead_to() -> None:
    links = [name for name in tracked(*PACKAGES) if (ROOT / name).is_symlink()]
    files = [name for name in links if (ROOT / name).is_file()]
    assert len(files) >= 3
    assert [each for each in files if wheel().read(each) != (ROOT / each).read_bytes()] == []


def test_every_package_of_the_product_is_installed() -> None:
    roots = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert set(PACKAGES) == roots - {"samples", "tests"}


def test_what_is_needed_is_what_the_lock_is_made_from() -> None:
    lines = (ROOT / "requirements/runtime.in").read_text("utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    assert sorted(PROJECT["project"]["dependencies"]) == sorted(wanted)
    extra = (ROOT / "requirements/extra.in").read_text("utf-8")
    assert [
        name for each in PROJECT["project"]["optional-dependencies"].values() for name in each
        if not re.search(rf"^{name}\b", extra, re.MULTILINE)
    ] == []  # fmt: skip
