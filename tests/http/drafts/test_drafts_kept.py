"""Nothing of a draft is lost that was answered for: killed half way, changed by two, crowded."""

import errno
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from comments_service.domain.accounts.roles import Role
from comments_service.exports.atomic_write import flush_to_disk
from comments_service.services.drafts import child_builder, draft_folders
from tests.worlds.brought_drafts import bring, brought, page, take_step
from tests.worlds.officers import Desk, signed_in


class Killed(BaseException):
    """What ends a process at once."""


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_draft_outlives_a_service_that_is_killed_while_it_is_replaced(
    drafter: Desk, inbox: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    name, left = brought(drafter), iter(range(1, at))

    def step(real: Any) -> Any:
        def taken(*arguments: Any, **options: Any) -> Any:
            if next(left, None) is None:
                raise Killed
            return real(*arguments, **options)

        return taken

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", step(Path.rename))
        patch.setattr(f"{draft_folders.__name__}.flush_to_disk", step(flush_to_disk))
        with pytest.raises(Killed):
            drafter.post(f"drafts/{name}/answers", {"title": "新的标题"})
    for path in inbox.iterdir():
        os.utime(path, (0, 0))
    brought(drafter, id="another-2018")
    assert ("新的标题" in page(drafter, name)) is (at == 3)
    assert len(list(inbox.iterdir())) == 2


def test_what_is_not_the_desk_s_own_in_the_inbox_is_left_alone(drafter: Desk, inbox: Path) -> None:
    (inbox / ".snapshot").mkdir()
    os.utime(inbox / ".snapshot", (0, 0))
    brought(drafter)
    assert (inbox / ".snapshot").exists()


def test_files_that_go_while_they_are_counted_are_not_counted(
    drafter: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "walk", lambda at: [(str(at), [], ["gone"])])
    assert bring(drafter).status_code == 303


def test_the_list_reads_nothing_of_what_was_read(drafter: Desk, inbox: Path) -> None:
    name = brought(drafter)
    (inbox / name / "reading.json").unlink()
    assert "某某市支持工业发展的措施" in drafter.get("drafts/").text


def test_who_brought_what_could_not_be_checked_is_told_what_to_do(
    drafter: Desk, inbox: Path
) -> None:
    name = brought(drafter)
    (inbox / name / "findings.json").unlink()
    assert "没有检查完" in page(drafter, name)
    assert "分成几份" in page(drafter, name)
    assert take_step(drafter, name, "handed_in").status_code == 422


def test_who_fills_in_a_draft_whose_file_was_replaced_meanwhile_is_told(
    drafter: Desk, inbox: Path
) -> None:
    name = brought(drafter)
    (inbox / name / "source.txt").unlink()
    answer = drafter.post(f"drafts/{name}/answers", {"title": "留着我"})
    assert answer.status_code == 409
    assert "留着我" in answer.text


def test_where_the_inbox_is_gone_the_rest_of_the_desk_goes_on(
    app: Flask, drafter: Desk, inbox: Path
) -> None:
    publisher = signed_in(app, "chenjing", Role.PUBLISHER)
    name = brought(drafter)
    inbox.rename(inbox.with_name("elsewhere"))
    assert publisher.get().status_code == 200
    answers = [drafter.get("drafts/"), drafter.get(f"drafts/{name}"), bring(drafter)]
    assert [(each.status_code, "暂时不可用" in each.text) for each in answers] == [(503, True)] * 3


def test_where_the_disk_is_full_nothing_is_half_there(
    drafter: Desk, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("comments_service.services.drafts.draft_making.write_json", full)
        assert bring(drafter).status_code == 503
        assert list(inbox.iterdir()) == []
    name = brought(drafter)
    with monkeypatch.context() as patch:
        patch.setattr("comments_service.services.drafts.drafting.write_json", full)
        assert take_step(drafter, name, "handed_in").status_code == 503
    assert take_step(drafter, name, "handed_in").status_code == 303


@pytest.mark.sqlite
def test_a_process_that_left_its_group_keeps_nobody_waiting(
    drafter: Desk, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_builder, "SECONDS", 3)
    assert "没有读完" in bring(drafter, "分身、挂起").text
    # It is there still, and holds what it could write to.
    os.kill(int((inbox.parent / "escaped").read_text("ascii")), signal.SIGKILL)
