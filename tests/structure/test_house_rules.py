"""What holds for the whole tree, checked over the whole tree."""

import re
import subprocess
from importlib import import_module
from pathlib import Path

from tests.readers.guide_pages import whole_guide

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("catalogue", "publisher", "comments_service", "home", "processes", "yanlu")
_HOSTS = ["pypi.org", "pythonhosted.org", "registry.npmjs", "deb.debian.org"]


def sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def tracked_text() -> list[tuple[Path, str]]:
    """Every file that git tracks and that is text; all files where this is no checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=False, capture_output=True, text=True
    ).stdout.split("\0")
    paths = [ROOT / name for name in listed if name] or [
        path for folder in (*PACKAGES, "docs", "script") for path in (ROOT / folder).rglob("*")
    ]
    binary = {".png", ".webp", ".pyc", ".docx", ".xlsx", ".xz", ".dump"}
    kept = [path for path in paths if path.is_file() and path.suffix not in binary]
    return [(path, path.read_text("utf-8")) for path in kept]


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "common", "core", "misc"}
    parts = {part for path in sources(*PACKAGES) for part in path.relative_to(ROOT).parts}
    assert {part.removesuffix(".py") for part in parts} & drawers == set()


def test_nothing_names_a_machine_path_or_a_registry() -> None:
    # Put together here so that this file does not hold them itself.
    banned = ["/wo" + "rk/", "/ro" + "ot/", *_HOSTS]
    own = Path(__file__)
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path, text in tracked_text()
        for word in banned
        if word in text and path != own and path.name != "bootstrap"
    ]
    assert found == []


def test_every_setting_is_documented() -> None:
    from comments_service.settings import settings_table

    guide = whole_guide()
    assert [row.name for row in settings_table() if f"`{row.name}`" not in guide] == []


def test_every_variable_that_the_build_reads_is_documented() -> None:
    guide = whole_guide()
    code = "".join(path.read_text("utf-8") for path in sources("publisher"))
    names = set(re.findall(r"\bYANLU_[A-Z]+(?:_[A-Z]+)*\b", code))
    assert {name for name in names if f"`{name}`" not in guide} == set()


def test_every_command_and_option_is_documented() -> None:
    from comments_service.cli.main import parser as service_parser
    from publisher.cli.main import parser as build_parser
    from yanlu import main as yanlu

    guide = whole_guide()
    words = _commands(build_parser()) | _commands(service_parser())
    own = [import_module(module)._parser("") for module in yanlu._OWN.values()]
    words |= {word for parser in own for word in _commands(parser)} | {*yanlu.command_names()}
    missing = {word for word in words - {"--help"} if word not in guide}
    assert missing == set()


def _commands(parser: object) -> set[str]:
    found: set[str] = set()
    for action in getattr(parser, "_actions", []):
        found |= {option for option in action.option_strings if option.startswith("--")}
        if isinstance(action.choices, dict):
            for name, inner in action.choices.items():
                found |= {name} | _commands(inner)
    return found


def test_every_script_is_named_in_the_readme_or_the_guides() -> None:
    guides = "".join(
        path.read_text("utf-8")
        for path in [ROOT / "README.md", *ROOT.glob("docs/*.md"), *ROOT.glob("docs/operators/*.md")]
    )
    assert [
        path.name for path in (ROOT / "script").iterdir() if f"script/{path.name}" not in guides
    ] == []


def test_every_test_that_the_threat_model_names_exists() -> None:
    model = (ROOT / "docs/threat-model.md").read_text("utf-8")
    named = re.findall(r"`(tests/[^`]+)`", model)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_no_folder_that_the_guide_makes_for_keys_and_data_is_committed_by_chance() -> None:
    (folders,) = re.findall(r"^mkdir -p -m 700 (.+)$", whole_guide(), re.MULTILINE)
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert [name for name in folders.split() if f"{name}/" not in ignored] == []
