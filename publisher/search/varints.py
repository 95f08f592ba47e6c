"""Numbers as runs of bytes: seven bits a byte, the lowest first (LEB128), many at once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Numbers = NDArray[np.int64]


def encode(numbers: NDArray[Any]) -> tuple[Bytes, Numbers]:
    """Write numbers ≥ 0 one behind the other; return the bytes and how many each takes."""
    sizes = np.ones(len(numbers), np.int64)
    longer = np.flatnonzero(numbers > 127)
    rest = numbers[longer]
    while len(longer):
        sizes[longer] += 1
        rest = rest >> 7
        more = rest > 127
        longer, rest = longer[more], rest[more]
    return _spread(numbers, sizes), sizes


def _spread(numbers: NDArray[Any], sizes: Numbers) -> Bytes:
    at = offsets(sizes)
    out = np.empty(int(at[-1]), np.uint8)
    at, which = at[:-1], np.arange(len(numbers))
    rest = numbers
    while len(which):
        more = rest > 127
        out[at] = rest & 127 | more.astype(np.uint8) << 7
        which, at, rest = which[more], at[more] + 1, rest[more] >> 7
    return out


def decode(data: Bytes) -> Numbers:
    """Read all numbers of a run; the reverse of ``encode``."""
    ends = np.flatnonzero(data < 128)
    starts = np.empty_like(ends)
    starts[:1], starts[1:] = 0, ends[:-1] + 1
    numbers: Numbers = (data[starts] & 127).astype(np.int64)
    left = np.flatnonzero(ends > starts)
    shift = 7
    while len(left):
        starts[left] += 1
        numbers[left] |= (data[starts[left]] & 127).astype(np.int64) << shift
        left = left[ends[left] > starts[left]]
        shift += 7
    return numbers


def offsets(sizes: NDArray[Any]) -> Numbers:
    """Return where each part of these sizes begins, and where the last one ends."""
    found = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=found[1:])
    return found


def gather(data: Bytes, starts: Numbers, sizes: Numbers) -> Bytes:
    """Put parts of the data one behind the other in the order given."""
    ahead = offsets(sizes)
    parts: Bytes = data[np.repeat(starts - ahead[:-1], sizes) + np.arange(ahead[-1])]
    return parts
