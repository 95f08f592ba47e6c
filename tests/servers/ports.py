"""Ports for servers that must know theirs before they start."""

import fcntl
import os
import random
import socket
import tempfile
from pathlib import Path

# Below those that Linux gives to whoever asks for any port.
_PORTS = range(20_000, 32_000)


def free_port() -> int:
    """Return a loopback port that no other test on this machine gets while this process lives."""
    folder = Path(tempfile.gettempdir()) / f"yanlu-ports-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    for port in random.sample(_PORTS, len(_PORTS)):
        if _lock(folder / str(port)) and _is_free(port):
            return port
    raise AssertionError("every port is taken")


def _lock(path: Path) -> bool:
    """Lock a file until this process ends, whether it is closed or not."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return False
    return True


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
