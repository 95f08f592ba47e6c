"""Build the site from ``policies/``: ``python build.py``; ``--help`` says what else."""

import sys

from publisher.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
