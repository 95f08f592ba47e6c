"""Exports for the drafting office: everything as of one instant, streamed from the database."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from catalogue.model import Policy
from catalogue.window import china_day, rfc3339
from comments_service import exports
from comments_service.domain.comments.attachment import TextState
from comments_service.domain.comments.masked_place import mask_place
from comments_service.domain.comments.masking import mask_name
from comments_service.domain.comments.participant import (
    ParticipantKind,
    normalise_uscc,
    parse_phone,
)
from comments_service.domain.comments.submission import (
    COMMERCIAL_SECRET,
    StoredComment,
    StoredSubmission,
)
from comments_service.domain.errors import UnknownPolicy
from comments_service.domain.ledger.public_entries import NameConsentWithdrawn
from comments_service.domain.states.comment_state import CommentProgress
from comments_service.domain.states.reconciliation import reconcile
from comments_service.domain.text_rules import without_invisible
from comments_service.exports.export_data import ExportData
from comments_service.services.intake.lookup import received_at
from comments_service.services.ledger.cut import policy_cut
from comments_service.services.ledger.reconciled import reconciled_counts
from comments_service.services.outcome.tally import tally_of
from comments_service.services.register.overview import window_facts
from comments_service.services.service import Service
from comments_service.store.comments import attachment_rows, submissions
from comments_service.store.ledger import ledger
from comments_service.store.ledger.ledger import PolicyCut
from interface.language import LANGUAGES

_TOLD = ("summary", "to_citation", "later")


def export_file(  # noqa: PLR0913, PLR0917 - what of, in which form, and where to
    service: Service,
    policy_id: str,
    edition: str,
    file_format: str,
    path: Path,
    lang: str = LANGUAGES[0],
) -> None:
    """Write one export, whole or not at all; ``UnknownPolicy``, or ``NotReconciled`` rows."""
    with service.database.read() as connection:
        cut = policy_cut(service, connection, policy_id)
        exports.write(file_format, path, export_data(service, cut, edition), lang)


def export_data(service: Service, cut: PolicyCut, edition: str) -> ExportData:
    """Return an export's data up to the cut, read once; an unpublished policy goes by id."""
    counted = reconciled_counts(cut)
    policy = known_policy(service, cut.policy, commented=counted != (0, 0))
    restricted = edition == "restricted"
    return ExportData(
        manifest=_manifest(policy, edition, cut),
        tally=tally_of(service, policy, cut, restricted=restricted),
        comments=_rows(cut, restricted=restricted),
        reconciliation=reconcile(submissions.standings(cut), received=counted),
    )


def known_policy(service: Service, policy_id: str, *, commented: bool) -> Policy:
    """Return a policy; of one that is no longer published, but has comments, its id."""
    try:
        return service.published.policy(policy_id)
    except UnknownPolicy:
        if not commented:
            raise
        return Policy(policy_id, title=policy_id, kind="consultation")


def _manifest(policy: Policy, edition: str, cut: PolicyCut) -> dict[str, Any]:
    return {
        "policy": policy.id,
        "title": policy.title,
        "edition": edition,
        "as_of": rfc3339(cut.as_of),
        "log_size": cut.log_size,
        "versions": [
            {"id": version.id, "label": version.label, "digest": version.digest}
            for version in policy.versions
        ],
        "windows": [window_facts(window) for window in policy.windows],
        "time_zone": "Asia/Shanghai",
        "names_withdrawn_on": _withdrawn_on(cut),
        "filter": {},
    }


def _withdrawn_on(cut: PolicyCut) -> str | None:
    """Return the last day on which a consent to publish a name was taken back."""
    days = (each.at for each in ledger.of_stream(cut, NameConsentWithdrawn.type))
    last = max(days, default=None)
    return china_day(last).isoformat() if last else None


def _rows(cut: PolicyCut, *, restricted: bool) -> Iterator[dict[str, Any]]:
    attached = attachment_rows.of_policy(cut.connection, cut.policy) if restricted else set()
    for submission in submissions.of_policy(cut):
        for comment in submission.comments:
            row = _row(submission, comment)
            own = {**_contacts(submission), "automatic": comment.automatic}
            files = _files(cut, [comment.id] if comment.id in attached else [])
            yield {**row, **own, **files} if restricted else _public(row)


def _row(submission: StoredSubmission, comment: StoredComment) -> dict[str, Any]:
    clause, personal = comment.clause, submission.in_use
    return {
        "receipt_no": submission.receipt_no,
        "comment_id": comment.id,
        "received_at": received_at(submission),
        "wid": clause.wid,
        "eid": clause.eid,
        "version": submission.version,
        "citation": clause.citation,
        "clause_text": clause.text,
        "selected_text": comment.selector.exact if comment.selector else "",
        "stance": comment.stance.value,
        "body": comment.body,
        "proposed_text": comment.proposed_text,
        "reason": comment.reason,
        "name": personal.name,
        "participant": submission.participant.value,
        "channel": submission.channel,
        "state": comment.state,
        # What was released; without a decision it is empty.
        "disposition": comment.disposition,
        "answer": getattr(comment.decision, "reason", ""),
        **{name: getattr(comment.decision, name, "") for name in _TOLD},
        "organisation": personal.organisation,
        "place": personal.place,
        "consent_publish_name": submission.consent_publish_name,
        "confidential": comment.confidential,
        "withheld": "",
    }


def _contacts(submission: StoredSubmission) -> dict[str, Any]:
    personal = submission.in_use
    phone = parse_phone(personal.phone)
    written = phone.written if phone else personal.phone
    email = without_invisible(personal.email).strip()
    uscc = normalise_uscc(personal.uscc) or personal.uscc
    own = {"assurance": submission.assurance, "guardian": personal.guardian}
    return {"phone": written, "email": email, "uscc": uscc, **own}


def _files(cut: PolicyCut, comments: list[str]) -> dict[str, Any]:
    files = list(attachment_rows.of_comments(cut.connection, cut.keyring, comments))
    words = (each.words for each in files if each.file.text_state is TextState.READ)
    names = "\n".join(each.file.name for each in files)
    return {"attachments": names, "attachment_text": "\n\n".join(words)}


def _public(row: dict[str, Any]) -> dict[str, Any]:
    masked = {**row, "name": _masked(row, row["participant"]), "place": mask_place(row["place"])}
    if row["organisation"]:
        kind = row["participant"]
        of_person = kind == ParticipantKind.PERSON
        masked["organisation"] = _masked(row, ParticipantKind.ORGANISATION if of_person else kind)
    if row["confidential"] or row["state"] == CommentProgress.WITHDRAWN:
        masked.update(body="", proposed_text="", reason="")
        masked["withheld"] = COMMERCIAL_SECRET if row["confidential"] else ""
    return masked


def _masked(row: dict[str, Any], kind: str) -> str:
    consent = row["consent_publish_name"]
    return mask_name(str(kind), row["name"], row["organisation"], row["place"], consent)
