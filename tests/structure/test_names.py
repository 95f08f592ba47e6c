"""One meaning a name: no class and, but for a few, no module of the product is named twice."""

import re
from collections import defaultdict
from pathlib import Path

from tests.structure.test_house_rules import ROOT, sources

PRODUCT = (
    "catalogue", "publisher", "comments_service", "home", "interface", "processes", "samples",
    "yanlu",
)  # fmt: skip
# Where two rooms do the same to different things, or the room says of what the module is.
TWICE = {
    "blocks": "blocks of a Word file, of a web page, of Markdown",
    "errors": "what the contract and the service refuse by",
    "index": "the search index: its making in a build, its files",
    "links": "of the service's pages; checks of links",
    "main": "the command lines",
    "outcome": "checked, compiled, judged, released",
    "page": "the page that a room is about",
    "policy": "read, compiled, built",
    "reader": "of clauses, of a Word file, of a web page",
    "references": "in words, and checks of them",
    "routes": "of each part of the web",
    "run": "a run of the build, a run of the checks",
    "site": "the site as it is built, and as it is checked",
    "tables": "of the database, of a web page",
    "text": "canonical forms of a text; the text of a policy's page",
}
_FREE = {"__init__", "__main__"}


def is_kept_current(path: Path) -> bool:
    """Tell whether it is no migration; these stay as they were released."""
    return "migrations" not in path.parts


def modules() -> list[Path]:
    """Every module of the product but migrations."""
    return [path for path in sources(*PRODUCT) if is_kept_current(path)]


def test_no_class_is_named_twice() -> None:
    homes = defaultdict(set)
    for path in modules():
        for name in re.findall(r"^ *class (\w+)", path.read_text("utf-8"), re.MULTILINE):
            homes[name].add(str(path.relative_to(ROOT)))
    assert len(homes) > 300
    assert {name: found for name, found in homes.items() if len(found) > 1} == {}


def test_a_module_is_named_twice_only_for_a_reason() -> None:
    homes = defaultdict(set)
    for path in modules():
        homes[path.stem].add(str(path.relative_to(ROOT)))
    twice = {name: found for name, found in homes.items() if len(found) > 1}
    assert twice.keys() - _FREE == TWICE.keys()
    assert len(TWICE) <= 15


def test_no_room_is_a_hall() -> None:
    folders = {path.parent for path in modules()}
    counts = {str(each.relative_to(ROOT)): len([*each.glob("*.py")]) - 1 for each in folders}
    assert {name: count for name, count in counts.items() if count > 16} == {}


def test_the_tests_are_in_the_rooms_of_what_they_test() -> None:
    tests = ROOT / "tests"
    assert [path.name for path in tests.glob("*.py")] == ["conftest.py"]
    rooms = {path.parent.relative_to(tests / "unit") for path in (tests / "unit").rglob("*.py")}
    assert len(rooms) > 20
    assert {str(room) for room in rooms if not (ROOT / _room(room)).is_dir()} == set()


def _room(room: Path) -> Path:
    """Return the folder that a folder of unit tests is about; commands have no package."""
    return Path("script") if str(room) == "scripts" else room
