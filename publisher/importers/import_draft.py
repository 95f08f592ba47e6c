"""Importing one file: what it makes of a policy's folder is written completely or not at all."""

from dataclasses import dataclass
from pathlib import Path

from publisher.importers.blocks.faults import ImportFault
from publisher.importers.compose_draft import ComposedDraft, ImportRequest, compose_draft
from publisher.importers.policy_folder import refuse_place
from publisher.importers.writing import write_files
from publisher.problems import Problems


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The files that were written, and the draft that they are."""

    files: tuple[Path, ...]
    draft: ComposedDraft


def import_draft(request: ImportRequest, to: Path, problems: Problems) -> ImportResult | None:
    """Write the files of a new policy, or of the next version of an existing one.

    On a fault, which is added to ``problems``, nothing is written and None returned.
    """
    try:
        refuse_place(to, request.policies)
        draft = compose_draft(request, problems, to)
        if draft is None:
            return None
        write_files(to, draft.files, draft.replaced)
    except ImportFault as fault:
        message = fault.message
        problems.add(fault.path or request.file, 1, message.kind, **message.values)
        return None
    return ImportResult(tuple(to / name for name in draft.files), draft)
