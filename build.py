"""Build the site from ``policies/``: ``python build.py``; ``--help`` says what else."""

import sys

from publisher.__main__ import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
