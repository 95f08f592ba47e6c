"""Writing into the site that is being built: files with their compressed twins, and links."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from publisher.files.sharing import link_or_copy, replace_file, replace_with_gzip

# What browsers are sent compressed; a .docx or a shard of the index gains nothing.
COMPRESSED = (".atom", ".css", ".html", ".ics", ".js", ".json", ".svg", ".txt", ".xml")


@dataclass(slots=True)
class Output:
    """The folder of the site that is being built, and how many files were written there."""

    folder: Path
    files: int = 0

    def text(self, name: str, text: str) -> None:
        """Write a text file, UTF-8, at a path below the site."""
        self.data(name, text.encode())

    def data(self, name: str, data: bytes) -> None:
        """Write a file, and its ``.gz`` (RFC 1952, without a time) where it is worth it."""
        compressed = name.endswith(COMPRESSED)
        write = replace_with_gzip if compressed else replace_file
        write(f"{self.folder}/{name}", data)
        self.files += 2 if compressed else 1

    def plain(self, name: str, text: str) -> None:
        """Write a text file without a compressed twin: data that few fetch."""
        replace_file(f"{self.folder}/{name}", text.encode())
        self.files += 1

    def keep(self, old: Path, name: str) -> int:
        """Share a folder with the last site, if that has it; return how many files are in it."""
        source = f"{old}/{name}"
        return _link_folder(source, f"{self.folder}/{name}") if os.path.isdir(source) else 0

    def count(self, name: str) -> int:
        """Return how many files a folder of the site that is being built has."""
        return _count(f"{self.folder}/{name}")

    def remove(self, name: str) -> None:
        """Remove a file or folder with all in it, if it is there."""
        path = self.folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _count(folder: str) -> int:
    try:
        with os.scandir(folder) as entries:
            return sum(_count(each.path) if each.is_dir() else 1 for each in entries)
    except FileNotFoundError:
        return 0


def _link_folder(source: str, target: str) -> int:
    os.makedirs(target, exist_ok=True)
    count = 0
    with os.scandir(source) as entries:
        for entry in entries:
            inner = f"{target}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                count += _link_folder(entry.path, inner)
            else:
                link_or_copy(entry.path, inner)
                count += 1
    return count
