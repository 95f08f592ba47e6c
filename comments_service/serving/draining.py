"""Stopping so that nobody is cut off: what has begun is answered, the rest refused in words.

At the signal no new connection is let in, connections that are there are told by their next answer
that it is the last, and only then the server is stopped, which waits for what is in work. A port
that is closed at once resets what the kernel has accepted for it, and a client that sends over a
connection just as it is closed gets no answer.
"""

import asyncio
import os
import signal
import socket
import struct
from array import array
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any

# Within this, what half arrived must be whole, and each connection in use gets its last answer.
LAST_CALL_SECONDS = 1.0
_LOOK_AGAIN = 0.05
_STOPPING = signal.SIGTERM, signal.SIGINT
# Linux: asm-generic/socket.h; a filter of classic BPF (linux/filter.h) sees a TCP header first.
_SO_ATTACH_FILTER = 26
_PASS = 0xFFFF
_DROP_SYN = (
    (0x30, 0, 0, 13),  # load the byte of flags
    (0x54, 0, 0, 0x12),  # keep SYN and ACK
    (0x15, 0, 1, 0x02),  # SYN alone begins a connection
    (0x06, 0, 0, 0),  # drop it: it is sent again, and refused or taken by the next server
    (0x06, 0, 0, _PASS),
)
_ESTABLISHED, _LISTENING = "01", "0A"


def end_forks_at_signals() -> None:
    """Let a process that this one forks end at a signal, until it drains (``drain_at_signals``).

    It would have the handlers of this one, which mean nothing there: a signal that comes while it
    is made ready would be lost, and it be waited for in vain. No request is in its hands by then.
    """

    def hold() -> None:
        # What comes between the fork and the first line of the new process is lost otherwise.
        signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)

    def let_through() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)

    def end() -> None:
        for each in _STOPPING:
            signal.signal(each, signal.SIG_DFL)
        let_through()

    os.register_at_fork(before=hold, after_in_parent=let_through, after_in_child=end)


class Wakes:
    """What wakes the thread that waits for signals and for processes that ended; none is lost.

    In the place of a ``threading.Event``: a handler that sets one while its own thread holds the
    lock of it, in a wait or in the handler of the signal before, waits for itself for ever. A
    terminal, or whoever signals a whole group, sends two at once.
    """

    def __init__(self) -> None:
        # Whose ``put`` may be called by a handler of signals.
        self._wakes: SimpleQueue[None] = SimpleQueue()

    def set(self) -> None:
        """Wake it once."""
        self._wakes.put(None)

    def wait(self) -> None:
        """Wait for the next wake."""
        self._wakes.get()

    def clear(self) -> None:
        """Keep what came meanwhile: it is another wake."""


def drain_at_signals(port: int, begin: Callable[[], None]) -> None:
    """Let the signals that stop the server of this thread's event loop drain it first.

    ``begin`` is called once, in the loop. To be called before the server sets its handlers.
    """
    loop = asyncio.get_event_loop()
    set_handler, signalled = loop.add_signal_handler, False

    def set_draining(number: int, stop: Callable[..., Any], *arguments: Any) -> None:
        def drain() -> None:
            nonlocal signalled
            if not signalled:
                signalled = True
                begin()
                _let_nobody_in(port)
                tasks.append(loop.create_task(_stop_after(port, stop, *arguments)))

        set_handler(number, drain)

    tasks: list[asyncio.Task[None]] = []
    loop.add_signal_handler = set_draining  # type: ignore[assignment,method-assign] # its only other way is private


async def _stop_after(port: int, stop: Callable[..., Any], *arguments: Any) -> None:
    """Stop after the last call, or as soon as nobody is connected."""
    loop = asyncio.get_running_loop()
    end = loop.time() + LAST_CALL_SECONDS
    while loop.time() < end and connections(port) != 0:  # noqa: ASYNC110 - the kernel tells nobody
        await asyncio.sleep(_LOOK_AGAIN)
    stop(*arguments)


def connections(port: int) -> int | None:
    """Return how many connections to a port of this machine are open; None: it does not tell."""
    rows = _rows()
    return None if rows is None else sum(row[:2] == (port, _ESTABLISHED) for row in rows)


def _let_nobody_in(port: int) -> None:
    """Let the sockets on which this process listens at a port drop what begins a connection."""
    own = {row[2] for row in _rows() or () if row[:2] == (port, _LISTENING)}
    # Not by ctypes, which needs memory that may be written and run, and units forbid that.
    program = array("B", b"".join(struct.pack("HBBI", *each) for each in _DROP_SYN))
    filtering = struct.pack("HL", len(_DROP_SYN), program.buffer_info()[0])
    for each in Path("/proc/self/fd").glob("*"):
        # Other threads open and close files meanwhile.
        with suppress(OSError):
            if str(each.readlink()) in own:
                with socket.fromfd(int(each.name), socket.AF_INET, socket.SOCK_STREAM) as listening:
                    listening.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, filtering)


def _rows() -> list[tuple[int, str, str]] | None:
    """Return (port, state, name in /proc) of each TCP socket; None where there is no such list."""
    found: list[tuple[int, str, str]] = []
    for name in ("tcp", "tcp6"):
        try:
            # Not /proc/net, which a unit may hide with all that is not of a process.
            lines = Path("/proc/self/net", name).read_text("ascii").splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            _, local, _, state, *rest = line.split()
            found.append((int(local.rpartition(":")[2], 16), state, f"socket:[{rest[5]}]"))
    return found or None
