"""``python -m comments_service``."""

import sys

from comments_service.cli import main

sys.exit(main(sys.argv[1:]))
