"""Loops that take longer than one part of the soak may: each run goes on where the last ended."""

import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.servers.live_service import ROOT

# Two loops are one part, which must end within 10 minutes.
_SECONDS = 180.0


class KeptRounds:
    """Rounds of a loop, ``done`` of ``wanted``; ``folder`` and ``found`` stay from run to run.

    In the long form of script/soak they are in ``$YANLU_SOAK_STATE`` (default ``.soak/``), else
    in ``short``, where 10 rounds are all.
    """

    def __init__(self, name: str, short: Path, wanted: int) -> None:
        is_long = os.environ.get("YANLU_SOAK") == "long"
        kept = Path(os.environ.get("YANLU_SOAK_STATE") or ROOT / ".soak")
        self.folder = (kept if is_long else short) / name
        self.wanted = wanted if is_long else 10
        self._end = time.monotonic() + _SECONDS
        self._state = self.folder / "rounds.json"
        self.folder.mkdir(parents=True, exist_ok=True)
        state = json.loads(self._state.read_text("utf-8")) if self._state.exists() else {}
        self.done: int = state.get("done", 0)
        self.found: dict[str, Any] = state.get("found", {})

    def __iter__(self) -> Iterator[int]:
        """Yield the number of each round that is left, until there is no more time in this part."""
        while self.done < self.wanted and time.monotonic() < self._end:
            yield self.done
            self.done += 1
            self.keep()

    def keep(self) -> None:
        """Write down what is done and found, in one step."""
        fresh = self._state.with_suffix(".new")
        fresh.write_text(json.dumps({"done": self.done, "found": self.found}), "utf-8")
        fresh.replace(self._state)

    def end(self) -> None:
        """Say how far it is; begin from nothing the next time where all is done."""
        self.keep()
        words = "" if self.done >= self.wanted else "; run this part again to go on"
        print(f"{self.folder.name}: {self.done} of {self.wanted} rounds{words}")  # noqa: T201
        if self.done >= self.wanted:
            shutil.rmtree(self.folder)
