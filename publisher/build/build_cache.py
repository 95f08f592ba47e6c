"""What the last build made, so that the next one makes only what has changed.

The record lies beside the site, never in it: it names what is not public yet. It holds
for exactly one site, known by the digest of its ``catalogue.json``.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from catalogue.codec import load_catalogue
from catalogue.errors import CatalogueError
from catalogue.model import Policy
from publisher.compile.visibility import Links
from publisher.files.staging import kept_of
from publisher.problems import Message, SourceProblem

SCHEMA = "yanlu-record/2"


@dataclass(frozen=True, slots=True)
class CachedPolicy:
    """What is known of one policy's part of the site.

    ``source`` is the fingerprint of its files, ``near`` that of the titles its pages name,
    ``since`` the day it was made for and ``until`` the first later day on which more is
    public ("" if none), both ISO dates. ``links`` are (rel, to, clauses, line in ``path``),
    ``problems`` what is wrong with its files, ``spoken`` the clauses that the text names (name,
    eId). A policy of which nothing is public has no pages. ``files`` is how many files its
    pages and data are.
    """

    source: str
    near: str
    since: str
    until: str
    public: bool
    path: str
    files: int = 0
    links: Links = ()
    problems: tuple[SourceProblem, ...] = ()
    spoken: tuple[tuple[str, str], ...] = ()

    def holds(self, source: str, today: date | None) -> bool:
        """Tell whether the files are the same and as much of them is public."""
        if self.source != source:
            return False
        day = today.isoformat() if today else self.since
        return self.since <= day and (not self.until or day < self.until)


@dataclass(frozen=True, slots=True)
class BuildCache:
    """The entries and the policies of the last build, by id; ``key`` is what all depend on."""

    key: str
    entries: dict[str, CachedPolicy]
    policies: dict[str, Policy]


EMPTY = BuildCache("", {}, {})


def read_record(site: Path, tree: Path, name: str, key: str) -> BuildCache:
    """Read the record ``live`` or ``spare`` of a built tree; empty if it fits not it or the key."""
    try:
        data = json.loads((kept_of(site) / f"{name}.json").read_bytes())
        text = (tree / "catalogue.json").read_bytes()
        if (data["schema"], data["key"]) != (SCHEMA, key):
            return EMPTY
        if data["catalogue"] != hashlib.sha256(text).hexdigest():
            return EMPTY
        entries = {name: _entry(fields) for name, fields in data["entries"].items()}
        policies = load_catalogue(text.decode()).policies if name == "live" else ()
    except (OSError, ValueError, KeyError, TypeError, CatalogueError):
        return EMPTY
    return BuildCache(key, entries, {policy.id: policy for policy in policies})


def _entry(fields: dict[str, Any]) -> CachedPolicy:
    links = tuple((rel, to, tuple(named), line) for rel, to, named, line in fields.pop("links"))
    problems = tuple(
        SourceProblem(Path(each["path"]), each["line"], _message(each["message"]))
        for each in fields.pop("problems")
    )
    spoken = tuple((name, eid) for name, eid in fields.pop("spoken"))
    return CachedPolicy(**fields, links=links, problems=problems, spoken=spoken)


def _message(fields: dict[str, Any]) -> Message:
    """Return a message with what it was written with: a value that is an object is another."""
    values = fields["values"].items()
    read = {key: _message(each) if isinstance(each, dict) else each for key, each in values}
    return Message(fields["kind"], read)


def drop_records(site: Path) -> None:
    """Take the records away before the swap: neither will fit the trees after it."""
    for name in ("live", "spare"):
        (kept_of(site) / f"{name}.json").unlink(missing_ok=True)


def write_record(site: Path, tree: Path, name: str, record: BuildCache) -> None:
    """Write the record of a tree as it stands now."""
    folder = kept_of(site)
    digest = hashlib.sha256((tree / "catalogue.json").read_bytes()).hexdigest()
    data = {
        "schema": SCHEMA,
        "key": record.key,
        "catalogue": digest,
        "entries": {name: asdict(entry) for name, entry in record.entries.items()},
    }
    new = folder / f"{name}.json.new"
    # A file that is named in a warning may have a name that is no UTF-8.
    new.write_bytes(
        json.dumps(data, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
    )
    new.replace(folder / f"{name}.json")
