"""The guide for operators and its pages, and the commands that are shown in them."""

import re
import shlex
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs/operators.zh-CN.md"
FOLDER = ROOT / "docs/operators"
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def pages(*, chinese: bool) -> list[Path]:
    """Return the guide and all of its pages in one language."""
    found = [ROOT / "docs/operators.md", *FOLDER.glob("*.md")] if not chinese else []
    if chinese:
        return [GUIDE, *sorted(FOLDER.glob("*.zh-CN.md"))]
    return sorted(each for each in found if not each.name.endswith(".zh-CN.md"))


def whole_guide(*, chinese: bool = False) -> str:
    """Return the text of the guide with all of its pages."""
    return "\n".join(each.read_text("utf-8") for each in pages(chinese=chinese))


def blocks(page: Path, form: str = "sh") -> list[str]:
    """Return the blocks of a form in a page, without comments, in their order."""
    found = (text for name, text in _BLOCK.findall(page.read_text("utf-8")) if name == form)
    return [re.sub(r"(?m)\s+# .*$", "", each.replace("\\\n", " ")) for each in found]


def section_blocks(page: Path, heading: str) -> list[str]:
    """Return the ``sh`` blocks under one heading of a page."""
    text = page.read_text("utf-8")
    (part,) = re.findall(
        rf"^#+ {re.escape(heading)}\n(.*?)(?=^##+ |\Z)", text, re.DOTALL | re.MULTILINE
    )
    return [each for name, each in _BLOCK.findall(part) if name == "sh"]


def lines(text: str) -> list[str]:
    """Return the commands of a block, each on one line."""
    return [line for each in text.splitlines() if (line := each.strip())]


def calls(page: Path) -> list[list[str]]:
    """Return the words of every single program that a page's blocks call, as they are written."""
    found = []
    for block in [*blocks(page), *blocks(page, "crontab")]:
        for line in lines(block):
            command = re.sub(r"^(@reboot|\S+ \S+ \* \* \*)\s+", "", line)
            # What is put in by another command is a call of its own.
            inner = re.findall(r"\$\(([^()]*)\)", command)
            command = re.sub(r"\$\([^()]*\)", "made", command)
            command = re.sub("[();]", " ; ", command) if command.startswith("(") else command
            call: list[str] = []
            for word in shlex.split(" ; ".join([command, *inner, ""])):
                if word in {"&&", "||", "|", "&", ";"}:
                    found += [call] if call else []
                    call = []
                else:
                    call.append(word)
    return [without_settings(each) for each in found if without_settings(each)]


def without_settings(call: list[str]) -> list[str]:
    """Return a call without what is set for it, and without where its output goes."""
    words = list(call)
    while words and re.match(r"[A-Z_]+=", words[0]):
        del words[0]
    for at, word in enumerate(words):
        if re.match(r"\d?>", word):
            return words[:at]
    return words
