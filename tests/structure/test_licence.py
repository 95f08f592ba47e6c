"""Under what licence the project stands, and whose work it ships."""

import hashlib
import re
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from interface.stylesheet import stylesheet
from publisher.build.scripts import site_scripts
from tests.worlds.sites import ROOT, build, the_site, write

NOTICE = (ROOT / "NOTICE").read_text("utf-8")
NAMED = re.findall(r"`([^`]+)`", NOTICE)
# What the build itself writes, by name; other files of ours are files of the tree.
MADE = [
    "NOTICE.txt",
    "lists.json",
    "search/*.bin",
    "search/*.json",
    "search/index.seal",
    "yanlu/en.json",
    "qr.svg",
]
MADE_OF_SOURCES = [
    "*.html",
    "*.atom",
    "*.ics",
    "catalogue.json",
    "*/clauses.json",
    "*/results.json",
    "*/qr.svg",
    ".yanlu-site",
    *(f"assets/{name}" for name in MADE),
]
# The digest of the text as the Apache Software Foundation publishes it.
APACHE = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"


def ours() -> set[bytes]:
    """Return the bytes of every file of the tree as a site may hold it."""
    folders = [ROOT / "publisher/theme", ROOT / "interface", ROOT / "catalogue/schemas"]
    paths = (path for top in folders for path in top.rglob("*") if path.is_file())
    # What other processes compile meanwhile comes and goes.
    plain = {path.read_bytes() for path in paths if "__pycache__" not in path.parts}
    made = [*site_scripts().values(), stylesheet("yanlu.css")]
    return plain | {text.encode() for text in made}


def strangers(site: Path) -> list[str]:
    """Return the files of a site that are neither of the tree nor made of the sources."""
    known = ours()
    names = [
        path.relative_to(site).as_posix()
        for path in site.rglob("*")
        if path.is_file() and path.suffix != ".gz" and path.read_bytes() not in known
    ]
    return sorted(name for name in names if not _fits(name, MADE_OF_SOURCES))


def _fits(name: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


@pytest.mark.parametrize("engine", ["mkdocs", "zensical"])
def test_every_file_of_others_in_a_built_site_is_named(tmp_path: Path, engine: str) -> None:
    texts = {"a/v1.md": "一、总则\n", "a/v2.md": "一、总则\n\n二、附则\n"}
    listed = "".join(f"- {{id: v{n}, published_on: 2018-01-0{n}}}\n" for n in (1, 2))
    folder = write(tmp_path / "policies", {"a/policy.yml": f"title: 甲\nversions:\n{listed}"})
    build(write(folder, texts), tmp_path / "site", engine=engine)
    found = strangers(tmp_path / "site")
    assert len(found) >= 3
    assert [name for name in found if not _fits(name, NAMED)] == []


def test_what_these_files_say_of_their_own_makers_is_named_too() -> None:
    (sheet,) = (the_site() / "assets/stylesheets").glob("*.css")
    makers = set(re.findall(r"!--! ([A-Za-z ]+?) [0-9.]+ by", sheet.read_text("utf-8")))
    # Font Awesome, which the whole sheet of the theme names, is in no rule that is left.
    assert [maker for maker in makers if maker not in NOTICE] == []
    assert "Font Awesome" not in sheet.read_text("utf-8") + NOTICE


def test_the_notice_goes_with_the_site() -> None:
    assert (the_site() / "assets/NOTICE.txt").read_text("utf-8") == NOTICE


def test_the_project_stands_under_the_apache_licence() -> None:
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == APACHE
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert (project["license"], project["license-files"]) == ("Apache-2.0", ["LICENSE", "NOTICE"])
