"""An inbox that anyone may have written: refused with a sentence, and nothing is put in."""

import json
import os
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from publisher.cli.main import main
from publisher.inbox import draft_folder
from publisher.inbox.draft_changes import find_changes
from tests.worlds.inboxes import AT, DRAFT, NEW, POLICY_YML, TEXT, answer, digests, hand_over
from tests.worlds.sites import snapshot, write

THERE = {
    "policy.yml": POLICY_YML,
    "v1.md": TEXT,
    "notice.md": "公告\n",
    "plan.txt": "图\n",
    "clauses.lock.yml": "schema: yanlu-lock/1\npolicy: tingche\nversions: {}\n",
}
SEAL = "sha256:" + "0" * 64
SEALED = f"schema: yanlu-lock/1\nversions:\n  v1: {{sealed_on: 2018-07-12, digest: '{SEAL}'}}\n"


def refused(folder: Path, there: dict[str, str] | None = None) -> dict[str, Any]:
    """Take, and return the one problem of the answer; the policies are as they were."""
    policies = {f"tingche/{name}": text for name, text in (there or {}).items()}
    write(folder / "policies", {"jiu.md": "# 旧文件\n\n正文。\n", **policies})
    before = snapshot(folder / "policies")
    where = ["--inbox", folder / "inbox", "--policies", folder / "policies"]
    command = ["take", *map(str, [*where, "--site", folder / "site"]), "--now", AT]
    assert main(command, {"YANLU_LANG": "en"}) == 1
    assert snapshot(folder / "policies") == before
    assert not (folder / "site").exists()
    taken = answer(folder / "inbox" / DRAFT)
    assert (taken["published"], taken["version"]) == (False, "")
    (problem,) = taken["problems"]
    return {key: problem[key] for key in ("path", "kind")} | {"text": problem["text"]}


def a_link(path: Path) -> None:
    path.rename(path.with_name("real"))
    path.symlink_to("real")


def a_link_to_a_secret(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/passwd")


def a_second_name(path: Path) -> None:
    os.link(path, path.with_name(".second"))


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    path.unlink()
    # A socket's name may be only 107 bytes long.
    short = Path(tempfile.mkdtemp()) / "s"
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(short))
    short.rename(path)
    short.parent.rmdir()


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def nothing(path: Path) -> None:
    path.unlink()


def a_huge_file(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(draft_folder.MOST_BYTES + 1)


def other_bytes(path: Path) -> None:
    path.write_text("别的\n", "utf-8")


@pytest.mark.parametrize("name", ["policies/tingche/v1.md", "released.json", "draft.json"])
@pytest.mark.parametrize(
    ("attack", "kinds"),
    [
        (a_link, ["D001.unreadable"]),
        (a_link_to_a_secret, ["D001.unreadable"]),
        (a_second_name, ["D001.no_plain_file"]),
        (a_pipe, ["D001.no_plain_file"]),
        (a_socket, ["D001.unreadable"]),
        (a_folder, ["D001.no_plain_file", "D001.unreadable"]),
        (a_huge_file, ["D001.too_large"]),
        (other_bytes, ["D001.not_json", "D002.digest"]),
    ],
)
def test_a_file_that_is_none_of_the_desk_s(
    tmp_path: Path, name: str, attack: Callable[[Path], None], kinds: list[str]
) -> None:
    attack(hand_over(tmp_path / "inbox", NEW) / name)
    problem = refused(tmp_path)
    assert (problem["path"], problem["kind"] in kinds) == (f"{DRAFT}/{name}", True), problem
    assert "hand the draft in" in problem["text"]


@pytest.mark.parametrize("name", ["policies", "policies/tingche"])
def test_a_folder_that_is_a_link(tmp_path: Path, name: str) -> None:
    a_link(hand_over(tmp_path / "inbox", NEW) / name)
    assert refused(tmp_path)["kind"] == "D001.unreadable"


@pytest.mark.parametrize("name", ["handed_in.json", "policies/tingche/v1.md"])
def test_a_file_that_is_missing(tmp_path: Path, name: str) -> None:
    nothing(hand_over(tmp_path / "inbox", NEW) / name)
    assert refused(tmp_path)["path"] == f"{DRAFT}/{name}"


@pytest.mark.parametrize("name", ["v2.md", "公告.md", "\udcff.md", "index.html"])
def test_a_file_that_was_not_released(tmp_path: Path, name: str) -> None:
    draft = hand_over(tmp_path / "inbox", NEW)
    (draft / "policies/tingche" / name).write_text("多\n", "utf-8")
    assert refused(tmp_path)["kind"] == "D002.digest"


def test_more_files_than_a_draft_has(tmp_path: Path) -> None:
    draft = hand_over(tmp_path / "inbox", NEW)
    for number in range(201):
        (draft / f"policies/tingche/{number}.md").touch()
    assert refused(tmp_path)["kind"] == "D001.too_many"


@pytest.mark.parametrize("policy", ["../jiu", "/etc", "a/b", ".", "", "desk", "停车", "A" * 65])
def test_a_policy_that_is_none(tmp_path: Path, policy: str) -> None:
    draft = hand_over(tmp_path / "inbox", NEW)
    for name in ("draft", "handed_in", "released"):
        path = draft / f"{name}.json"
        path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"policy": policy}))
    assert refused(tmp_path)["kind"] == ("D002.not_an_id" if policy else "D001.key")


