"""What the last build made, so that the next one renders only what has changed.

The cache is next to the site, never in it: it names what is not public yet. It holds for
exactly one site, known by the digest of its ``catalogue.json``.
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

SCHEMA = "yanlu-build-cache/1"


@dataclass(frozen=True, slots=True)
class CachedPolicy:
    """What is known of one policy's part of the site.

    ``source`` is the fingerprint of its files ("" where they changed while they were read),
    ``related`` that of the titles its pages name, ``valid_from`` the day it was rendered for
    and ``valid_until`` the first later day on which more is public ("" if none), both ISO
    dates. ``links`` are (rel, to, clauses, line in ``path``), ``problems`` what is wrong with
    its files, ``mentions`` the clauses that the text names (name, eId). A policy of which
    nothing is public has no pages. ``files`` is how many files its pages and data are.
    """

    source: str
    related: str
    valid_from: str
    valid_until: str
    public: bool
    path: str
    files: int = 0
    links: Links = ()
    problems: tuple[SourceProblem, ...] = ()
    mentions: tuple[tuple[str, str], ...] = ()

    def holds(self, source: str, today: date | None) -> bool:
        """Return whether the files are the same and as much of them is public."""
        if not source or self.source != source:
            return False
        day = today.isoformat() if today else self.valid_from
        return self.valid_from <= day and (not self.valid_until or day < self.valid_until)


def no_pages(path: Path) -> CachedPolicy:
    """Return the entry of a policy of which nothing was made."""
    return CachedPolicy("", "", "", "", public=False, path=str(path))


@dataclass(frozen=True, slots=True)
class BuildCache:
    """The entries and the policies of the last build, by id.

    ``key`` is what all pages depend on, ``names`` are the files and folders, right below the
    site or below ``en/``, that are written for the site as a whole.
    """

    key: str
    entries: dict[str, CachedPolicy]
    policies: dict[str, Policy]
    names: tuple[str, ...] = ()


EMPTY = BuildCache("", {}, {})


def read_build_cache(site: Path, tree: Path, name: str, key: str) -> BuildCache:
    """Read the cache ``live`` or ``spare`` of a built tree; empty if it fits not it or the key."""
    try:
        data = json.loads((kept_of(site) / f"{name}.json").read_bytes())
        text = (tree / "catalogue.json").read_bytes()
        if (data["schema"], data["key"]) != (SCHEMA, key):
            return EMPTY
        if data["catalogue"] != hashlib.sha256(text).hexdigest():
            return EMPTY
        entries = {name: _entry(fields) for name, fields in data["entries"].items()}
        policies = load_catalogue(text.decode()).policies if name == "live" else ()
        names = tuple(data["names"])
    except (OSError, ValueError, KeyError, TypeError, CatalogueError):
        return EMPTY
    return BuildCache(key, entries, {policy.id: policy for policy in policies}, names)


def first_change(site: Path) -> str | None:
    """Return the first day on which more of a built site is public, by the cache of its build.

    An ISO date; "" where none is known of, None where there is no cache that can be read.
    """
    try:
        data = json.loads((kept_of(site) / "live.json").read_bytes())
        days = [entry["valid_until"] for entry in data["entries"].values()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return min(filter(None, days), default="")


def _entry(fields: dict[str, Any]) -> CachedPolicy:
    links = tuple((rel, to, tuple(named), line) for rel, to, named, line in fields.pop("links"))
    problems = tuple(
        SourceProblem(Path(each["path"]), each["line"], _message(each["message"]))
        for each in fields.pop("problems")
    )
    mentions = tuple((name, eid) for name, eid in fields.pop("mentions"))
    return CachedPolicy(**fields, links=links, problems=problems, mentions=mentions)


def _message(fields: dict[str, Any]) -> Message:
    """Return a message with what it was written with: a value that is an object is another."""
    values = fields["values"].items()
    read = {key: _message(each) if isinstance(each, dict) else each for key, each in values}
    return Message(fields["kind"], read)


def drop_build_caches(site: Path) -> None:
    """Remove the caches before the swap: neither will fit the trees after it."""
    for name in ("live", "spare"):
        (kept_of(site) / f"{name}.json").unlink(missing_ok=True)


def write_build_cache(site: Path, tree: Path, name: str, cache: BuildCache) -> None:
    """Write the cache of a tree as it is now."""
    folder = kept_of(site)
    data = {
        "schema": SCHEMA,
        "key": cache.key,
        "catalogue": hashlib.sha256((tree / "catalogue.json").read_bytes()).hexdigest(),
        "names": cache.names,
        "entries": {name: asdict(entry) for name, entry in cache.entries.items()},
    }
    new = folder / f"{name}.json.new"
    # A file that is named in a warning may have a name that is no UTF-8.
    new.write_bytes(
        json.dumps(data, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
    )
    new.replace(folder / f"{name}.json")
