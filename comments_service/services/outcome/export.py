"""Exports for the drafting office: everything as of one instant, streamed from the database."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from catalogue.model import Policy
from catalogue.window import china_day, rfc3339
from comments_service import exports
from comments_service.domain.comments.attachment import TextState
from comments_service.domain.comments.automatic_signs import looks_automatic
from comments_service.domain.comments.masked_place import mask_place
from comments_service.domain.comments.masking import mask_name
from comments_service.domain.comments.participant import (
    ParticipantKind,
    normalise_uscc,
    parse_phone,
)
from comments_service.domain.comments.submission import COMMERCIAL_SECRET
from comments_service.domain.errors import UnknownPolicy
from comments_service.domain.ledger.public_entries import NameConsentWithdrawn
from comments_service.domain.states.comment_state import CommentProgress
from comments_service.domain.states.reconciliation import DISCIPLINE, Reconciler, Standing
from comments_service.domain.text_rules import without_invisible
from comments_service.exports.export_data import ExportData
from comments_service.services.intake.lookup import received_text
from comments_service.services.ledger.cut import policy_cut
from comments_service.services.ledger.reconciled import LedgerComparison
from comments_service.services.outcome.tally import tally_of
from comments_service.services.register.overview import window_facts
from comments_service.services.service import Service
from comments_service.store.comments import attachment_rows
from comments_service.store.exporting import exported_comments
from comments_service.store.exporting.exported_comments import ExportedComment, ExportedSubmission
from comments_service.store.ledger import ledger
from comments_service.store.ledger.ledger import PolicyCut
from interface.language import LANGUAGES


class _Who(NamedTuple):
    """Who sent it, and when, as an edition shows it."""

    received_at: str
    name: str
    organisation: str
    place: str


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
    comparison = LedgerComparison(cut)
    policy = known_policy(service, cut.policy, commented=comparison.finds_any)
    restricted = edition == "restricted"
    reconciliation: dict[str, Any] = {}
    return ExportData(
        manifest=_manifest(policy, edition, cut),
        tally=tally_of(service, policy, cut, restricted=restricted),
        comments=_rows(cut, comparison, reconciliation, restricted=restricted),
        reconciliation=reconciliation,
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


def _rows(
    cut: PolicyCut, comparison: LedgerComparison, figures: dict[str, Any], *, restricted: bool
) -> Iterator[dict[str, Any]]:
    """Yield the comments that are not sealed; at last ``figures`` reconcile all of them.

    ``NotReconciled`` at the end where rows and ledger do not agree.
    """
    reconciler = Reconciler()
    attached = attachment_rows.of_policy(cut.connection, cut.policy) if restricted else set()
    for sent in exported_comments.of_policy(cut):
        comparison.compare(sent.entry, (each.state for each in sent.comments))
        who = _named(sent) if restricted else _masked(sent)
        own = _contacts(sent) if restricted else {}
        for comment in sent.comments:
            reconciler.add(_standing(sent.id, comment))
            if comment.state.sealed:
                continue
            row = _row(sent, who, comment)
            if restricted:
                files = _files(cut, [comment.id] if comment.id in attached else [])
                automatic = looks_automatic(comment.text_mark)
                row |= {**files, "automatic": automatic, **own}
            elif comment.confidential or comment.state.state == CommentProgress.WITHDRAWN:
                row |= {"body": "", "proposed_text": "", "reason": ""}
                row["withheld"] = COMMERCIAL_SECRET if comment.confidential else ""
            yield row
    figures.update(reconciler.figures(comparison.counts()))


def _row(sent: ExportedSubmission, who: _Who, comment: ExportedComment) -> dict[str, Any]:
    """Return a row in the order of the columns; what was erased or not released is empty."""
    selector = comment.selector
    return {
        "receipt_no": sent.receipt_no,
        "comment_id": comment.id,
        "received_at": who.received_at,
        "wid": comment.wid,
        "eid": comment.eid,
        "version": sent.version,
        "citation": comment.citation,
        "clause_text": comment.clause_text,
        "selected_text": json.loads(selector)["exact"] if selector else "",
        "stance": comment.stance,
        "body": comment.body or "",
        "proposed_text": comment.proposed_text or "",
        "reason": comment.reason or "",
        "name": who.name,
        "participant": sent.kind,
        "channel": sent.channel,
        "state": comment.state.state,
        "disposition": comment.disposition,
        "answer": comment.answer or "",
        "summary": comment.summary or "",
        "to_citation": comment.to_citation or "",
        "later": comment.later or "",
        "organisation": who.organisation,
        "place": who.place,
        "consent_publish_name": bool(sent.consent_publish_name),
        "confidential": bool(comment.confidential),
        "withheld": "",
    }


def _standing(submission: str, comment: ExportedComment) -> Standing:
    """Return how a comment counts; a decision counts as released, a sealed one's at once."""
    given = DISCIPLINE if comment.state.sealed else comment.disposition
    withheld = COMMERCIAL_SECRET if comment.confidential else None
    return submission, comment.state.state, given, given is not None, withheld


def _named(sent: ExportedSubmission) -> _Who:
    who = sent.personal
    return _Who(
        received_text(datetime.fromisoformat(sent.received_at)),
        who.name,
        who.organisation,
        who.place,
    )


def _masked(sent: ExportedSubmission) -> _Who:
    who, organisation = sent.personal, ""
    told = who.name, who.organisation, who.place, bool(sent.consent_publish_name)
    if who.organisation:
        of_person = sent.kind == ParticipantKind.PERSON
        kind = ParticipantKind.ORGANISATION if of_person else sent.kind
        organisation = mask_name(kind, *told)
    name = mask_name(sent.kind, *told)
    return _Who(
        received_text(datetime.fromisoformat(sent.received_at)),
        name,
        organisation,
        mask_place(who.place),
    )


def _contacts(sent: ExportedSubmission) -> dict[str, Any]:
    personal = sent.personal
    phone = parse_phone(personal.phone)
    written = phone.written if phone else personal.phone
    email = without_invisible(personal.email).strip()
    uscc = normalise_uscc(personal.uscc) or personal.uscc
    own = {"phone": written, "email": email, "uscc": uscc, "guardian": personal.guardian}
    return {"assurance": sent.assurance, **own}


def _files(cut: PolicyCut, comments: list[str]) -> dict[str, Any]:
    files = list(attachment_rows.of_comments(cut.connection, cut.keyring, comments))
    words = (each.words for each in files if each.file.text_state is TextState.READ)
    names = "\n".join(each.file.name for each in files)
    return {"attachments": names, "attachment_text": "\n\n".join(words)}
