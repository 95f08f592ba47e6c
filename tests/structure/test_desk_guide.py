"""The guide of an office's first hour says the words that stand on the desk's pages."""

import re
from pathlib import Path

from tests.servers.live_service import ROOT

GUIDE = ROOT / "docs" / "desk.zh-CN.md"
_SIGNS = {"一、", "1.", "（一）", "三（三）"}
"""What is typed, not pressed."""


def interface() -> str:
    """Return all words of the desk, each number of an example as #."""
    web = ROOT / "comments_service"
    files = [*web.glob("web/templates/desk/*.html"), *web.glob("web/desk/**/*.py")]
    files += [web / "domain" / "register" / "code_words.py", ROOT / "catalogue" / "results.py"]
    texts = "\n".join(path.read_text("utf-8") for path in files)
    return re.sub(r"%\(count\)s|\{n\}", "#", texts)


def test_every_word_that_is_to_be_pressed_stands_on_a_page() -> None:
    named = set(re.findall("“([^”]+)”", GUIDE.read_text("utf-8"))) - _SIGNS
    shown = interface()
    assert len(named) > 20
    assert [each for each in named if re.sub(r"\d+", "#", each) not in shown] == []


def test_its_pictures_are_there_and_small() -> None:
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", GUIDE.read_text("utf-8"))
    sizes = [(GUIDE.parent / Path(each)).stat().st_size for each in pictures]
    assert 0 < len(sizes) <= 6
    assert max(sizes) <= 60_000
