"""What may be read of the files that the service makes."""

import os


def private_umask() -> None:
    """Let files made from now on be readable by the service's own user alone."""
    os.umask(0o077)
