"""What the ledger tells of the rows: each entry checked by itself, and all of them folded."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from sys import intern
from typing import Any, NamedTuple

from comments_service.domain.canonical import canonical_json, instant_text, salted_digest
from comments_service.domain.comments.submission import pseudonym
from comments_service.domain.ledger.decision_entries import (
    CommentSealed,
    CommentUnsealed,
    DecisionProposed,
    NameRevealed,
)
from comments_service.domain.ledger.desk_entries import SubmissionCorrected, UnitAsked, UnitReplied
from comments_service.domain.ledger.entries import EntryBody, LedgerEntry, leaf_data
from comments_service.domain.ledger.entry_types import body_of
from comments_service.domain.ledger.public_entries import CommentRevised, SubmissionErased
from comments_service.domain.ledger.site_entries import (
    StaffAdded,
    StaffChanged,
    StaffLocked,
    StoodIn,
)
from comments_service.domain.ledger.submission_entries import (
    ReceivedComment,
    SubmissionReceived,
    SubmissionReceivedEarlier,
)
from comments_service.domain.states.comment_state import CommentState
from comments_service.services.database.check_public import ToldRow, of_public, of_sender
from comments_service.store.statements.spilled_values import SpilledValues
from interface.command_line import said


class SaidVersion(NamedTuple):
    """What a comment said from an entry on; the clause by wid, eid and digest."""

    entry: int
    digest: str
    clause: tuple[str | None, str | None, str]


class SaidReceipt(NamedTuple):
    """What entries say of a submission; ``more`` is what 0.1.0 said besides, and later ones do."""

    policy: str
    window: str
    version: str
    channel: str
    participant_kind: str
    assurance: str
    participant: str
    personal_digest: str
    posted_on: date | None
    received_on: date
    received_at: datetime
    entry: int
    more: Mapping[str, object]

    def row(self) -> Mapping[str, Any]:
        """Return it as a row."""
        told = self._asdict()
        more = told.pop("more")
        kept = {"restricted_at": None, "erased_at": None, "consent_notice_at": self.received_at}
        return {**told, **kept, **more}


COMMENT, STATE, VERSIONS = "comment", "state of comment", "versions of comment"
"""Kinds of rows of which there is one for each comment."""
_ERASED = "erased"
_NOTHING: Mapping[str, object] = {}
_REPEATED = ("window", "version", "channel", "participant_kind", "assurance")


class _FoldedStates:
    """The states of comments that entries are folded into, among the other rows."""

    def __init__(self, rows: SpilledValues) -> None:
        self._rows = rows

    def comments(self, ids: Collection[str]) -> Mapping[str, CommentState]:
        """Return the states of these comments; ``LookupError`` where one is missing."""
        found = {each: self._rows.get(STATE, each) for each in ids}
        missing = next((each for each, state in found.items() if state is None), None)
        if missing is not None:
            raise LookupError(repr(missing))
        return found

    def put(self, states: Iterable[CommentState]) -> None:
        """Keep states."""
        for each in states:
            self._rows.put(STATE, each.comment, each)


class ToldRows:
    """What the ledger tells: rows by kind and name, the comments' states and their versions.

    All but the most recent is on disk: a million comments have no room in memory. Of what there
    is much of no row is made before it is asked for.
    """

    def __init__(self) -> None:
        """Begin with nothing told."""
        self._rows = SpilledValues()
        self._states = _FoldedStates(self._rows)

    def read(self, entry: LedgerEntry) -> Iterator[str]:
        """Take in an entry; yield what is wrong with it by itself."""
        try:
            body = body_of(entry)
            now = _as_now(entry, body)
            now.fold(entry, self._states)
        except (ValueError, LookupError) as error:
            # The first line: pydantic's others hold the value.
            words = str(error).partition("\n")[0]
            yield entry_line(entry.id, said("cannot be read (%(error)s)", error=words))
            body = now = EntryBody()
        if isinstance(now, SubmissionReceived):
            self._rows.put("submission", entry.subject, _receipt(entry, body, now))
        for tell in (_of_scans, _of_decisions, _of_units, _of_staff, of_public):
            for kind, name, values in tell(entry, body):
                self._rows.put(kind, name, {**self._rows.get(kind, name, {}), **values})
        if changed := of_sender(entry, body):
            self._change_sender(entry.subject, changed)
        if isinstance(body, SubmissionErased):
            self._erase(entry.at, body)
        for each in _said(now):
            clause = each.wid, each.eid, each.clause_digest
            version = SaidVersion(entry.id, each.digest, clause)
            self._rows.put(VERSIONS, each.id, (*self.versions(each.id), version))
            self._rows.put(COMMENT, each.id, version)
        yield from _digest_faults(entry, body)

    def _change_sender(self, submission: str, changed: Mapping[str, Any]) -> None:
        receipt = self._rows.get("submission", submission)
        if receipt is not None:
            more = {**receipt.more, **changed}
            self._rows.put("submission", submission, receipt._replace(more=more))

    def _erase(self, at: datetime, body: SubmissionErased) -> None:
        for comment in body.comments:
            self._rows.put(_ERASED, comment, at)
        for digest in body.files:
            for kind in ("attachment", "scan"):
                self._rows.pop(kind, digest)

    def states(self) -> Iterator[CommentState]:
        """Yield the state of each comment, as all entries together leave it."""
        return (state for _, state in self._rows.items(STATE))

    def versions(self, comment: str) -> tuple[SaidVersion, ...]:
        """Return what a comment said, one after the other."""
        versions: tuple[SaidVersion, ...] = self._rows.get(VERSIONS, comment, ())
        return versions

    def pop(self, kind: str, name: object) -> Mapping[str, Any] | None:
        """Return what is told of a row, once; None where nothing is."""
        told: Any = self._rows.pop(kind, name)
        if isinstance(told, SaidReceipt):
            return told.row()
        if isinstance(told, CommentState):
            return {**told._asdict(), "stage": told.stage}
        if isinstance(told, SaidVersion):
            return self._comment(str(name), told)
        if isinstance(told, tuple):
            erased = self._rows.get(_ERASED, name)
            return {"digest": [(at, *each[:2], erased) for at, each in enumerate(told, start=1)]}
        row: Mapping[str, Any] | None = told
        if row and kind == "comment release":
            return {**row, "erased_at": self._rows.get(_ERASED, row["comment"])}
        return row

    def left(self, kind: str) -> Iterator[object]:
        """Yield the names of the rows of a kind that nobody asked for."""
        return (name for name, _ in self._rows.items(kind))

    def _comment(self, name: str, newest: SaidVersion) -> Mapping[str, Any]:
        state = self._rows.get(STATE, name)
        clause = dict(zip(("wid", "eid", "clause_digest"), newest.clause, strict=True))
        at = {"submission": state.submission, "position": state.position}
        return {**at, **clause, "digest": newest.digest}


def _as_now(entry: LedgerEntry, body: EntryBody) -> EntryBody:
    return body.as_now(entry) if isinstance(body, SubmissionReceivedEarlier) else body


def _said(body: EntryBody) -> tuple[ReceivedComment, ...]:
    if isinstance(body, SubmissionCorrected):
        return (*body.changed, *body.added)
    if isinstance(body, CommentRevised):
        return (body.comment,)
    return body.comments if isinstance(body, SubmissionReceived) else ()


def _covers(digest: str) -> dict[str, str]:
    """Return that a row has a digest, and that it is the one of what the row says."""
    return {"digest": digest, "content_digest": digest}


def _receipt(entry: LedgerEntry, body: EntryBody, now: SubmissionReceived) -> SaidReceipt:
    """Return what an entry says, by its body and by that in the form of today."""
    earlier, participant = _NOTHING, now.participant
    if isinstance(body, SubmissionReceivedEarlier):
        names = ("receipt_no", "policy_title", "consent_publish_name")
        said = {name: getattr(body, name) for name in names}
        # Release 0.1.0 left the title out.
        earlier = {name: value for name, value in said.items() if value is not None}
        participant = pseudonym(entry.stream, participant)
    return SaidReceipt(
        # Thousands say the same of these: it is kept once.
        **{name: intern(getattr(now, name)) for name in _REPEATED},
        policy=intern(entry.stream),
        participant=intern(participant),
        personal_digest=now.personal_digest,
        posted_on=now.posted_on,
        received_on=now.received_on,
        received_at=entry.at,
        entry=entry.id,
        more=earlier,
    )


def _of_scans(entry: LedgerEntry, body: EntryBody) -> Iterator[ToldRow]:
    if isinstance(body, SubmissionReceived):
        for scan in body.scans:
            at = {"policy": entry.stream, "submission": entry.subject, "by": entry.actor}
            yield "scan", scan, {**at, "content_digest": scan}


def _of_decisions(entry: LedgerEntry, body: EntryBody) -> Iterator[ToldRow]:
    if isinstance(body, DecisionProposed):
        made = {"id": body.decision, "at": entry.at, **_covers(body.digest)}
        yield "decision", decision_name(body.comment, entry.id), made
    if isinstance(body, CommentSealed | CommentUnsealed):
        # The entry of a reason for sealing does not name its row.
        for comment in body.comments:
            made = {"at": entry.at, **_covers(body.digest)}
            yield "decision", decision_name(comment, entry.id), made
    if isinstance(body, NameRevealed):
        yield "name_views", entry.id, {"comment": body.comment, "content_digest": body.digest}


def decision_name(comment: str, entry: int) -> str:
    """Return the name of a decision's row."""
    return f"on comment {comment} by entry {entry}"