@pytest.mark.parametrize(
    ("part", "changes", "kind"),
    [
        ("released", {"policy": "jiu"}, "D002.policy"),
        ("handed_in", {"policy": "jiu"}, "D002.policy"),
        ("released", {"by": "qicao"}, "D002.one_account"),
        ("handed_in", {"by": "fabu"}, "D002.one_account"),
        ("released", {"by": " qicao "}, "D001.key"),
        ("released", {"by": "QICAO"}, "D001.key"),
        ("released", {"by": "qicao\u200b"}, "D001.key"),
        ("released", {"by": "ｑicao"}, "D001.key"),
        ("released", {"files": digests({"v1.md": "别的"})}, "D002.files"),
        ("released", {"files": {"v1.md": "sha256:0"}}, "D001.key"),
        ("released", {"files": []}, "D001.key"),
        ("released", {"by": ""}, "D001.key"),
        ("released", {"schema": "yanlu-handed-in/1"}, "D001.key"),
    ],
)
def test_parts_that_do_not_fit_together(
    tmp_path: Path, part: str, changes: dict[str, Any], kind: str
) -> None:
    hand_over(tmp_path / "inbox", NEW, **{part: changes})  # type: ignore[arg-type]
    assert refused(tmp_path)["kind"] == kind


def test_who_brought_a_draft_does_not_release_what_another_handed_in(tmp_path: Path) -> None:
    signed = {"handed_in": {"by": "another"}, "released": {"by": "qicao"}}
    hand_over(tmp_path / "inbox", NEW, **signed)  # type: ignore[arg-type]
    assert refused(tmp_path)["kind"] == "D002.one_account"


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 50_000, "9" * 200_000, "null", "[]", '"{}"', "{", "\ufeff{}"]
)
def test_json_that_is_a_bomb_or_no_object(tmp_path: Path, text: str) -> None:
    (hand_over(tmp_path / "inbox", NEW) / "released.json").write_text(text, "utf-8")
    assert refused(tmp_path)["kind"] in ("D001.not_json", "D001.key")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("plan.txt", "别的图\n"),
        ("clauses.lock.yml", "schema: yanlu-lock/1\n"),
        ("results.json", "{}"),
        ("commitments.yml", "[]\n"),
        ("v0.md", "文\n"),
        ("V2.md", "文\n"),
        ("v2.md.exe", "文\n"),
        ("停车.md", "文\n"),
    ],
)
def test_a_file_that_no_draft_may_change(tmp_path: Path, name: str, text: str) -> None:
    hand_over(tmp_path / "inbox", {**THERE, "notice.md": "改了\n", name: text}, base=THERE)
    problem = refused(tmp_path, THERE)
    assert (problem["path"].rpartition("/")[2], problem["kind"]) == (name, "D003.not_allowed")


@pytest.mark.parametrize("name", ["notice.md", "plan.txt"])
def test_a_file_that_the_draft_lacks(tmp_path: Path, name: str) -> None:
    hand_over(tmp_path / "inbox", {each: THERE[each] for each in {*THERE} - {name}}, base=THERE)
    assert refused(tmp_path, THERE)["kind"] == "D003.not_allowed"


@pytest.mark.parametrize("name", ["v1.md", "v1.en.md"])
def test_a_sealed_text(tmp_path: Path, name: str) -> None:
    there = {**THERE, "clauses.lock.yml": SEALED}
    hand_over(tmp_path / "inbox", {**there, name: "改了\n"}, base=there)
    assert refused(tmp_path, there)["kind"] == "D003.not_allowed"


@pytest.mark.parametrize("there", [{**THERE, "notice.md": "新公告\n"}, {**THERE, "v2.md": "二\n"}])
def test_a_policy_that_was_changed_meanwhile(tmp_path: Path, there: dict[str, str]) -> None:
    hand_over(tmp_path / "inbox", {**THERE, "v1.md": "改了\n"}, base=THERE)
    problem = refused(tmp_path, there)
    assert problem["kind"] == "D003.stale"
    assert "make the draft again" in problem["text"]


def test_a_policy_that_is_there_and_was_not(tmp_path: Path) -> None:
    hand_over(tmp_path / "inbox", {**NEW, "v1.md": "另一份\n"})
    assert refused(tmp_path, THERE)["kind"] == "D003.stale"


