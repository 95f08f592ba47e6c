"""A file that is imported, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from publisher.importers.blocks.limits import ImportLimits
from publisher.importers.blocks.marks import write_marks
from publisher.importers.blocks.repairs import Repairs
from publisher.importers.compose_draft import ImportRequest
from publisher.importers.import_draft import import_draft
from publisher.importers.word.reader import read_docx
from publisher.importers.word.runs import Changes
from publisher.problems import Problems
from tests.worlds.official_files import plain, word
from tests.worlds.word_files import docx


@dataclass(frozen=True)
class Outcome:
    """The folder that was written; ``problems`` are what stopped it."""

    folder: Path
    problems: list[str]

    def lines(self, name: str = "v1.md") -> list[str]:
        text = (self.folder / name).read_text("utf-8")
        return [line for line in text.split("\n") if line]

    def data(self, name: str) -> dict[str, Any]:
        with (self.folder / name).open("rb") as file:
            loaded: dict[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
        return loaded

    @property
    def repairs(self) -> dict[str, int]:
        return {entry["kind"]: entry["count"] for entry in self.data("repairs.yml")["repairs"]}

    @property
    def left_out(self) -> list[tuple[str, str, str, int]]:
        """What was left out: kind, text, place, count."""
        entries = self.data("repairs.yml")["left_out"]
        return [
            (each["kind"], each.get("text", ""), each["place"], each["count"]) for each in entries
        ]

    @property
    def whats(self) -> list[tuple[str, str]]:
        """What was left out, in words, and its text."""
        return [
            (each["what"], each.get("text", "")) for each in self.data("repairs.yml")["left_out"]
        ]

    @property
    def doubts(self) -> list[str]:
        """The kinds of the doubts."""
        return [each["kind"] for each in self.data("repairs.yml")["doubts"]]

    @property
    def facts(self) -> dict[str, Any]:
        """What ``policy.yml`` says of the document itself."""
        data = self.data("policy.yml")
        keys = ("title", "kind", "doc_no", "issuer", "written_on")
        return {key: data[key] for key in keys if key in data}

    @property
    def doubted(self) -> str:
        """All that is said of doubts."""
        return str(self.data("repairs.yml")["doubts"])


Importing = Callable[..., Outcome]


@pytest.fixture
def imported(tmp_path: Path) -> Importing:
    """Importing bytes in under a file's name; further words are fields of the request."""

    def run(name: str, raw: bytes, **changes: Any) -> Outcome:
        file = tmp_path / name
        file.write_bytes(raw)
        problems = Problems()
        folder = tmp_path / "policies" / "draft"
        import_draft(ImportRequest(file, folder.parent, **changes), folder, problems)
        return Outcome(folder, [str(each).removeprefix(f"{tmp_path}/") for each in problems])

    return run


class ReadWord:
    """A Word file as its reader returns it: the lines, and what was named of it."""

    def __init__(self, body: str, link: str = "", /, **parts: str) -> None:
        repairs = Repairs()
        read = read_docx(docx(body, link, **parts), ImportLimits(), repairs, Changes.ACCEPT)
        data = repairs.to_data("a.docx", "", "zh")
        self.lines = [write_marks(block.text) for block in read.blocks if block.text]
        self.left_out = [
            (each["kind"], each.get("text", ""), each["place"], each["count"])
            for each in data["left_out"]
        ]
        self.whats = [(each["what"], each.get("text", "")) for each in data["left_out"]]
        self.doubts = [each["kind"] for each in data["doubts"]]
        self.data = data


@pytest.fixture(params=["a.docx", "a.txt"])
def read(request: pytest.FixtureRequest, imported: Importing) -> Any:
    """Reading the lines of a document, once as a Word file and once as a text."""
    name = str(request.param)
    return lambda *lines: imported(name, word(lines) if name == "a.docx" else plain(lines))
