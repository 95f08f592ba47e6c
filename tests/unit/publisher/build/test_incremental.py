"""Only what changed is rendered again, and the site is what a full build would make."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from catalogue.window import parse_instant
from publisher.cli.main import main
from publisher.files.staging import kept_of, spare_of
from publisher.problems import BuildFailed, Problems
from publisher.sources import Place, PolicySource, read_policy
from tests.worlds.sites import build, snapshot, write

SOURCES = {
    "a/policy.yml": "title: 甲\nlinks: [{rel: explains, to: b}]\n",
    "a/v1.md": "一、支持企业\n\n设立专项资金。\n",
    "b/policy.yml": "title: 乙\n",
    "b/v1.md": "专项资金由财政安排。\n",
    "c.md": "# 丙\n\n其他文字。\n",
}


class Workshop:
    """Sources, the site built from them again and again, and a fresh site to compare."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rendered = 0

    def build(self, edits: dict[str, str | None], **changes: Any) -> None:
        """Apply edits (None removes a file) and build over the old site."""
        policies = self.folder / "policies"
        write(policies, {name: text for name, text in edits.items() if text is not None})
        for name in (name for name, text in edits.items() if text is None):
            (policies / name).unlink()
            if not any((policies / name).parent.iterdir()):
                (policies / name).parent.rmdir()
        self.rendered = build(policies, self.folder / "site", **changes).rendered

    def is_whole(self, **changes: Any) -> bool:
        """Tell whether the site is, file by file, what a build from nothing makes."""
        shutil.rmtree(self.folder / "fresh", ignore_errors=True)
        shutil.rmtree(kept_of(self.folder / "fresh"), ignore_errors=True)
        build(self.folder / "policies", self.folder / "fresh", **changes)
        return snapshot(self.folder / "site") == snapshot(self.folder / "fresh")


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    made = Workshop(tmp_path)
    made.build(dict(SOURCES))
    return made


def test_an_unchanged_tree_is_not_made_again(workshop: Workshop) -> None:
    workshop.build({})
    assert workshop.rendered == 0
    assert workshop.is_whole()


@pytest.mark.parametrize("name", ["c.md", "b/v1.md"])
def test_an_edit_renders_one_policy_again_and_again(workshop: Workshop, name: str) -> None:
    for turn in "一二三四":
        workshop.build({name: SOURCES[name].replace("。\n", f"，第{turn}次。\n") + "\n"})
        assert workshop.rendered == 1
        assert workshop.is_whole()


def test_texts_that_name_another_follow_its_title(workshop: Workshop) -> None:
    workshop.build({"b/policy.yml": "title: 丁\n"})
    assert workshop.rendered == 2
    assert "丁" in (workshop.folder / "site/a/index.html").read_text("utf-8")
    assert workshop.is_whole()


def test_policies_come_and_go(workshop: Workshop) -> None:
    workshop.build({"d.md": "# 新\n\n新的文字。\n", "c.md": None}, removals=frozenset("c"))
    assert workshop.is_whole()
    gone = {"a/policy.yml": None, "a/v1.md": None}
    workshop.build({"c.md": SOURCES["c.md"], **gone}, removals=frozenset("a"))
    assert workshop.is_whole()
    assert not (workshop.folder / "site/a").exists()


def test_what_becomes_public_later_is_made_then(workshop: Workshop) -> None:
    version = "title: 乙\nversions: [{id: v1, published_on: 2018-07-16}]\n"
    workshop.build({"b/policy.yml": version}, removals=frozenset("b"))
    assert not (workshop.folder / "site/b").exists()
    later = parse_instant("2018-07-16T00:00:00+08:00")
    workshop.build({}, now=later)
    assert workshop.rendered == 2
    assert workshop.is_whole(now=later)


def test_other_settings_render_all_again(workshop: Workshop) -> None:
    workshop.build({}, service_url="https://yj.example.org/")
    assert workshop.rendered == 3
    assert workshop.is_whole(service_url="https://yj.example.org/")


def test_pages_that_were_taken_out_by_hand_are_made_again(workshop: Workshop) -> None:
    (workshop.folder / "site/c/index.html").unlink()
    workshop.build({})
    assert workshop.is_whole()


def test_a_failed_build_is_followed_by_a_good_one(workshop: Workshop) -> None:
    workshop.build({})
    before = snapshot(workshop.folder / "site")
    with pytest.raises(BuildFailed):
        workshop.build({"e/policy.yml": "title: 戊\n"})
    assert snapshot(workshop.folder / "site") == before
    workshop.build({"e/v1.md": "正文。\n"})
    assert workshop.is_whole()