def test_a_lone_file_of_that_id(tmp_path: Path) -> None:
    hand_over(tmp_path / "inbox", NEW, policy="jiu")
    assert refused(tmp_path)["kind"] == "D003.no_folder"


def test_a_policy_that_is_a_link(tmp_path: Path) -> None:
    hand_over(tmp_path / "inbox", NEW)
    elsewhere = write(tmp_path / "elsewhere", {"policy.yml": "title: 别处\n"})
    write(tmp_path / "policies", {"jiu.md": "# 旧文件\n"})
    (tmp_path / "policies/tingche").symlink_to(elsewhere)
    assert refused(tmp_path)["kind"] == "D003.no_folder"
    assert sorted(snapshot(elsewhere)) == ["policy.yml"]


@pytest.mark.parametrize(
    ("metadata", "kind"),
    [
        ("title: 停车\nversions: [{id: v1}]\n", "D003.no_day"),
        (
            POLICY_YML + "attachments: [{title: 密, file: ../../../etc/passwd}]\n",
            "S003.not_attachable",
        ),
        (POLICY_YML + "links: [{rel: explains, to: wu}]\n", "S011.no_policy"),
        ("a: &a [x]\ntitle: *a\n", "Y001.alias"),
    ],
)
def test_a_policy_that_may_not_be_published_so(tmp_path: Path, metadata: str, kind: str) -> None:
    hand_over(tmp_path / "inbox", {**NEW, "policy.yml": metadata})
    kinds = refused_kinds(tmp_path)
    assert kind in kinds


def refused_kinds(folder: Path) -> set[str]:
    """Take, and return the kinds of all problems of the answer."""
    write(folder / "policies", {"jiu.md": "# 旧文件\n\n正文。\n"})
    where = ["--inbox", folder / "inbox", "--policies", folder / "policies"]
    command = ["take", *map(str, [*where, "--site", folder / "site"]), "--now", AT]
    assert main(command, {"YANLU_LANG": "en"}) == 1
    assert [path.name for path in (folder / "policies").iterdir()] == ["jiu.md"]
    return {each["kind"] for each in answer(folder / "inbox" / DRAFT)["problems"]}


@pytest.mark.parametrize("kind", ["link", "file"])
def test_a_draft_that_is_no_folder_is_named_and_the_others_are_taken(
    tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = hand_over(tmp_path / "inbox", NEW)
    other = tmp_path / "inbox" / "fedcba9876543210"
    if kind == "link":
        other.symlink_to(tmp_path / "elsewhere")
    else:
        other.touch()
    write(tmp_path / "policies", {"jiu.md": "# 旧文件\n\n正文。\n"})
    where = ["--inbox", tmp_path / "inbox", "--policies", tmp_path / "policies"]
    command = ["take", *map(str, [*where, "--site", tmp_path / "site"]), "--now", AT]
    assert main(command, {"YANLU_LANG": "en"}) == 1
    assert answer(draft)["published"] is True
    assert "no folders: fedcba9876543210; move them away" in capsys.readouterr().err


def test_an_answer_that_is_a_link_is_not_written_through(tmp_path: Path) -> None:
    """Whatever stands there, the draft counts as answered."""
    draft = hand_over(tmp_path / "inbox", NEW)
    (draft / "taken.json").symlink_to(tmp_path / "victim")
    write(tmp_path / "policies", {"jiu.md": "# 旧文件\n\n正文。\n"})
    where = ["--inbox", str(tmp_path / "inbox"), "--policies", str(tmp_path / "policies")]
    assert main(["take", *where], {}) == 0
    assert not (tmp_path / "victim").exists()


def test_a_file_that_is_changed_after_it_was_compared_is_taken_as_it_was_released(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = hand_over(tmp_path / "inbox", NEW)
    write(tmp_path / "policies", {"jiu.md": "# 旧文件\n\n正文。\n"})
    real = find_changes

    def later(*arguments: Any) -> dict[str, bytes]:
        other_bytes(draft / "policies/tingche/v1.md")
        (draft / "policies/tingche/clauses.lock.yml").write_text(SEALED, "utf-8")
        return real(*arguments)

    monkeypatch.setattr("publisher.inbox.take.find_changes", later)
    where = ["--inbox", tmp_path / "inbox", "--policies", tmp_path / "policies"]
    command = ["take", *map(str, [*where, "--site", tmp_path / "site"]), "--now", AT]
    assert main(command, {"YANLU_LANG": "en"}) == 0
    assert (tmp_path / "policies/tingche/v1.md").read_text("utf-8") == TEXT
    assert SEAL not in (tmp_path / "policies/tingche/clauses.lock.yml").read_text("utf-8")
