"""A reader of the search index, written from its documented form alone."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

Found = set[tuple[str, int]]
Places = dict[int, list[int]]


class Bytes:
    """A run of varints: seven bits each, the lowest first."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def __bool__(self) -> bool:
        return self.at < len(self.data)

    def number(self) -> int:
        number = shift = 0
        while self.data[self.at] > 127:
            number |= (self.data[self.at] - 128) << shift
            shift += 7
            self.at += 1
        number |= self.data[self.at] << shift
        self.at += 1
        return number

    def part(self) -> "Bytes":
        length = self.number()
        self.at += length
        return Bytes(self.data[self.at - length : self.at])


class Index:
    """The manifest and the shards of ``assets/search``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
        assert self.manifest["schema"] == "yanlu-search/1"

    def find(self, phrase: str) -> Found:
        """Return the (policy, clause number) that hold a folded phrase."""
        if len(phrase) == 1:
            shard = self.shard(ord(phrase), 0)
            return {(self.id(p), c) for p, data in shard.items() for c in clauses_of(data)}
        pairs = [(ord(a), ord(b)) for a, b in pairwise(phrase)]
        read = [{p: places_of(data) for p, data in self.shard(*pair).items()} for pair in pairs]
        return {
            (self.id(policy), clause)
            for policy in set.intersection(*(set(places) for places in read))
            for clause in _phrase([places[policy] for places in read])
        }

    def id(self, policy: int) -> str:
        return str(self.manifest["policies"][policy]["id"])

    def shard(self, first: int, second: int) -> dict[int, Bytes]:
        """Return the payload of a term for each policy that has it."""
        number = (first * 0x9E3779B1 ^ second * 0x85EBCA77) & 0xFFFFFFFF
        number = (number ^ number >> 15) % self.manifest["shards"]
        terms = self.terms(number)
        return {policy: data for policy, term, data in terms if term == (first, second)}

    def terms(self, shard: int) -> Iterator[tuple[int, tuple[int, int], Bytes]]:
        data, policy = Bytes((self.folder / f"{shard:03x}.bin").read_bytes()), -1
        while data:
            policy += data.number()
            block = data.part()
            while block:
                yield policy, (block.number(), block.number()), block.part()

    def all_terms(self) -> set[str]:
        """Return every pair of characters that stands anywhere in the index."""
        found = (term for n in range(self.manifest["shards"]) for _, term, _ in self.terms(n))
        return {chr(first) + chr(second) for first, second in found if second}


def clauses_of(data: Bytes) -> Iterator[int]:
    clause = -1
    while data:
        clause += data.number()
        yield clause


def places_of(data: Bytes) -> Places:
    places: Places = {}
    clause = -1
    while data:
        head = data.number()
        clause += head // 2
        count = data.number() if head % 2 else 1
        position = 0
        places[clause] = [position := position + data.number() for _ in range(count)]
    return places


def _phrase(read: list[Places]) -> Iterator[int]:
    for clause in set.intersection(*(set(places) for places in read)):
        starts = [{at - n for at in places[clause]} for n, places in enumerate(read)]
        if set.intersection(*starts):
            yield clause
