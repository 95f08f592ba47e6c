"""Comments for the desk's pages: many, made up, of all kinds, some of them decided."""

import random
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection, Integer, Table, update

from catalogue.model import Clause, Policy
from catalogue.window import Window, china_day
from comments_service.domain.accounts.officer import Officer
from comments_service.domain.canonical import salted_digest
from comments_service.domain.comments import receipt_number
from comments_service.domain.comments.decision import NewDecision
from comments_service.domain.comments.participant import ParticipantKind, Personal
from comments_service.domain.comments.submission import (
    ClauseRef,
    Stance,
    StoredComment,
    StoredSubmission,
    comment_content,
)
from comments_service.domain.ledger.entries import PUBLIC, Occurrence
from comments_service.domain.ledger.submission_entries import received_body
from comments_service.domain.register.code_words import DISPOSITIONS
from comments_service.domain.states.comment_state import WHOLE_DRAFT_RANK
from comments_service.keyring import Keyring
from comments_service.services.appending import enter
from comments_service.services.register.deciding import propose, release
from comments_service.services.service import Service
from comments_service.store.comments import comment_states, participants, submissions
from comments_service.store.comments.submissions import SealedColumns, sealed_personal
from comments_service.store.database import tables
from comments_service.store.database.encrypted_columns import PERSONAL, QUERY_CODE
from tests.servers.databases import writing

_CHANNELS = ("web", "web", "web", "letter", "fax", "email", "official_letter")
_KINDS = (*[ParticipantKind.PERSON] * 3, ParticipantKind.ORGANISATION, ParticipantKind.DEPARTMENT)
_SURNAMES, _GIVEN = "王李张刘陈杨赵黄周吴", ("建国", "丽", "晓芸", "志强", "敏", "海燕")
_SAID = (
    "贴息50%只给“重大技改项目库”里的企业，中小企业进不了库。",
    "补助按设备投资和银行基准利率算，小企业买一台数控机床拿不到多少钱，手续却一样多。建议提高比例，材料一次交清。",
    "各县只能推荐两家，名额不够。",
    "应急周转资金的费率请写进文件。",
    "建议明确拨付时限，并公布监督电话。",
    "这一条写得好，支持。",
)
_AT_ONCE = 2_000


def fill(service: Service, policy_id: str, number: int, staff: Sequence[Officer] = ()) -> list[str]:
    """Enter this many comments by made-up people; where there is staff, decide on two thirds.

    A third of all is released by the second of the officers.
    """
    policy = service.published.policy(policy_id)
    made: list[str] = []
    chance = random.Random(number)
    while len(made) < number:
        most = min(_AT_ONCE, number - len(made))
        with writing(service.database) as connection:
            made += _some(service, connection, policy, most, chance)
    if staff:
        _decide(service, made, staff, chance)
    return made


def _some(
    service: Service, connection: Connection, policy: Policy, most: int, chance: random.Random
) -> list[str]:
    text = service.published.clauses(policy, policy.latest.id)
    ranks: dict[str | None, int] = {None: WHOLE_DRAFT_RANK}
    ranks |= {clause.eid: place for place, clause in enumerate(text.clauses)}
    window = policy.windows[-1]
    people = {
        kind: participants.find_or_make(
            connection, kind, {"test": f"{kind}-of-many"}, window.opens_at
        ).id
        for kind in ParticipantKind
    }
    made: list[str] = []
    while len(made) < most:
        size = min(chance.choice((1, 1, 2, 3)), most - len(made))
        clauses = [chance.choice((None, *text.clauses)) for _ in range(size)]
        new = made_submission(policy, window, clauses, chance)
        new = replace(new, participant_id=people[new.participant])
        entered, late = new.channel != "web", new.channel == "fax"
        body = received_body(new, ranks, late=late, entered=entered)
        entry = enter(connection, new.received_at, Occurrence(policy.id, new.id, PUBLIC, body))
        columns = sealed_columns(service.keyring, new, new.id, new.id)
        submissions.add(connection, replace(new, entry=entry.id), columns)
        made += [comment.id for comment in new.comments]
    return made


def sealed_columns(
    keyring: Keyring, submission: StoredSubmission, idempotency: str, fingerprint: str
) -> SealedColumns:
    """Return the columns of a submission that is there with all it says."""
    code = QUERY_CODE.encrypt(keyring, submission.id, submission.query_code)
    personal = sealed_personal(keyring, submission.id, submission.personal)
    return SealedColumns(idempotency, fingerprint, code, personal)


