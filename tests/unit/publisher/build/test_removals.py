"""No address that was public disappears unless the caller names it."""

import shutil
from pathlib import Path

import pytest

from catalogue.window import parse_instant
from publisher.cli.main import main
from publisher.problems import BuildFailed
from tests.worlds.sites import build, snapshot, write

NOW = ["--now", "2018-07-15T10:00:00+08:00"]
TEXT = "一、总则\n\n正文。\n"
TWO = {
    "a/policy.yml": "title: 甲\nversions:\n- {id: v1, published_on: 2018-01-01}\n"
    "- {id: v2, published_on: 2018-02-01}\n",
    "a/v1.md": TEXT,
    "a/v2.md": TEXT + "\n二、附则\n",
    "b.md": "# 乙\n\n正文。\n",
}
ONE = "title: 甲\nversions: [{id: v1, published_on: 2018-01-01}]\n"

Said = pytest.CaptureFixture[str]


class Office:
    """A folder of policies with its site, and what the commands said of them last."""

    def __init__(self, folder: Path, capsys: Said) -> None:
        self.folder, self.capsys = folder, capsys
        self.policies = folder / "policies"
        self.said = ""

    def run(self, *arguments: str) -> int:
        where = ["--policies", str(self.policies)]
        where += ["--site", str(self.folder / "site")] if arguments[0] in ("build", "check") else []
        now = [] if "--now" in arguments else NOW
        status = main([*arguments, *where, *now], {"YANLU_LANG": "en"})
        found = self.capsys.readouterr().err.splitlines()
        self.said = "\n".join(line for line in found if "/site.yml:" not in line)
        return status

    def remove_version(self) -> None:
        write(self.policies, {"a/policy.yml": ONE})
        (self.policies / "a/v2.md").unlink()

    def has(self, page: str) -> bool:
        return (self.folder / "site" / page / "index.html").exists()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of policies and its site, built once; each test has a copy."""
    folder = tmp_path_factory.mktemp("built")
    build(write(folder / "policies", TWO), folder / "site")
    return folder


@pytest.fixture
def office(built: Path, tmp_path: Path, capsys: Said) -> Office:
    return Office(shutil.copytree(built, tmp_path / "office"), capsys)


def test_an_empty_policies_folder_leaves_the_site_as_it_was(office: Office) -> None:
    before = snapshot(office.folder / "site")
    shutil.rmtree(office.policies / "a")
    (office.policies / "b.md").unlink()
    for command in ("build", "check"):
        assert office.run(command) == 1
        assert f"{office.policies}:1: S016 holds no policy" in office.said
    assert snapshot(office.folder / "site") == before


def test_a_first_build_of_no_policies_is_refused_too(tmp_path: Path, capsys: Said) -> None:
    (tmp_path / "policies").mkdir()
    site = ["--policies", str(tmp_path / "policies"), "--site", str(tmp_path / "site")]
    assert main(["build", *site], {"YANLU_LANG": "en"}) == 1
    assert "S016" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_public_policy_does_not_go_silently(office: Office, command: str) -> None:
    shutil.rmtree(office.policies / "a")
    assert office.run(command) == 1
    assert office.said.splitlines()[0] == (
        f"{office.policies}/a:1: S017 public and would be gone: "
        "/a/, /a/changes/v1-v2/, /a/v1/, /a/v2/; put it back, or say --allow-removal a"
    )
    assert office.has("a/v1")


def test_it_goes_where_it_is_named_and_is_not_asked_for_again(office: Office) -> None:
    shutil.rmtree(office.policies / "a")
    assert office.run("check", "--allow-removal", "a") == 0
    assert office.run("build", "--allow-removal", "a") == 0
    assert not office.has("a")
    assert office.has("b")
    assert office.run("build") == 0


def test_naming_another_policy_lets_nothing_go(office: Office) -> None:
    shutil.rmtree(office.policies / "a")
    assert office.run("build", "--allow-removal", "b") == 1


def test_a_public_version_does_not_go_silently(office: Office) -> None:
    office.remove_version()
    assert office.run("build") == 1
    assert "/a/changes/v1-v2/, /a/v2/; put it back, or say --allow-removal a/v2" in office.said
    assert office.run("build", "--allow-removal", "a/v2") == 0
    assert office.has("a/v1")
    assert not office.has("a/v2")


def test_a_version_whose_day_was_put_off_does_not_go_silently(office: Office) -> None:
    late = TWO["a/policy.yml"].replace("2018-02-01", "2030-01-01")
    write(office.policies, {"a/policy.yml": late})
    assert office.run("build") == 1
    assert "/a/v2/" in office.said


def test_a_policy_with_errors_is_not_said_to_be_gone(office: Office) -> None:
    write(office.policies, {"a/policy.yml": "title: 甲\nauthor: 乙\n"})
    for command in ("build", "check"):
        assert office.run(command) == 1
        assert "Y003" in office.said
        assert "S017" not in office.said


def test_a_preview_may_lack_what_the_one_before_had(office: Office) -> None:
    preview = ["--preview", str(office.folder / "preview")]
    assert office.run("build", *preview) == 0
    shutil.rmtree(office.policies / "a")
    assert office.run("build", *preview) == 0


def test_a_site_that_was_lost_is_built_anew(office: Office) -> None:
    shutil.rmtree(office.folder / "site")
    (office.policies / "b.md").unlink()
    assert office.run("build") == 0


def test_a_renamed_folder_is_named_with_the_address_that_is_lost(office: Office) -> None:
    (office.policies / "a").rename(office.policies / "c")
    for command in ("build", "check"):
        assert office.run(command) == 1
        assert "/a/v1/" in office.said
        assert "its text is in c now" in office.said


def test_a_renamed_sealed_folder_is_named_also_without_its_site(office: Office) -> None:
    assert office.run("publish", "a", "v1") == 0
    shutil.rmtree(office.folder / "site")
    (office.policies / "a").rename(office.policies / "c")
    for command in ("build", "check"):
        assert office.run(command) == 1
        assert office.said.splitlines()[0] == (
            f"{office.policies}/c/clauses.lock.yml:1: V011 sealed as a, and /a/ is a permanent "
            "address, not /c/; rename it back, or write a: c under redirects in site.yml, or say "
            "--allow-removal a"
        )
    assert office.run("downloads", "c", "--no-pdf") == 1
    assert "V011" in office.said


def test_a_sealed_version_does_not_go_silently_also_without_its_site(office: Office) -> None:
    assert (office.run("publish", "a", "v1"), office.run("publish", "a", "v2")) == (0, 0)
    shutil.rmtree(office.folder / "site")
    office.remove_version()
    assert office.run("check") == 1
    assert "a/clauses.lock.yml:1: V010 v2 is sealed and no longer there, and /a/v2/" in office.said
    assert office.run("build", "--allow-removal", "a/v2") == 0
    write(office.policies, {"a/notice.md": "公告。\n"})
    assert (office.run("build"), office.run("check")) == (0, 0)


def test_what_came_back_is_asked_for_again(office: Office) -> None:
    shutil.move(office.policies / "a", office.folder / "a")
    assert office.run("build", "--allow-removal", "a") == 0
    shutil.move(office.folder / "a", office.policies / "a")
    assert office.run("build") == 0
    shutil.rmtree(office.policies / "a")
    assert office.run("build") == 1


def test_sealing_with_the_removal_named_settles_it_for_good(office: Office) -> None:
    assert office.run("publish", "a", "v1") == 0
    shutil.rmtree(office.folder / "site")
    (office.policies / "a").rename(office.policies / "c")
    assert office.run("publish", "c", "v1") == 1
    assert office.run("publish", "c", "v1", "--allow-removal", "a") == 0
    assert office.run("build") == 0


def test_a_look_back_by_a_named_time_may_show_less(office: Office) -> None:
    assert office.run("check", "--now", "2018-01-15T10:00:00+08:00") == 0
    assert office.run("build", "--now", "2018-01-15T10:00:00+08:00") == 0
    assert not office.has("a/v2")


def test_a_look_back_lets_nothing_go_that_was_public_then(office: Office) -> None:
    shutil.rmtree(office.policies / "a")
    for command in ("build", "check"):
        assert office.run(command, "--now", "2018-01-15T10:00:00+08:00") == 1
        assert "S017 public and would be gone: /a/, /a/v1/;" in office.said
    assert office.has("a/v1")


def test_english_pages_that_go_alone_go_where_they_are_named(office: Office) -> None:
    write(office.policies, {"c/policy.yml": "title: 丙\n", "c/v1.md": TEXT})
    assert office.run("build") == 0
    shutil.rmtree(office.policies / "c")
    write(office.policies, {"c.md": "# 丙\n\n正文。\n"})
    assert office.run("build") == 1
    assert office.said.splitlines()[0].endswith(
        "gone: /en/c/, /en/c/v1/; put it back, or say --allow-removal en/c"
    )
    assert office.run("build", "--allow-removal", "en/c") == 0
    assert office.has("c/v1")
    assert office.run("build") == 0


def test_a_clock_that_was_set_back_takes_nothing_away(office: Office) -> None:
    early = parse_instant("2018-01-15T10:00:00+08:00")
    with pytest.raises(BuildFailed):
        build(office.policies, office.folder / "site", now=early)
    assert office.has("a/v2")


def test_the_outcome_and_the_english_pages_are_addresses_too(office: Office) -> None:
    told = '{"schema": "yanlu-results/1", "policy": "a", "published_on": "2018-03-01", "counts": '
    counts = '{"comments": 0, "adopted": 0, "partly_adopted": 0, "not_adopted": 0}}'
    write(office.policies, {"a/results.json": told + counts})
    assert office.run("build") == 0
    (office.policies / "a/results.json").unlink()
    assert office.run("build") == 1
    assert "/a/results/; put it back, or say --allow-removal a/results" in office.said
    assert office.has("en/a/results")
