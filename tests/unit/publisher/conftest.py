"""A folder of sources, and what is wrong with it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.problems import Problems
from publisher.sources import PolicySource, read_policies
from tests.worlds.sites import check, write

Faults = Callable[[dict[str, str]], list[str]]
Read = Callable[[dict[str, str]], PolicySource]


@pytest.fixture
def faults(tmp_path: Path) -> Faults:
    """Write sources and return every problem, with paths below the folder of policies."""

    def find(files: dict[str, str]) -> list[str]:
        folder = write(tmp_path / "policies", files)
        problems = check(folder, tmp_path / "site")
        return [str(problem).removeprefix(f"{folder}/") for problem in problems]

    return find


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write the sources of one policy without a fault and return what was read."""

    def one(files: dict[str, str]) -> PolicySource:
        problems = Problems()
        (source,) = read_policies(write(tmp_path / "policies", files), problems)
        assert list(problems) == []
        return source

    return one
