"""Examples that the two sides of a rule, the one in Python and the one in a script, share."""

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parents[1] / "data/vectors"


def vectors(name: str) -> list[Any]:
    """Read the examples of that name."""
    found: list[Any] = json.loads((_FOLDER / f"{name}.json").read_text("utf-8"))
    return found
