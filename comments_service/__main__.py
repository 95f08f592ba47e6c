"""``python -m comments_service``."""

import sys

from comments_service.cli.main import run

sys.exit(run(sys.argv[1:]))
