"""The postings of one policy: which term stands in which clause, and where.

A term is two code points, or one and 0 for a single character. The form of a block:

    block   = term* in rising order
    term    = first second length payload          (varints, then ``length`` bytes)
    payload = of a bigram: (gap*2 [+1 count] position gap*)* by clause
              of a single character: gap*          (clauses, rising)

where a gap is the difference from the number before (the first from -1, a position's
from 0), and ``+1 count`` stands where a clause holds the bigram more than once.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

Term = tuple[int, int]


def varint(number: int) -> bytes:
    """Write a number ≥ 0 in groups of seven bits, lowest first (LEB128)."""
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    """Read a varint at an offset; return it and the offset behind it."""
    number = shift = 0
    while True:
        byte = data[at]
        at += 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number, at
        shift += 7


def shard_of(term: Term, shards: int) -> int:
    """Return the number of the shard that holds a term; ``shards`` is a power of two."""
    mixed = (term[0] * 0x9E3779B1 ^ term[1] * 0x85EBCA77) & 0xFFFFFFFF
    return (mixed ^ mixed >> 15) & (shards - 1)


def terms(clauses: Sequence[str]) -> dict[Term, bytes]:
    """Return each term of a policy's folded clauses with its payload."""
    bigrams: dict[Term, list[tuple[int, int]]] = defaultdict(list)
    singles: dict[Term, list[int]] = defaultdict(list)
    for number, clause in enumerate(clauses):
        points = [ord(char) for char in clause]
        for position, pair in enumerate(pairwise(points)):
            bigrams[pair].append((number, position))
        for point in set(points):
            singles[point, 0].append(number)
    payloads = {term: _places(places) for term, places in bigrams.items()}
    payloads.update({term: _numbers(numbers) for term, numbers in singles.items()})
    return payloads


def encode_block(payloads: dict[Term, bytes]) -> bytes:
    """Write the terms of one policy that fall into one shard."""
    return b"".join(
        varint(term[0]) + varint(term[1]) + varint(len(payloads[term])) + payloads[term]
        for term in sorted(payloads)
    )


def _numbers(numbers: list[int]) -> bytes:
    before = [-1, *numbers]
    return b"".join(varint(now - then) for now, then in zip(numbers, before, strict=False))


def _places(places: list[tuple[int, int]]) -> bytes:
    by_clause: dict[int, list[int]] = defaultdict(list)
    for number, position in places:
        by_clause[number].append(position)
    out, last = bytearray(), -1
    for number, positions in by_clause.items():
        many = len(positions) > 1
        out += varint((number - last) * 2 + many)
        if many:
            out += varint(len(positions))
        before = [0, *positions]
        for now, then in zip(positions, before, strict=False):
            out += varint(now - then)
        last = number
    return bytes(out)
