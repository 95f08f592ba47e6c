"""The folders of the inbox (YANLU_INBOX), one for each draft: there as a whole or not at all.

Whatever is read here is taken for hostile: no link is followed, and nothing is read that is too
large. Names are made by the service, never by who sends.
"""

import errno
import fcntl
import hashlib
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from comments_service.domain.canonical import canonical_json
from comments_service.domain.drafts.draft_reading import (
    DraftFindings,
    DraftProblem,
    DraftReading,
)
from comments_service.domain.drafts.draft_record import (
    DraftRecord,
    DraftStage,
    HandedIn,
    Released,
    TakeAnswer,
)
from comments_service.domain.errors import FieldFault, Invalid, Unavailable
from comments_service.exports.atomic_write import atomic_write, flush_to_disk
from comments_service.services.service import Service

MOST_DRAFTS = 100
MOST_BYTES = 1024 * 1024 * 1024
MOST_OF_POLICY = 60 * 1024 * 1024
MOST_JSON = 8 * 1024 * 1024
_ABANDONED_SECONDS = 3600
_DRAFT_ID = re.compile(r"[0-9a-f]{16}")
_WORKSPACE = re.compile(r"\.[0-9a-f]{16}")
_REPLACED = re.compile(r"\.([0-9a-f]{16})-old")
Kept = TypeVar("Kept", bound=BaseModel)


@dataclass(frozen=True)
class PolicyDraft:
    """A draft as it is kept; what was read in it is read when it is asked for."""

    folder: Path
    record: DraftRecord
    handed_in: HandedIn | None
    released: Released | None
    taken: TakeAnswer | None

    @property
    def id(self) -> str:
        """The name of its folder."""
        return self.folder.name

    @property
    def stage(self) -> DraftStage:
        """Where it is."""
        if self.taken:
            return DraftStage.PUBLISHED if self.taken.published else DraftStage.REFUSED
        if self.released:
            return DraftStage.RELEASED
        return DraftStage.HANDED_IN if self.handed_in else DraftStage.WRITTEN

    @property
    def sources(self) -> Path:
        """The folder of the policy as it is to be."""
        return self.folder / "policies" / self.record.policy

    @cached_property
    def reading(self) -> DraftReading | None:
        """What was read in the file; None where that cannot be read itself."""
        return read_json(self.folder / "reading.json", DraftReading)

    @cached_property
    def findings(self) -> DraftFindings | None:
        """What checking found; None where it was not checked to the end."""
        return read_json(self.folder / "findings.json", DraftFindings)

    @property
    def problems(self) -> list[DraftProblem]:
        """What is wrong with the text or with the policy, what stops it first."""
        read = self.reading.problems if self.reading else ()
        found = self.findings.about(self.record.policy) if self.findings else ()
        # Reading and checking say the same of the same line.
        once = {(each.file, each.line, each.text): each for each in (*read, *found)}
        return sorted(once.values(), key=lambda each: not each.stops)

    @cached_property
    def files(self) -> dict[str, str]:
        """The digest of each file of the policy, by its path."""
        return digests_of(self.sources)

    @property
    def digest(self) -> str:
        """One digest of all files: what somebody looked at is what goes on."""
        return _digest(canonical_json(self.files).encode())


