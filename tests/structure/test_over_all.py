"""A test over many files fails where one of them does, and names it."""

from pathlib import Path

import pytest

from tests.readers.over_all import every


def test_the_one_that_fails_is_named() -> None:
    @every(lambda: map(Path, ("good", "bad")))
    def is_good(path: Path) -> None:
        assert path.name == "good"

    with pytest.raises(AssertionError) as failure:
        is_good()
    assert failure.value.__notes__ == ["bad"]
