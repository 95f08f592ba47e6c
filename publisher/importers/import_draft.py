"""Importing one file: read it, split it, write the folder completely or not at all."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from catalogue.ids import policy_id_fault
from publisher.importers.blocks.faults import ImportFault
from publisher.importers.blocks.imported_text import ImportedText
from publisher.importers.blocks.limits import ImportLimits, read_limited
from publisher.importers.blocks.plain import read_markdown, read_txt
from publisher.importers.blocks.repairs import Repairs
from publisher.importers.draft.cleanup import clean
from publisher.importers.draft.split_parts import DraftParts, split_parts
from publisher.importers.policy_file import policy_yml, versions_of
from publisher.importers.web.reader import read_html
from publisher.importers.word.reader import read_docx
from publisher.importers.word.runs import Changes
from publisher.importers.writing import write_new
from publisher.problems import Problems

_VERSION = re.compile(r"v([1-9][0-9]{0,3})\.md")


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Which file to import into which policy's folder, and how."""

    file: Path
    to: Path
    changes: Changes = Changes.ACCEPT
    simplified: bool = False
    limits: ImportLimits = field(default_factory=ImportLimits)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The files that were written, and what was done to the text."""

    files: tuple[Path, ...]
    repairs: Repairs


_Reader = Callable[[bytes, ImportRequest, Repairs], ImportedText]
_READERS: Mapping[str, _Reader] = {
    ".docx": lambda raw, request, repairs: read_docx(raw, request.limits, repairs, request.changes),
    ".html": lambda raw, request, repairs: read_html(raw, request.limits, repairs),
    ".htm": lambda raw, request, repairs: read_html(raw, request.limits, repairs),
    ".txt": lambda raw, _request, _repairs: read_txt(raw),
    ".md": lambda raw, _request, _repairs: read_markdown(raw),
}


def import_draft(request: ImportRequest, problems: Problems) -> ImportResult | None:
    """Write the files of a new policy, or the next version of an existing one.

    On a fault (I001 to I010, added to ``problems``) nothing is written and None returned.
    """
    try:
        return _import(request)
    except ImportFault as fault:
        message = fault.message
        problems.add(fault.path or request.file, 1, message.kind, **message.values)
        return None


def _import(request: ImportRequest) -> ImportResult:
    version = _next_version(request.to)
    repairs = Repairs()
    imported = clean(_read(request, repairs), repairs, fold=request.simplified)
    parts = split_parts(imported, request.file.stem, repairs)
    if not parts.text:
        raise ImportFault("I009.no_text")
    files = _later(parts, version, repairs) if version else _first(parts, repairs)
    listed = repairs.to_yaml(request.file.name, imported.encoding)
    files[f"repairs-v{version}.yml" if version else "repairs.yml"] = listed
    write_new(request.to, files)
    return ImportResult(tuple(request.to / name for name in files), repairs)


def _next_version(folder: Path) -> int:
    """Return the number of the next version of an existing policy; 0 for a new one."""
    if fault := policy_id_fault(folder.name):
        kind = "I008.reserved" if fault == "reserved" else "I008.not_an_id"
        raise ImportFault(kind, folder, name=folder.name)
    lone = os.path.lexists(folder.with_name(folder.name + ".md"))
    exists = os.path.lexists(folder)
    if lone or (exists and (folder.is_symlink() or not folder.is_dir())):
        raise ImportFault("I008.no_folder", folder)
    if not exists:
        return 0
    names = [path.name for path in folder.iterdir()]
    numbers = [int(match[1]) for name in names if (match := _VERSION.fullmatch(name))]
    return max(numbers, default=0) + 1 if numbers or "policy.yml" in names else 0


def _read(request: ImportRequest, repairs: Repairs) -> ImportedText:
    policies, folder = request.to.parent.resolve(), request.file.parent.resolve()
    if request.file.is_symlink() and folder.is_relative_to(policies):
        raise ImportFault("I001.link")
    reader = _READERS.get(request.file.suffix.lower())
    if reader is None:
        raise ImportFault("I001.kind", kinds=" ".join(_READERS))
    return reader(read_limited(request.file, request.limits), request, repairs)


def _first(parts: DraftParts, repairs: Repairs) -> dict[str, str]:
    files = {"policy.yml": _policy_yml(parts), "v1.md": parts.text}
    if parts.labels:
        repairs.moved.append((f"the header ({', '.join(parts.labels)})", "policy.yml"))
    if parts.notice:
        repairs.moved.append(("the notice in front of the text", "notice.md"))
        files["notice.md"] = parts.notice
    return files


def _later(parts: DraftParts, version: int, repairs: Repairs) -> dict[str, str]:
    """Return the text alone: the folder has its metadata and its notice."""
    if parts.labels:
        header = " ".join(f"{key}: {value}" for key, value in parts.values.items())
        repairs.left_out.append(("the header", header))
    if parts.notice:
        repairs.left_out.append(("the notice in front of the text", parts.notice))
    return {f"v{version}.md": parts.text}


def _policy_yml(parts: DraftParts) -> str:
    issued = parts.values.get("issued_on", "")[:10]
    kind = "" if parts.kind == "document" else parts.kind
    values: dict[str, Any] = {"title": parts.title, "kind": kind, **parts.values}
    values["versions"] = versions_of(parts.label, issued) if parts.label and issued else []
    return policy_yml(values)
