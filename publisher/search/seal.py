"""The seal of an index: the digests of its files, by which an old index is checked.

``index.seal`` has the size and the digest of every shard and of every policy's text. A
shard that is used unread must have its size, one that is read its digest too, so that the
check costs no more than the work. The manifest has the digest of the seal; it changes with
any file of the index, with the form of the files and with the table of the fold.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from catalogue.text import simplified_pairs
from publisher.search.documents import TEXT_FOLDER
from publisher.search.shards import shard_name

SCHEMA = "yanlu-search/5"
SEAL_FILE = "index.seal"
MANIFEST_FILE = "manifest.json"


class OldIndexError(ValueError):
    """The old index is damaged, or was made in another form."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file of the index: its size in bytes and the first half of its SHA-256, in hex."""

    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class TextSeal:
    """A policy's text file, and the bytes that its postings take, about."""

    file: Sealed
    weight: int


@dataclass(frozen=True, slots=True)
class IndexManifest:
    """The shards in order, and the texts by policy id."""

    shards: tuple[Sealed, ...]
    texts: dict[str, TextSeal]

    def dump(self) -> bytes:
        """Write the seal."""
        texts = {
            policy: [text.file.size, text.file.digest, text.weight]
            for policy, text in sorted(self.texts.items())
        }
        shards = [[shard.size, shard.digest] for shard in self.shards]
        return json.dumps({"shards": shards, "texts": texts}, separators=(",", ":")).encode()


def sealed(data: bytes) -> Sealed:
    """Return size and digest of a file's bytes."""
    return Sealed(len(data), hashlib.sha256(data).hexdigest()[:32])


def seal_digest(dumped: bytes) -> str:
    """Return the digest of a seal in the manifest: SHA-256 in hex."""
    return hashlib.sha256(SCHEMA.encode() + simplified_pairs().encode() + dumped).hexdigest()


def read_seal(folder: Path) -> IndexManifest:
    """Read and check the seal of an old index; ``OldIndexError`` where it does not fit."""
    try:
        manifest = json.loads((folder / MANIFEST_FILE).read_bytes())
        dumped = (folder / SEAL_FILE).read_bytes()
        if manifest["schema"] != SCHEMA or manifest["seal"] != seal_digest(dumped):
            raise OldIndexError(folder)
        data = json.loads(dumped)
        texts = {
            policy: TextSeal(Sealed(size, digest), weight)
            for policy, (size, digest, weight) in data["texts"].items()
        }
        seal = IndexManifest(tuple(Sealed(*shard) for shard in data["shards"]), texts)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OldIndexError(folder) from error
    shards = {shard_name(number): shard.size for number, shard in enumerate(seal.shards)}
    files = {f"{policy}.json": text.file.size for policy, text in texts.items()}
    if (_sizes(folder, ".bin"), _sizes(folder / TEXT_FOLDER, ".json")) != (shards, files):
        raise OldIndexError(folder)
    return seal


def _sizes(folder: Path, suffix: str) -> dict[str, int]:
    try:
        with os.scandir(folder) as found:
            return {each.name: each.stat().st_size for each in found if each.name.endswith(suffix)}
    except FileNotFoundError:
        return {}


def read_sealed(path: Path, seal: Sealed) -> bytes:
    """Read a file of an old index; ``OldIndexError`` where it is not as it was sealed."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise OldIndexError(path) from error
    if sealed(data) != seal:
        raise OldIndexError(path)
    return data
