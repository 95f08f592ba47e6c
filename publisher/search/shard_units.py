"""The shards of an index, made in units: ranges of codes independent of each other."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from publisher.files.sharing import link_or_copy, replace_file
from publisher.search.documents import TEXT_FOLDER, load_text
from publisher.search.seal import IndexManifest, Sealed, read_sealed, sealed
from publisher.search.shards import (
    Postings,
    concatenate,
    read_shards,
    shard_name,
    shard_width,
    write_shards,
)
from publisher.search.spill import GROUPS, Spilled, entries_of
from publisher.search.terms import Entries

Each = Callable[..., Iterable[Any]]
Numbers = Mapping[str, int]

# Enough for numpy to be efficient, few enough for its arrays to stay small.
_SHARDS_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class IndexTarget:
    """Where an index is written, and into how many shards (a power of two)."""

    folder: Path
    shards: int

    def units(self, most: int) -> list[range]:
        """Split the shards into as many ranges as there are shards, at most ``most``."""
        step = max(1, self.shards // most)
        return [range(first, first + step) for first in range(0, self.shards, step)]

    def write(self, postings: Postings, wanted: Sequence[int]) -> list[Sealed]:
        """Write some shards and return their seals."""
        found = []
        for shard, data in zip(wanted, write_shards(postings, wanted, self.shards), strict=True):
            replace_file(f"{self.folder}/{shard_name(shard)}", data)
            found.append(sealed(data))
        return found


@dataclass(frozen=True, slots=True)
class OldIndex:
    """An index to build on, and the ids of the policies that changed since."""

    folder: Path
    seal: IndexManifest
    changed: frozenset[str]

    @property
    def shards(self) -> int:
        """How many shards it has."""
        return len(self.seal.shards)

    def read(self, wanted: Sequence[int]) -> Postings:
        """Return the postings of some shards; ``OldIndexError`` where one is damaged."""
        parts = [
            read_sealed(self.folder / shard_name(shard), self.seal.shards[shard])
            for shard in wanted
        ]
        return read_shards(parts, wanted, self.shards)

    def entries(self, policy: str) -> Entries:
        """Return a policy's entries in it, made again from its text file."""
        path = self.folder / TEXT_FOLDER / f"{policy}.json"
        data = read_sealed(path, self.seal.texts[policy].file)
        return entries_of(load_text(policy, data))

    def renumbering(self, numbers: Numbers) -> NDArray[np.int64]:
        """Return the new number of each policy by its old one; -1 removes it."""
        kept = {policy: number for policy, number in numbers.items() if policy not in self.changed}
        return np.array([kept.get(policy, -1) for policy in sorted(self.seal.texts)], np.int64)


@dataclass(frozen=True, slots=True)
class _Merge:
    frame: IndexTarget
    unit: range
    spilled: tuple[Spilled, ...]
    numbers: tuple[NDArray[np.int64], ...]


def merge(
    frame: IndexTarget, spilled: Sequence[Spilled], numbers: Numbers, each: Each
) -> list[Sealed]:
    """Write all shards from what was spilled."""
    new = tuple(np.array([numbers[policy] for policy, _ in part.texts], int) for part in spilled)
    units = [_Merge(frame, unit, tuple(spilled), new) for unit in frame.units(GROUPS)]
    return [seal for seals in each(_merge_unit, units) for seal in seals]


def _merge_unit(work: _Merge) -> list[Sealed]:
    shards = work.frame.shards
    groups = range(work.unit.start * GROUPS // shards, work.unit.stop * GROUPS // shards)
    read = zip(work.spilled, work.numbers, strict=True)
    postings = concatenate([part.read(groups).of_policies(numbers) for part, numbers in read])
    return work.frame.write(postings.in_order(), work.unit)


@dataclass(frozen=True, slots=True)
class _Rewrite:
    frame: IndexTarget
    unit: range
    old: OldIndex
    old_unit: range
    numbers: NDArray[np.int64]
    added: Postings


def rewrite(
    frame: IndexTarget, old: OldIndex, added: Postings, numbers: Numbers, each: Each
) -> list[Sealed]:
    """Write all shards from all old ones; policies may have come or gone."""
    most = min(GROUPS, old.shards)
    new = old.renumbering(numbers)
    work = []
    for unit in frame.units(most):
        part = added.between(*_codes_of(unit, frame.shards))
        ends = (unit.start * old.shards // frame.shards, unit.stop * old.shards // frame.shards)
        work.append(_Rewrite(frame, unit, old, range(*ends), new, part))
    return [seal for seals in each(_rewrite_unit, work) for seal in seals]


def _rewrite_unit(work: _Rewrite) -> list[Sealed]:
    kept = work.old.read(work.old_unit).of_policies(work.numbers)
    return work.frame.write(concatenate([kept, work.added]).in_order(), work.unit)


def splice(frame: IndexTarget, old: OldIndex, added: Postings, numbers: Numbers) -> list[Sealed]:
    """Write the shards that differ; the policies are the same ones as before."""
    seals = list(old.seal.shards)
    touched = _touched(frame, old, added, numbers)
    kept = set(range(frame.shards)) - set(touched)
    for name in map(shard_name, kept):
        link_or_copy(f"{old.folder}/{name}", f"{frame.folder}/{name}")
    without, new = old.renumbering(numbers), added.in_shards(touched, frame.shards).packed()
    for first in range(0, len(touched), _SHARDS_AT_ONCE):
        some = touched[first : first + _SHARDS_AT_ONCE]
        part = new.between(*_codes_of(some, frame.shards))
        postings = concatenate([old.read(some).of_policies(without), part]).in_order()
        for shard, seal in zip(some, frame.write(postings, some), strict=True):
            seals[shard] = seal
    return seals


def _codes_of(wanted: Sequence[int], shards: int) -> tuple[int, int]:
    """Return the lowest code of ascending shards, and the one after the highest."""
    width = shard_width(shards)
    return wanted[0] << width, (wanted[-1] + 1) << width


def _touched(frame: IndexTarget, old: OldIndex, added: Postings, numbers: Numbers) -> list[int]:
    """Return the shards in which the postings of any changed policy differ."""
    now: dict[int, dict[int, bytes]] = {numbers[policy]: {} for policy in old.changed}
    for code, policy, payload in added.rows():
        now[policy][code] = payload
    codes: set[int] = set()
    for changed in old.changed:
        before = dict(old.entries(changed).rows())
        after = now[numbers[changed]]
        codes |= {code for code, _ in before.items() ^ after.items()}
    return sorted({code >> shard_width(frame.shards) for code in codes})
