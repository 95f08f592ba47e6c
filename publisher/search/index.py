"""Writing the index of the whole site: all of it, or what changed of an old one.

The bytes are the same whichever way an index was made.
"""

import base64
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from catalogue.text import simplified_pairs
from publisher.files.sharing import link_or_copy, replace_file, replace_with_gzip
from publisher.search.documents import TEXT_FOLDER, Document, dump_text
from publisher.search.facets import Facets, facet_columns
from publisher.search.seal import (
    MANIFEST_FILE,
    SCHEMA,
    SEAL_FILE,
    IndexManifest,
    OldIndexError,
    TextSeal,
    read_seal,
    seal_digest,
    sealed,
)
from publisher.search.shard_units import Each, IndexTarget, OldIndex, merge, rewrite, splice
from publisher.search.shards import concatenate, of_policy
from publisher.search.spill import Spill, Spilled, entries_of, write_text

_SHARD_BYTES = 8 * 1024
_FEWEST, _MOST = 16, 4096


def write_all(
    folder: Path, spilled: Sequence[Spilled], facets: Mapping[str, Facets], each: Each = map
) -> None:
    """Write an index from what was spilled; ``facets`` has every policy of it, by id.

    ``each`` runs a function over units of work: ``map``, or that of a pool of processes.
    """
    texts = {policy: text for part in spilled for policy, text in part.texts}
    frame = IndexTarget(folder, _shard_count(texts.values()))
    seals = merge(frame, spilled, _numbers(facets), each)
    _write_manifest(folder, IndexManifest(tuple(seals), texts), facets)


def write_changed(
    folder: Path,
    old: Path,
    changed: Sequence[Document],
    facets: Mapping[str, Facets],
    each: Each = map,
) -> None:
    """Write an index from an old one and the policies that are new, or changed in title or text.

    ``facets`` has every policy of the new index. Unchanged files are linked to the old ones.
    ``OldIndexError`` where the old index is incomplete, or lacks a policy that is not
    among the changed; ``folder`` may then have some files, which ``write_all`` replaces. Where
    most policies changed ``write_all`` is faster and takes less memory.
    """
    seal = read_seal(old)
    entries = {document.policy: entries_of(document) for document in changed}
    texts = _carry_texts(folder, old, seal, facets.keys() - entries.keys())
    for document in changed:
        texts[document.policy] = write_text(folder, document, entries[document.policy])
    frame, numbers = IndexTarget(folder, _shard_count(texts.values())), _numbers(facets)
    before = OldIndex(old, seal, changed=frozenset(entries))
    parts = [of_policy(each, numbers[policy]) for policy, each in entries.items()]
    added = concatenate(parts).in_order().packed()
    if before.shards == frame.shards and facets.keys() == seal.texts.keys():
        seals = splice(frame, before, added, numbers)
    else:
        seals = rewrite(frame, before, added, numbers, each)
    _write_manifest(folder, IndexManifest(tuple(seals), texts), facets)


def write_index(folder: Path, documents: Sequence[Document], old: Path | None = None) -> None:
    """Write an index of these documents; what is unchanged in ``old`` is used."""
    facets = {document.policy: document.facets for document in documents}
    try:
        _write_from_old(folder, documents, facets, old)
    except OldIndexError:
        with tempfile.TemporaryDirectory() as scratch:
            spill = Spill(folder, Path(scratch) / "run")
            for document in documents:
                spill.add(document)
            write_all(folder, [spill.finish()], facets)


def _write_from_old(
    folder: Path, documents: Sequence[Document], facets: Mapping[str, Facets], old: Path | None
) -> None:
    if old is None:
        raise OldIndexError
    files = {policy: text.file for policy, text in read_seal(old).texts.items()}
    changed = [each for each in documents if files.get(each.policy) != sealed(dump_text(each))]
    if len(changed) * 2 > len(documents):
        raise OldIndexError
    write_changed(folder, old, changed, facets)


def _numbers(facets: Mapping[str, Facets]) -> dict[str, int]:
    """Return the policies' numbers: their places when sorted by id."""
    return {policy: number for number, policy in enumerate(sorted(facets))}


def _carry_texts(
    folder: Path, old: Path, seal: IndexManifest, kept: Iterable[str]
) -> dict[str, TextSeal]:
    names = sorted(kept)
    if not seal.texts.keys() >= set(names):
        raise OldIndexError(old)
    (folder / TEXT_FOLDER).mkdir(parents=True, exist_ok=True)
    files = [f"{policy}.json{end}" for policy in names for end in ("", ".gz")]
    try:
        for name in files:
            link_or_copy(f"{old}/{TEXT_FOLDER}/{name}", f"{folder}/{TEXT_FOLDER}/{name}")
    except FileNotFoundError as error:
        raise OldIndexError(old) from error
    return {policy: seal.texts[policy] for policy in names}


def _shard_count(texts: Iterable[TextSeal]) -> int:
    """Return the power of two that keeps an average shard near 8 KiB."""
    count = max(1, -(-sum(text.weight for text in texts) // _SHARD_BYTES))
    return min(max(1 << (count - 1).bit_length(), _FEWEST), _MOST)


def _write_manifest(folder: Path, seal: IndexManifest, facets: Mapping[str, Facets]) -> None:
    dumped = seal.dump()
    replace_file(f"{folder}/{SEAL_FILE}", dumped)
    ids = sorted(facets)
    manifest = {
        "schema": SCHEMA,
        "shards": len(seal.shards),
        "seal": seal_digest(dumped),
        "simplified": simplified_pairs(),
        "ids": ids,
        "titles": [facets[policy].title for policy in ids],
        # Four characters that change with a policy's text file, for its address.
        "keys": "".join(
            base64.urlsafe_b64encode(bytes.fromhex(seal.texts[policy].file.digest[:6])).decode()
            for policy in ids
        ),
        **facet_columns([facets[policy] for policy in ids]),
    }
    text = json.dumps(manifest, ensure_ascii=False, separators=(",", ":"))
    replace_with_gzip(f"{folder}/{MANIFEST_FILE}", text.encode())
