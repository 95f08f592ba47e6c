"""What the site has published, as the service sees it: ``catalogue.json`` and ``clauses.json``.

A rebuilt site is seen without a restart. If a file cannot be read, the last good one
stays in use: comments are taken on while a site is being swapped or its host is down.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from catalogue.checks.digests import require_digests
from catalogue.codec import load_catalogue, load_clauses
from catalogue.errors import CatalogueError
from catalogue.model import Catalogue, ClauseSet, Policy, Version
from comments_service.domain.errors import Unavailable, UnknownPolicy, WrongVersion
from comments_service.published.files import Fetched, FileError, FolderFiles, SiteFiles, UrlFiles

T = TypeVar("T")
_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class Cached(Generic[T]):
    """What a file held when it was last read, and a tag that is another for another content."""

    value: T
    etag: str


class _PublishedFile(Generic[T]):
    """One file of the site: its last good content, and why it cannot be read now."""

    def __init__(self, files: SiteFiles, path: str, load: Callable[[str], T]) -> None:
        self.path = path
        self._files, self._load = files, load
        self._lock = threading.Lock()
        self.cached: Cached[T] | None = None
        # Of the content that was read last, and what was wrong with it: the same bytes
        # need not be read again to be refused again.
        self._seen: str | None = None
        self._refused = ""
        self.fault = ""

    def current(self) -> Cached[T]:
        """Return the newest content that could be read; ``Unavailable`` if none ever was."""
        last = self.cached
        # While one thread waits for a slow host, the others go on with what they have.
        if not self._lock.acquire(blocking=last is None):
            return last or self.current()
        try:
            self._renew()
        finally:
            self._lock.release()
        if self.cached is None:
            raise Unavailable(cause=f"{self.path}: {self.fault}")
        return self.cached

    def _renew(self) -> None:
        if self._seen is not None and not self._files.due(self.path):
            return
        try:
            fetched = self._files.read(self.path, self._seen)
            # The site may have been swapped between two reads; asked again it is one again.
            if fetched and not self._accept(fetched):
                again = self._files.read(self.path, None)
                if again:
                    self._accept(again)
            self._note(self._refused)
        except FileError as error:
            self._note(str(error))

    def _accept(self, fetched: Fetched) -> bool:
        self._seen = fetched.etag
        try:
            self.cached = Cached(self._load(fetched.text), fetched.etag)
        except CatalogueError as error:
            self._refused = str(error)
        else:
            self._refused = ""
        return not self._refused

    def _note(self, fault: str) -> None:
        if fault and fault != self.fault:
            used = "the last good one is used" if self.cached else "there is none to use"
            _LOG.warning("%s: %s; %s", self.path, fault, used)
        self.fault = fault


class SiteCatalogue:
    """Reads the contract's files of one site; safe to share among threads."""

    def __init__(self, files: SiteFiles) -> None:
        self._files = files
        self._lock = threading.Lock()
        self._catalogue = _PublishedFile(files, "catalogue.json", load_catalogue)
        self._clauses: dict[tuple[str, str, str], _PublishedFile[ClauseSet]] = {}

    def catalogue(self) -> Catalogue:
        """Return the newest catalogue that could be read; ``Unavailable`` if none ever was."""
        return self.snapshot().value

    def snapshot(self) -> Cached[Catalogue]:
        """Return the catalogue with its tag; ``Unavailable`` if it could never be read."""
        return self._catalogue.current()

    def mark(self) -> str | None:
        """Return what is another where the site was built again; None: not told at once."""
        return self._files.mark(self._catalogue.path)

    def catalogue_is_stale(self) -> bool:
        """Return whether the catalogue could not be read last time, and an older one is used."""
        return bool(self._catalogue.fault)

    def stale_clauses(self) -> list[str]:
        """Return each ``clauses.json`` whose last good content is used, and what is wrong now."""
        with self._lock:
            files = list(self._clauses.values())
        return [f"{file.path}: {file.fault}" for file in files if file.fault and file.cached]

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
            found = load_clauses(text)
            if (found.policy, found.version) != (policy_id, version.id):
                held = f"{found.policy} {found.version}"
                expected = f"{policy_id} {version.id}"
                raise CatalogueError("other_version", found=held, expected=expected)
            require_digests(found.clauses)
            return found

        key = policy_id, version.id, version.clauses
        with self._lock:
            if key not in self._clauses:
                self._clauses[key] = _PublishedFile(self._files, version.clauses, load)
            return self._clauses[key]


def open_site_catalogue(site: str, folder: Path | None) -> SiteCatalogue:
    """Open the site at a folder or URL; nothing is read yet."""
    return SiteCatalogue(FolderFiles(folder) if folder is not None else UrlFiles(site))
