"""Build the site from ``policies/``: ``python build.py``; ``--help`` says what else."""

import gc
import sys
from io import TextIOWrapper

# What is loaded stays to the end: to look through it for garbage, then and in between, would be
# a quarter of a small build.
gc.disable()

from processes.own_limits import LIMITED, limit_process  # noqa: E402

if sys.argv[1:2] == [LIMITED]:
    limit_process()

from publisher.cli.main import main  # noqa: E402

gc.freeze()
gc.enable()

if __name__ == "__main__":
    # A terminal that knows no Chinese must not end a build that is done.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))
