"""Exports next to bare loops, which read the same rows, decrypt and write them, and do no more.

    python bench/export.py --folder ~/.cache/yanlu/bench [--comments 1000000] [--rounds 3]

A bare loop is sqlite3, cryptography, and csv, json or XlsxWriter (constant memory): the same rows
and columns joined in the same order, the same fields decrypted, one row after another. Nothing is
masked, counted, compared with the ledger or laid out. Both run by turns, each in a process of its
own; ours starts another one for the comparison, as the command does. Told are the median of the
ratios of a round, seconds, and the most memory of all in MB. A workbook is compared with a tenth
of the comments; how long it takes with all, in time only.
"""

import argparse
import base64
import csv
import json
import os
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from xlsxwriter import Workbook

from bench.many_comments import many_comments
from bench.measure import progress, run
from comments_service.cli.export_commands import COMPARE
from comments_service.services.outcome.export import export_file
from comments_service.services.service import Service
from tests.conftest import KEYS, POLICY, World

FORMATS = ("csv", "json")
_QUERY = """
SELECT s.id, s.personal, s.restricted_at, s.consent_publish_name, s.receipt_no, c.id, s.received_at,
       c.wid, c.eid, s.version, c.citation, x.text, v.selector, v.stance, v.body,
       v.proposed_text, v.reason, p.kind, s.channel, t.state, d.disposition, d.reason, d.summary,
       d.to_citation, d.later, v.confidential
FROM submissions s
JOIN participants p ON p.id = s.participant_id
JOIN comments c ON c.submission_id = s.id
JOIN clause_texts x ON x.digest = c.text_digest
JOIN comment_versions v ON v.comment_id = c.id
 AND v.number = (SELECT max(n.number) FROM comment_versions n WHERE n.comment_id = c.id)
JOIN comment_states t ON t.comment = c.id
LEFT JOIN decisions d ON d.id = t.decision
WHERE s.policy = ? AND NOT t.sealed
ORDER BY s.entry, c.position
"""
_NAMES = (
    "consent_publish_name", "receipt_no", "comment_id", "received_at", "wid", "eid", "version",
    "citation", "clause_text", "selected_text", "stance", "body", "proposed_text", "reason",
    "participant", "channel", "state", "disposition", "answer", "summary", "to_citation", "later",
    "confidential", "name", "organisation", "place",
)  # fmt: skip


def bare_rows(world: World) -> Iterator[tuple[Any, ...]]:
    """Yield every comment with its sender, read and decrypted, and nothing else done to it."""
    key_id, _, secret = KEYS.partition(":")
    purpose = b"yanlu/1/encrypt/a256gcm"
    derived = HKDF(SHA256(), 32, salt=None, info=purpose).derive(base64.b64decode(secret))
    cipher, known, personal = AESGCM(derived), "", {}
    with sqlite3.connect(world.folder / "yanlu.sqlite3") as connection:
        for name, sealed, _, *values in connection.execute(_QUERY, (POLICY,)):
            if name != known:
                raw, known = base64.b64decode(sealed.rpartition(".")[2]), name
                context = f"{key_id}|a256gcm|personal/{name}".encode()
                personal = json.loads(cipher.decrypt(raw[:12], raw[12:], context))
            who = personal["name"], personal["organisation"], personal["place"]
            yield (*values, *who)


def bare_csv(world: World, path: Path) -> None:
    """Write the rows as CSV."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_NAMES)
        writer.writerows(bare_rows(world))


def bare_json(world: World, path: Path) -> None:
    """Write the rows as JSON, one a line."""
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for at, row in enumerate(bare_rows(world)):
            values = dict(zip(_NAMES, row, strict=True))
            file.write((",\n" if at else "\n") + json.dumps(values, ensure_ascii=False))
        file.write("]\n")


def bare_xlsx(world: World, path: Path) -> None:
    """Write the rows as a workbook."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(str(path), options) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, _NAMES)
        for at, row in enumerate(bare_rows(world), start=1):
            sheet.write_row(at, 0, row)


_BARE: dict[str, Callable[[World, Path], None]] = {
    "csv": bare_csv,
    "json": bare_json,
    "xlsx": bare_xlsx,
}


def ours(service: Service, path: Path) -> None:
    """Write the export that the command writes, as the command does."""
    export_file(service, POLICY, "public", path.suffix[1:], path, compare_by=COMPARE)


class Written(NamedTuple):
    """What a file took: seconds, those of processors, the most megabytes of all its processes."""

    seconds: float
    processor: float
    megabytes: float


def measured(folder: Path, size: int, way: str, file_format: str) -> Written:
    """Write one file in a process of its own."""
    command = [sys.executable, __file__, "--folder", folder, "--comments", size]
    whole = run([str(each) for each in (*command, "--do", f"{way}/{file_format}")])
    seconds, processor = json.loads((folder / f"comments-{size}" / "export.json").read_text())
    return Written(seconds, processor, whole.megabytes)


def _do(folder: Path, size: int, what: str) -> None:
    way, _, file_format = what.partition("/")
    world = many_comments(folder, size)
    target = world.folder / f"{way}.{file_format}"
    # A database that is opened to be written to is looked at whole, once a process: no export.
    write = partial(ours, world.service()) if way == "ours" else partial(_BARE[file_format], world)
    os.environ.update(world.env)
    start, before = time.perf_counter(), _processor()
    write(target)
    seconds, processor = time.perf_counter() - start, _processor() - before
    (world.folder / "export.json").write_text(json.dumps([seconds, processor]))
    target.unlink()


def _processor() -> float:
    """Return seconds of processors, of this process and of those that it waited for."""
    own = os.times()
    return own.user + own.system + own.children_user + own.children_system


def _compared(folder: Path, size: int, file_format: str, rounds: int) -> dict[str, float]:
    pairs = []
    for number in range(rounds):
        progress(f"{file_format} of {size}, round {number + 1}")
        pairs.append([measured(folder, size, way, file_format) for way in ("bare", "ours")])
    # On a machine that does other things too, the processor's ratio tells more.
    return {
        "ratio": round(statistics.median(own.seconds / bare.seconds for bare, own in pairs), 2),
        "processor": round(
            statistics.median(own.processor / bare.processor for bare, own in pairs), 2
        ),
        "seconds": round(statistics.median(own.seconds for _, own in pairs), 1),
        "megabytes": round(max(own.megabytes for _, own in pairs)),
    }


def main() -> None:
    """Write each format by turns."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--formats", nargs="*", default=[*FORMATS, "xlsx"])
    parser.add_argument("--do", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.do:
        _do(asked.folder, asked.comments, asked.do)
        return
    tenth = asked.comments // 10
    for size in (asked.comments, tenth):
        many_comments(asked.folder, size).close()
    raw = {}
    for each in asked.formats:
        size = tenth if each == "xlsx" else asked.comments
        raw[each] = _compared(asked.folder, size, each, asked.rounds)
        print(each, raw[each], flush=True)
    ratio = {name: found["ratio"] for name, found in raw.items()}
    if "xlsx" in raw:
        progress(f"xlsx of {asked.comments}")
        every = measured(asked.folder, asked.comments, "ours", "xlsx")
        raw["xlsx, all"] = {name: round(value, 1) for name, value in every._asdict().items()}
        ratio["xlsx, all to a tenth"] = round(every.seconds / raw["xlsx"]["seconds"], 2)
    print(json.dumps({"ratio": ratio, "raw": raw}))


if __name__ == "__main__":
    main()
