"""Making a draft of a file: what the builder reads, the policy's folder, findings, the preview."""

import errno
import json
import re
import shutil
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from comments_service.domain.drafts.draft_reading import DraftReading
from comments_service.domain.drafts.draft_record import DraftRecord
from comments_service.domain.errors import FieldFault, Invalid
from comments_service.domain.wording import InBoth
from comments_service.exports.atomic_write import flush_to_disk
from comments_service.services.drafts.child_builder import SECONDS, run_builder
from comments_service.services.drafts.draft_folders import (
    PolicyDraft,
    digests_of,
    files_of,
    write_json,
)

# What may be written into the folder of a policy: nothing with a folder in its name.
_WRITTEN = re.compile(
    r"(policy|decisions)\.yml|v[1-9][0-9]{0,3}(\.en)?\.md|(notice|explanation)\.md|repairs[a-z0-9.-]{0,20}\.yml"
)
_ANSWERS = "answers.json"
_LONGEST_TITLE = 200
_NOT_READ = (
    "这个文件%(count)s秒内没有读完，没有收下。请在Word或WPS里另存为.docx，删去图片和附件，再选一次"
)


def make_draft(policies: Path, work: Path, record: DraftRecord, content: bytes) -> PolicyDraft:
    """Fill a new folder with a draft; ``Invalid`` says why the file is not taken."""
    (work / record.file).write_bytes(content)
    sources = work / "policies" / record.policy
    _copy(policies / record.policy, sources)
    base = digests_of(sources)
    reading = _read(work, record)
    title = str(reading.found.get("title") or record.name)[:_LONGEST_TITLE]
    record = record.model_copy(update={"base": base, "title": title})
    for name, text in reading.files.items():
        _put(sources / name, text.encode())
    at = ("--policies", "policies", "--known", str(policies.resolve()), "--now", record.at)
    findings = run_builder(work, "check", "--json", *at)
    if findings is not None:
        (work / "findings.json").write_bytes(findings)
    run_builder(work, "build", "--preview", "preview", "--jobs", "1", *at)
    shutil.rmtree(work / "tmp", ignore_errors=True)
    write_json(work / "draft.json", record)
    for path in work.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o700 if path.is_dir() else 0o600)
            # The pages can be made again.
            if not path.is_relative_to(work / "preview"):
                flush_to_disk(path)
    flush_to_disk(work)
    return PolicyDraft(work, record, None, None, None)


def _copy(there: Path, sources: Path) -> None:
    try:
        for name, data in files_of(there):
            _put(sources / name, data)
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        raise Invalid(FieldFault("file", "这份文件现有的附件太大，请交管理员办理")) from error


def _read(work: Path, record: DraftRecord) -> DraftReading:
    (work / _ANSWERS).write_text(json.dumps(record.answers), "utf-8")
    options = ("--json", "--over", f"policies/{record.policy}", "--answers", _ANSWERS)
    printed = run_builder(work, "read", record.file, *options)
    (work / _ANSWERS).unlink()
    try:
        reading = DraftReading.model_validate_json(printed or b"")
    except ValidationError:
        raise _fault(_NOT_READ, count=SECONDS) from None
    stopping = [each for each in reading.problems if each.stops]
    # What is wrong with the text is shown with it; what is wrong with an answer is asked again.
    if not reading.clauses or any(each.file == _ANSWERS for each in stopping):
        if not stopping:
            raise _fault(_NOT_READ, count=SECONDS)
        chinese = "；".join(each.text for each in stopping)
        english = "; ".join(each.english.text or each.text for each in stopping)
        raise _fault("没有收下：%(reason)s", reason=InBoth(chinese, english))
    if not all(map(_WRITTEN.fullmatch, reading.files)):
        raise _fault(_NOT_READ, count=SECONDS)
    (work / "reading.json").write_bytes(printed or b"")
    return reading


def _put(path: Path, data: bytes) -> None:
    """Write a file with the folders that it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _fault(message: str, **values: Any) -> Invalid:
    return Invalid(FieldFault("file", message, values))
