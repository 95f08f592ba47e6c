"""A source that is a link, or no plain file, is refused by every command that reads sources."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.cli.main import main
from publisher.cli.watch import SourceChanges
from publisher.problems import Problems
from publisher.sources import Place, read_policies, read_policy
from publisher.sources.own_file import fault_of, read_own
from tests.worlds.sites import build, write

FILES = {
    "a/policy.yml": "title: 甲\nattachments: [{title: 表, file: 表.txt}]\n",
    "a/v1.md": "一、总则\n\n正文。\n",
    "a/表.txt": "表\n",
    "b.md": "# 乙\n\n正文。\n",
}
SECRET = "一、钥匙\n"
COMMANDS = [
    ["build"],
    ["check"],
    ["publish", "a", "v1"],
    ["versions", "a"],
    ["downloads", "a", "--no-pdf"],
    ["downloads", "--no-pdf"],
    ["cms", "a", "--to", "out"],
    ["cite", "a", "第一部分"],
]

Said = pytest.CaptureFixture[str]


@pytest.fixture
def policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of policies; a file of keys and a folder of drafts lie outside."""
    write(tmp_path, {"keys": SECRET, "elsewhere/policy.yml": "title: 丙\n"})
    write(tmp_path / "elsewhere", {"v1.md": SECRET})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YANLU_BASE_URL", "https://example.org/")
    return write(tmp_path / "policies", FILES)


def link(policies: Path, name: str, target: str) -> None:
    path = policies / name
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(policies.parent / target)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_text_that_is_a_link_is_refused_by_every_command(
    policies: Path, command: list[str], capsys: Said
) -> None:
    link(policies, "a/v1.md", "keys")
    assert main(command) in (1, 2)
    said = capsys.readouterr().err
    assert "policies/a/v1.md:1: S013 is a link, and links are not followed" in said
    assert not (policies.parent / "site").exists()
    assert not (policies / "a/clauses.lock.yml").exists()


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("a/policy.yml", "elsewhere/policy.yml"),
        ("a/notice.md", "keys"),
        ("a/explanation.md", "nowhere"),
        ("a/v1.en.md", "keys"),
        ("a/results.json", "keys"),
        ("a/commitments.yml", "keys"),
        ("a/decisions.yml", "keys"),
        ("a/clauses.lock.yml", "keys"),
        ("a/repairs.yml", "keys"),
        ("a/表.txt", "keys"),
        ("a/.sealed", "elsewhere"),
        ("a/.sealed/v1.0123456789ab.md", "keys"),
        ("c", "elsewhere"),
        ("c.md", "keys"),
        ("b.md", "keys"),
        ("b.lock.yml", "keys"),
        (".sealed/b.v1.0123456789ab.md", "keys"),
        ("a/pictures", "elsewhere"),
    ],
)
def test_a_link_at_any_place_is_named_there(policies: Path, name: str, target: str) -> None:
    link(policies, name, target)
    problems = Problems()
    sources = read_policies(policies, problems)
    assert (policies / name, "S013") in [(each.path, each.code) for each in problems]
    assert SECRET not in repr(sources)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))


@pytest.mark.parametrize("make", [_pipe, _socket])
@pytest.mark.parametrize("name", ["a/v1.md", "a/notice.md", "a/more", "c.md", "a/表.txt"])
def test_a_pipe_or_socket_is_refused_and_not_waited_for(
    policies: Path, make: Callable[[Path], None], name: str, capsys: Said
) -> None:
    (policies / name).unlink(missing_ok=True)
    make(policies / name)
    assert main(["check"]) == 1
    assert f"policies/{name}:1: S013 is no plain file" in capsys.readouterr().err


def test_a_link_that_takes_the_place_of_a_text_is_seen_by_the_next_build(policies: Path) -> None:
    site = policies.parent / "site"
    build(policies, site)
    write(policies.parent, {"same": FILES["a/v1.md"]})
    link(policies, "a/v1.md", "same")
    with pytest.raises(Exception, match=r"refusal.sources"):
        build(policies, site)


def test_what_is_read_is_never_a_link_whatever_was_seen_before(policies: Path) -> None:
    link(policies, "a/v1.md", "keys")
    with pytest.raises(OSError, match="symbolic links"):
        read_own(policies / "a/v1.md")
    with pytest.raises(OSError, match="symbolic links"):
        Place("a", policies / "a").fingerprint()


def test_what_an_editor_links_while_it_edits_is_passed_over(policies: Path) -> None:
    (policies / "a/.#v1.md").symlink_to("someone@host.4711:1500000000")
    problems = Problems()
    assert len(read_policies(policies, problems)) == 2
    assert list(problems) == []


def test_a_source_that_goes_away_meanwhile_is_no_crash(tmp_path: Path) -> None:
    assert fault_of(tmp_path / "gone.md") is None
    problems = Problems()
    assert read_policy(Place("gone", tmp_path / "gone"), problems) is None
    assert [problem.code for problem in problems] == ["S001"]


def test_the_folder_of_policies_may_itself_be_a_link(policies: Path, tmp_path: Path) -> None:
    (tmp_path / "current").symlink_to(policies)
    assert build(tmp_path / "current", tmp_path / "site").rendered == 2


def test_a_file_with_a_second_name_is_taken(policies: Path, tmp_path: Path) -> None:
    os.link(policies / "a/v1.md", tmp_path / "backup.md")
    assert build(policies, tmp_path / "site").rendered == 2


def test_nothing_is_imported_through_a_link(policies: Path, tmp_path: Path, capsys: Said) -> None:
    write(tmp_path, {"new.md": "# 丙\n\n一、总则\n"})
    link(policies, "c", "elsewhere")
    assert main(["import", "new.md", "--to", "policies/c"]) == 1
    assert "I008" in capsys.readouterr().err
    assert sorted(path.name for path in (tmp_path / "elsewhere").iterdir()) == [
        "policy.yml",
        "v1.md",
    ]


def test_neither_a_link_in_the_folder_nor_a_pipe_is_imported(
    policies: Path, tmp_path: Path, capsys: Said
) -> None:
    link(policies, "received.md", "keys")
    assert main(["import", "policies/received.md", "--to", "policies/c"]) == 1
    assert "I001 is a link" in capsys.readouterr().err
    os.mkfifo(tmp_path / "pipe.md")
    assert main(["import", "pipe.md", "--to", "policies/c"]) == 1
    assert "I001 cannot be read (is no plain file)" in capsys.readouterr().err
    assert not (policies / "c").exists()


def test_the_watch_follows_no_link(policies: Path) -> None:
    link(policies, "a/v1.md", "keys")
    assert not SourceChanges([policies]).concerns((policies / "a/v1.md").resolve())
