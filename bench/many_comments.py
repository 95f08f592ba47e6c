"""Comments by the hundred thousand, as the service keeps them: ``db check`` passes.

    python bench/many_comments.py --comments 1000000 --folder ~/.cache/yanlu/bench

They are made of the service's own values (entries, folds, digests, encryption) and written many at
a time: a million take minutes. Two thirds are decided, a third is released, some have files. What
is in the folder already is used again. The last line has the seconds for 100,000.
"""

import argparse
import json
import random
import sys
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, exists, insert, select

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from catalogue.citation import cite, steps_of
from catalogue.codec import dump_clauses
from catalogue.model import Clause, ClauseSet, Policy
from catalogue.text import clause_digest
from comments_service.domain.accounts.officer import Officer
from comments_service.domain.accounts.roles import Role
from comments_service.domain.canonical import new_salt, salted_digest
from comments_service.domain.comments.attachment import TextState
from comments_service.domain.comments.decision import StoredDecision, decision_content
from comments_service.domain.comments.participant import Personal, lookup_value
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.ledger.decision_entries import DecisionProposed, DecisionsReleased
from comments_service.domain.ledger.entries import (
    PUBLIC,
    LedgerEntry,
    Occurrence,
    RebuiltStates,
    leaf_data,
)
from comments_service.domain.ledger.submission_entries import received_body
from comments_service.domain.register.code_words import DISPOSITIONS
from comments_service.domain.states.comment_state import WHOLE_DRAFT_RANK, CommentState
from comments_service.keyring import Keyring, Lookup
from comments_service.services.ledger.keys import record_keys
from comments_service.services.service import Service
from comments_service.store.comments import (
    attachment_rows,
    comment_counts,
    comment_versions,
    submissions,
    tally_counts,
)
from comments_service.store.comments.comment_counts import Split
from comments_service.store.database import migrate, tables
from comments_service.store.database.encrypted_columns import FINGERPRINT
from comments_service.store.ledger import ledger
from tests.conftest import POLICY, World
from tests.servers.databases import writing
from tests.worlds.desk_comments import made_submission, sealed_columns
from tests.worlds.officers import add_officer
from tests.worlds.public_side import attached_file

_AT_ONCE = 5_000
_ONE_FILE_IN = 2_000
_DECIDED = ("", "proposed", "released")
_ABOUT = ("技术改造", "产能置换", "设备更新", "信贷投放", "人才引进", "用地保障", "绿色转型")
_WHY = (
    "与现行规定不符。",
    "已在第三部分体现，资金门槛按企业上一年度营业收入分档，具体办法由主管部门另行制定并公布。",
    "采纳。表述改为“优先支持中小企业”，并在实施细则中明确申报时限和材料清单。",
)


