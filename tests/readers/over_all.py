"""One test over many files; collecting a test for each would take longer than to run them."""

from collections.abc import Callable, Iterable
from pathlib import Path

Check = Callable[[Path], None]


def every(paths: Callable[[], Iterable[Path]]) -> Callable[[Check], Callable[[], None]]:
    """Make a test of what one file must be: each of these must be it, and a failure names it."""

    def over_all(check: Check) -> Callable[[], None]:
        def test() -> None:
            found = list(paths())
            assert found
            for path in found:
                try:
                    check(path)
                except Exception as failure:
                    failure.add_note(str(path))
                    raise

        return test

    return over_all
