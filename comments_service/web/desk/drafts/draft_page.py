"""One draft: what was read in it, what is wrong, how it will look; and its steps."""

import zipfile
from pathlib import Path
from typing import Any

from flask import Response, abort, request

from comments_service.domain.accounts.roles import Right
from comments_service.domain.drafts.draft_reading import DraftDoubt, DraftReading
from comments_service.domain.drafts.draft_record import DraftStage, DraftStep
from comments_service.domain.errors import ChangedMeanwhile, Invalid, NotYours, Refusal
from comments_service.services.accounts import staff
from comments_service.services.drafts.draft_folders import PolicyDraft, files_of
from comments_service.services.drafts.drafting import Drafting, what_stops
from comments_service.web.desk.drafts.draft_form import (
    CHANNEL_CHOICES,
    CHOICES,
    LINES,
    ROWS,
    answers_of,
    facts_of,
)
from comments_service.web.desk.drafts.draft_words import STAGE_TAGS, STAGES, fate_word
from comments_service.web.desk.drafts.drafts_page import drafting_of, sent_file
from comments_service.web.desk.guard import Admission, desk, to_desk
from comments_service.web.desk.page import download, show_desk
from comments_service.web.shell.request_body import form_fields
from interface.names import CHANGE_NAMES

_STEP_RIGHTS = {
    DraftStep.HANDED_IN: Right.DRAFT,
    DraftStep.WITHDRAWN: Right.PREVIEW,
    DraftStep.RELEASED: Right.PUBLISH,
    DraftStep.REMOVED: Right.DRAFT,
}


@desk.page("/drafts/<draft_id>", Right.PREVIEW)
def show_draft(admission: Admission, draft_id: str, **answered: Any) -> Response:
    """Show a draft; ``answered``: the ``refusal`` of what was sent, and the ``facts`` sent."""
    drafting, _ = found_draft(admission, draft_id)
    draft = drafting.inbox.opened(draft_id) or abort(404)
    me, reading = admission.officer, draft.reading
    own = draft.record.by == me.login
    changes = reading.difference if reading else ()
    doubts, at_lines = _doubts(reading) if reading else ([], {})
    shown = {
        "facts": facts_of(draft.record, reading), "refusal": None, "id": draft.record.policy,
        **answered,
    }  # fmt: skip
    answer = show_desk(
        "draft.html", here="drafts", draft=draft, own=own, stops=what_stops(draft),
        written=own and draft.stage is DraftStage.WRITTEN and me.may(Right.DRAFT),
        names={row.officer.login: row.officer.name for row in staff.accounts(admission.service)},
        doubts=doubts, at_lines=at_lines,
        changes=[each for each in changes if each.change != "unchanged"],
        has_preview=(draft.folder / "preview" / "index.html").is_file(),
        stages=STAGES, stage_tags=STAGE_TAGS, change_words=CHANGE_NAMES,
        fate_word=fate_word,
        lines=LINES, choices=CHOICES, rows=ROWS, channel_choices=CHANNEL_CHOICES, **shown,
    )  # fmt: skip
    answer.headers["Content-Security-Policy"] += "; frame-src 'self'"
    return answer


@desk.form("/drafts/<draft_id>", Right.PREVIEW)
def move_draft(admission: Admission, draft_id: str) -> Response:
    """Hand a draft in, withdraw, release or remove it, as the button says."""
    drafting, _ = found_draft(admission, draft_id)
    sent = form_fields(request)
    try:
        step = DraftStep(sent.get("step", ""))
        admission.require(_STEP_RIGHTS[step])
    except (ValueError, KeyError):
        abort(404)
    try:
        drafting.take_step(draft_id, step, sent.get("seen", ""))
    except (ChangedMeanwhile, Invalid, NotYours) as refusal:
        return show_draft(admission, draft_id, refusal=refusal)
    return to_desk("drafts/" if step is DraftStep.REMOVED else f"drafts/{draft_id}")


@desk.form("/drafts/<draft_id>/answers", Right.DRAFT)
def fill_in_draft(admission: Admission, draft_id: str) -> Response:
    """Read the file again with what was filled in, or another file in its place."""
    drafting, draft = found_draft(admission, draft_id)
    answers, policy, file = dict(draft.record.answers), draft.record.policy, None
    if request.mimetype == "multipart/form-data":
        file = sent_file()
        # They were about the clauses of the file before.
        answers.pop("decisions", None)
    else:
        sent = form_fields(request)
        answers, policy = answers_of(sent, draft), sent.get("id", policy).strip()
    try:
        drafting.fill_in(draft, answers, policy, file)
    except Refusal as refusal:
        record = draft.record.model_copy(update={"answers": answers})
        facts = facts_of(record, draft.reading)
        return show_draft(admission, draft_id, refusal=refusal, facts=facts, id=policy)
    return to_desk(f"drafts/{draft_id}")


@desk.page("/drafts/<draft_id>/zip", Right.PREVIEW)
def give_folder(admission: Admission, draft_id: str) -> Response:
    """Send the policy's folder as it is to be."""
    _, draft = found_draft(admission, draft_id)
    policy = draft.record.policy

    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in files_of(draft.sources):
                package.writestr(f"{policy}/{name}", data)

    return download(f"{policy}.zip", write)


def found_draft(admission: Admission, draft_id: str) -> tuple[Drafting, PolicyDraft]:
    """Return a draft; what is not there and what concerns the officer not are a 404 alike."""
    drafting = drafting_of(admission) or abort(404)
    with drafting.inbox.locked():
        draft = drafting.inbox.find(draft_id) or abort(404)
    if not admission.officer.concerns(draft.record.policy):
        abort(404)
    return drafting, draft


def _doubts(reading: DraftReading) -> tuple[list[DraftDoubt], dict[int, list[DraftDoubt]]]:
    """Return the doubts that belong to no clause, and those at the line of each."""
    lines: dict[int, list[DraftDoubt]] = {each.line: [] for each in reading.clauses if each.line}
    elsewhere = []
    for each in reading.doubts:
        if each.line in lines:
            lines[each.line].append(each)
        else:
            elsewhere.append(each)
    return elsewhere, lines
