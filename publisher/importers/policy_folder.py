"""What is in the folder into which a file is imported, and which version the file becomes."""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from catalogue.ids import policy_id_fault
from publisher.importers.blocks.faults import ImportFault
from publisher.importers.policy_file import POLICY_FILE
from publisher.problems import Problems
from publisher.sources.lock_file import read_lock
from publisher.sources.own_file import each_file_read_once, read_own
from publisher.sources.text_file import read_text_file

_VERSION = re.compile(r"v([1-9][0-9]{0,3})(?:\.md)?")


@dataclass(frozen=True, slots=True)
class PolicyFolder:
    """The texts of a policy that is there already, and ``version``, which the file becomes.

    ``before`` is the version that it replaces, if that is not sealed, or that it follows; None
    where the policy has no text yet. ``metadata`` is ``policy.yml``, None where it is missing;
    ``line_end`` is how its lines end. ``first_sealed_on`` is the day on which v1 was sealed, or "".
    """

    path: Path
    version: str
    before: str | None
    before_text: str
    metadata: str | None
    line_end: str
    first_sealed_on: str


def refuse_place(folder: Path, policies: Path) -> None:
    """Raise I008 where a folder can be no policy's: by its name, its place, or what is there."""
    if fault := policy_id_fault(folder.name):
        kind = "I008.reserved" if fault == "reserved" else "I008.not_an_id"
        raise ImportFault(kind, folder, name=folder.name)
    if folder.parent.resolve() != policies.resolve():
        raise ImportFault("I008.elsewhere", folder, place=str(policies / folder.name))
    lone = os.path.lexists(folder.with_name(folder.name + ".md"))
    there = os.path.lexists(folder)
    if lone or (there and (folder.is_symlink() or not folder.is_dir())):
        raise ImportFault("I008.no_folder", folder)


def read_folder(folder: Path, problems: Problems) -> PolicyFolder | None:
    """Return a policy that is there already; None for a new one."""
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    numbers = _numbers(name for name in names if name.endswith(".md"))
    if not numbers and POLICY_FILE not in names:
        return None
    seals = read_lock(folder / "clauses.lock.yml", problems).versions
    sealed = _numbers(seals)
    newest = max([*numbers, *sealed], default=0)
    replaces = newest > 0 and newest not in sealed
    before = f"v{newest}" if newest else None
    with each_file_read_once():
        metadata = _text(folder / POLICY_FILE, problems) if POLICY_FILE in names else None
        of_windows = metadata is not None and b"\r\n" in read_own(folder / POLICY_FILE)
    return PolicyFolder(
        folder,
        f"v{newest if replaces else newest + 1}",
        before,
        _text(folder / f"{before}.md", problems) or "" if before else "",
        metadata,
        "\r\n" if of_windows else "\n",
        str(seals["v1"].sealed_on) if "v1" in seals else "",
    )


def _numbers(names: Iterable[str]) -> list[int]:
    return [int(match[1]) for name in names if (match := _VERSION.fullmatch(name))]


def _text(path: Path, problems: Problems) -> str | None:
    return read_text_file(path, problems) if os.path.lexists(path) else None
