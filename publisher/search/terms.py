"""The postings of one policy: which term is in which clause, and where.

A term is two adjacent code points, or one and 0 for a single character; or the step of an eId
with which a citation may begin, beyond all code points. It is identified by its code, a
number of 42 bits in which both halves are mixed: codes are distributed evenly, so that their
highest bits are the shard's number.

    code    = (first * 2^21 + second) * MIXER mod 2^42
    first   = of a step: 110000h + hash div 2^21, second = hash mod 2^21
    hash    = of a step: (hash before * 31 + byte) mod (2^40 - 87), of its bytes in order
    payload = of a bigram: (clause gap, position gap, length where the position is 0)*
              of a single character or a step: (clause gap)*  (varints)

The title of the policy is clause 0, what is about it clause 1, its clauses follow from 2.
U+0001 parts texts within a clause; no term reaches across it. A clause gap is the
difference from the clause before (the first from 0); a position gap that from the position
before in the same clause, else from 0. ``length`` is the clause's, in code points: so what is
the whole of a clause is known without its text.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from publisher.search.varints import Bytes, Numbers, encode, offsets

CODE_BITS = 42
_POINT_BITS = 21
# An odd number near 2^42 divided by the golden ratio (Knuth, vol. 3, 6.4).
MIXER = 2_718_142_227_965
_PLACE_BITS = 64 - CODE_BITS
_MASK = (1 << CODE_BITS) - 1
# No folded text has U+0000 and U+0001: they part clauses, and texts within one.
_END, APART = "\0", "\1"
_NO_POINTS = 0x110000
_HASHES = (1 << 40) - 87

Steps = Iterable[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Entries:
    """The terms of one policy by ascending code, the bytes of each payload, all payloads."""

    codes: Numbers
    lengths: Numbers
    payload: Bytes

    def rows(self) -> Iterator[tuple[int, bytes]]:
        """Return each term's code and payload."""
        return zip(self.codes.tolist(), payloads(self.lengths, self.payload), strict=True)


@dataclass(frozen=True, slots=True)
class _TermPlaces:
    """The places of characters: terms by code, with clause and position of each, and its length."""

    codes: Numbers
    clauses: Numbers
    positions: Numbers
    lengths: Numbers
    single: NDArray[np.bool_]


def codes_of(first: NDArray[Any], second: NDArray[Any]) -> Numbers:
    """Return the codes of terms from the two code points of each (the second may be 0)."""
    whole = first.astype(np.uint64) << np.uint64(_POINT_BITS) | second.astype(np.uint64)
    mixed: Numbers = (whole * np.uint64(MIXER) & np.uint64(_MASK)).astype(np.int64)
    return mixed


@cache
def step_points(step: str) -> tuple[int, int]:
    """Return the two halves by which the step of an eId is known."""
    number = 0
    for byte in step.encode():
        number = (number * 31 + byte) % _HASHES
    return _NO_POINTS + (number >> _POINT_BITS), number & (1 << _POINT_BITS) - 1


def postings_of(folded: Sequence[str], steps: Steps = ()) -> Entries:
    """Return the terms of a policy from its folded clauses, in order, and its steps."""
    places = _places(folded, steps)
    if not len(places.codes):
        return Entries(places.codes, places.codes, np.empty(0, np.uint8))
    begins = np.ones(len(places.codes), np.bool_)
    begins[1:] = places.codes[1:] != places.codes[:-1]
    return _encode(places, begins)


def _places(folded: Sequence[str], steps: Steps) -> _TermPlaces:
    text = _END.join([*folded, ""])
    points = np.frombuffer(text.encode("utf-32-le"), "<u4")
    breaks = np.flatnonzero(points == 0)
    sizes = np.diff(breaks, prepend=-1)
    inside = points > ord(APART)
    singles = np.flatnonzero(inside)
    bigrams = np.flatnonzero(inside[:-1] & inside[1:])
    stepped = np.array([(clause, *step_points(step)) for clause, step in steps], np.int64)
    stepped = stepped.reshape(-1, 3)
    at = np.concatenate([bigrams, singles, breaks[stepped[:, 0]]])
    first = np.concatenate([points[bigrams], points[singles], stepped[:, 1]])
    none = np.zeros(len(singles), points.dtype)
    second = np.concatenate([points[bigrams + 1], none, stepped[:, 2]])
    codes = codes_of(first, second)
    order = _order(codes)
    at, single = at[order], order >= len(bigrams)
    clauses = np.repeat(np.arange(len(sizes)), sizes)
    positions = np.arange(len(points)) - np.repeat(offsets(sizes)[:-1], sizes)
    lengths = (sizes - 1)[clauses[at]]
    return _TermPlaces(codes[order], clauses[at], positions[at], lengths, single)


def _order(codes: Numbers) -> Numbers:
    """Return the stable order of codes; to sort them together with their places is faster."""
    if len(codes) > 1 << _PLACE_BITS:
        return np.argsort(codes, kind="stable")
    keys = codes.astype(np.uint64) << np.uint64(_PLACE_BITS) | np.arange(
        len(codes), dtype=np.uint64
    )
    keys.sort()
    return (keys & np.uint64((1 << _PLACE_BITS) - 1)).astype(np.int64)


def _encode(places: _TermPlaces, begins: NDArray[np.bool_]) -> Entries:
    gaps = _steps(places.clauses, ~begins)
    again = ~begins & (gaps == 0)
    kept = ~(places.single & again)
    paired = kept & ~places.single
    first = paired & (places.positions == 0)
    chosen = np.stack([kept, paired, first], axis=1)
    numbers = np.stack([gaps, _steps(places.positions, again), places.lengths], axis=1)[chosen]
    data, sizes = encode(numbers)
    ahead = offsets(chosen.sum(axis=1))[:-1][begins]
    lengths = np.diff(offsets(sizes)[ahead], append=len(data))
    return Entries(places.codes[begins], lengths, data)


def _steps(numbers: Numbers, goes_on: NDArray[np.bool_]) -> Numbers:
    """Return the difference of each number from the one before, where it continues that."""
    steps = numbers.copy()
    steps[1:] -= np.where(goes_on[1:], numbers[:-1], 0)
    return steps


def payloads(lengths: Numbers, payload: Bytes) -> list[bytes]:
    """Split all payloads into those of the single entries."""
    data, cuts = payload.tobytes(), offsets(lengths).tolist()
    return [data[start:end] for start, end in pairwise(cuts)]
