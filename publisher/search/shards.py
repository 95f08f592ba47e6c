"""A shard: all terms whose codes begin with the same bits, with the postings of each.

    shard = count (code gap, policies)* (policy gap, length)* payload*      (varints)

``count`` terms are in ascending order of code; a code gap is the difference from the code
before (the first from the shard's lowest). After the table of terms comes, term by term, the
list of the policies that have it: the difference from the policy before (the first from
0), and the bytes of its payload. The payloads follow in the same order.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from publisher.search.terms import CODE_BITS, Entries, payloads
from publisher.search.varints import Bytes, Numbers, VarintBytes, encode, gather, offsets, spans

# A code and a policy's number fit into 64 bits together.
_POLICY_BITS = 64 - CODE_BITS


@dataclass(frozen=True, slots=True)
class Postings:
    """The entries of many policies, by code and then by the policy's number.

    The payload of an entry is ``lengths`` bytes of ``data`` from ``starts`` on, so that
    rows can be chosen and sorted without moving the bytes.
    """

    codes: Numbers
    policies: Numbers
    starts: Numbers
    lengths: Numbers
    data: Bytes

    @classmethod
    def in_a_row(
        cls, codes: Numbers, policies: Numbers, lengths: Numbers, data: Bytes
    ) -> "Postings":
        """Return postings whose payloads are contiguous."""
        return cls(codes, policies, offsets(lengths)[:-1], lengths, data)

    def of_policies(self, numbers: NDArray[Any]) -> "Postings":
        """Return these with new ``numbers`` by the old ones; a negative number removes."""
        policies = numbers[self.policies]
        renamed = Postings(self.codes, policies, self.starts, self.lengths, self.data)
        out = policies.size and policies.min() < 0
        return renamed.at(np.flatnonzero(policies >= 0)) if out else renamed

    def in_order(self) -> "Postings":
        """Return these sorted by code and policy."""
        keys = self.codes.astype(np.uint64) << np.uint64(_POLICY_BITS)
        keys |= self.policies.astype(np.uint64)
        return self.at(np.argsort(keys, kind="stable"))

    def packed(self) -> "Postings":
        """Return these with the payloads in the order of the entries."""
        return Postings.in_a_row(self.codes, self.policies, self.lengths, self.payload())

    def payload(self) -> Bytes:
        """Return all payloads in the order of the entries."""
        return gather(self.data, self.starts, self.lengths)

    def between(self, low: int, high: int) -> "Postings":
        """Return those with codes from ``low`` to below ``high``, of packed and sorted ones."""
        first, last = np.searchsorted(self.codes, [low, high])
        part = self.at(slice(first, last))
        if first == last:
            return part
        begin, end = part.starts[0], part.starts[-1] + part.lengths[-1]
        starts, data = part.starts - begin, part.data[begin:end]
        return Postings(part.codes, part.policies, starts, part.lengths, data)

    def in_shards(self, wanted: Sequence[int], shards: int) -> "Postings":
        """Return those of some shards."""
        chosen = np.isin(self.codes >> shard_width(shards), np.array(wanted, np.int64))
        return self.at(np.flatnonzero(chosen))

    def rows(self) -> Iterator[tuple[int, int, bytes]]:
        """Return code, policy and payload of each entry."""
        parts = payloads(self.lengths, self.payload())
        return zip(self.codes.tolist(), self.policies.tolist(), parts, strict=True)

    def at(self, rows: Numbers | slice) -> "Postings":
        """Return the entries of some rows."""
        return Postings(
            self.codes[rows],
            self.policies[rows],
            self.starts[rows],
            self.lengths[rows],
            self.data,
        )


def concatenate(parts: Iterable[Postings]) -> Postings:
    """Concatenate parts, unsorted."""
    kept = [part for part in parts if len(part.codes)]
    if not kept:
        none = np.empty(0, np.int64)
        return Postings(none, none, none, none, np.empty(0, np.uint8))
    ahead = offsets([len(part.data) for part in kept])
    return Postings(
        np.concatenate([part.codes for part in kept]),
        np.concatenate([part.policies for part in kept]),
        np.concatenate([part.starts + at for part, at in zip(kept, ahead, strict=False)]),
        np.concatenate([part.lengths for part in kept]),
        np.concatenate([part.data for part in kept]),
    )


def of_policy(entries: Entries, policy: int) -> Postings:
    """Return the entries of one policy."""
    policies = np.full(len(entries.codes), policy)
    return Postings.in_a_row(entries.codes, policies, entries.lengths, entries.payload)


def shard_width(shards: int) -> int:
    """Return how many of a code's lowest bits are not part of the shard's number."""
    return CODE_BITS - (shards.bit_length() - 1)


def write_shards(postings: Postings, wanted: Sequence[int], shards: int) -> list[bytes]:
    """Write some of ``shards`` shards, ascending; the postings have their codes alone, sorted."""
    width = shard_width(shards)
    lows = np.array([*wanted, wanted[-1] + 1], np.int64) << width
    begins = np.ones(len(postings.codes), np.bool_)
    begins[1:] = postings.codes[1:] != postings.codes[:-1]
    codes = postings.codes[begins]
    counts = np.diff(np.flatnonzero(begins), append=len(begins))
    lowest = codes >> width << width
    before = np.maximum(np.concatenate([lowest[:1], codes[:-1]]), lowest)
    table = _Pairs(codes - before, counts, np.searchsorted(codes, lows))
    gaps = postings.policies.copy()
    gaps[1:] -= np.where(begins[1:], 0, postings.policies[:-1])
    lists = _Pairs(gaps, postings.lengths, np.searchsorted(postings.codes, lows))
    payload, ends = postings.payload().tobytes(), offsets(postings.lengths)[lists.cuts].tolist()
    return [
        head + table.part(at) + lists.part(at) + payload[ends[at] : ends[at + 1]]
        for at, head in enumerate(table.heads())
    ]


class _Pairs:
    """Two numbers per row as varints, split at some rows."""

    def __init__(self, ones: Numbers, others: Numbers, cuts: Numbers) -> None:
        self.cuts = cuts
        data, sizes = encode(np.stack([ones, others], axis=1).ravel())
        self.data, self.ends = data.tobytes(), offsets(sizes)[cuts * 2].tolist()

    def part(self, at: int) -> bytes:
        return self.data[self.ends[at] : self.ends[at + 1]]

    def heads(self) -> list[bytes]:
        """Return how many rows each part has, as varints."""
        data, sizes = encode(np.diff(self.cuts))
        return payloads(sizes, data)


def read_shards(parts: Sequence[bytes], wanted: Sequence[int], shards: int) -> Postings:
    """Return the postings of some shards, ascending; the inverse of ``write_shards``."""
    raw = np.frombuffer(b"".join(parts), np.uint8)
    run, cuts = VarintBytes(raw), offsets([len(part) for part in parts])
    tables = run.places(cuts[:-1])
    terms = run.read(tables)
    table = run.read(spans(tables + 1, 2 * terms)).reshape(-1, 2)
    entries = np.diff(offsets(table[:, 1])[offsets(terms)])
    lists = run.read(spans(tables + 1 + 2 * terms, 2 * entries)).reshape(-1, 2)
    lowest = np.array(wanted, np.int64) << shard_width(shards)
    codes = _sums(table[:, 0], terms) + np.repeat(lowest, terms)
    # The payloads of a shard are at its end.
    running = offsets(lists[:, 1])
    ends = running[offsets(entries)[1:]]
    return Postings(
        np.repeat(codes, table[:, 1]),
        _sums(lists[:, 0], table[:, 1]),
        running[:-1] + np.repeat(cuts[1:] - ends, entries),
        lists[:, 1],
        raw,
    )


def _sums(numbers: Numbers, sizes: Numbers) -> Numbers:
    """Return the running sums within parts of these sizes."""
    running = offsets(numbers)
    return running[1:] - np.repeat(running[offsets(sizes)[:-1]], sizes)


def shard_name(shard: int) -> str:
    """Return a shard's file name."""
    return f"{shard:03x}.bin"
