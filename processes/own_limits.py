"""Limits that a process sets itself before it looks at a file that may come from anyone."""

import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

_MEGABYTE = 1_000_000
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
# What connects, listens or asks for an address; a socket that does none of it harms nobody.
_OF_NETWORK = frozenset([
    "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
    "socket.gethostbyname", "socket.gethostbyaddr",
])  # fmt: skip

LIMITED = "--limited"
CPU_SECONDS = 10
# Who started it ends it before; this is for where that one has died.
WALL_SECONDS = 30
# With what is mapped from files a process has 300 MB.
MEMORY = 250 * _MEGABYTE
FILE_SIZE = 100 * _MEGABYTE


def limit_process() -> None:
    """Limit time, memory, size and number of files, and leave the network.

    To be called before anything large is loaded: where there are threads, the network cannot
    be left. Memory is a soft limit: LibreOffice, which has one of its own, may be given more.
    """
    for kind, limit in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, FILE_SIZE),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 0),
    ):
        limit_resource(kind, limit)
    limit_memory(MEMORY)
    signal.alarm(WALL_SECONDS)
    # Else it takes memory for each core.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    if not _leave_network():
        sys.addaudithook(_refuse_network)


def limit_memory(limit: int) -> None:
    """Limit memory, in bytes, as far as a program that is started may raise it again."""
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (_least(limit, most), most))


def limit_resource(kind: int, limit: int) -> None:
    """Set a limit that cannot be raised again, or leave the lower one that holds already."""
    _, most = resource.getrlimit(kind)
    resource.setrlimit(kind, (_least(limit, most),) * 2)


def _least(limit: int, most: int) -> int:
    return limit if most == resource.RLIM_INFINITY else min(limit, most)


def _leave_network() -> bool:
    """Move to a network of no other (Linux), and so all children; False where it is not allowed."""
    if not sys.platform.startswith("linux"):
        return False
    user, group = os.getuid(), os.getgid()
    unshare = ctypes.CDLL(None, use_errno=True).unshare
    if unshare(_CLONE_NEWNET) == 0:
        return True
    # Without rights of its own a process may do it as the only user of a new set of users.
    if unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        return False
    maps = {"setgroups": "deny", "uid_map": f"{user} {user} 1", "gid_map": f"{group} {group} 1"}
    with suppress(OSError):
        for name, line in maps.items():
            Path(f"/proc/self/{name}").write_text(line, "ascii")
    return True


def _refuse_network(event: str, _arguments: object) -> None:
    if event in _OF_NETWORK:
        raise PermissionError(event)
