"""Finding the policies: a folder each, or a lone Markdown file."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from catalogue.ids import policy_id_fault
from publisher.problems import Problems, cause_of
from publisher.sources.own_file import (
    SEALED,
    fault_of,
    own_entries,
    read_own,
    refuse_links,
    sealed_entries,
)

LONE_LOCK = ".lock.yml"
LONE_DECISIONS = ".decisions.yml"
# What a drafter may have meant to be read; anything else is no more than passed over.
_LIKE_A_SOURCE = frozenset([".md", ".markdown", ".yml", ".yaml", ".json"])


@dataclass(frozen=True, slots=True)
class Place:
    """Where a policy's sources are: its folder, or its lone Markdown file."""

    id: str
    path: Path

    @property
    def is_folder(self) -> bool:
        """Whether the policy has a folder."""
        return self.path.is_dir()

    def entries(self) -> Iterator[Path]:
        """Yield what the policy is made of, in order: files, and what may be none."""
        if self.is_folder:
            yield from own_entries(self.path)
            yield from sealed_entries(self.path)
            return
        folder = self.path.parent
        beside = (folder / f"{self.id}{end}" for end in (LONE_LOCK, LONE_DECISIONS))
        yield from (path for path in (self.path, *beside) if os.path.lexists(path))
        yield from (
            path
            for path in sealed_entries(folder)
            if path.name == SEALED or path.name.startswith(f"{self.id}.")
        )

    def fingerprint(self) -> str:
        """Digest the names and bytes of all files: equal ones make equal pages.

        ``OSError`` where something is a link or cannot be read.
        """
        whole = hashlib.sha256()
        for path in self.entries():
            is_folder = path.is_dir() and not path.is_symlink()
            data = b"" if is_folder else read_own(path)
            kind = "/" if is_folder else len(data)
            whole.update(f"{path.name}\0{kind}\0".encode("utf-8", "surrogateescape"))
            whole.update(data)
        return whole.hexdigest()

    def has_links(self, problems: Problems) -> bool:
        """Report every entry that is a link or no plain file; True where one is not to be read."""
        try:
            return refuse_links(self.entries(), problems)
        except OSError as error:
            problems.add(self.path, 1, "S001.unreadable", cause=cause_of(error))
            return True


def find_places(folder: Path, problems: Problems) -> list[Place]:
    """Find every policy below ``folder``, by id, without reading it; none at all is a fault."""
    if not folder.is_dir():
        problems.add(folder, 1, "S001.not_a_folder")
        return []
    found: dict[str, Place] = {}
    for path in _entries(folder, problems):
        if place := _place(path, found, problems):
            found[place.id] = place
    if not found:
        problems.add(folder, 1, "S016.no_policy")
    return [found[policy_id] for policy_id in sorted(found)]


def _entries(folder: Path, problems: Problems) -> list[Path]:
    try:
        return [path for path in own_entries(folder) if os.path.lexists(path)]
    except OSError as error:
        problems.add(folder, 1, "S001.unreadable", cause=cause_of(error))
        return []


def _place(path: Path, found: dict[str, Place], problems: Problems) -> Place | None:
    """Return the policy that an entry is; None where it is none, which is reported if need be."""
    if fault := fault_of(path):
        problems.add(path, 1, fault)
        return None
    policy_id = path.stem if path.is_file() else path.name
    if _stands_beside_a_lone_text(path):
        return None
    if path.is_file() and path.suffix != ".md":
        name_stranger(path, problems)
    elif fault := policy_id_fault(policy_id):
        kind = "S002.reserved" if fault == "reserved" else "S002.not_an_id"
        problems.add(path, 1, kind, name=policy_id)
    elif policy_id in found:
        problems.add(path, 1, "S006.policy", policy=policy_id)
    else:
        return Place(policy_id, path)
    return None


def _stands_beside_a_lone_text(path: Path) -> bool:
    stems = (
        path.name.removesuffix(end)
        for end in (LONE_LOCK, LONE_DECISIONS)
        if path.name.endswith(end)
    )
    return any(path.with_name(f"{stem}.md").is_file() for stem in stems)


def name_stranger(path: Path, problems: Problems) -> None:
    """Report what is part of no policy: an error where it reads as a source, else a warning."""
    like_a_source = path.is_dir() or path.suffix.lower() in _LIKE_A_SOURCE
    problems.add(path, 1, "S010.stranger" if like_a_source else "S014.stranger")
