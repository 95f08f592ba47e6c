"""Starting a program of this installation, from whatever folder it is to work in."""

import sys
from pathlib import Path

_INSTALLED = str(Path(__file__).resolve().parents[1])
_START = """\
import runpy, sys
sys.path.insert(0, {!r})
runpy.run_module({!r}, run_name="__main__", alter_sys=True)
"""


def own_program(module: str) -> tuple[str, ...]:
    """Return the command that runs a module of ours; its arguments come after.

    The working folder is no place to load modules from: it may hold files of anyone.
    """
    return sys.executable, "-P", "-c", _START.format(_INSTALLED, module)
