"""From a file to the files of a policy, as text: nothing is written here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from publisher.clauses import name_clauses, read_text
from publisher.importers.blocks.faults import ImportFault
from publisher.importers.blocks.imported_text import ImportedText
from publisher.importers.blocks.limits import ImportLimits, read_limited
from publisher.importers.blocks.marks import without_marks
from publisher.importers.blocks.plain import read_markdown, read_txt
from publisher.importers.blocks.repairs import Repairs
from publisher.importers.draft.cleanup import clean
from publisher.importers.draft.split_parts import DraftParts, split_parts
from publisher.importers.office_file import OFFICE_KINDS, as_docx
from publisher.importers.policy_file import FIRST_VERSION, POLICY_FILE, policy_yml
from publisher.importers.policy_folder import PolicyFolder, read_folder
from publisher.importers.policy_update import updated_policy_yml
from publisher.importers.web.reader import read_html
from publisher.importers.word.reader import read_docx
from publisher.importers.word.runs import Changes
from publisher.problems import Message, Problems
from publisher.versions.comparison import ComparedUnit, compare
from publisher.versions.decisions import Decisions
from publisher.versions.matching import match


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Which file to read, and how.

    ``answers`` by key of ``policy.yml`` (and ``label``, ``published_on``) win over what the
    file says; an empty one removes it. ``policies`` is the folder of all policies.
    """

    file: Path
    policies: Path = Path("policies")
    changes: Changes = Changes.ACCEPT
    simplified: bool = False
    limits: ImportLimits = field(default_factory=ImportLimits)
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ComposedDraft:
    """What a file makes of a policy.

    ``files`` are whole texts by name, ``replaced`` those of them that are there already.
    ``found`` is what the file or the answers say, by key as in the request. ``rows`` compare
    the text with ``before``, the version that it replaces or follows.
    """

    version: str
    files: dict[str, str]
    replaced: tuple[str, ...]
    found: dict[str, Any]
    repairs: Repairs
    before: str | None
    rows: tuple[ComparedUnit, ...]


def _read_office(raw: bytes, request: ImportRequest, repairs: Repairs) -> ImportedText:
    docx = as_docx(raw, request.file.suffix.lower(), request.limits, repairs)
    return read_docx(docx, request.limits, repairs, request.changes)


_Reader = Callable[[bytes, ImportRequest, Repairs], ImportedText]
_READERS: Mapping[str, _Reader] = {
    ".docx": lambda raw, request, repairs: read_docx(raw, request.limits, repairs, request.changes),
    ".html": lambda raw, request, repairs: read_html(raw, request.limits, repairs),
    ".htm": lambda raw, request, repairs: read_html(raw, request.limits, repairs),
    ".txt": lambda raw, request, _repairs: read_txt(raw, request.limits),
    ".md": lambda raw, request, _repairs: read_markdown(raw, request.limits),
    **dict.fromkeys(OFFICE_KINDS, _read_office),
}

_TEXTS = frozenset([".html", ".htm", ".txt", ".md"])
# A .docx, an old .doc and a PDF, whatever they are named.
_NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-")


def compose_draft(
    request: ImportRequest, problems: Problems, over: Path | None = None
) -> ComposedDraft | None:
    """Return the files of a new policy, or those of the next version of the one at ``over``.

    A version that is not sealed is replaced. On a fault (I001 to I011, or one of the files
    at ``over``), which is added to ``problems``, the answer is None.
    """
    there = read_folder(over, problems) if over else None
    if problems.errors:
        return None
    try:
        return _compose(request, there)
    except ImportFault as fault:
        message = fault.message
        problems.add(fault.path or request.file, 1, message.kind, **message.values)
        return None


def _compose(request: ImportRequest, there: PolicyFolder | None) -> ComposedDraft:
    repairs = Repairs()
    imported = clean(_read(request, repairs), repairs, fold=request.simplified)
    version = there.version if there else FIRST_VERSION
    parts = split_parts(imported, request.file.stem, repairs, version)
    if not parts.text:
        raise ImportFault("I009.no_text")
    found = {key: _plain(each) for key, each in {**parts.found, **request.answers}.items()}
    files = _texts(parts, there, repairs)
    if there and there.metadata is not None:
        metadata, doubts = updated_policy_yml(there, there.metadata, found, request.answers)
        for doubt in doubts:
            repairs.doubt(doubt)
        if metadata != there.metadata:
            files[POLICY_FILE] = metadata.replace("\n", there.line_end)
    else:
        files = {POLICY_FILE: policy_yml(found), **files}
        if found.get("label") and not found.get("published_on"):
            repairs.doubt(Message("doubt.not_public", {"version": version}))
    listed = "repairs.yml" if version == FIRST_VERSION else f"repairs-{version}.yml"
    files[listed] = repairs.to_yaml(request.file.name, imported.encoding)
    return ComposedDraft(
        version=version,
        files=files,
        replaced=tuple(name for name in files if there and (there.path / name).exists()),
        found={key: value for key, value in found.items() if value},
        repairs=repairs,
        before=there.before if there else None,
        rows=_compared(there.before_text, parts.text) if there else (),
    )


def _plain(value: Any) -> Any:
    return without_marks(value) if isinstance(value, str) else value


def _read(request: ImportRequest, repairs: Repairs) -> ImportedText:
    policies, folder = request.policies.resolve(), request.file.parent.resolve()
    if request.file.is_symlink() and folder.is_relative_to(policies):
        raise ImportFault("I001.link")
    reader = _READERS.get(request.file.suffix.lower())
    if reader is None:
        raise ImportFault("I001.kind", kinds=" ".join(_READERS))
    raw = read_limited(request.file, request.limits)
    if request.file.suffix.lower() in _TEXTS and raw.startswith(_NO_TEXT):
        raise ImportFault("I003.other_kind", kind=request.file.suffix)
    return reader(raw, request, repairs)


def _texts(parts: DraftParts, there: PolicyFolder | None, repairs: Repairs) -> dict[str, str]:
    """Return the text, and what goes with it where no version is sealed that it belongs to."""
    files = {f"{there.version if there else FIRST_VERSION}.md": parts.text}
    with_it = (
        ("notice.md", parts.notice, "moved.notice", "left_out.notice"),
        ("explanation.md", parts.explanation, "moved.explanation", "left_out.explanation"),
    )
    for name, text, moved, left_out in with_it:
        if text and there and there.version != FIRST_VERSION:
            repairs.leave_out(left_out, text)
            repairs.doubt(Message("doubt.kept_beside", {"file": name}))
        elif text:
            repairs.move(moved, name)
            files[name] = text
    return files


def _compared(before: str, text: str) -> tuple[ComparedUnit, ...]:
    unheard = Problems()
    old, new = (
        name_clauses("", version, read_text(each, Path(version), unheard)).clauses
        for version, each in (("v1", before), ("v2", text))
    )
    return compare(match(old, new, Decisions({})))
