"""The postings of a process's policies, in a scratch file until all are merged.

A run has the entries of some policies, split into 64 groups by the highest bits of the
codes, so that the merge reads one group of every run at a time and memory stays small.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import numpy as np

from publisher.files.sharing import replace_with_gzip
from publisher.search.documents import TEXT_FOLDER, Document, dump_text
from publisher.search.seal import TextSeal, sealed
from publisher.search.shards import Postings, concatenate
from publisher.search.terms import CODE_BITS, Entries, postings_of
from publisher.search.varints import offsets

GROUPS = 64
_GROUP_WIDTH = CODE_BITS - (GROUPS.bit_length() - 1)
_EDGES = np.arange(GROUPS + 1) << _GROUP_WIDTH
_RUN_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Stretch:
    """The place of one group of one run in the file: offset, entries, bytes of payload."""

    offset: int
    entries: int
    payload: int


@dataclass(frozen=True, slots=True)
class Spilled:
    """A finished scratch file: its policies in the order of adding, its runs' groups."""

    path: Path
    texts: tuple[tuple[str, TextSeal], ...]
    groups: tuple[tuple[Stretch, ...], ...]

    def read(self, wanted: range) -> Postings:
        """Return the postings of some groups, numbered as ``texts``, unsorted."""
        with self.path.open("rb") as file:
            stretches = (stretch for group in wanted for stretch in self.groups[group])
            return concatenate([_read(file, stretch) for stretch in stretches])


class Spill:
    """Adds documents one by one; writes their text files and their postings.

    ``folder`` is that of the new index, ``path`` the scratch file, which is overwritten.
    """

    def __init__(self, folder: Path, path: Path) -> None:
        self.folder = folder
        self.path = path
        self.texts: list[tuple[str, TextSeal]] = []
        self.groups: list[list[Stretch]] = [[] for _ in range(GROUPS)]
        self.run = _Run()
        path.write_bytes(b"")

    def add(self, document: Document) -> None:
        """Index one policy; its text file is written at once."""
        entries = entries_of(document)
        seal = write_text(self.folder, document, entries)
        self.run.add(len(self.texts), entries)
        self.texts.append((document.policy, seal))
        if self.run.size > _RUN_BYTES:
            self._write_run()

    def finish(self) -> Spilled:
        """Write the last run; what is returned can be sent to another process."""
        self._write_run()
        groups = tuple(tuple(group) for group in self.groups)
        return Spilled(self.path, tuple(self.texts), groups)

    def _write_run(self) -> None:
        with self.path.open("ab") as file:
            for group, stretch in zip(self.groups, self.run.write(file), strict=True):
                group.append(stretch)
        self.run = _Run()


class _Run:
    """The entries of some policies, split into the groups: four columns of bytes."""

    def __init__(self) -> None:
        self.size = 0
        self.columns: list[list[list[bytes]]] = [[[], [], [], []] for _ in range(GROUPS)]

    def add(self, number: int, entries: Entries) -> None:
        rows = np.searchsorted(entries.codes, _EDGES)
        ends = offsets(entries.lengths)[rows].tolist()
        codes = entries.codes.astype("<i8").tobytes()
        policies = np.full(len(entries.codes), number, "<u4").tobytes()
        lengths = entries.lengths.astype("<u4").tobytes()
        payload = entries.payload.tobytes()
        cuts = zip(pairwise(rows.tolist()), pairwise(ends), strict=True)
        for column, ((first, last), (start, end)) in zip(self.columns, cuts, strict=True):
            column[0].append(codes[8 * first : 8 * last])
            column[1].append(policies[4 * first : 4 * last])
            column[2].append(lengths[4 * first : 4 * last])
            column[3].append(payload[start:end])
        self.size += len(payload)

    def write(self, file: BinaryIO) -> Iterator[Stretch]:
        for column in self.columns:
            parts = [b"".join(part) for part in column]
            yield Stretch(file.tell(), len(parts[0]) // 8, len(parts[3]))
            file.write(b"".join(parts))


def entries_of(document: Document) -> Entries:
    """Return the terms of a policy."""
    return postings_of(document.folded(), document.steps())


def write_text(folder: Path, document: Document, entries: Entries) -> TextSeal:
    """Write the text file of a policy below the folder of an index, and seal it."""
    data = dump_text(document)
    replace_with_gzip(f"{folder}/{TEXT_FOLDER}/{document.policy}.json", data)
    return TextSeal(sealed(data), len(entries.payload) + 2 * len(entries.codes))


def _read(file: BinaryIO, stretch: Stretch) -> Postings:
    file.seek(stretch.offset)
    data = file.read(16 * stretch.entries + stretch.payload)
    count, at = stretch.entries, 8 * stretch.entries
    return Postings.in_a_row(
        np.frombuffer(data, "<i8", count),
        np.frombuffer(data, "<u4", count, at).astype(np.int64),
        np.frombuffer(data, "<u4", count, at + 4 * count).astype(np.int64),
        np.frombuffer(data, np.uint8, stretch.payload, at + 8 * count),
    )
