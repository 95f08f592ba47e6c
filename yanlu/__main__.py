"""``python -m yanlu``."""

import sys

from yanlu.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
