"""The ledger (append-only): its entries, what each type of them holds, and their leaf data.

A body holds ids and digests: no personal data, no text, no receipt number and nothing that
links what one person sent on several policies.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, NamedTuple, Protocol

from pydantic import BaseModel, ConfigDict

from catalogue.window import china_day
from comments_service.domain.canonical import canonical_json, instant_text
from comments_service.domain.states.comment_state import CommentState

SITE = "site"
"""The stream of what is of no policy."""
PUBLIC, SYSTEM = "public", "system"
"""Actors that are no member of the staff."""


class LedgerEntry(NamedTuple):
    """One entry; of schema 0 (releases before 0.2.0) ``body`` and ``digest`` are of the whole."""

    id: int
    stream: str
    subject: str
    actor: str
    type: str
    schema: int
    at: datetime
    body: str
    salt: str
    digest: str

    def data(self) -> Any:
        """Return what the body says; ``ValueError`` or ``LookupError`` for a damaged one."""
        said = json.loads(self.body)
        return said if self.schema else said["data"]


class States(Protocol):
    """The current states that entries are folded into, stored or rebuilt."""

    def comments(self, ids: Collection[str]) -> Mapping[str, CommentState]:
        """Return the states of these comments, by id; ``LookupError`` where one is missing."""

    def put(self, states: Iterable[CommentState]) -> None:
        """Keep new states, or changed ones that were asked for before."""


class EntryBody(BaseModel):
    """What an entry of one type and schema says, and what it changes.

    A body is made known by being declared: ``class X(EntryBody, type_name="x", schema=1)``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    known: ClassVar[dict[tuple[str, int], "type[EntryBody]"]] = {}
    type: ClassVar[str]
    schema_number: ClassVar[int]

    def __init_subclass__(cls, *, type_name: str = "", schema: int = 1) -> None:
        """Keep a body by type and schema; without a type it is another schema of its base's."""
        super().__init_subclass__()
        cls.type = type_name or cls.type
        cls.schema_number = schema
        cls.known[cls.type, schema] = cls

    def fold(self, entry: LedgerEntry, states: States) -> None:
        """Bring the states up to date with this entry; most entries change none."""

    def received(self) -> int:
        """Return how many comments came with this entry."""
        return 0

    def comments_added(self) -> int:
        """Return how many comments there are more by this entry; what was received, and parted."""
        return self.received()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something that happens: in which policy's stream, to what, by whom (a staff id)."""

    stream: str
    subject: str
    actor: str
    body: EntryBody

    def data_text(self) -> str:
        """Return the canonical JSON of what happened, as the ledger keeps it."""
        return canonical_json(self.body.model_dump(mode="json", by_alias=True))


def leaf_data(entry: LedgerEntry, comments: int) -> bytes:
    """Return the 32 bytes of an entry in proofs, which received so many comments."""
    if entry.schema == 0:
        return bytes.fromhex(entry.digest)
    named = {"schema": entry.schema, "stream": entry.stream, "type": entry.type}
    day = china_day(entry.at).isoformat()
    public = canonical_json({"comments": comments, "day": day, "v": 1, **named})
    # The body goes in as it is kept: the same value written otherwise is another entry.
    before = canonical_json({"actor": entry.actor, "at": instant_text(entry.at)})
    after = canonical_json({"subject": entry.subject, **named})
    private = f'{before[:-1]},"data":{entry.body},{after[1:]}'
    hidden = _sha256(bytes.fromhex(entry.salt) + private.encode())
    return _sha256(b"\x01" + _sha256(public.encode()) + hidden)


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


class RebuiltStates:
    """What entries are folded into to be compared with what is stored."""

    def __init__(self) -> None:
        self.states: dict[str, CommentState] = {}

    def comments(self, ids: Collection[str]) -> Mapping[str, CommentState]:
        """Return the states of these comments; ``LookupError`` where one is missing."""
        return {each: self.states[each] for each in ids}

    def put(self, states: Iterable[CommentState]) -> None:
        """Keep states."""
        self.states.update({each.comment: each for each in states})
