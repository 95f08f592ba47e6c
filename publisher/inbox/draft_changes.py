"""What a draft changes in a policy's folder, and whether it may."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from publisher.inbox.draft_folder import InboxFault, digest_of
from publisher.inbox.release import DraftRelease
from publisher.problems import Problems, shortened
from publisher.sources.lock_file import Lock, read_lock
from publisher.sources.own_file import own_entries, read_own

_OF_A_DRAFT = re.compile(
    r"policy\.yml|decisions\.yml|notice\.md|explanation\.md|repairs(?:-v\d+)?\.yml"
    r"|(?P<version>v[1-9][0-9]{0,3})(?:\.en)?\.md"
)
_LOCK = "clauses.lock.yml"


def find_changes(
    folder: Path, release: DraftRelease, files: Mapping[str, bytes], place: str
) -> dict[str, bytes]:
    """Return the files to write, by name; none where an earlier take has written them already.

    ``InboxFault`` D003 where a release may not change what it does, or not any more.
    """
    place = f"{place}/{release.policy}"
    if folder.is_symlink() or os.path.lexists(folder.with_name(f"{folder.name}.md")):
        raise InboxFault("D003.no_folder", place)
    today = _files_of(folder)
    if _without_lock(today) == _without_lock(release.files):
        return {}
    if today != release.base:
        changed = {name for name, _ in today.items() ^ release.base.items()}
        raise InboxFault("D003.stale", place, files=shortened(sorted(changed), 5))
    lock = read_lock(folder / _LOCK, Problems())
    changed = {name for name, _ in today.items() ^ release.files.items()}
    for name in sorted(changed):
        if name not in release.files or not _may_change(name, lock):
            raise InboxFault("D003.not_allowed", f"{place}/{name}")
    return {name: files[name] for name in changed}


def _files_of(folder: Path) -> dict[str, str]:
    entries = own_entries(folder) if folder.is_dir() else []
    return {path.name: digest_of(read_own(path)) for path in entries}


def _without_lock(files: Mapping[str, str]) -> dict[str, str]:
    return {name: digest for name, digest in files.items() if name != _LOCK}


def _may_change(name: str, lock: Lock) -> bool:
    form = _OF_A_DRAFT.fullmatch(name)
    return form is not None and form["version"] not in lock.versions