def made_submission(
    policy: Policy, window: Window, clauses: Sequence[Clause | None], chance: random.Random
) -> StoredSubmission:
    """Make up a submission with a comment on each of these clauses."""
    channel, kind = chance.choice(_CHANNELS), chance.choice(_KINDS)
    length = window.closes_at - window.opens_at
    at = window.opens_at + length * chance.random()
    if channel == "fax":
        at = window.closes_at + timedelta(hours=10)
    name = chance.choice(_SURNAMES) + chance.choice(_GIVEN)
    body = {"organisation": "茅箭区晨光机械有限公司", "place": "茅箭区"}
    if kind is ParticipantKind.DEPARTMENT:
        body = {"organisation": "十堰市财政局"}
    return StoredSubmission(
        id=uuid.uuid4().hex,
        # Chance would give two of many the same number.
        receipt_no=f"{china_day(at):%Y%m%d}-{secrets.token_hex(6)}",
        query_code=receipt_number.make_query_code(),
        policy=policy.id,
        policy_title=policy.title,
        version=policy.latest.id,
        window=window.id,
        channel=channel,
        participant_id="",
        participant=kind,
        personal=Personal(
            name=name, phone="+8613807281234", **({} if kind is ParticipantKind.PERSON else body)
        ),
        personal_salt=secrets.token_hex(16),
        assurance="declared",
        consent_notice_at=at,
        consent_publish_name=False,
        received_at=at,
        posted_on=None if channel == "web" else china_day(at),
        received_on=china_day(at),
        entry=0,
        comments=tuple(_comment(place, each, chance) for place, each in enumerate(clauses)),
    )


def _comment(position: int, clause: Clause | None, chance: random.Random) -> StoredComment:
    salt = secrets.token_hex(16)
    about = (
        ClauseRef(clause.wid, clause.eid, clause.citation, clause.digest, clause.wording)
        if clause
        else ClauseRef(None, None, "全文", "sha256:v1", "")
    )
    wish = clause.words.replace("企业", "中小企业") if clause and chance.random() < 0.3 else ""
    made = StoredComment(
        id=uuid.uuid4().hex,
        position=position,
        clause=about,
        stance=chance.choice(tuple(Stance)),
        body=chance.choice(_SAID),
        proposed_text=wish,
        reason="",
        confidential=chance.random() < 0.05,
        selector=None,
        state="received",
        content_salt=salt,
        content_digest="",
    )
    return replace(made, content_digest=salted_digest(salt, comment_content(made.clause, made)))


_OF_EACH = {
    "id", "receipt_no", "idempotency", "subject", "participant_id", "submission_id", "submission",
    "comment_id", "comment", "proposal", "decision", "entry", "changed", "serial",
}  # fmt: skip
"""Columns by which a row is itself and no other."""


def multiply(service: Service, times: int) -> None:
    """Let a SQLite database hold all comments so many times, each by people of their own.

    They stand like the first ones, and the counts say so; for the ledger they are no comments.
    """
    copied = (
        tables.participants, tables.ledger, tables.submissions, tables.comments,
        tables.comment_versions, tables.comment_states, tables.decisions,
    )  # fmt: skip
    keyring, counts = service.keyring, tables.comment_counts
    with writing(service.database) as connection:
        for table in copied:
            connection.exec_driver_sql(_copies(table, times))
        connection.execute(update(counts).values(number=counts.c.number * times))
        copies = connection.exec_driver_sql(
            "SELECT id, personal FROM submissions WHERE id LIKE '%-%'"
        ).all()
        first = connection.exec_driver_sql("SELECT id FROM submissions WHERE id NOT LIKE '%-%'")
        whole = {name[-20:]: name for (name,) in first}
        own = [
            (
                PERSONAL.encrypt(
                    keyring, name, PERSONAL.decrypt(keyring, whole[name.partition("-")[0]], each)
                ),
                name,
            )
            for name, each in copies
        ]
        connection.exec_driver_sql("UPDATE submissions SET personal = ? WHERE id = ?", own)


def _copies(table: Table, times: int) -> str:
    columns = []
    for column in table.columns:
        own = f'"{column.name}"'
        if column.name in _OF_EACH:
            # Columns have room for an id and no more.
            is_number = isinstance(column.type, Integer)
            own = f"{own} + n.i * 1000000" if is_number else f"substr({own}, -20) || '-' || n.i"
        columns.append(own)
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    numbers = f"SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {times - 1}"  # noqa: S608
    rows = f"SELECT {', '.join(columns)} FROM {table.name}, n"  # noqa: S608
    return f"WITH RECURSIVE n(i) AS ({numbers}) INSERT INTO {table.name} ({names}) {rows}"


def decision(
    comment: str, seen: int, disposition: str = "not_adopted", reason: str = "与现行规定不符。"
) -> NewDecision:
    """A decision that says why."""
    return NewDecision(comment, disposition, reason, "", None, "", seen)


def _decide(
    service: Service, made: Sequence[str], staff: Sequence[Officer], chance: random.Random
) -> None:
    chosen = [each for each in made if chance.random() < 0.66]
    for begin in range(0, len(chosen), _AT_ONCE):
        part = chosen[begin : begin + _AT_ONCE]
        with service.database.read() as connection:
            found = comment_states.named(connection, part)
        codes = tuple(DISPOSITIONS)
        new = [
            decision(each, found[each].changed, chance.choice((*codes[:4], *codes)))
            for each in part
        ]
        done = propose(service, staff[0].id, new)
        half = [(each.comment, each.id) for each in done if chance.random() < 0.5]
        if half:
            release(service, staff[-1].id, half)
