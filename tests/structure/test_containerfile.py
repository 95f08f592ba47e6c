"""The container file, where nothing builds one: that it copies what there is, and only that."""

import json
import os
import re
import tomllib
from pathlib import Path

from comments_service.cli.main import parser

ROOT = Path(__file__).resolve().parents[2]


def instructions() -> list[tuple[str, str]]:
    """Return each instruction with its words, continued lines joined."""
    text = (ROOT / "Containerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [" ".join(line.split()) for line in text.splitlines() if line and line[0] != "#"]
    return [(name, words) for name, _, words in (line.partition(" ") for line in lines)]


def words_of(name: str) -> list[str]:
    return [words for each, words in instructions() if each == name]


def copied() -> set[str]:
    return {
        source
        for words in words_of("COPY")
        if not words.startswith("--from")
        for source in words.split()[:-1]
    }


def test_every_package_of_the_wheel_is_copied_and_all_that_links_in_them_lead_to() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    links = [path for name in packages for path in (ROOT / name).rglob("*") if path.is_symlink()]
    led_to = {str(path.resolve().relative_to(ROOT)) for path in links}
    needed = {*packages, *led_to, "pyproject.toml", *project["project"]["license-files"]}
    lacking = {name for name in needed if not {name, name.partition("/")[0]} & copied()}
    assert lacking == set()
    assert all((ROOT / name).exists() for name in copied())


def test_what_is_copied_is_let_through_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    let = {line[1:] for line in lines if line.startswith("!")}
    assert "*" in lines
    assert let == {name.partition("/")[0] for name in copied()}


def test_it_installs_as_the_bootstrap_does_and_needs_every_hash() -> None:
    bootstrap = " ".join(
        (ROOT / "script/bootstrap").read_text("utf-8").replace("\\\n", " ").split()
    )
    named = re.search(r"--require-hashes .* -r ", bootstrap)
    assert named
    assert any(f"{named[0]}requirements/runtime.txt" in words for words in words_of("RUN"))


def test_it_runs_as_nobody_and_holds_no_secret() -> None:
    assert words_of("USER") == ["yanlu"]
    at = [name for name, _ in instructions()]
    assert at.index("USER") > max(place for place, name in enumerate(at) if name == "RUN")
    assert words_of("ADD") == []
    assert [words.partition("=")[0] for words in words_of("ARG")] == ["BASE"]
    assert re.findall(r"YANLU_\w+", " ".join(words_of("ENV"))) == ["YANLU_HOME"]


def test_it_serves_by_a_command_of_the_product() -> None:
    (entry,), (command,) = (words_of(name) for name in ("ENTRYPOINT", "CMD"))
    assert json.loads(entry) == ["yanlu"]
    options = parser(json.loads(command)).parse_args(json.loads(command))
    assert (str(options.port),) == tuple(words_of("EXPOSE"))
    assert os.path.dirname(words_of("ENV")[0].rpartition("=")[2]) == words_of("VOLUME")[0]  # noqa: PTH120
