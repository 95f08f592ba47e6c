"""Limits of size and depth, because a file may come from anyone."""

import os
from dataclasses import dataclass
from pathlib import Path

from publisher.importers.blocks.faults import ImportFault
from publisher.problems import cause_of
from publisher.sources.own_file import open_own

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class ImportLimits:
    """Sizes in bytes; ``part_bytes`` is for one XML part that is read.

    ``signs`` are the < and = of a page, or of all parts that are read: elements and
    attributes, each of which takes a hundred times its size in memory. ``lines`` are
    those of a text, or its paragraphs. ``ratio`` is unzipped to zipped, checked from
    ``ratio_from`` bytes on. ``depth`` counts nested elements; Word's own files stay below 40.
    """

    file_bytes: int = 20 * _MEGABYTE
    unzipped_bytes: int = 200 * _MEGABYTE
    part_bytes: int = 30 * _MEGABYTE
    ratio: int = 200
    ratio_from: int = _MEGABYTE
    entries: int = 2_000
    depth: int = 120
    signs: int = 600_000
    lines: int = 100_000


def read_limited(path: Path, limits: ImportLimits) -> bytes:
    """Return a file's bytes; I001 where it cannot be read or is being saved, I002 if too large."""
    try:
        with open_own(path, follow=True) as file:
            before = os.fstat(file.fileno())
            raw = file.read(limits.file_bytes + 1)
            after = os.fstat(file.fileno())
    except OSError as error:
        raise ImportFault("I001.unreadable", cause=cause_of(error)) from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise ImportFault("I001.changed")
    if len(raw) > limits.file_bytes:
        raise ImportFault("I002.too_large", most=f"{limits.file_bytes / _MEGABYTE:g}")
    return raw
