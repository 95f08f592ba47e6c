"""``python -m tests.structure.codes_page``: write ``docs/codes.md`` from the table."""

from collections.abc import Iterator
from pathlib import Path

from publisher.problems.messages import table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "codes.md"
_OPENINGS = {"error": ("", ""), "warning": ("Warning: ", "警告："), "info": ("Note: ", "提示：")}


def codes_page() -> str:
    """Return the page: each code with its severity, what it means and what to do."""
    return "\n\n".join(_blocks()) + "\n"


def _blocks() -> Iterator[str]:
    page = table()["page"]
    yield page["head"]
    for letter, section in page["sections"].items():
        yield f"## {section['title']}"
        if "text" in section:
            yield section["text"]
        for code, entry in table().items():
            if code.startswith(letter) and "severity" in entry:
                english, chinese = _OPENINGS[entry["severity"]]
                yield f"### {code}\n{english}{entry['en']}\n{chinese}{entry['zh']}"


if __name__ == "__main__":
    PAGE.write_text(codes_page(), "utf-8")
