"""A folder of sources, and what is wrong with it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.compile.policy import compile_site
from publisher.problems import Problems
from publisher.sources import PolicySource, SiteFile, read_policies
from tests.worlds.sites import NOW, write

Faults = Callable[[dict[str, str]], list[str]]
Read = Callable[[dict[str, str]], PolicySource]


@pytest.fixture
def faults(tmp_path: Path) -> Faults:
    """Write sources and return every problem, with paths below the folder of policies."""

    def find(files: dict[str, str]) -> list[str]:
        problems = Problems()
        folder = write(tmp_path / "policies", files)
        sources = read_policies(folder, problems)
        compile_site(sources, SiteFile(), NOW, problems, preview=False)
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
