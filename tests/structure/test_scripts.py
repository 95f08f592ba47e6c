"""The scripts of the site: no fault told as another, and what they are made of."""

import re
from collections import Counter
from pathlib import Path

import pytest

from interface import names
from publisher.build.scripts import site_scripts

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "publisher/theme/assets/yanlu"
SHARED = ROOT / "interface/scripts"
SCRIPTS = sorted([*FOLDER.rglob("*.js"), *SHARED.iterdir()])
DESK = ROOT / "interface/desk.js"
CLASSIC = SHARED / "display.js"
MODULES = [path for path in SCRIPTS if path != CLASSIC]
# Used where the browser has it, and done without where it has not.
LOOKED_FOR = {"modal.js": ["showModal", ".close("]}


def text(path: Path) -> str:
    return path.read_text("utf-8")


def code(path: Path) -> str:
    """Return a script without its comments."""
    return re.sub(r"/\*.*?\*/|(?m:^[ \t]*//[^\n]*$)", "", text(path), flags=re.DOTALL)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_dialog_is_opened_and_closed_in_one_place(path: Path) -> None:
    used = [name for name in ("showModal", ".close()") if name in code(path)]
    assert bool(used) == (path.name in LOOKED_FOR)


@pytest.mark.parametrize("path", [*SCRIPTS, DESK], ids=lambda path: path.name)
def test_every_catch_looks_at_what_it_caught(path: Path) -> None:
    written = code(path)
    assert re.findall(r"catch \{", written) == []
    for block in re.findall(r"catch \(error\) \{(.*?)\n\s*\}", written, flags=re.DOTALL):
        assert re.search(
            r"error instanceof|(unlessNoAnswer|faultWords|console\.error)\(error\)", block
        )
    assert re.findall(r"catch \((?!error\))", written) == []


def test_only_what_begins_again_drops_a_rejection_unseen() -> None:
    dropped = {
        (path.name, line.strip())
        for path in MODULES
        for line in code(path).splitlines()
        if re.search(r"\.catch\(\(\) =>", line)
    }
    assert dropped == {("page.js", "coming.catch(() => kept.delete(key));")}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_short(path: Path) -> None:
    assert len(text(path).splitlines()) <= 300


def declared(source: str) -> list[str]:
    """Return what a module declares outside its functions and classes."""
    return re.findall(
        r"^(?:export )?(?:async )?(?:function|class|const|let) (\w+)", source, re.MULTILINE
    )


def test_no_two_functions_of_one_name_do_different_things() -> None:
    form = r"^(?:export )?(?:async )?(?:function (\w+)|const (\w+) = (?:async )?\(?[\w, {}]*\)? =>)"
    found = Counter(
        one or other
        for path in MODULES
        for one, other in re.findall(form, code(path), re.MULTILINE)
    )
    # Each kind of page has a module that starts it.
    assert {name for name, count in found.items() if count > 1} == {"start"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_what_a_class_keeps_is_its_own_by_its_name(path: Path) -> None:
    kept = set(re.findall(r"\bthis\.([a-z]\w+) [-+|?&]*= ", code(path)))
    assert re.findall(r".*(?<!\bthis)\._.*", code(path)) == []
    # What an index is made of is read by those who search it.
    assert kept == ({"manifest", "simplified", "numbers"} if path.name == "finder.js" else set())


def test_a_script_imports_what_is_there_and_declares_nothing_twice() -> None:
    served = site_scripts()
    assert set(served) >= {"site.js", "policy.js", "page.js"}
    for name, source in served.items():
        assert [each for each, count in Counter(declared(source)).items() if count > 1] == [], name
        for listed, other in re.findall(r'import \{([^}]+)\} from "\./(\w+\.js)"', source):
            exported = re.findall(
                r"^export (?:async )?(?:function|class|const) (\w+)", served[other], re.MULTILINE
            )
            wanted = {each.strip() for each in listed.split(",") if each.strip()}
            assert wanted <= set(exported), (name, other)


@pytest.mark.parametrize("name", ["FIELD_NAMES", "STATE_NAMES", "KIND_NAMES", "VALIDITY_MARKS"])
def test_names_are_those_of_the_pages(name: str) -> None:
    table = re.search(rf"{name} = {{(.*?)}};", site_scripts()["page.js"], re.DOTALL)
    assert table
    assert re.findall(r'get (\w+)\(\) { return t\("([^"]+)"\)', table[1]) == list(
        getattr(names, name).items()
    )


def test_the_script_that_watches_looks_at_what_it_caught_too() -> None:
    assert "catch {" not in text(ROOT / "publisher/cli/watch.py")
