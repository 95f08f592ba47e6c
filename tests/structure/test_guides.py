"""What the guides name is there: paths, links, terms and their names in the code."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.readers.guide_pages import FOLDER
from tests.readers.over_all import every
from tests.servers.live_service import ROOT
from yanlu import VERSION

GUIDES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
# It tells what was, under the names of then.
GUIDES.remove(ROOT / "CHANGELOG.md")
FOLDERS = (
    "bench catalogue comments_service docs home interface publisher requirements samples script"
    " tests yanlu"
)
DECISIONS = ROOT / "docs/decisions"
_WRITTEN_IN = {".py", ".js", ".json", ".html"}
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def words(path: Path) -> str:
    """Return a guide without its blocks of code."""
    return re.sub(r"^```.*?^```", "", path.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)


def named_paths(guide: Path) -> list[str]:
    spans = re.findall(r"`([\w./*-]+)`", words(guide))
    return [each for each in spans if "/" in each and each.split("/")[0] in FOLDERS.split()]


def links(guide: Path) -> list[str]:
    """Return where a guide leads inside the project; what is shown as code is no link."""
    found = _LINK.findall(re.sub("`[^`\n]*`", "", words(guide)))
    return [each for each in found if "://" not in each]


def anchors(guide: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", words(guide), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@every(lambda: GUIDES)
def test_every_path_that_a_guide_names_exists(guide: Path) -> None:
    assert [each for each in named_paths(guide) if not any(ROOT.glob(each.rstrip("/")))] == []


@every(lambda: GUIDES)
def test_every_link_of_a_guide_leads_somewhere(guide: Path) -> None:
    dead = []
    for link in links(guide):
        place, _, anchor = link.partition("#")
        target = guide.parent / place if place else guide
        if not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append(link)
    assert dead == []


# Pages of decisions are kept as they were written.
@every(lambda: [each for each in GUIDES if each.parent != DECISIONS])
def test_a_guide_says_next_to_and_again(guide: Path) -> None:
    assert re.findall(r"\b(?:anew|beside|hangs? on)\b", words(guide), re.IGNORECASE) == []


def test_both_readmes_lead_to_every_guide() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        guides = {f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")}
        guides |= {"CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"}
        assert guides - set(links(ROOT / name)) == set(), name


def test_both_readmes_have_the_same_commands_and_folders() -> None:
    english, chinese = (
        re.findall(
            r"^(?:\.venv|YANLU|  \.venv|script/)\S* [^#\n]*|^\| `\w+/`",
            (ROOT / name).read_text("utf-8"),
            re.MULTILINE,
        )
        for name in ("README.md", "README.zh-CN.md")
    )
    assert len(english) > 15
    assert [each.rstrip() for each in english] == [each.rstrip() for each in chinese]


def shape(guide: Path) -> tuple[list[int], int, set[str]]:
    """Return the levels of its headings, the rows of its tables, the settings and commands."""
    text = words(guide)
    spans = re.findall("`([^`]+)`", re.sub("``.*?``", "", text))
    levels = [len(each) for each in re.findall(r"^(#+) ", text, re.MULTILINE)]
    rows = len(re.findall(r"^\|", text, re.MULTILINE))
    return levels, rows, {" ".join(each.split()) for each in spans if each.isascii()}


PAIRED = ["drafters", "operators", *(f"operators/{each.stem}" for each in FOLDER.glob("*[!N].md"))]


@pytest.mark.parametrize("name", PAIRED)
def test_a_guide_in_two_languages_says_the_same(name: str) -> None:
    english, chinese = (shape(ROOT / f"docs/{name}{end}.md") for end in ("", ".zh-CN"))
    assert len(english[2]) > 2
    assert english[2] ^ chinese[2] == set()
    assert english[:2] == chinese[:2]


def test_three_ways_through_the_code_are_told_in_ten_sentences_each() -> None:
    guide = (ROOT / "docs/contributors.md").read_text("utf-8")
    ways = [part for part in guide.split("\n## ") if part.startswith("From a ")]
    numbers = [[int(each) for each in re.findall(r"^(\d+)\. ", way, re.MULTILINE)] for way in ways]
    assert numbers == [list(range(1, 11))] * 3


def test_a_stranger_is_led_from_the_folders_to_the_file() -> None:
    guide = (ROOT / "docs/contributors.md").read_text("utf-8")
    rows = re.findall(r"^\| ([^|`]+) \| ((?:`[\w/]+/` ?)+)\| `([^`]+)`", guide, re.MULTILINE)
    assert len(rows) >= 10
    led = {change: way.replace("`", "").replace(" ", "").rstrip("/") for change, way, _ in rows}
    assert [change for change, _, file in rows if str(Path(file).parent) != led[change]] == []


@cache
def glossary() -> list[list[str]]:
    """Return the rows of the glossary: term, Chinese, meaning, name in the code."""
    lines = (ROOT / "docs/glossary.md").read_text("utf-8").splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    return rows[2:]


def test_the_glossary_has_each_term_once_in_order() -> None:
    terms = [row[0] for row in glossary()]
    assert [row for row in glossary() if len(row) != 4] == []
    assert terms == sorted(terms, key=str.lower)
    for column in (0, 1, 3):
        said = [row[column] for row in glossary()]
        assert {each for each in said if said.count(each) > 1} == set()


def test_every_name_of_the_glossary_is_in_the_code() -> None:
    folders = [ROOT / name for name in ("catalogue", "publisher", "comments_service")]
    files = [path for each in folders for path in each.rglob("*") if path.suffix in _WRITTEN_IN]
    known = set(re.findall(r"\w+", "\n".join(path.read_text("utf-8") for path in files)))
    names = [row[3].strip("`") for row in glossary()]
    assert len(names) > 50
    assert [name for name in names if name not in known] == []


def test_every_decision_says_whether_it_holds_and_is_listed() -> None:
    pages = sorted(DECISIONS.glob("[0-9]*.md"))
    listed = re.findall(
        r"^\| \[(\d+)\]\(([^)]+)\) \| (.+) \| .+ \|$",
        (DECISIONS / "README.md").read_text("utf-8"),
        re.MULTILINE,
    )
    found = []
    for page in pages:
        title, _, status = page.read_text("utf-8").splitlines()[:3]
        assert status.startswith("Status: "), page.name
        found.append((str(int(page.name[:4])), page.name, title.partition(". ")[2]))
    assert listed == found


def test_the_changelog_has_dated_releases_and_says_nothing_twice() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    first, *releases = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert first == "Unreleased"
    matches = [re.fullmatch(r"(\d+\.\d+\.\d+) \((\d{4}-\d\d-\d\d)\)", each) for each in releases]
    dated = [(each[2], each[1]) for each in matches if each]
    assert len(dated) == len(releases)
    assert dated == sorted(dated, reverse=True)
    assert dated[0][1] == VERSION
    entries = [" ".join(each.split()) for each in re.split(r"^- ", text, flags=re.MULTILINE)[1:]]
    assert {each for each in entries if entries.count(each) > 1} == set()
