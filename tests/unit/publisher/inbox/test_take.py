"""``build.py take``: what was released is checked, put in, sealed and built."""

import json
import os
from pathlib import Path

import pytest
import yaml

from publisher.build.run import build_site
from publisher.cli.main import main
from publisher.inbox import take as taking
from tests.worlds.inboxes import DRAFT, NEW, POLICY_YML, TEXT, answer, hand_over
from tests.worlds.sites import snapshot, write

OTHER = "fedcba9876543210"
Said = pytest.CaptureFixture[str]


def take(folder: Path, language: str = "en") -> int:
    write(folder / "policies", {"jiu.md": "# 旧文件\n\n正文。\n"})
    where = ["--inbox", folder / "inbox", "--policies", folder / "policies"]
    command = ["take", *map(str, [*where, "--site", folder / "site"])]
    return main([*command, "--now", "2018-07-15T10:00:00+08:00"], {"YANLU_LANG": language})


def test_a_new_policy_is_put_in_sealed_and_published(tmp_path: Path, capsys: Said) -> None:
    draft = hand_over(tmp_path / "inbox", NEW)
    assert take(tmp_path) == 0
    assert capsys.readouterr() == (f"{DRAFT}: tingche v1 is published\n", "")
    assert (tmp_path / "site/tingche/v1/index.html").exists()
    folder = tmp_path / "policies/tingche"
    assert (folder / "v1.md").read_text("utf-8") == TEXT
    lock = yaml.safe_load((folder / "clauses.lock.yml").read_text("utf-8"))
    assert (lock["policy"], list(lock["versions"])) == ("tingche", ["v1"])
    taken = answer(draft)
    assert {each["code"] for each in taken.pop("problems")} == {"K007", "K010"}
    assert taken == {
        "schema": "yanlu-taken/1",
        "at": "2018-07-15T02:00:00+00:00",
        "policy": "tingche",
        "version": "v1",
        "published": True,
    }
    assert [path.name for path in (tmp_path / "policies").iterdir() if path.is_dir()] == ["tingche"]


def test_what_was_taken_or_is_not_released_is_left_alone(tmp_path: Path, capsys: Said) -> None:
    (hand_over(tmp_path / "inbox", NEW) / "taken.json").write_text("{}")
    (hand_over(tmp_path / "inbox", NEW, draft=OTHER) / "released.json").unlink()
    hand_over(tmp_path / "inbox", NEW, draft=".0123456789abcde")
    assert take(tmp_path) == 0
    assert capsys.readouterr() == (f"{tmp_path / 'inbox'}: there is nothing to take\n", "")
    assert not (tmp_path / "site").exists()
    assert not (tmp_path / "policies/tingche").exists()


def test_the_next_version_of_a_sealed_policy_is_taken(tmp_path: Path) -> None:
    hand_over(tmp_path / "inbox", NEW)
    assert take(tmp_path) == 0
    folder = tmp_path / "policies/tingche"
    write(folder, {"plan.txt": "图", ".sealed/.keep": ""})
    base = {name: data.decode() for name, data in snapshot(folder).items() if name[0] != "."}
    metadata = f"{POLICY_YML}  - {{id: v2, label: 修改稿, published_on: 2018-07-15}}\n"
    metadata += "attachments: [{title: 图, file: plan.txt}]\n"
    changed = base | {"policy.yml": metadata, "v2.md": TEXT + "\n二、附则\n\n自公布之日起施行。\n"}
    draft = hand_over(tmp_path / "inbox", changed, draft=OTHER, base=base)
    assert take(tmp_path) == 0, answer(draft)
    assert answer(draft)["version"] == "v2"
    lock = yaml.safe_load((folder / "clauses.lock.yml").read_text("utf-8"))
    assert list(lock["versions"]) == ["v1", "v2"]
    assert (folder / ".sealed/.keep").exists()
    assert len(list((folder / ".sealed").glob("v?.*.md"))) == 2


def test_a_draft_with_errors_is_answered_and_the_others_are_taken(
    tmp_path: Path, capsys: Said
) -> None:
    bad = hand_over(tmp_path / "inbox", {**NEW, "policy.yml": POLICY_YML + "author: 乙\n"})
    good = hand_over(tmp_path / "inbox", NEW, draft=OTHER, policy="lvhua")
    assert take(tmp_path, "zh-CN") == 1
    (problem,) = answer(bad)["problems"]
    assert (problem["path"], problem["line"], problem["code"]) == ("tingche/policy.yml", 5, "Y003")
    assert "没有 author 这个键" in problem["text"]
    assert (answer(bad)["published"], answer(good)["published"]) == (False, True)
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        f"{DRAFT}：没有收；问题见 taken.json",
        f"{OTHER}：lvhua v1 已公开",
    ]
    assert not (tmp_path / "policies/tingche").exists()


