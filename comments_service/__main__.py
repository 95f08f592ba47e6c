"""``python -m comments_service``."""

import sys

from comments_service.cli.main import main, parser
from comments_service.umask import private_umask

# What this loads is compiled for all who run the service; what is written later is private.
parser(sys.argv[1:])
private_umask()
sys.exit(main(sys.argv[1:]))