@dataclass
class BulkWriter:
    """Comments that are written together: rows by table, and what follows from their entries."""

    service: Service
    policy: Policy
    staff: Sequence[Officer]
    chance: random.Random
    first_decision: int
    rows: dict[Table, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    states: RebuiltStates = field(default_factory=RebuiltStates)
    people: Counter[str] = field(default_factory=Counter)
    sent: list[StoredSubmission] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the text that comments are on."""
        self.text = self.service.published.clauses(self.policy, self.policy.latest.id)
        self.ranks: dict[str | None, int] = {None: WHOLE_DRAFT_RANK}
        self.ranks |= {clause.eid: place for place, clause in enumerate(self.text.clauses)}

    def receive(self, number: int, size: int) -> None:
        """Take in a submission of so many comments as the entry with this number."""
        clauses = [self.chance.choice((None, *self.text.clauses)) for _ in range(size)]
        sent = made_submission(self.policy, self.policy.windows[-1], clauses, self.chance)
        sent = replace(sent, entry=number, participant_id=self._sender(sent))
        late, entered = sent.channel == "fax", sent.channel != "web"
        body = received_body(sent, self.ranks, late=late, entered=entered)
        self._enter(number, sent.received_at, Occurrence(self.policy.id, sent.id, PUBLIC, body))
        self.sent.append(sent)
        for each in submission_rows(self.service.keyring, sent):
            self.rows[each[0]].append(each[1])

    def decide(self) -> None:
        """Decide on two thirds of what came since the last time, and release half of these."""
        at = self.policy.windows[-1].closes_at + timedelta(days=1)
        released = []
        for state in list(self.states.states.values()):
            way = self.chance.choice(_DECIDED)
            if way:
                made = self._proposed(state, at)
                released += [(state.comment, made.id)] if way == "released" else []
        body = DecisionsReleased(decisions=tuple(released))
        event = Occurrence(self.policy.id, self.policy.id, self.staff[-1].id, body)
        self._enter(self._next(), at, event)

    def write(self, connection: Connection) -> None:
        """Write all of it, and be empty again."""
        after = list(self.states.states.values())
        for state in after:
            self.rows[tables.comment_states].append({**state._asdict(), "stage": state.stage})
        clauses = [comment.clause for sent in self.sent for comment in sent.comments]
        comment_versions.keep_texts(connection, clauses)
        for sent in self.sent:
            there = tables.submissions.c
            mine = there.participant_id == sent.participant_id, there.policy == sent.policy
            came_before = connection.scalar(select(exists().where(*mine)))
            tally_counts.note_new(connection, sent, came_before=bool(came_before))
        for table in tables.metadata.sorted_tables:
            if self.rows[table]:
                connection.execute(insert(table), self.rows[table])
        comment_counts.note(connection, [(None, each) for each in after])
        connection.execute(insert(tables.comment_counts), self._people_counts())
        self.rows.clear()
        self.sent.clear()
        self.states.states.clear()

    def _people_counts(self) -> list[dict[str, Any]]:
        of: dict[str, Any] = {"policy": self.policy.id, "window": self.policy.windows[-1].id}
        of |= {"merged": False, "split": Split.PARTICIPANT}
        counted = [{**of, "kind": kind, "number": n} for kind, n in self.people.items()]
        self.people.clear()
        return counted

    def _proposed(self, state: CommentState, at: Any) -> StoredDecision:
        made = StoredDecision(
            id=uuid.uuid4().hex, comment=state.comment, policy=state.policy,
            disposition=self.chance.choice(tuple(DISPOSITIONS)), reason=self.chance.choice(_WHY),
            summary="", to_wid=None, to_version=None, to_citation="", later="",
            by=self.staff[0].id, at=at, salt=new_salt(), digest="", entry=self._next(),
        )  # fmt: skip
        made = replace(made, digest=salted_digest(made.salt, decision_content(made)))
        body = DecisionProposed(
            decision=made.id, comment=made.comment, disposition=made.disposition,
            digest=made.digest, replaces=None, correction=False,
        )  # fmt: skip
        self._enter(made.entry, at, Occurrence(made.policy, made.comment, made.by, body))
        row = asdict(made)
        self.rows[tables.decisions].append({**row, "comment_id": row.pop("comment")})
        return made

    def _next(self) -> int:
        self.first_decision += 1
        return self.first_decision - 1

    def _enter(self, number: int, at: Any, event: Occurrence) -> None:
        body = event.body
        entry = LedgerEntry(
            id=number, stream=event.stream, subject=event.subject, actor=event.actor,
            type=body.type, schema=body.schema_number, at=at, body=event.data_text(),
            salt=new_salt(), digest="",
        )  # fmt: skip
        entry = entry._replace(digest=leaf_data(entry, body.received()).hex())
        self.rows[tables.ledger].append(entry._asdict())
        body.fold(entry, self.states)

    def _sender(self, sent: StoredSubmission) -> str:
        known, kind = uuid.uuid4().hex, sent.participant.value
        made = {"id": known, "kind": kind, "created_at": sent.received_at}
        self.rows[tables.participants].append(made)
        value = lookup_value(sent.participant, Personal(known, sent.personal.phone))
        self.rows[tables.participant_lookups] += (
            {"participant_id": known, "key_id": key_id, "digest": digest}
            for key_id, digest in self.service.keyring.lookup_digests(
                value, Lookup.PARTICIPANT
            ).items()
        )
        self.people[kind] += 1
        return known


def submission_rows(
    keyring: Keyring, sent: StoredSubmission
) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Yield the rows of a submission, its comments and their versions, as the store makes them."""
    fingerprint = keyring.fingerprint(sent.id, FINGERPRINT.context(sent.id))
    columns = sealed_columns(keyring, sent, sent.id, fingerprint)
    yield tables.submissions, submissions.row_of(sent, columns)
    for comment in sent.comments:
        yield tables.comments, comment_versions.comment_row(sent.id, comment)
        yield tables.comment_versions, comment_versions.version_row(sent.entry, 1, comment)


def fill(service: Service, policy_id: str, number: int, staff: Sequence[Officer]) -> None:
    """Enter this many comments into an empty database, decided on by the staff."""
    chance = random.Random(number)  # noqa: S311 - made-up comments
    sizes = list(_sizes(number, chance))
    with writing(service.database) as connection:
        record_keys(connection, service)
        first = ledger.size(connection) + 1
    policy = service.published.policy(policy_id)
    writer = BulkWriter(service, policy, staff, chance, first + len(sizes))
    for begin in range(0, len(sizes), _AT_ONCE):
        for at, size in enumerate(sizes[begin : begin + _AT_ONCE], first + begin):
            writer.receive(at, size)
        commented = list(writer.states.states)
        writer.decide()
        with writing(service.database) as connection:
            writer.write(connection)
            comment_counts.merge(connection)
            tally_counts.merge(connection)
    for comment in commented[: max(1, number // _ONE_FILE_IN)]:
        file = attached_file(service, comment, uuid.uuid4().hex)
        with writing(service.database) as connection:
            read = (
                file.id,
                TextState.READ,
                "测算：补助比例提高到百分之三十时，中小企业户均多得十二万元。",
            )
            attachment_rows.note_text(connection, service.keyring, *read)


def _sizes(number: int, chance: random.Random) -> Iterator[int]:
    left = number
    while left:
        size = min(left, chance.choice((1, 1, 1, 2, 2, 3, 4, 5, 7, 10)))
        left -= size
        yield size


def many_comments(folder: Path, number: int) -> World:
    """Return a world in a folder of the folder, filled unless it is there from an earlier time."""
    place = folder / f"comments-{number}"
    place.mkdir(parents=True, exist_ok=True)
    world = World(place)
    world.env |= {"YANLU_NOW": "2018-07-25T10:00:00+08:00"}
    file = world.site / POLICY / "v1" / "clauses.json"
    file.write_text(dump_clauses(ClauseSet(POLICY, "v1", tuple(_clauses()))), "utf-8")
    done = place / f"filled-{migrate.REVISIONS[-1]}.json"
    if not done.exists():
        for path in place.glob("yanlu.sqlite3*"):
            path.unlink()
        start = time.perf_counter()
        service = world.service()
        staff = [
            add_officer(service, each, Role.HANDLER, Role.REVIEWER)
            for each in ("proposer", "releaser")
        ]
        add_officer(service, "everybody", *Role)
        fill(service, POLICY, number, staff)
        done.write_text(json.dumps({"seconds": time.perf_counter() - start}))
        service.database.close()
    return world


def _clauses() -> Iterator[Clause]:
    for part in range(1, 21):
        yield _clause(f"part_{part}", f"第{part}部分", f"支持企业{_ABOUT[part % 7]}", "")
        for section in range(1, 21):
            words = (
                f"对第{section}类企业实施{_ABOUT[section % 7]}项目的，按设备投资额的{part % 9 + 3}%"
                f"给予补助，每户不超过{part * 10}万元；同一项目符合多项政策的，就高不重复。"
            )
            yield _clause(f"part_{part}__sec_{section}", f"（{section}）", "", words)


def _clause(eid: str, number: str, heading: str, text: str) -> Clause:
    digest = clause_digest([(number, heading, text)])
    return Clause(
        eid, f"v1.{eid}", None, "part", number, heading, text, cite(steps_of(eid)), digest, line=1
    )


def main() -> None:
    """Fill a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, required=True)
    asked = parser.parse_args()
    many_comments(asked.folder, asked.comments).close()
    done = f"filled-{migrate.REVISIONS[-1]}.json"
    told = asked.folder / f"comments-{asked.comments}" / done
    seconds = json.loads(told.read_text())["seconds"] / asked.comments * 100_000
    print(json.dumps({"ratio": {}, "raw": {"seconds_per_100000": round(seconds, 1)}}))


if __name__ == "__main__":
    main()
