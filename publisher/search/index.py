"""Writing the index of the whole site, from the old one where most of it still holds."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogue.text import fold, simplified_pairs
from publisher.search.postings import Term, encode_block, shard_of, terms
from publisher.search.shards import splice, write_shard

SCHEMA = "yanlu-search/1"
_SHARD_BYTES = 24 * 1024
_FEWEST, _MOST = 16, 4096


@dataclass(frozen=True, slots=True)
class Document:
    """What is indexed of a policy: the clauses of its latest public version, in order."""

    policy: str
    title: str
    kind: str
    version: str
    digest: str
    clauses: tuple[str, ...]


def write_index(folder: Path, documents: Sequence[Document], old: Path | None = None) -> None:
    """Write ``manifest.json`` and the shards; what ``old`` has and still holds is spliced."""
    folder.mkdir(parents=True, exist_ok=True)
    before = _read_manifest(old)
    known = {entry["id"]: entry for entry in before["policies"]} if before else {}
    changed = {
        number: _terms(document)
        for number, document in enumerate(documents)
        if known.get(document.policy, {}).get("digest") != document.digest
    }
    entries = _entries(documents, known, changed)
    shards = _shard_count(sum(entry["bytes"] for entry in entries))
    if before and old and _same_frame(before, entries, shards):
        _splice_all(folder, old, shards, changed)
    else:
        _write_all(folder, documents, shards, changed)
    _write_manifest(folder, entries, shards)


def _terms(document: Document) -> dict[Term, bytes]:
    return terms([fold(clause) for clause in document.clauses])


def _same_frame(before: dict[str, Any], entries: list[dict[str, Any]], shards: int) -> bool:
    ids = [entry["id"] for entry in entries]
    return before["shards"] == shards and [entry["id"] for entry in before["policies"]] == ids


def _entries(
    documents: Sequence[Document],
    known: dict[str, dict[str, Any]],
    changed: dict[int, dict[Term, bytes]],
) -> list[dict[str, Any]]:
    return [
        {
            "id": document.policy,
            "title": document.title,
            "kind": document.kind,
            "version": document.version,
            "clauses": len(document.clauses),
            "bytes": len(encode_block(changed[number]))
            if number in changed
            else known[document.policy]["bytes"],
            "digest": document.digest,
        }
        for number, document in enumerate(documents)
    ]


def _shard_count(total: int) -> int:
    """Return the power of two that keeps an average shard near 24 KiB."""
    wanted = max(1, -(-total // _SHARD_BYTES))
    return min(max(1 << (wanted - 1).bit_length(), _FEWEST), _MOST)


def _by_shard(payloads: dict[Term, bytes], shards: int) -> dict[int, bytes]:
    parts: dict[int, dict[Term, bytes]] = defaultdict(dict)
    for term, payload in payloads.items():
        parts[shard_of(term, shards)][term] = payload
    return {shard: encode_block(part) for shard, part in parts.items()}


def _write_all(
    folder: Path,
    documents: Sequence[Document],
    shards: int,
    changed: dict[int, dict[Term, bytes]],
) -> None:
    blocks: dict[int, dict[int, bytes]] = {shard: {} for shard in range(shards)}
    for number, document in enumerate(documents):
        payloads = changed.get(number) or _terms(document)
        for shard, block in _by_shard(payloads, shards).items():
            blocks[shard][number] = block
    for shard, policies in blocks.items():
        (folder / shard_name(shard)).write_bytes(write_shard(policies))


def _splice_all(
    folder: Path, old: Path, shards: int, changed: dict[int, dict[Term, bytes]]
) -> None:
    blocks = {number: _by_shard(payloads, shards) for number, payloads in changed.items()}
    for shard in range(shards):
        name = shard_name(shard)
        replaced = {number: parts.get(shard, b"") for number, parts in blocks.items()}
        (folder / name).write_bytes(splice((old / name).read_bytes(), replaced))


def shard_name(shard: int) -> str:
    """Return a shard's file name."""
    return f"{shard:03x}.bin"


def _read_manifest(old: Path | None) -> dict[str, Any] | None:
    """Return the old manifest; None where there is none, or the shards are not what it sealed."""
    if old is None:
        return None
    try:
        manifest: dict[str, Any] = json.loads((old / "manifest.json").read_bytes())
        sealed = manifest["seal"] == _seal(old, manifest["shards"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return manifest if sealed else None


def _seal(folder: Path, shards: int) -> str:
    """Digest all shards with what their form depends on: the schema and the fold's table."""
    whole = hashlib.sha256((SCHEMA + simplified_pairs()).encode())
    for shard in range(shards):
        whole.update(hashlib.sha256((folder / shard_name(shard)).read_bytes()).digest())
    return whole.hexdigest()


def _write_manifest(folder: Path, entries: list[dict[str, Any]], shards: int) -> None:
    seal = _seal(folder, shards)
    manifest = {"schema": SCHEMA, "shards": shards, "seal": seal, "policies": entries}
    text = json.dumps(manifest, ensure_ascii=False, separators=(",", ":"))
    (folder / "manifest.json").write_text(text, "utf-8")
