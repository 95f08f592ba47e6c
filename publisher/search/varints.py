"""Numbers as variable-length bytes: seven bits a byte, the lowest first (LEB128), vectorised."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Numbers = NDArray[np.int64]


def encode(numbers: NDArray[Any]) -> tuple[Bytes, Numbers]:
    """Encode numbers ≥ 0; return the bytes and how many each number takes."""
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


class VarintBytes:
    """Consecutive varints, to be read at any of them."""

    def __init__(self, data: Bytes) -> None:
        self.data = data
        self.ends = np.flatnonzero(data < 128)

    def places(self, starts: Numbers) -> Numbers:
        """Return the place, from 0, of the number that begins at each of these bytes."""
        return np.searchsorted(self.ends, starts)

    def read(self, places: Numbers) -> Numbers:
        """Return the numbers at these places, counted from 0."""
        ends = self.ends[places]
        at = np.where(places > 0, self.ends[places - 1] + 1, 0)
        numbers = (self.data[at] & 127).astype(np.int64)
        left = np.flatnonzero(ends > at)
        at, ends, shift = at[left], ends[left], 7
        while len(left):
            at = at + 1
            numbers[left] |= (self.data[at] & 127).astype(np.int64) << shift
            more = ends > at
            left, at, ends, shift = left[more], at[more], ends[more], shift + 7
        return numbers


def offsets(sizes: NDArray[Any] | list[int]) -> Numbers:
    """Return where each part of these sizes begins, and where the last one ends."""
    found = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=found[1:])
    return found


def spans(starts: Numbers, sizes: Numbers) -> Numbers:
    """Return all numbers of the ranges that begin at ``starts``, of these sizes."""
    ahead = offsets(sizes)
    return np.repeat(starts - ahead[:-1], sizes) + np.arange(ahead[-1])


def gather(data: Bytes, starts: Numbers, sizes: Numbers) -> Bytes:
    """Concatenate parts of the data in the order of ``starts``."""
    parts: Bytes = data[spans(starts, sizes)]
    return parts
