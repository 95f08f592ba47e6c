"""The process that compares rows with the ledger for an export of another one, not for people."""

import sys

from comments_service.cli.commands import AT_THE_END
from comments_service.cli.opened_service import laid_out
from comments_service.services.ledger.comparison_apart import compare_for

if __name__ == "__main__":
    with AT_THE_END:
        compare_for(laid_out(), sys.argv[-1], sys.stdin, sys.stdout)
