"""What the site has published, as the service sees it: ``catalogue.json`` and ``clauses.json``.

A rebuilt site is seen without a restart. If a file cannot be read, the last good one
stays in use: comments are taken on while a site is being swapped or its host is down.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from catalogue.codec import load_catalogue, load_clauses
from catalogue.errors import CatalogueError
from catalogue.model import Catalogue, ClauseSet, Policy
from comments_service.domain.errors import Unavailable, UnknownPolicy, WrongVersion
from comments_service.published_files import FileError, FolderFiles, SiteFiles, UrlFiles

T = TypeVar("T")


@dataclass(slots=True)
class _Kept(Generic[T]):
    value: T
    mark: str


class Published:
    """Reads the contract's files of one site; safe to share among threads."""

    def __init__(self, files: SiteFiles) -> None:
        self._files = files
        self._lock = threading.Lock()
        self._catalogue: dict[str, _Kept[Catalogue]] = {}
        self._clauses: dict[str, _Kept[ClauseSet]] = {}

    def catalogue(self) -> Catalogue:
        """Return the newest catalogue that could be read; ``Unavailable`` if none ever was."""
        return self._current(self._catalogue, "catalogue.json", load_catalogue)

    def policy(self, policy_id: str) -> Policy:
        """Return a published policy; ``UnknownPolicy`` where there is none."""
        found = self.catalogue().find(policy_id)
        if found is None:
            raise UnknownPolicy
        return found

    def clauses(self, policy: Policy, version_id: str) -> ClauseSet:
        """Return the clauses of a public version; ``WrongVersion`` where there is none."""
        for version in policy.versions:
            if version.id == version_id:
                return self._current(self._clauses, version.clauses, load_clauses)
        message = f"没有公开的版本 {version_id}"
        raise WrongVersion(message)

    def _current(self, kept: dict[str, _Kept[T]], path: str, load: Callable[[str], T]) -> T:
        last = kept.get(path)
        # While one thread waits for a slow host, the others go on with what they have.
        if not self._lock.acquire(blocking=last is None):
            return last.value if last else self._current(kept, path, load)
        try:
            return self._renewed(kept, path, load).value
        finally:
            self._lock.release()

    def _renewed(self, kept: dict[str, _Kept[T]], path: str, load: Callable[[str], T]) -> _Kept[T]:
        last = kept.get(path)
        try:
            fresh = self._files.read(path, last.mark if last else None)
            if fresh is not None:
                last = kept[path] = _Kept(load(fresh.text), fresh.mark)
        except (FileError, CatalogueError) as error:
            if last is None:
                raise Unavailable from error
        if last is None:
            raise Unavailable
        return last


def published_at(site: str, folder: Path | None) -> Published:
    """Open the site at a folder or URL; nothing is read yet."""
    if folder is not None:
        return Published(FolderFiles(folder))
    return Published(UrlFiles(site, time.monotonic))
