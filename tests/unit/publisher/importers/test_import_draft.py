"""The folder that is written: whole or not at all, and never over what is there."""

from pathlib import Path

import pytest

from publisher.importers.compose_draft import ImportRequest
from publisher.importers.import_draft import import_draft
from publisher.problems import Problems
from publisher.sources import read_policies
from tests.unit.publisher.importers.conftest import Importing
from tests.worlds.sites import snapshot

TEXT = "工作方案\n\n一、总体要求\n".encode()


def test_a_new_policy_is_read_without_a_fault(imported: Importing) -> None:
    folder = imported("甲.txt", TEXT).folder
    problems = Problems()
    (source,) = read_policies(folder.parent, problems)
    assert list(problems) == []
    assert source.policy.title == "工作方案"
    assert sorted(snapshot(folder)) == ["policy.yml", "repairs.yml", "v1.md"]


def test_a_folder_with_its_metadata_gets_the_first_version(
    imported: Importing, tmp_path: Path
) -> None:
    folder = tmp_path / "policies" / "draft"
    folder.mkdir(parents=True)
    (folder / "policy.yml").write_text("title: 甲\n", "utf-8")
    assert sorted(snapshot(imported("甲.txt", TEXT).folder)) == [
        "policy.yml", "repairs.yml", "v1.md",
    ]  # fmt: skip


def test_nothing_is_written_over_a_file_and_nothing_beside_it(
    imported: Importing, tmp_path: Path
) -> None:
    folder = tmp_path / "policies" / "draft"
    folder.mkdir(parents=True)
    (folder / "repairs.yml").write_text("by hand", "utf-8")
    outcome = imported("甲.txt", TEXT)
    assert outcome.problems == ["policies/draft/repairs.yml:1: I008.there"]
    assert snapshot(folder.parent) == {"draft/repairs.yml": b"by hand"}


def test_a_lone_file_of_the_name_is_in_the_way(imported: Importing, tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "draft.md").write_text("# 甲\n", "utf-8")
    assert imported("甲.txt", TEXT).problems[0].startswith("policies/draft:1: I008.no_folder")


@pytest.mark.parametrize("name", ["十堰", "Draft", "search"])
def test_a_folder_that_can_be_no_policy_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT)
    problems = Problems()
    assert import_draft(ImportRequest(file, tmp_path), tmp_path / name, problems) is None
    assert problems.found[0].code == "I008"
    assert list(tmp_path.iterdir()) == [file]


def test_a_place_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT)
    problems = Problems()
    assert import_draft(ImportRequest(file, file), file / "draft", problems) is None
    assert problems.found[0].code == "I010"


def test_files_already_named_are_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    from publisher.importers.blocks.faults import ImportFault
    from publisher.importers.writing import write_files

    link = os.link

    def once(source: Path, target: Path) -> None:
        if target.name == "b":
            raise FileExistsError(17, "File exists")
        link(source, target)

    monkeypatch.setattr(os, "link", once)
    with pytest.raises(ImportFault):
        write_files(tmp_path / "draft", {"a": "1", "b": "2"})
    assert list(tmp_path.iterdir()) == []
