"""Reading a folder that may hold anything: by descriptors, no link followed, each file once."""

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from publisher.problems import MessageError, Value, cause_of
from publisher.sources.own_file import is_left_behind

TAKEN = "taken.json"
MOST_JSON = 256_000
MOST_BYTES = 60_000_000
_MOST_FILES = 200
_DRAFT = re.compile(r"[0-9a-f]{16}")
_NOT_FOLLOWED = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class InboxFault(MessageError):  # noqa: N818 - it says what happened
    """One fault, as the table tells it, at a place below the inbox."""

    def __init__(self, kind: str, place: str, /, **values: Value) -> None:
        super().__init__(kind, **values)
        self.place = place


def released_drafts(inbox: Path) -> tuple[list[str], list[str]]:
    """Return the drafts that were released and not taken, and what has only a draft's name.

    The first that was released is the first: another one of the same policy is then too late.
    """
    released: list[tuple[int, str]] = []
    strange = []
    with os.scandir(inbox) as entries:
        for entry in entries:
            if not _DRAFT.fullmatch(entry.name):
                continue
            if not entry.is_dir(follow_symlinks=False):
                strange.append(entry.name)
            elif not os.path.lexists(f"{entry.path}/{TAKEN}"):
                with suppress(FileNotFoundError):
                    at = os.lstat(f"{entry.path}/released.json").st_mtime_ns
                    released.append((at, entry.name))
    return [name for _, name in sorted(released)], sorted(strange)


class DraftFolder:
    """A draft in the inbox; faults are D001, at the place where they are."""

    def __init__(self, inbox: int, name: str) -> None:
        self.name = name
        self._folder = _open(name, inbox, name, os.O_DIRECTORY)

    def close(self) -> None:
        """Close the folder."""
        os.close(self._folder)

    def read(self, name: str) -> bytes:
        """Return a file of the desk's own."""
        return _read(name, self._folder, f"{self.name}/{name}", MOST_JSON)

    def sources(self, policy: str) -> Iterator[tuple[str, bytes]]:
        """Yield the files of the policy, each with its name; hidden ones are passed over."""
        size, place = 0, f"{self.name}/policies/{policy}"
        with (
            _opened("policies", self._folder, f"{self.name}/policies") as policies,
            _opened(policy, policies, place) as folder,
            os.scandir(folder) as entries,
        ):
            for count, entry in enumerate(entries, 1):
                if count > _MOST_FILES:
                    raise InboxFault("D001.too_many", place, most=_MOST_FILES)
                if not is_left_behind(entry.name):
                    data = _read(entry.name, folder, f"{place}/{entry.name}", MOST_BYTES - size)
                    size += len(data)
                    yield entry.name, data

    def write_taken(self, data: bytes) -> None:
        """Write what became of the draft, completely or not at all."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        temporary = f".{TAKEN}.{os.getpid()}"
        with suppress(FileNotFoundError):
            os.unlink(temporary, dir_fd=self._folder)
        file = os.fdopen(os.open(temporary, flags, 0o600, dir_fd=self._folder), "wb")
        try:
            with file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            os.unlink(temporary, dir_fd=self._folder)
            raise
        os.replace(temporary, TAKEN, src_dir_fd=self._folder, dst_dir_fd=self._folder)


def digest_of(data: bytes) -> str:
    """Return the digest of a file, as the desk writes it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


@contextmanager
def _opened(name: str, parent: int, place: str) -> Iterator[int]:
    folder = _open(name, parent, place, os.O_DIRECTORY)
    try:
        yield folder
    finally:
        os.close(folder)


def _read(name: str, parent: int, place: str, most: int) -> bytes:
    file = _open(name, parent, place)
    try:
        facts = os.fstat(file)
        # A second name may be that of a file which is nobody's here.
        if not stat.S_ISREG(facts.st_mode) or facts.st_nlink != 1:
            raise InboxFault("D001.no_plain_file", place)
        with os.fdopen(file, "rb", closefd=False) as opened:
            data = opened.read(most + 1)
    finally:
        os.close(file)
    if len(data) > most:
        raise InboxFault("D001.too_large", place, most=most)
    return data


def _open(name: str, parent: int, place: str, flags: int = 0) -> int:
    try:
        return os.open(name, _NOT_FOLLOWED | flags, dir_fd=parent)
    except OSError as error:
        raise InboxFault("D001.unreadable", place, cause=cause_of(error)) from error