class Inbox:
    """The folder of drafts, next to that of the policies that they become part of."""

    def __init__(self, root: Path, policies: Path) -> None:
        self.root, self.policies = root, policies

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the inbox alone, among threads and processes, for as long as names change."""
        with _usable():
            handle = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                self._finish_replacing()
                yield
            finally:
                os.close(handle)

    def _finish_replacing(self) -> None:
        """Bring a draft back whose replacement was killed half way; remove one that is replaced."""
        for path in self.root.iterdir():
            found = _REPLACED.fullmatch(path.name)
            if found and os.path.lexists(self.root / found[1]):
                shutil.rmtree(path, ignore_errors=True)
            elif found:
                path.rename(self.root / found[1])

    def drafts(self) -> list[PolicyDraft]:
        """Return every draft, the newest first."""
        with self.locked():
            found = [self.find(path.name) for path in self.root.iterdir()]
        known = [each for each in found if each is not None]
        return sorted(known, key=lambda each: each.record.at, reverse=True)

    def opened(self, name: str) -> PolicyDraft | None:
        """Return a draft with all that is shown of it, as of one moment; None if there is none."""
        with self.locked():
            found = self.find(name)
            if found is not None:
                # Asked for now, for another reading may take its place.
                _ = found.reading, found.findings, found.files
        return found

    def find(self, name: str) -> PolicyDraft | None:
        """Return a draft, None where there is none that can be read."""
        folder = self.root / name
        if not _DRAFT_ID.fullmatch(name) or not _is_folder(folder):
            return None
        record = read_json(folder / "draft.json", DraftRecord)
        if record is None:
            return None
        return PolicyDraft(
            folder,
            record,
            read_json(folder / "handed_in.json", HandedIn),
            read_json(folder / "released.json", Released),
            read_json(folder / "taken.json", TakeAnswer),
        )

    @contextmanager
    def workspace(self) -> Iterator[Path]:
        """Yield a new folder in which a draft is made; what is not ``put`` is gone afterwards."""
        with _usable():
            for path in self.root.iterdir():
                with suppress(FileNotFoundError):
                    age = time.time() - path.lstat().st_mtime
                    if age > _ABANDONED_SECONDS and _WORKSPACE.fullmatch(path.name):
                        shutil.rmtree(path, ignore_errors=True)
            folder = self.root / f".{secrets.token_hex(8)}"
            folder.mkdir(0o700)
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def put(self, made: Path, name: str) -> str:
        """Make a workspace the draft of this name, in place of another, under ``locked``."""
        old = self.root / f".{name}-old"
        with suppress(FileNotFoundError):
            (self.root / name).rename(old)
        made.rename(self.root / name)
        flush_to_disk(self.root)
        shutil.rmtree(old, ignore_errors=True)
        return name

    def remove(self, draft: PolicyDraft) -> None:
        """Remove a draft with all that belongs to it, under ``locked``."""
        gone = draft.folder.with_name(f".{draft.id}")
        draft.folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def require_room(self) -> None:
        """Refuse another draft where there are too many already, or they are too large."""
        count = sum(1 for path in self.root.iterdir() if _DRAFT_ID.fullmatch(path.name))
        size = 0
        for folder, _, names in os.walk(self.root):
            for name in names:
                # What others are making comes and goes.
                with suppress(FileNotFoundError):
                    size += os.lstat(f"{folder}/{name}").st_size
        if count >= MOST_DRAFTS or size >= MOST_BYTES:
            raise Invalid(FieldFault("file", "收件夹已满，请先删除已经公开和不再需要的草稿"))


@contextmanager
def _usable() -> Iterator[None]:
    """Raise ``Unavailable`` where the folder or the disk fails in the block."""
    try:
        yield
    except OSError as error:
        raise Unavailable(f"the inbox: {error.strerror}") from error


def inbox_of(service: Service) -> Inbox | None:
    """Return the inbox; None where drafts are not set up here."""
    if service.inbox is None or service.policies is None:
        return None
    return Inbox(service.inbox, service.policies)


def write_json(path: Path, value: BaseModel) -> None:
    """Write a file of the inbox, whole or not at all, for the service's own user alone."""
    with atomic_write(path, private=True) as target:
        target.write_text(value.model_dump_json(by_alias=True), "utf-8")


def read_json(path: Path, form: type[Kept]) -> Kept | None:
    """Return what a file says; None where there is none, or it has another form."""
    try:
        return form.model_validate_json(read_file(path, MOST_JSON))
    except (OSError, ValidationError):
        return None


def files_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each file below a folder by its path in it; nothing where there is no such folder.

    Links and what is no file are passed over. ``OSError`` where all together are too large.
    """
    left = MOST_OF_POLICY
    for path in sorted(folder.rglob("*")) if _is_folder(folder) else ():
        if stat.S_ISREG(path.lstat().st_mode):
            data = read_file(path, left)
            left -= len(data)
            yield path.relative_to(folder).as_posix(), data


def digests_of(folder: Path) -> dict[str, str]:
    """Return the digest of each file below a folder, by its path in it."""
    return {name: f"sha256:{_digest(data)}" for name, data in files_of(folder)}


def read_file(path: Path, most: int = MOST_OF_POLICY) -> bytes:
    """Return what an ordinary file holds; ``OSError`` for a link, a device, or too much."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "is no regular file", str(path))
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, "is too large", str(path))
    return data


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
