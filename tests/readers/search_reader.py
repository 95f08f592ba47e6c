"""A reader of the search index, written from its documented form alone."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

Found = set[tuple[str, int]]
Places = dict[int, list[int]]
MIXER, BITS = 2_718_142_227_965, 42
UNMIXER = pow(MIXER, -1, 1 << BITS)


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

    def part(self, length: int) -> "Bytes":
        self.at += length
        return Bytes(self.data[self.at - length : self.at])


class Index:
    """The manifest and the shards of ``assets/search``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
        self.width = BITS - self.manifest["shards"].bit_length() + 1
        assert self.manifest["schema"] == "yanlu-search/5"
        self._read: dict[int, dict[int, dict[int, bytes]]] = {}

    def find(self, phrase: str) -> Found:
        """Return the (policy, clause number from 0) that hold a folded phrase."""
        return {(policy, clause - 2) for policy, clause in self.places(phrase) if clause > 1}

    def titles(self, phrase: str) -> set[str]:
        """Return the policies whose titles hold a folded phrase."""
        return {policy for policy, clause in self.places(phrase) if not clause}

    def about(self, phrase: str) -> set[str]:
        """Return the policies of which a folded phrase is said beside title and clauses."""
        return {policy for policy, clause in self.places(phrase) if clause == 1}

    def opening(self, step: str) -> Found:
        """Return the (policy, clause number from 0) that open with a step of an eId."""
        number = 0
        for byte in step.encode():
            number = (number * 31 + byte) % (2**40 - 87)
        held = self.term(0x110000 + (number >> 21), number % (1 << 21))
        return {(self.id(p), c - 2) for p, data in held.items() for c in clauses_of(data)}

    def places(self, phrase: str) -> Found:
        """Return the (policy, clause number) that hold a phrase; 0 is the title, 1 about it."""
        if len(phrase) == 1:
            held = self.term(ord(phrase), 0)
            return {(self.id(p), c) for p, data in held.items() for c in clauses_of(data)}
        pairs = [(ord(a), ord(b)) for a, b in pairwise(phrase)]
        read = [{p: places_of(data) for p, data in self.term(*pair).items()} for pair in pairs]
        return {
            (self.id(policy), clause)
            for policy in set.intersection(*(set(places) for places in read))
            for clause in _phrase([places[policy] for places in read])
        }

    def id(self, policy: int) -> str:
        return str(self.manifest["ids"][policy])

    def term(self, first: int, second: int) -> dict[int, Bytes]:
        """Return the payload of a term for each policy that has it."""
        code = ((first << 21) + second) * MIXER % (1 << BITS)
        held = self._shard(code >> self.width).get(code, {})
        return {policy: Bytes(data) for policy, data in held.items()}

    def _shard(self, shard: int) -> dict[int, dict[int, bytes]]:
        """Return the payloads in a shard by code and policy; it is read once."""
        if shard not in self._read:
            held: dict[int, dict[int, bytes]] = {}
            for code, policy, payload in self.terms(shard):
                held.setdefault(code, {})[policy] = payload.data
            self._read[shard] = held
        return self._read[shard]

    def terms(self, shard: int) -> Iterator[tuple[int, int, Bytes]]:
        """Give code, policy and payload of all that stands in a shard."""
        data, code = Bytes((self.folder / f"{shard:03x}.bin").read_bytes()), shard << self.width
        table = [(data.number(), data.number()) for _ in range(data.number())]
        rows = []
        for gap, policies in table:
            code, policy = code + gap, 0
            for _ in range(policies):
                policy += data.number()
                rows.append((code, policy, data.number()))
        for code, policy, length in rows:
            yield code, policy, data.part(length)
        assert not data

    def all_terms(self) -> set[str]:
        """Return every pair of characters that stands anywhere in the index."""
        codes = {code for n in range(self.manifest["shards"]) for code, _, _ in self.terms(n)}
        whole = [code * UNMIXER % (1 << BITS) for code in codes]
        pairs = [(each >> 21, each % (1 << 21)) for each in whole]
        return {chr(one) + chr(other) for one, other in pairs if other and one < 0x110000}


def clauses_of(data: Bytes) -> Iterator[int]:
    clause = 0
    while data:
        clause += data.number()
        yield clause


def places_of(data: Bytes) -> Places:
    places: Places = {}
    clause = 0
    while data:
        clause += data.number()
        before = places.setdefault(clause, [])
        before.append(data.number() + (before[-1] if before else 0))
        if not before[-1]:
            data.number()  # the clause's length
    return places


def lengths_of(data: Bytes) -> dict[int, int]:
    """Return the length of each clause that begins with the pair."""
    lengths, clause, position = {}, 0, 0
    while data:
        gap = data.number()
        clause, position = clause + gap, data.number() + (0 if gap else position)
        if not position:
            lengths[clause] = data.number()
    return lengths


def _phrase(read: list[Places]) -> Iterator[int]:
    for clause in set.intersection(*(set(places) for places in read)):
        starts = [{at - n for at in places[clause]} for n, places in enumerate(read)]
        if set.intersection(*starts):
            yield clause
