"""The folder that is written: whole or not at all, and never over what is there."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from publisher.importers.blocks import limits
from publisher.importers.compose_draft import ImportRequest
from publisher.importers.import_draft import import_draft
from publisher.problems import Problems
from publisher.sources import read_policies
from publisher.sources.own_file import open_own
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


def test_where_there_is_no_room_everything_stays_as_it_was(
    imported: Importing, tmp_path: Path
) -> None:
    before = snapshot(imported("甲.txt", TEXT).folder.parent)
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    (tmp_path / "乙.txt").write_bytes(TEXT * 20)
    problems = Problems()
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(TEXT), most[1]))
    try:
        request = ImportRequest(tmp_path / "乙.txt", tmp_path / "policies")
        import_draft(request, request.policies / "draft", problems)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
    assert [each.text("zh").partition(": ")[2] for each in problems] == [
        "I010 无法写入（文件超过允许的大小）；请检查空间和权限"
    ]
    assert snapshot(tmp_path / "policies") == before


def test_a_file_that_is_being_saved_is_not_read_in_part(
    imported: Importing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def opened(path: Path, *, follow: bool) -> Iterator[BinaryIO]:
        class Saved(FileIO):
            """A file to which somebody writes when its beginning has been read."""

            def read(self, size: int | None = -1) -> bytes:
                beginning = super().read(size)
                path.write_bytes(TEXT * 2)
                return beginning or b""

        with open_own(path, follow=follow), Saved(path) as file:
            yield cast("BinaryIO", file)

    monkeypatch.setattr(limits, "open_own", opened)
    assert imported("甲.txt", TEXT).problems == ["甲.txt:1: I001.changed"]
    assert not (tmp_path / "policies").exists()


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
