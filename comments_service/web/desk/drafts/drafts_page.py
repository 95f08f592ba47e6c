"""起草: the drafts that there are, and where a file is brought."""

from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType

from flask import Response, request

from comments_service.domain.accounts.roles import Right
from comments_service.domain.drafts.draft_file import MOST_BYTES, SentFile
from comments_service.domain.drafts.draft_record import DraftStage
from comments_service.domain.errors import FieldFault, Invalid, Unavailable
from comments_service.services.accounts import staff
from comments_service.services.drafts.draft_folders import PolicyDraft, inbox_of
from comments_service.services.drafts.drafting import Drafting
from comments_service.web.desk.drafts.draft_words import STAGE_TAGS, STAGES
from comments_service.web.desk.guard import Admission, desk, to_desk
from comments_service.web.desk.page import show_desk


@desk.page("/drafts/", Right.PREVIEW)
def show_drafts(
    admission: Admission, typed: Mapping[str, str] = MappingProxyType({}), *faults: FieldFault
) -> Response:
    """List the drafts; say so where this service takes none."""
    drafting = drafting_of(admission)
    return show_desk(
        "drafts.html", here="drafts", faults=faults, typed=typed, set_up=drafting is not None,
        drafts=drafting.drafts() if drafting else [],
        policies=[(each, each) for each in drafting.policies()] if drafting else [],
        names={row.officer.login: row.officer.name for row in staff.accounts(admission.service)},
        stages=STAGES, stage_tags=STAGE_TAGS,
    )  # fmt: skip


@desk.form("/drafts/", Right.DRAFT)
def take_file(admission: Admission) -> Response:
    """Take a file in, have it read, and show what was read."""
    drafting = drafting_of(admission)
    if drafting is None:
        return show_drafts(admission)
    typed = {name: request.form.get(name, "").strip() for name in ("policy", "id")}
    known = typed["policy"]
    try:
        name = drafting.receive(sent_file(), known or typed["id"], new=not known)
    except Invalid as refusal:
        return show_drafts(admission, typed, *refusal.faults)
    return to_desk(f"drafts/{name}")


def sent_file() -> SentFile:
    """Return the file that was chosen; an empty one where none was."""
    chosen = request.files.get("file")
    content = chosen.stream.read(MOST_BYTES + 1) if chosen else b""
    return SentFile((chosen and chosen.filename) or "", content)


def drafts_to_release(admission: Admission) -> list[PolicyDraft]:
    """Return the drafts that others handed in and that wait for a release.

    Where the inbox cannot be read it is none, and what else waits is shown.
    """
    drafting, me = drafting_of(admission), admission.officer.login
    with suppress(Unavailable):
        found = drafting.drafts() if drafting else []
        return [e for e in found if e.stage is DraftStage.HANDED_IN and e.record.by != me]
    return []


def drafting_of(admission: Admission) -> Drafting | None:
    """Return the drafts as who is signed in may work on them; None where none are taken."""
    inbox = inbox_of(admission.service)
    return Drafting(admission.service, inbox, admission.officer) if inbox else None
