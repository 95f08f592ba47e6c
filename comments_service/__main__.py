"""``python -m comments_service``."""

import sys

from comments_service.cli.main import main
from comments_service.umask import private_umask

private_umask()
sys.exit(main(sys.argv[1:]))
