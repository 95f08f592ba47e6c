"""The build side as a program: ``python -m publisher``, and ``build.py`` in a checkout."""

import gc
import sys
from collections.abc import Sequence
from io import TextIOWrapper

# What is loaded stays to the end: to look through it for garbage, then and in between, would be
# a quarter of a small build.
gc.disable()

from processes.own_limits import LIMITED, limit_process  # noqa: E402

if sys.argv[1:2] == [LIMITED]:
    limit_process()

from home.city_home import enter_home  # noqa: E402
from publisher.cli.console import PROGRAM  # noqa: E402
from publisher.cli.main import main, parser, with_command  # noqa: E402


def run(arguments: Sequence[str], program: str = PROGRAM) -> int:
    """Run a command as this process and return its exit status."""
    # A terminal that knows no Chinese must not end a build that is done.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    parser(with_command(arguments))
    gc.freeze()
    gc.enable()
    enter_home(arguments=arguments)
    return main(arguments, program=program)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
