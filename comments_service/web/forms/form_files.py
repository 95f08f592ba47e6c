"""The files of the comment form: kept as they come, whatever else is wrong with it."""

import re
from collections.abc import Collection

from flask import request
from werkzeug.datastructures import FileStorage

from comments_service.domain.comments.attachment import MOST_ATTACHMENTS
from comments_service.domain.comments.submission_rules import TOO_MANY_FILES
from comments_service.domain.errors import FieldFault, Invalid, Malformed, TooMany
from comments_service.services.intake.uploads import keep_upload
from comments_service.web.forms.form_draft import KEY
from comments_service.web.shell.request_context import current_caller, current_service

_FILES = re.compile(r"(comments\[1?[0-9]])\.files")


def keep_files(policy_id: str, fields: dict[str, str]) -> list[FieldFault]:
    """Keep the files that came with the form, add their ids to its fields, return their faults."""
    faults: list[FieldFault] = []
    for name, file in request.files.items(multi=True):
        found = _FILES.fullmatch(name)
        if found is None:
            raise Malformed
        if file.filename:
            at = f"{found[1]}.attachments"
            ids, own = _kept(policy_id, fields.get(at, "").split(), file, at, _place(fields, at))
            fields[at] = " ".join(ids)
            faults += own
    return faults


def _kept(
    policy_id: str, ids: Collection[str], file: FileStorage, at: str, place: str
) -> tuple[Collection[str], tuple[FieldFault, ...]]:
    if len(ids) >= MOST_ATTACHMENTS:
        return ids, (FieldFault(at, TOO_MANY_FILES, {"count": MOST_ATTACHMENTS}),)
    name, content = file.filename or "", file.stream.read()
    try:
        kept = keep_upload(current_service(), policy_id, name, content, current_caller(), place)
    except (Invalid, TooMany) as refusal:
        found = refusal.faults or (FieldFault(at, refusal.message, refusal.values),)
        return ids, tuple(FieldFault(at, each.message, each.values) for each in found)
    return [*ids, kept.id], ()


def _place(fields: dict[str, str], at: str) -> str:
    """Return where in this form a file is: a form that is sent again names the same uploads.

    What is named with it counts too: else one that is chosen once more would be the same upload.
    """
    key = fields.get("idempotency_key", "")
    named = [value for name, value in fields.items() if name.endswith(".attachments")]
    return " ".join([key, at, *named]) if KEY.fullmatch(key) else ""
