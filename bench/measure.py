"""Running commands for the benchmarks: time, peak memory of all their processes, a corpus."""

import os
import re
import resource
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
_PAGE = os.sysconf("SC_PAGE_SIZE")
_EVERY = 0.05  # seconds between two looks at the memory


class Cost(NamedTuple):
    """Seconds by the clock and of processors; the most memory (MB, shared pages once) held."""

    seconds: float
    processor: float
    megabytes: float


def run(command: Sequence[str], folder: Path = ROOT) -> Cost:
    """Run a command to its end; a failing one ends the benchmark with what it said."""
    start, before = time.perf_counter(), _of_children()
    with subprocess.Popen(  # noqa: S603 - the benchmark's own commands
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        with _watched(process.pid) as peak:
            said, _ = process.communicate()
        seconds = time.perf_counter() - start
    if process.returncode:
        sys.exit(f"{' '.join(command)}: {said[-2000:]}")
    return Cost(seconds, _of_children() - before, peak[0])


def _of_children() -> float:
    """Return the seconds that a processor has worked for commands that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def _watched(pid: int) -> Iterator[list[float]]:
    peak, stop = [0.0], threading.Event()

    def look() -> None:
        while not stop.wait(_EVERY):
            peak[0] = max(peak[0], sum(_memory(each) for each in _family(pid)))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        stop.set()
        thread.join()


def _family(pid: int) -> list[int]:
    """Return a process and all below it."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    except OSError:
        return []
    return [pid, *(one for child in text.split() for one in _family(int(child)))]


def _memory(pid: int) -> float:
    """Return a process's share of memory in MB: pages shared by n count 1/n (PSS)."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError:
        return 0.0
    lines = (line.split() for line in text.splitlines())
    return next((int(line[1]) / 1024 for line in lines if line[0] == "Pss:"), 0.0)


def most_memory() -> float:
    """Return the most memory of this process in MB, without what its parent held before it began.

    Linux counts the latter in ``ru_maxrss``.
    """
    status = Path("/proc/self/status").read_text("ascii")
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024


def copy_laws(corpus: Path, target: Path, most: int | None = None) -> int:
    """Copy the laws of a corpus folder to ``d0000.md …``; return how many."""
    folder = corpus / "laws"
    if not folder.is_dir():
        folder = target.parent / "unpacked"
        with tarfile.open(corpus / "laws-open.tar.xz") as archive:
            archive.extractall(folder, filter="data")
    paths = sorted(path for path in folder.rglob("*.md") if path.is_file())
    target.mkdir(parents=True)
    for number, path in enumerate(paths[:: max(1, len(paths) // most) if most else 1][:most]):
        (target / f"d{number:04}.md").write_bytes(path.read_bytes())
    return len(list(target.iterdir()))


def progress(words: str) -> None:
    """Say on standard error what is being measured."""
    print(f"… {words}", file=sys.stderr, flush=True)
