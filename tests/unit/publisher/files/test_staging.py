"""The old site stays whole whatever happens to the build."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from publisher.files.staging import MARKER, staged, sweep
from publisher.problems import BuildFailed
from tests.servers.waiting import wait_for
from tests.worlds.sites import ROOT, build, snapshot, write

GOOD = {"a/policy.yml": "title: 甲\n", "a/v1.md": "正文。\n"}
DEAD = 4_194_304  # above the largest process id that Linux gives


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    return write(tmp_path / "policies", GOOD)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return an old site, which needs no more than the marker to be one."""
    return write(tmp_path / "site", {MARKER: "", "index.html": "old", "a/v1/index.html": "old"})


def beside(site: Path) -> list[str]:
    """Return what stands beside a site but for what builds keep from one to the next."""
    names = [path.name for path in site.parent.glob(".site.*")]
    return [name for name in names if not name.endswith(".kept")]


def test_a_build_takes_the_place_of_the_old_site(policies: Path, site: Path) -> None:
    left = write(site.parent / f".site.site.{DEAD}", {"index.html": "half"})
    build(policies, site)
    assert (site / MARKER).read_bytes() == b""
    assert "正文。" in (site / "a" / "index.html").read_text("utf-8")
    assert beside(site) == []
    assert not left.exists()


def test_the_build_writes_nothing_into_the_sources(policies: Path, tmp_path: Path) -> None:
    build(policies, tmp_path / "www" / "site")
    assert {name: data.decode() for name, data in snapshot(policies).items()} == GOOD


def test_the_old_site_stays_when_a_source_is_bad(policies: Path, site: Path) -> None:
    before = snapshot(site)
    write(policies, {"b/policy.yml": "title: 乙\n"})
    with pytest.raises(BuildFailed, match=r"refusal.sources count=1"):
        build(policies, site)
    assert snapshot(site) == before
    assert beside(site) == []


@pytest.mark.parametrize(
    "config",
    ["site_name: 言路\ntheme: {name: none-such}\n", "site_name: [\n", "plugins: [none-such]\n"],
)
def test_the_old_site_stays_when_the_engine_fails(
    policies: Path, site: Path, tmp_path: Path, config: str
) -> None:
    before = snapshot(site)
    (tmp_path / "mkdocs.yml").write_text(config, "utf-8")
    with pytest.raises(BuildFailed):
        build(policies, site, mkdocs_file=tmp_path / "mkdocs.yml")
    assert snapshot(site) == before
    assert beside(site) == []


def test_the_old_site_stays_when_the_build_is_killed(policies: Path, site: Path) -> None:
    before = snapshot(site)
    write(policies, {"a/v1.md": "改过的正文。\n" * 3000})
    command = [sys.executable, f"{ROOT}/build.py", "--policies", str(policies), "--site", str(site)]
    with subprocess.Popen(command, cwd=site.parent) as process:
        wait_for(lambda: beside(site) or process.poll() is not None, "the build to begin")
        assert process.poll() is None, "the build ended before it was seen"
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert snapshot(site) == before
    assert beside(site) != []


def test_a_build_that_breaks_off_leaves_nothing_beside(site: Path) -> None:
    before = snapshot(site)
    with pytest.raises(FileNotFoundError), staged(site) as folder:
        (folder / "none" / "index.html").write_text("half", "utf-8")
    assert snapshot(site) == before
    assert beside(site) == []


def test_what_a_killed_build_left_is_swept(site: Path) -> None:
    write(site.parent / f".site.site.{DEAD}", {"index.html": "half"})
    sweep(site)
    assert beside(site) == []


def test_the_folder_of_a_build_that_runs_is_left_alone(site: Path) -> None:
    left = site.parent / f".site.site.{os.getppid()}"
    left.mkdir()
    sweep(site)
    assert left.exists()


def test_a_foreign_folder_is_refused(policies: Path, tmp_path: Path) -> None:
    home = write(tmp_path / "home", {"letter.txt": "dear"})
    with pytest.raises(BuildFailed, match=r"refusal.strange_site"):
        build(policies, home)
    assert snapshot(home) == {"letter.txt": b"dear"}


def test_a_file_is_no_place_for_a_site(policies: Path, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("x", "utf-8")
    with pytest.raises(BuildFailed, match=r"refusal.not_a_folder"):
        build(policies, tmp_path / "site")


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    with staged(tmp_path / "site") as folder:
        (folder / "index.html").write_text("x", "utf-8")
    assert (tmp_path / "site" / "index.html").exists()


def test_a_site_is_made_below_folders_that_are_not_there(tmp_path: Path) -> None:
    with staged(tmp_path / "www" / "yjzj") as folder:
        (folder / "index.html").write_text("x", "utf-8")
    assert sorted(snapshot(tmp_path / "www" / "yjzj")) == [MARKER, "index.html"]


def test_nothing_of_the_old_site_is_left(site: Path) -> None:
    with staged(site) as folder:
        (folder / "index.html").write_text("new", "utf-8")
    assert snapshot(site) == {MARKER: b"", "index.html": b"new"}


def unreadable(folder: Path) -> list[Path]:
    """Return what is in a folder, or is it, and others cannot read."""
    wanted = {True: 0o005, False: 0o004}
    return [
        path
        for path in (folder, *folder.rglob("*"))
        if path.stat().st_mode & wanted[path.is_dir()] != wanted[path.is_dir()]
    ]


def test_everybody_can_read_the_site_but_not_a_preview(policies: Path, tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        build(policies, tmp_path / "site")
        build(policies, tmp_path / "preview", preview=True)
        assert os.umask(0o077) == 0o077
    finally:
        os.umask(before)
    assert unreadable(tmp_path / "site") == []
    assert tmp_path / "preview" in unreadable(tmp_path / "preview")
