"""Exports for the drafting office: everything as of one instant, streamed from the database."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any

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
from comments_service.domain.states.reconciliation import DISCIPLINE, Outlook, Reconciler
from comments_service.domain.text_rules import without_invisible
from comments_service.exports.columns import columns
from comments_service.exports.export_data import ExportData
from comments_service.services.intake.lookup import received_text
from comments_service.services.ledger.comparison_apart import Comparison, compared_cut
from comments_service.services.ledger.reconciled import shared_fields
from comments_service.services.outcome.tally import tally_of
from comments_service.services.register.overview import window_facts
from comments_service.services.service import Service
from comments_service.store.comments import attachment_rows
from comments_service.store.exporting import exported_comments
from comments_service.store.exporting.exported_comments import (
    ExportedComment,
    ExportedSender,
    KeptTexts,
    sender_of,
)
from comments_service.store.ledger import ledger
from comments_service.store.ledger.ledger import PolicyCut
from interface.command_line import said
from interface.language import LANGUAGES
from interface.long_work import reported

_NAMES = [column.name for column in columns("comments", "public")]
_BODY, _PROPOSED_TEXT, _REASON, _WITHHELD = map(
    _NAMES.index, ("body", "proposed_text", "reason", "withheld")
)
# What follows one another in a comment and in a row.
_FIELDS = ExportedComment._fields
_WORDS = slice(_FIELDS.index("stance"), _FIELDS.index("given"))
_ANSWER = slice(_FIELDS.index("given"), len(_FIELDS))
_counted = itemgetter(*map(_FIELDS.index, ("state", "given", "confidential", "sealed")))
# By a name of its own: a member that is looked up in its class is a call, of a million rows.
_WITHDRAWN, _PERSON = CommentProgress.WITHDRAWN.value, ParticipantKind.PERSON.value
_HOUR = len("2018-07-15T10")


def export_file(  # noqa: PLR0913, PLR0917 - what of, in which form, and where to
    service: Service,
    policy_id: str,
    edition: str,
    file_format: str,
    path: Path,
    lang: str = LANGUAGES[0],
    *,
    compare_by: Sequence[str] = (),
) -> None:
    """Write one export, whole or not at all; ``UnknownPolicy``, or ``NotReconciled`` rows.

    ``compare_by`` is the command of a process that may compare rows and ledger.
    """
    with compared_cut(service, policy_id, compare_by) as (cut, comparison):
        # What is published must be there whatever happens.
        service.database.require_durable()
        exports.write(file_format, path, export_data(service, cut, edition, comparison), lang)


def export_data(
    service: Service, cut: PolicyCut, edition: str, comparison: Comparison
) -> ExportData:
    """Return an export's data up to the cut, read once; an unpublished policy goes by id."""
    policy = known_policy(service, cut.policy, commented=comparison.finds_any)
    restricted = edition == "restricted"
    reconciliation: dict[str, Any] = {}
    return ExportData(
        manifest=_manifest(policy, edition, cut),
        tally=tally_of(service, policy, cut, restricted=restricted),
        comments=_rows(cut, comparison, reconciliation, restricted=restricted),
        reconciliation=reconciliation,
        progress=cut.progress,
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
    cut: PolicyCut, comparison: Comparison, figures: dict[str, Any], *, restricted: bool
) -> Iterator[list[Any]]:
    """Yield the comments that are not sealed; at last ``figures`` reconcile all of them.

    ``NotReconciled`` at the end where rows and ledger do not agree.
    """
    reconciler, texts = Reconciler(), KeptTexts(cut.connection)
    attached = attachment_rows.of_policy(cut.connection, cut.policy) if restricted else set()
    rows = exported_comments.of_policy(cut)
    for sender, comments in reported(rows, said("submissions written"), cut.progress):
        comparison.compare(sender.serial, shared_fields(sender, cut.policy), comments)
        reconciler.add([_outlook(*_counted(each)) for each in comments])
        who = sender_of(cut.keyring, sender)
        told = _received(sender.received_at), *_named(sender, who, masked=not restricted)
        for comment in comments:
            if comment.sealed:
                continue
            row = _row(sender, comment, texts[comment.text_digest], told)
            if restricted:
                row += _files(cut, [comment.comment] if comment.comment in attached else [])
                row += (looks_automatic(comment.text_mark), sender.assurance, *_contacts(who))
            elif comment.confidential or comment.state == _WITHDRAWN:
                row[_BODY] = row[_PROPOSED_TEXT] = row[_REASON] = ""
                row[_WITHHELD] = COMMERCIAL_SECRET if comment.confidential else ""
            yield row
    figures.update(reconciler.figures(comparison.counts()))


def _row(
    sender: ExportedSender,
    comment: ExportedComment,
    clause_text: str,
    told: tuple[str, str, str, str],
) -> list[Any]:
    """Return a row in the order of the columns; what was erased or not released is empty."""
    received_at, name, organisation, place = told
    values: tuple[Any, ...] = comment
    selected = json.loads(comment.selector)["exact"] if comment.selector else ""
    return [
        *(sender.receipt_no, comment.comment, received_at, comment.wid, comment.eid),
        *(sender.version, comment.citation, clause_text, selected, *values[_WORDS], name),
        *(sender.kind, sender.channel, comment.state, *values[_ANSWER], organisation, place),
        *(sender.consent_publish_name == 1, comment.confidential == 1, ""),
    ]


@lru_cache(maxsize=1024)
def _outlook(state: str, given: str | None, confidential: bool, sealed: bool) -> Outlook:  # noqa: FBT001
    """Return how a comment counts; a decision counts as released, a sealed one's at once."""
    given = DISCIPLINE if sealed else given
    return state, given, given is not None, COMMERCIAL_SECRET if confidential else None


def _received(stored: str) -> str:
    """Return an instant, as the database has it, like any receipt's."""
    hour = _hour(stored[:_HOUR])
    return hour[:_HOUR] + stored[_HOUR:-1] + hour[-6:]


@lru_cache(maxsize=1024)
def _hour(stored: str) -> str:
    return received_text(datetime.fromisoformat(f"{stored}:00:00.000Z"))


def _named(sender: ExportedSender, who: Mapping[str, str], *, masked: bool) -> tuple[str, str, str]:
    """Return the name, organisation and place of a sender."""
    name, organisation, place = (who.get(each, "") for each in ("name", "organisation", "place"))
    told = name, organisation, place
    if not masked:
        return told
    consents, kind = bool(sender.consent_publish_name), sender.kind
    if organisation:
        body = ParticipantKind.ORGANISATION if kind == _PERSON else kind
        organisation = mask_name(body, *told, consents)
    return mask_name(kind, *told, consents), organisation, mask_place(place)


def _contacts(who: Mapping[str, str]) -> tuple[str, str, str, str]:
    typed = who.get("phone", "")
    phone = parse_phone(typed)
    email = without_invisible(who.get("email", "")).strip()
    uscc = normalise_uscc(who.get("uscc", "")) or who.get("uscc", "")
    return phone.written if phone else typed, email, uscc, who.get("guardian", "")


def _files(cut: PolicyCut, comments: list[str]) -> tuple[str, str]:
    """Return the names of a comment's files, and the words in them."""
    files = list(attachment_rows.of_comments(cut.connection, cut.keyring, comments))
    words = (each.words for each in files if each.file.text_state is TextState.READ)
    return "\n".join(each.file.name for each in files), "\n\n".join(words)