def test_a_warning_is_given_each_time(tmp_path: Path) -> None:
    for _ in range(2):
        problems = Problems()
        build(
            write(tmp_path / "policies", {"c.md": "# 丙\n\n二、总则\n"}),
            tmp_path / "site",
            problems=problems,
        )
        assert [problem.code for problem in problems] == ["C002"]


def test_many_processes_make_what_one_makes(tmp_path: Path) -> None:
    many = {
        f"p{number:02}.md": f"# 文件{number}\n\n第一条 内容{number}。\n" for number in range(40)
    }
    policies = write(tmp_path / "policies", many)
    build(policies, tmp_path / "one", jobs=1)
    build(policies, tmp_path / "two", jobs=2)
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")


def test_progress_is_told_until_all_is_done(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    many = {f"p{number:02}.md": f"# 文件{number}\n\n内容。\n" for number in range(40)}
    policies = write(tmp_path / "policies", many)
    build(policies, tmp_path / "site", progress=lambda done, total: told.append((done, total)))
    assert len(told) > 1
    assert told == sorted(told)
    assert told[-1] == (40, 40)


def test_files_taken_out_do_not_come_back_and_go_again(workshop: Workshop) -> None:
    workshop.build({})
    (workshop.folder / "site/b/v1/clauses.json").unlink()
    for turn in "一二三":
        workshop.build({"c.md": f"# 丙\n\n第{turn}次。\n"})
        assert workshop.is_whole()


def test_windows_are_written_alike_whether_made_or_taken_over(workshop: Workshop) -> None:
    windows = "windows: [{id: w1, version: v1, opens: 2018-07-12, closes: 2018-07-18}]\n"
    workshop.build({"b/policy.yml": f"title: 乙\nkind: consultation\n{windows}"})
    workshop.build({})
    assert workshop.is_whole()


def test_each_page_names_its_own_address_whoever_makes_it(tmp_path: Path) -> None:
    many = {f"p{number:02}.md": f"# 文件{number}\n\n内容。\n" for number in range(20)}
    policies, base = write(tmp_path / "policies", many), "https://example.org/yjzj/"
    build(policies, tmp_path / "one", jobs=1, base_url=base)
    build(policies, tmp_path / "two", jobs=2, base_url=base)
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")
    page = (tmp_path / "one/p07/index.html").read_text("utf-8")
    assert f"{base}p07/" in page
    assert f"{base}p08/" not in page


def test_downloads_of_texts_that_name_each_other_are_put_in_place(tmp_path: Path) -> None:
    policies, cache = write(tmp_path / "policies", SOURCES), tmp_path / "cache"
    make = ["--policies", str(policies), "--cache", str(cache), "--no-pdf"]
    assert main(["downloads", *make, "--now", "2018-07-15T10:00:00+08:00"]) == 0
    build(policies, tmp_path / "site", cache=cache)
    assert (tmp_path / "site/b/v1/b-v1.docx").is_file()


def test_what_is_saved_while_a_policy_is_read_is_not_taken_for_what_was_read(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, first = workshop.folder / "policies/c.md", "# 丙\n\n先写的文字。\n"

    def read_late(place: Place, problems: Problems) -> PolicySource | None:
        if place.id == "c":
            path.write_text("# 丙\n\n后写的文字。\n", "utf-8")
        return read_policy(place, problems)

    with monkeypatch.context() as patch:
        patch.setattr("publisher.build.policy.read_policy", read_late)
        workshop.build({"c.md": first})
    workshop.build({"c.md": first})
    page = (workshop.folder / "site/c/index.html").read_text("utf-8")
    assert "先写的文字" in page
    assert workshop.is_whole()


def test_a_file_that_comes_while_a_policy_is_read_is_read_by_the_next_build(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_late(place: Place, problems: Problems) -> PolicySource | None:
        source = read_policy(place, problems)
        if place.id == "b":
            (place.path / "notice.md").write_text("# 公告\n\n请提意见。\n", "utf-8")
        return source

    with monkeypatch.context() as patch:
        patch.setattr("publisher.build.policy.read_policy", write_late)
        workshop.build({"b/v1.md": "专项资金由市财政安排。\n"})
    workshop.build({})
    assert workshop.rendered == 1
    assert workshop.is_whole()


def test_only_what_a_build_wrote_is_removed_from_an_older_tree(workshop: Workshop) -> None:
    workshop.build({})
    spare = spare_of(workshop.folder / "site")
    (spare / "ours.txt").write_text("放在这里的文件", "utf-8")
    (spare / "en/ours").mkdir()
    assert (spare / "c").is_dir()
    workshop.build({"c.md": None}, removals=frozenset("c"))
    site = workshop.folder / "site"
    assert (site / "ours.txt").read_text("utf-8") == "放在这里的文件"
    (site / "ours.txt").unlink()
    (site / "en/ours").rmdir()
    assert workshop.is_whole()
    assert not (site / "c").exists()
