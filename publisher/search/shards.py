"""A shard: all terms whose codes begin with the same bits, with the postings of each.

    shard = count (code gap, policies)* (policy gap, length)* payload*      (varints)

``count`` terms stand by rising code; a code gap is the difference from the code before
(the first from the shard's lowest). Behind the table of terms stands, term by term, the
list of the policies that have it: the difference from the policy before (the first from
0), and the bytes of its payload. The payloads follow in the same order.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from publisher.search.terms import CODE_BITS, Entries, payloads
from publisher.search.varints import Bytes, Numbers, decode, encode, gather, offsets

# A code and a policy's number fit into 64 bits together.
_POLICY_BITS = 64 - CODE_BITS


@dataclass(frozen=True, slots=True)
class Postings:
    """The entries of many policies, by code and then by the policy's number."""

    codes: Numbers
    policies: Numbers
    lengths: Numbers
    payload: Bytes

    def of_policies(self, numbers: NDArray[Any]) -> "Postings":
        """Return these with other ``numbers`` by the old ones; a number below 0 takes out."""
        policies = numbers[self.policies]
        if policies.size and policies.min() >= 0:
            return Postings(self.codes, policies, self.lengths, self.payload)
        return self._at(np.flatnonzero(policies >= 0), policies)

    def in_order(self) -> "Postings":
        """Sort by code and policy."""
        keys = self.codes.astype(np.uint64) << np.uint64(_POLICY_BITS)
        keys |= self.policies.astype(np.uint64)
        return self._at(np.argsort(keys, kind="stable"), self.policies)

    def between(self, low: int, high: int) -> "Postings":
        """Return those with codes from ``low`` to below ``high``, of sorted ones."""
        first, last = np.searchsorted(self.codes, [low, high])
        cuts = offsets(self.lengths[:last])
        rows = slice(first, last)
        payload = self.payload[cuts[first] : cuts[last]]
        return Postings(self.codes[rows], self.policies[rows], self.lengths[rows], payload)

    def rows(self) -> Iterator[tuple[int, int, bytes]]:
        """Give code, policy and payload of each entry."""
        parts = payloads(self.lengths, self.payload)
        return zip(self.codes.tolist(), self.policies.tolist(), parts, strict=True)

    def _at(self, rows: Numbers, policies: Numbers) -> "Postings":
        lengths = self.lengths[rows]
        payload = gather(self.payload, offsets(self.lengths)[:-1][rows], lengths)
        return Postings(self.codes[rows], policies[rows], lengths, payload)


def together(parts: Iterable[Postings]) -> Postings:
    """Put parts one behind the other, unsorted."""
    kept = [part for part in parts if len(part.codes)]
    if not kept:
        none = np.empty(0, np.int64)
        return Postings(none, none, none, np.empty(0, np.uint8))
    return Postings(
        np.concatenate([part.codes for part in kept]),
        np.concatenate([part.policies for part in kept]),
        np.concatenate([part.lengths for part in kept]),
        np.concatenate([part.payload for part in kept]),
    )


def part_of(entries: Entries, policy: int, low: int, high: int) -> Postings:
    """Return the entries of one policy whose codes are from ``low`` to below ``high``."""
    first, last = np.searchsorted(entries.codes, [low, high])
    cuts = offsets(entries.lengths)
    codes = entries.codes[first:last]
    payload = entries.payload[cuts[first] : cuts[last]]
    return Postings(codes, np.full(len(codes), policy), entries.lengths[first:last], payload)


def shard_width(shards: int) -> int:
    """Return how many of a code's lowest bits do not tell the shard."""
    return CODE_BITS - (shards.bit_length() - 1)


def write_shards(postings: Postings, wanted: range, shards: int) -> list[bytes]:
    """Write some of ``shards`` shards; the postings hold just their codes, sorted."""
    width = shard_width(shards)
    edges = np.arange(wanted.start, wanted.stop + 1) << width
    begins = np.ones(len(postings.codes), np.bool_)
    begins[1:] = postings.codes[1:] != postings.codes[:-1]
    codes = postings.codes[begins]
    counts = np.diff(np.flatnonzero(begins), append=len(begins))
    lowest = codes >> width << width
    before = np.maximum(np.concatenate([lowest[:1], codes[:-1]]), lowest)
    table = _Pairs(codes - before, counts, np.searchsorted(codes, edges))
    gaps = postings.policies.copy()
    gaps[1:] -= np.where(begins[1:], 0, postings.policies[:-1])
    cuts = np.searchsorted(postings.codes, edges)
    lists = _Pairs(gaps, postings.lengths, cuts)
    ends = offsets(postings.lengths)[cuts]
    heads = [encode(np.array([count]))[0].tobytes() for count in np.diff(table.cuts)]
    return [
        head + table.part(at) + lists.part(at) + postings.payload[ends[at] : ends[at + 1]].tobytes()
        for at, head in enumerate(heads)
    ]


class _Pairs:
    """Two numbers a row as varints, cut into parts at some rows."""

    def __init__(self, ones: Numbers, others: Numbers, cuts: Numbers) -> None:
        self.cuts = cuts
        data, sizes = encode(np.stack([ones, others], axis=1).ravel())
        self.data, self.ends = data.tobytes(), offsets(sizes)[cuts * 2]

    def part(self, at: int) -> bytes:
        return self.data[self.ends[at] : self.ends[at + 1]]


def read_shard(data: bytes, shard: int, shards: int) -> Postings:
    """Return the postings of one shard, sorted; the reverse of ``write_shards``."""
    raw = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(raw < 128) + 1
    terms = int(decode(raw[: ends[0]])[0])
    table_end = ends[2 * terms]
    table = decode(raw[ends[0] : table_end]).reshape(-1, 2)
    entries = int(table[:, 1].sum())
    lists_end = ends[2 * (terms + entries)]
    lists = decode(raw[table_end:lists_end]).reshape(-1, 2)
    codes = np.cumsum(table[:, 0]) + (shard << shard_width(shards))
    running = np.cumsum(lists[:, 0])
    firsts = offsets(table[:, 1])[:-1]
    before = np.repeat(running[firsts] - lists[firsts, 0], table[:, 1])
    return Postings(np.repeat(codes, table[:, 1]), running - before, lists[:, 1], raw[lists_end:])


def shard_name(shard: int) -> str:
    """Return a shard's file name."""
    return f"{shard:03x}.bin"