def test_a_version_with_unsure_clauses_is_not_sealed_and_not_taken(tmp_path: Path) -> None:
    first = TEXT + "\n鼓励机关和企业事业单位在夜间和节假日向社会开放停车场，收费按照规定执行。\n"
    hand_over(tmp_path / "inbox", {**NEW, "v1.md": first})
    assert take(tmp_path) == 0
    folder = tmp_path / "policies/tingche"
    before = snapshot(folder)
    base = {name: data.decode() for name, data in before.items() if name[0] != "."}
    text = TEXT + "\n鼓励机关和企业事业单位错时开放停车场，收费标准由双方协商确定。\n"
    metadata = f"{POLICY_YML}  - {{id: v2, published_on: 2018-07-15}}\n"
    changed = base | {"policy.yml": metadata, "v2.md": text}
    draft = hand_over(tmp_path / "inbox", changed, draft=OTHER, base=base)
    assert take(tmp_path) == 1
    assert "V006" in {each["code"] for each in answer(draft)["problems"]}
    assert snapshot(folder) == before


def test_of_two_drafts_of_a_policy_the_one_that_was_released_first_is_taken(tmp_path: Path) -> None:
    late, first = (
        hand_over(tmp_path / "inbox", {**NEW, "v1.md": TEXT + line}, draft=name * 16)
        for name, line in (("0", "\n二、后发布的。\n"), ("f", "\n二、先发布的。\n"))
    )
    os.utime(first / "released.json", (0, 0))
    assert take(tmp_path) == 1
    assert (answer(first)["published"], answer(late)["published"]) == (True, False)
    assert "先发布的" in (tmp_path / "policies/tingche/v1.md").read_text("utf-8")


def test_a_site_that_cannot_be_built_makes_the_drafts_wait(tmp_path: Path, capsys: Said) -> None:
    draft = hand_over(tmp_path / "inbox", NEW)
    write(
        tmp_path / "policies", {"huai/policy.yml": "title: 坏\nauthor: 乙\n", "huai/v1.md": "文\n"}
    )
    assert take(tmp_path) == 1
    assert "huai/policy.yml:2: Y003" in capsys.readouterr().err
    assert not (draft / "taken.json").exists()
    (tmp_path / "policies/huai/policy.yml").write_text("title: 好\n", "utf-8")
    assert take(tmp_path) == 0
    assert answer(draft)["published"] is True


@pytest.mark.parametrize("step", ["build_site", "_answer"])
def test_a_take_that_is_killed_is_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    draft = hand_over(tmp_path / "inbox", NEW)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(taking, step, killed)
        with pytest.raises(KeyboardInterrupt):
            take(tmp_path)
    assert not (draft / "taken.json").exists()
    sealed = snapshot(tmp_path / "policies")
    assert take(tmp_path) == 0
    assert answer(draft)["published"] is True
    assert snapshot(tmp_path / "policies") == sealed


def test_what_a_killed_take_left_next_to_a_policy_is_swept(tmp_path: Path) -> None:
    hand_over(tmp_path / "inbox", NEW)
    left = write(tmp_path / "policies/.site.tingche.999999999", {"v1.md": "半"})
    assert take(tmp_path) == 0
    assert not left.exists()


def test_no_inbox_ends_with_2(tmp_path: Path, capsys: Said) -> None:
    assert main(["take"], {"YANLU_LANG": "en"}) == 2
    assert "name it with --inbox, or set YANLU_INBOX" in capsys.readouterr().err
    assert main(["take"], {"YANLU_LANG": "en", "YANLU_INBOX": str(tmp_path / "none")}) == 2
    assert "No such file or directory" in capsys.readouterr().err
    file = write(tmp_path, {"file": ""}) / "file"
    assert main(["take", "--inbox", str(file)], {"YANLU_LANG": "en"}) == 2
    assert "Not a directory" in capsys.readouterr().err


def test_policies_that_are_not_there_end_with_2(tmp_path: Path, capsys: Said) -> None:
    hand_over(tmp_path / "inbox", NEW)
    where = ["--inbox", str(tmp_path / "inbox"), "--policies", str(tmp_path / "none")]
    assert main(["take", *where], {"YANLU_LANG": "en"}) == 2
    assert f"{tmp_path}/none: No such file or directory" in capsys.readouterr().err


def test_an_inbox_that_others_may_write_is_refused(tmp_path: Path, capsys: Said) -> None:
    hand_over(tmp_path / "inbox", NEW)
    (tmp_path / "inbox").chmod(0o770)
    assert take(tmp_path) == 2
    assert "run chmod 700 on it" in capsys.readouterr().err
    assert not (tmp_path / "policies/tingche").exists()


def test_a_second_take_waits_for_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl
    import os

    hand_over(tmp_path / "inbox", NEW)
    write(tmp_path / "policies", {"jiu.md": "# 旧文件\n\n正文。\n"})
    tried: list[bool] = []

    def locked_meanwhile(*arguments: object) -> object:
        folder = os.open(tmp_path / "policies", os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tried.append(True)
        finally:
            os.close(folder)
        return build_site(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(taking, "build_site", locked_meanwhile)
    assert take(tmp_path) == 0
    assert tried == [True]
    assert json.loads((tmp_path / "inbox" / DRAFT / "taken.json").read_text())["published"]
