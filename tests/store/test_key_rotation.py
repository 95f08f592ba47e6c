"""Changing keys: everything goes on under the new one, and the old one opens nothing."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from comments_service.cli.key_commands import WHAT
from comments_service.domain.accounts.roles import Role
from comments_service.domain.comments.message import MessageKind
from comments_service.domain.errors import IdempotencyConflict
from comments_service.domain.intake.scan import Scan
from comments_service.keyring import Keyring, KeyringError, Lookup
from comments_service.services.database.check import check
from comments_service.services.intake.lookup import look_up
from comments_service.services.intake.submit import submit
from comments_service.services.ledger.keys import recheck_keys, require_keys
from comments_service.services.service import Service
from comments_service.services.upkeep import key_rotation
from comments_service.services.upkeep.key_rotation import key_uses, rotate
from comments_service.store.accounts import contact_code_rows, identity_sessions
from comments_service.store.accounts.contact_code_rows import SentCode
from comments_service.store.accounts.identity_sessions import IdentitySession
from comments_service.store.comments import attachment_rows, message_rows, scan_rows
from comments_service.store.comments.automatic_marks import automatic_ones
from comments_service.store.database.encrypted_columns import ENCRYPTED
from comments_service.store.database.tables import metadata
from comments_service.web.api.schemas import parse_submission
from tests.conftest import KEYS, POLICY, World
from tests.servers.databases import writing
from tests.worlds.changed_keys import (
    NEWER,
    everything,
    people,
    rotated,
    sent,
    silently,
    submissions_of,
    under,
)
from tests.worlds.comments import taken
from tests.worlds.officers import add_officer
from tests.worlds.public_side import answered_request, attached_file, open_request

WORDS = "建议把专项资金的门槛从五千万元降到一千万元。"
# Their rows end by themselves, within a day.
ENDING = {Lookup.ADDRESS, Lookup.LOGIN, Lookup.CHALLENGE, Lookup.CONTACT_CODE}


@pytest.fixture
def busy(world: World, service: Service) -> Service:
    """A database that has a value in every column that is encrypted."""
    officer = add_officer(service, "heli", Role.REGISTRAR)
    [comment] = taken(world, service)
    sent(world, service, 1, name="周明", email="zhou@example.test")
    attached = attached_file(service, comment)
    open_request(service, comment)
    answered_request(service, comment, by=officer.id)
    scan = Scan(
        id="5" * 32, policy=POLICY, by=officer.id, submission=None, name="来信.png",
        media_type="image/png", size=4, salt="0" * 32, digest="0" * 64,
    )  # fmt: skip
    keyring = service.keyring
    with writing(service.database) as connection:
        at = service.clock.now(connection)
        attachment_rows.note_text(connection, keyring, attached.id, attached.text_state, "测算")
        scan_rows.add(connection, keyring, scan, b"%PNG", at)
        [digest] = keyring.lookup_digests("lin@example.test", Lookup.CONTACT).values()
        code = SentCode("c" * 32, digest, "0" * 64, at)
        contact_code_rows.add(connection, keyring, code, "lin@example.test")
        message_rows.add(
            connection, keyring, kind=MessageKind.CODE, language="zh-CN", at=at,
            contact_code="c" * 32, words="482913",
        )  # fmt: skip
        way = IdentitySession(POLICY, at, verifier="v", name="林晓芸")
        identity_sessions.begin(connection, keyring, "d" * 64, way)
        identity_sessions.verify(connection, keyring, "d" * 64, "e" * 64, way)
    return service


def test_everything_opens_by_the_new_key_alone_and_nothing_by_the_old(
    busy: Service,
) -> None:
    before = people(busy), check(busy)
    uses = {use.key_id: use for use in key_uses(busy)}
    assert {each.purpose for each in ENCRYPTED} <= {k for k, n in uses["test"].values.items() if n}
    changed = rotated(busy)
    assert (people(changed), check(changed)) == before
    # By the address too, the code's digest being made again.
    with changed.database.read() as connection:
        kept = contact_code_rows.named(connection, "c" * 32)
        assert kept
        assert [kept.address_digest] == [
            *changed.keyring.lookup_digests("lin@example.test", Lookup.CONTACT).values()
        ]
        assert message_rows.words_of(connection, changed.keyring, message(changed)) == "482913"
        assert scan_rows.content(connection, changed.keyring, "5" * 32) == b"%PNG"
        found = identity_sessions.by_ticket(connection, changed.keyring, "e" * 64)
        assert found
        assert (found.name, found.verifier) == ("林晓芸", "v")
    values = everything(changed)
    assert not any(value.startswith("test.") for value in values)
    assert any(value.startswith("newer.a256gcm.") for value in values)
    if busy.database.file:
        # Nor is it left in pages that are free, or in the log.
        files = busy.database.file.parent.glob(f"{busy.database.file.name}*")
        assert not any(b"test.a256gcm." in each.read_bytes() for each in files)


def message(service: Service) -> str:
    query = select(metadata.tables["messages"].c.id).where(
        metadata.tables["messages"].c.kind == MessageKind.CODE
    )
    with service.database.read() as connection:
        return str(connection.execute(query).scalar_one())


def test_no_digest_of_the_old_key_stays_but_of_what_ends_by_itself(
    world: World, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: dict[str, Lookup] = {}
    real = Keyring.lookup_digests

    def noted(self: Keyring, value: str, purpose: Lookup) -> dict[str, str]:
        digests = real(self, value, purpose)
        made.update((digests[key], purpose) for key in digests if key == "test")
        return digests

    monkeypatch.setattr(Keyring, "lookup_digests", noted)
    for who in range(5):
        comment = {"clause": "part_1", "stance": "suggest", "body": WORDS}
        sent(world, service, who, comments=[comment], email=f"c{who}@example.test")
    changed = rotated(service)
    values = "\n".join(everything(changed))
    # A mark keeps the beginning of one.
    left = {purpose for digest, purpose in made.items() if digest[:60] in values}
    assert left <= ENDING
    assert {Lookup.PARTICIPANT, Lookup.WORDS} <= {*made.values()}


def test_who_came_before_is_the_same_person_and_what_is_sent_twice_the_same_submission(
    world: World, service: Service
) -> None:
    body = parse_submission(world.citizen())
    first = submit(service, body)
    company = submit(service, parse_submission(world.company()))
    changed = rotated(service)
    assert submit(changed, body) == first
    assert sent(world, changed, 0, phone="138 0728 1234").participant_id == first.participant_id
    assert submit(changed, parse_submission(world.company())).participant_id == (
        company.participant_id
    )
    with pytest.raises(IdempotencyConflict):
        submit(changed, replace(body, version="v1", consent_publish_name=True))
    found = look_up(changed, first.receipt_no, first.query_code)
    assert found.submission.personal.name == "林晓芸"
    assert check(changed).differences == []


@pytest.mark.parametrize("after", [1, 2, 4, 6])
def test_it_goes_on_after_an_interruption(
    world: World, service: Service, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_rotation, "_AT_ONCE", 2)
    for who in range(4):
        sent(world, service, who)
    steps = 0

    def interrupted(_what: str, _done: int) -> None:
        nonlocal steps
        steps += 1
        if steps == after:
            raise KeyboardInterrupt

    both = under(service, f"{NEWER} {KEYS}")
    with pytest.raises(KeyboardInterrupt):
        rotate(both, interrupted)
    assert check(both).differences == []
    assert people(both) == 4
    # Without the old key nothing works until it has ended.
    with pytest.raises(KeyringError, match="key test is missing"):
        require_keys(under(service, NEWER))
    assert check(rotated(service)).differences == []
    assert people(service) == 4


def test_others_write_meanwhile_under_the_new_key(world: World, service: Service) -> None:
    for who in range(3):
        sent(world, service, who)
    other, new = under(service, f"{NEWER} {KEYS}"), iter(range(3, 20))

    def posted(_what: str, _done: int) -> None:
        sent(world, other, next(new))
        sent(world, other, 0)

    changed = rotated(service, posted)
    assert check(changed).differences == []
    assert people(changed) == next(new)
    assert sent(world, changed, 1).participant_id in {
        each.participant_id for each in submissions_of(changed)
    }


def test_a_process_that_still_has_the_old_key_alone_writes_no_more(
    world: World, service: Service
) -> None:
    sent(world, service)
    changed = rotated(service)
    with pytest.raises(KeyringError, match="key newer is missing"):
        recheck_keys(service)
    with pytest.raises(KeyringError, match="key newer is missing"):
        sent(world, service, 1)
    # One that has both does not bring the old one back.
    both = under(service, f"{NEWER} {KEYS}")
    recheck_keys(both)
    sent(world, both, 2)
    require_keys(changed)
    assert [(use.key_id, use.is_known, use.total > 0) for use in key_uses(both)] == [
        ("newer", True, True), ("test", False, False),
    ]  # fmt: skip


def test_what_a_process_wrote_late_under_the_old_key_is_told_of_and_taken_by_the_next_run(
    world: World, service: Service
) -> None:
    sent(world, service)
    late = iter([1])

    def written_late(what: str, _done: int) -> None:
        if what == Lookup.PARTICIPANT and next(late, None):
            stale = under(service, KEYS)
            service.database.recorded_keys = frozenset(stale.keyring.check_values().items())
            sent(world, stale, 1)

    done = rotate(under(service, f"{NEWER} {KEYS}"), written_late)
    assert [each.key_id for each in done.left] == ["test"]
    assert done.removed == ()
    assert check(rotated(service)).differences == []


def test_what_was_written_after_the_old_key_was_forgotten_is_taken_by_the_next_run(
    world: World, service: Service
) -> None:
    sent(world, service)
    rotated(service)
    # Until it looks again, half a minute later, such a process believes that its key is known.
    stale = under(service, KEYS)
    service.database.recorded_keys = frozenset(stale.keyring.check_values().items())
    late = sent(world, stale, 1)
    both = under(service, f"{NEWER} {KEYS}")
    done = rotate(both, silently)
    assert (done.removed, done.left) == ((), ())
    changed = under(service, NEWER)
    assert [each.key_id for each in key_uses(changed)] == ["newer"]
    assert sent(world, changed, 1).participant_id == late.participant_id
    assert people(changed) == 2
    assert check(changed).differences == []


def test_the_same_words_under_two_keys_are_counted_together(world: World, service: Service) -> None:
    def says(service: Service, who: int) -> None:
        comment = {"clause": "part_1", "stance": "suggest", "body": WORDS}
        sent(world, service, who, comments=[comment])

    for who in range(3):
        says(service, who)
    both = under(service, f"{NEWER} {KEYS}")
    for who in range(3, 5):
        says(both, who)
    assert marked(both) == 0
    changed = rotated(service)
    assert marked(changed) == 5
    says(changed, 5)
    assert marked(changed) == 6


def marked(service: Service) -> int:
    with service.database.read() as connection:
        return len(connection.execute(automatic_ones(POLICY)).all())


def test_the_commands_words_name_all_that_can_be_told() -> None:
    told = {each.purpose for each in ENCRYPTED} | {Lookup.PARTICIPANT, "text_mark", "retries"}
    assert {*WHAT} == told
