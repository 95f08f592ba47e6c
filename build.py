"""Build the site from ``policies/``: ``python build.py``; ``--help`` says what else."""

import gc
import sys

# What is loaded stays to the end: to look through it for garbage, then and in between, would be
# a quarter of a small build.
gc.disable()

from publisher.cli.main import main  # noqa: E402

gc.freeze()
gc.enable()

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
