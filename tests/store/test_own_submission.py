"""Senders change and withdraw what they sent: every version is kept, and the figures agree."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from catalogue.window import parse_instant
from comments_service.domain.errors import Invalid, NotChangeable, UnknownComment, UnknownReceipt
from comments_service.services.database.check import check
from comments_service.services.intake.lookup import SubmissionStatus
from comments_service.services.intake.own_submission import revise, withdraw, withdraw_name_consent
from comments_service.services.intake.receipt_holder import ShownReceipt
from comments_service.services.intake.submit import submit
from comments_service.services.ledger.cut import policy_cut
from comments_service.services.ledger.reconciled import reconciled_counts
from comments_service.services.register.deciding import propose, release, seal
from comments_service.services.service import Service
from comments_service.store.comments import comment_states, submissions
from comments_service.store.database.tables import submissions as rows
from comments_service.web.api.schemas import parse_submission
from tests.conftest import INSIDE, POLICY, World
from tests.servers.databases import writing
from tests.worlds.desk_comments import decision

SAYS = {"stance": "oppose", "body": "资金门槛应当取消。", "reason": "小企业够不着。"}


class Sender:
    """Somebody who sent two comments and holds the receipt."""

    def __init__(self, world: World, service: Service) -> None:
        self.service = service
        comments = [*world.citizen()["comments"], {"stance": "support", "body": "好。"}]
        sent = world.citizen(comments=comments, consent_publish_name=True)
        taken = submit(service, parse_submission(sent))
        self.shown = ShownReceipt(taken.receipt_no, taken.query_code)
        self.first, self.second = (each.id for each in taken.comments)

    def revise(self, comment: str, **says: Any) -> SubmissionStatus:
        return revise(self.service, self.shown, comment, {**SAYS, **says})

    def mark(self, **columns: Any) -> None:
        with writing(self.service.database) as connection:
            connection.execute(update(rows).values(**columns))

    def versions(self) -> list[str]:
        with self.service.database.read() as connection:
            every = submissions.earlier_versions(connection, self.service.keyring)
            return [each.body for one in every for each in one.comments]


@pytest.fixture
def sender(world: World, service: Service) -> Sender:
    return Sender(world, service)


def test_a_comment_says_what_was_sent_last_and_what_it_said_is_kept(sender: Sender) -> None:
    found = sender.revise(sender.first).submission.comments[0]
    assert (found.body, found.stance, found.reason) == (
        "资金门槛应当取消。", "oppose", "小企业够不着。"
    )  # fmt: skip
    assert found.clause.wid == "v1.part_1__sec_1"
    assert sender.versions() == ["资金门槛偏高。"]
    # The same once more is no version.
    sender.revise(sender.first)
    assert len(sender.versions()) == 1
    assert check(sender.service).differences == []


def test_what_was_withdrawn_stays_counted_as_received(sender: Sender) -> None:
    withdraw(sender.service, sender.shown, sender.first)
    again = withdraw(sender.service, sender.shown, sender.first)
    assert [each.state for each in again.submission.comments] == ["withdrawn", "received"]
    assert again.state == "received"
    assert withdraw(sender.service, sender.shown, sender.second).state == "withdrawn"
    with sender.service.database.read() as connection:
        cut = policy_cut(sender.service, connection, POLICY)
        assert reconciled_counts(cut) == (1, 2)
        assert [each[1] for each in submissions.standings(cut)] == ["withdrawn", "withdrawn"]
    assert check(sender.service).differences == []
    with pytest.raises(NotChangeable):
        sender.revise(sender.first)


def test_a_proposal_on_the_old_words_is_void_and_what_was_answered_stays(sender: Sender) -> None:
    one, other = propose(
        sender.service, "heli", [decision(sender.first, 9), decision(sender.second, 9)]
    )
    release(sender.service, "zhoumin", [(other.comment, other.id)])
    sender.revise(sender.first)
    with sender.service.database.read() as connection:
        state = comment_states.named(connection, [one.comment])[one.comment]
    assert (state.state, state.proposal, state.disposition) == ("received", None, None)
    for act in (sender.revise, lambda it: withdraw(sender.service, sender.shown, it)):
        with pytest.raises(NotChangeable):
            act(sender.second)
    assert check(sender.service).differences == []


def test_a_sealed_comment_is_to_its_sender_like_any_other(sender: Sender) -> None:
    seal(sender.service, "heli", [sender.first, sender.second], "检举")
    assert sender.revise(sender.first).submission.comments[0].body == SAYS["body"]
    after = withdraw(sender.service, sender.shown, sender.second).submission.comments[1]
    assert after.state == "withdrawn"
    with sender.service.database.read() as connection:
        states = comment_states.named(connection, [sender.first, sender.second])
    assert {each.sealed for each in states.values()} == {True}
    assert check(sender.service).differences == []


def test_what_came_on_paper_or_is_restricted_is_withdrawn_and_not_changed(sender: Sender) -> None:
    sender.mark(channel="letter", restricted_at=None)
    with pytest.raises(NotChangeable):
        sender.revise(sender.first)
    sender.mark(channel="web", restricted_at=parse_instant(INSIDE))
    with pytest.raises(NotChangeable):
        sender.revise(sender.first)
    for channel, comment in (("letter", sender.first), ("web", sender.second)):
        sender.mark(channel=channel)
        withdraw(sender.service, sender.shown, comment)
    after = withdraw_name_consent(sender.service, sender.shown)
    assert (after.state, after.submission.consent_publish_name) == ("withdrawn", False)


def test_nothing_is_done_to_what_was_erased(sender: Sender) -> None:
    sender.mark(erased_at=parse_instant(INSIDE))
    acts: list[Callable[[], Any]] = [
        lambda: sender.revise(sender.first),
        lambda: withdraw(sender.service, sender.shown, sender.first),
        lambda: withdraw_name_consent(sender.service, sender.shown),
    ]
    for act in acts:
        with pytest.raises(NotChangeable):
            act()


def test_the_consent_to_a_name_is_taken_back_at_once_and_covered(sender: Sender) -> None:
    for _ in range(2):
        found = withdraw_name_consent(sender.service, sender.shown).submission
        assert found.consent_publish_name is False
    checked = check(sender.service)
    assert (checked.entries, checked.differences) == (2, [])


def test_the_words_that_are_meant_must_be_the_clause_s(sender: Sender) -> None:
    sender.revise(sender.first, selector={"exact": "专项资金"})
    with pytest.raises(Invalid) as refused:
        sender.revise(sender.first, selector={"exact": "别的话"})
    assert [each.field for each in refused.value.faults] == ["selector.exact"]
    with pytest.raises(Invalid) as refused:
        sender.revise(sender.first, body=" ", stance="")
    assert [each.field for each in refused.value.faults] == ["stance", "body"]


def test_nobody_changes_what_another_sent(world: World, sender: Sender) -> None:
    other = Sender(world, sender.service)
    with pytest.raises(UnknownComment):
        sender.revise(other.first)
    sender.shown = sender.shown._replace(code=other.shown.code)
    with pytest.raises(UnknownReceipt):
        sender.revise(sender.first)
