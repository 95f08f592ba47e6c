"""What is made once a run of the tests, and shared by the processes that run them."""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

_VARIABLE = "TESTS_RUN_FOLDER"


@cache
def run_folder() -> Path:
    """Return the folder of this run, which its first process makes and removes at its end.

    That process must ask before it starts others: they find the folder in the environment.
    """
    given = os.environ.get(_VARIABLE)
    if given:
        return Path(given)
    folder = Path(tempfile.mkdtemp(prefix="yanlu-tests-"))
    os.environ[_VARIABLE] = str(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def once(name: str, make: Callable[[Path], object]) -> Path:
    """Return the run's folder of this name; the first to ask fills it, and others wait for that.

    Nobody may change what is in it.
    """
    folder = run_folder() / name
    with locked(name) as is_new:
        if is_new:
            folder.mkdir()
            make(folder)
    return folder


@contextmanager
def locked(name: str) -> Iterator[bool]:
    """Hold the run's lock of this name; tell whether no block under it has ended well before."""
    with (run_folder() / f"{name}.lock").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        is_new = os.fstat(file.fileno()).st_size == 0
        if is_new:
            shutil.rmtree(run_folder() / name, ignore_errors=True)
        yield is_new
        if is_new:
            file.write("made\n")
