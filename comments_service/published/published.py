"""What the site has published, as the service sees it: ``catalogue.json`` and ``clauses.json``.

A rebuilt site is seen without a restart. If a file cannot be read, the last good one
stays in use: comments are taken on while a site is being swapped or its host is down.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from catalogue.checks.digests import require_digests
from catalogue.codec import load_catalogue, load_clauses
from catalogue.errors import CatalogueError
from catalogue.model import Catalogue, ClauseSet, Policy, Version
from comments_service.domain.errors import Unavailable, UnknownPolicy, WrongVersion
from comments_service.published.files import FileError, FolderFiles, Fresh, SiteFiles, UrlFiles

T = TypeVar("T")
_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class Kept(Generic[T]):
    """What a file held when it was last read, and a mark that is another for another content."""

    value: T
    mark: str


class _PublishedFile(Generic[T]):
    """One file of the site: its last good content, and why it cannot be read now."""

    def __init__(self, files: SiteFiles, path: str, load: Callable[[str], T]) -> None:
        self._files = files
        self._path = path
        self._load = load
        self._lock = threading.Lock()
        self._kept: Kept[T] | None = None
        # Of the content that was looked at last, and what was wrong with it: the same bytes
        # need not be read again to be refused again.
        self._seen: str | None = None
        self._refused = ""
        self.fault = ""

    def current(self) -> Kept[T]:
        """Return the newest content that could be read; ``Unavailable`` if none ever was."""
        last = self._kept
        # While one thread waits for a slow host, the others go on with what they have.
        if not self._lock.acquire(blocking=last is None):
            return last or self.current()
        try:
            self._renew()
        finally:
            self._lock.release()
        if self._kept is None:
            raise Unavailable(cause=f"{self._path}: {self.fault}")
        return self._kept

    def _renew(self) -> None:
        if self._seen is not None and not self._files.due(self._path):
            return
        try:
            fresh = self._files.read(self._path, self._seen)
            if fresh is not None:
                self._take(fresh)
            self._note(self._refused)
        except FileError as error:
            self._note(str(error))

    def _take(self, fresh: Fresh) -> None:
        if not self._believed(fresh):
            # The site may have been swapped between two reads; asked anew it is one again.
            again = self._files.read(self._path, None)
            if again is not None:
                self._believed(again)

    def _believed(self, fresh: Fresh) -> bool:
        self._seen = fresh.mark
        try:
            self._kept = Kept(self._load(fresh.text), fresh.mark)
        except CatalogueError as error:
            self._refused = str(error)
        else:
            self._refused = ""
        return not self._refused

    @property
    def path(self) -> str:
        """Where in the site it lies."""
        return self._path

    @property
    def was_read(self) -> bool:
        """Whether there is a good content to go on with."""
        return self._kept is not None

    def _note(self, fault: str) -> None:
        if fault and fault != self.fault:
            used = "the last good one is used" if self._kept else "there is none to use"
            _LOG.warning("%s: %s; %s", self._path, fault, used)
        self.fault = fault


class Published:
    """Reads the contract's files of one site; safe to share among threads."""

    def __init__(self, files: SiteFiles) -> None:
        self._files = files
        self._lock = threading.Lock()
        self._catalogue = _PublishedFile(files, "catalogue.json", load_catalogue)
        self._clauses: dict[tuple[str, str, str], _PublishedFile[ClauseSet]] = {}

    def catalogue(self) -> Catalogue:
        """Return the newest catalogue that could be read; ``Unavailable`` if none ever was."""
        return self.edition().value

    def edition(self) -> Kept[Catalogue]:
        """Return the catalogue with its mark; ``Unavailable`` if it could never be read."""
        return self._catalogue.current()

    def catalogue_is_stale(self) -> bool:
        """Tell whether the catalogue could not be read the last time, and an older one is used."""
        return bool(self._catalogue.fault)

    def stale_clauses(self) -> list[str]:
        """Name each ``clauses.json`` whose last good content is used, with what is wrong now."""
        with self._lock:
            files = list(self._clauses.values())
        return [f"{file.path}: {file.fault}" for file in files if file.fault and file.was_read]

    def policy(self, policy_id: str) -> Policy:
        """Return a published policy; ``UnknownPolicy`` where there is none."""
        found = self.catalogue().find(policy_id)
        if found is None:
            raise UnknownPolicy
        return found

    def clauses(self, policy: Policy, version_id: str) -> ClauseSet:
        """Return the clauses of a public version; ``WrongVersion``, or ``Unavailable``."""
        for version in policy.versions:
            if version.id == version_id:
                return self._clauses_of(policy.id, version).current().value
        raise WrongVersion("没有公开的版本 %(version)s", version=version_id)

    def _clauses_of(self, policy_id: str, version: Version) -> _PublishedFile[ClauseSet]:
        def load(text: str) -> ClauseSet:
            return _of_version(load_clauses(text), policy_id, version.id)

        key = policy_id, version.id, version.clauses
        with self._lock:
            if key not in self._clauses:
                self._clauses[key] = _PublishedFile(self._files, version.clauses, load)
            return self._clauses[key]


def published_at(site: str, folder: Path | None) -> Published:
    """Open the site at a folder or URL; nothing is read yet."""
    if folder is not None:
        return Published(FolderFiles(folder))
    return Published(UrlFiles(site, time.monotonic))


def _of_version(clauses: ClauseSet, policy: str, version: str) -> ClauseSet:
    """Return the clauses if they are of that version, and each text is what its digest says."""
    if (clauses.policy, clauses.version) != (policy, version):
        raise CatalogueError(f"holds {clauses.policy} {clauses.version}, not {policy} {version}")
    require_digests(clauses.clauses)
    return clauses
