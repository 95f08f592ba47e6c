"""The build is reproducible, and what was spliced is what a full build makes."""

from pathlib import Path

from catalogue.window import parse_instant
from publisher.files.staging import MARKER
from tests.worlds.sites import build, snapshot, write

SOURCES = {
    "a/policy.yml": "title: 甲\nkind: consultation\n",
    "a/v1.md": "一、支持企业\n\n设立专项资金。\n",
    "b/policy.yml": "title: 乙\n",
    "b/v1.md": "专项资金由财政安排。\n",
    "c.md": "# 丙\n\n其他文字。\n",
}
EDIT = {"b/v1.md": "专项资金不再安排，另行规定。\n"}


def full(folder: Path, sources: dict[str, str], gone: str = "") -> dict[str, bytes]:
    policies = write(folder / "policies", sources)
    build(policies, folder / "site", removals=frozenset(gone.split()))
    return snapshot(folder / "site")


def test_two_builds_of_the_same_time_are_the_same(tmp_path: Path) -> None:
    first = full(tmp_path / "one", SOURCES)
    assert first == full(tmp_path / "two", SOURCES)
    assert first == full(tmp_path / "one", {})
    assert MARKER in first


def test_an_edit_over_the_old_site_makes_the_same_as_a_full_build(tmp_path: Path) -> None:
    full(tmp_path / "edited", SOURCES)
    (tmp_path / "edited" / "policies" / "c.md").unlink()
    full(tmp_path / "edited", {"aa.md": "# 新\n\n新的文字。\n"}, gone="c")
    edited = full(tmp_path / "edited", EDIT)
    kept = {name: text for name, text in SOURCES.items() if name != "c.md"}
    new = {**kept, **EDIT, "aa.md": "# 新\n\n新的文字。\n"}
    assert edited == full(tmp_path / "new", new)


def test_only_the_catalogue_tells_when_it_was_built(tmp_path: Path) -> None:
    write(tmp_path / "policies", SOURCES)
    build(tmp_path / "policies", tmp_path / "one")
    build(tmp_path / "policies", tmp_path / "two", now=parse_instant("2018-07-16T10:00:00+08:00"))
    one, two = snapshot(tmp_path / "one"), snapshot(tmp_path / "two")
    differ = {name for name in one | two if one.get(name) != two.get(name)}
    assert differ == {"catalogue.json", "catalogue.json.gz"}