def entry_line(number: int, words: str) -> str:
    """Return what is wrong with an entry, after its number."""
    return said("entry %(number)s: %(words)s", number=number, words=words)


def _of_units(entry: LedgerEntry, body: EntryBody) -> Iterator[ToldRow]:
    if isinstance(body, UnitAsked):
        asked = {"by": entry.actor, "asked_at": entry.at, "entry": entry.id}
        no_reply = {"replied_on": None, "submission_id": None}
        yield "unit", entry.subject, {**asked, **no_reply, **_covers(body.digest)}
    if isinstance(body, UnitReplied):
        reply = {"replied_on": body.replied_on, "submission_id": body.submission}
        yield "unit", entry.subject, reply


def _of_staff(entry: LedgerEntry, body: EntryBody) -> Iterator[ToldRow]:
    """Yield accounts; their logins, names and passwords are in no entry."""
    if isinstance(body, StaffAdded):
        yield "staff", entry.subject, {"made_at": entry.at, "active": True}
    if isinstance(body, StaffAdded | StaffChanged):
        given = {"roles": body.roles, "policies": body.policies}
        told = {name: frozenset(each) for name, each in given.items() if each is not None}
        yield "staff", entry.subject, told
    if isinstance(body, StaffLocked):
        yield "staff", entry.subject, {"active": not body.locked}
    if isinstance(body, StoodIn):
        who = {"staff_id": entry.subject, "by": entry.actor}
        yield "stand_ins", entry.id, {**who, **body.model_dump()}


def _digest_faults(entry: LedgerEntry, body: EntryBody) -> Iterator[str]:
    try:
        right = leaf_data(entry, body.received()).hex() == entry.digest
    except ValueError:
        right = False
    if not right:
        yield entry_line(entry.id, said("what it says does not have its digest"))
    if entry.schema == 0:
        yield from _earlier_faults(entry)


def _earlier_faults(entry: LedgerEntry) -> Iterator[str]:
    """Check what releases before 0.2.0 wrote: the digest is over salt and body."""
    if salted_digest(entry.salt, entry.body) != entry.digest:
        yield entry_line(entry.id, said("its body does not have its digest"))
    try:
        columns = {"at": instant_text(entry.at), "type": entry.type, "subject": entry.subject}
        whole = canonical_json({**columns, "data": entry.data()})
    except (ValueError, LookupError):
        whole = ""
    if whole != entry.body:
        yield entry_line(entry.id, said("its columns are not what its body says"))
