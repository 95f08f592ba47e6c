"""What in a Word file makes no difference to its words; ``known.toml`` says why.

Every other element or property is read, or is listed in ``repairs.yml`` by its name.
"""

import tomllib
from pathlib import Path

from publisher.importers.word.wordml import qualified

_TABLES = tomllib.loads(Path(__file__).with_name("known.toml").read_text("utf-8"))


def _names(table: str) -> list[str]:
    return " ".join(_TABLES[table].values()).split()


ELEMENTS = frozenset(map(qualified, _names("elements")))
RUN = frozenset(map(qualified, _names("run")))
PARAGRAPH = frozenset(map(qualified, _names("paragraph")))
TABLE = frozenset(map(qualified, _names("table")))
ROW = frozenset(map(qualified, _names("row")))
CELL = frozenset(map(qualified, _names("cell")))
PARTS = frozenset(_names("parts"))
