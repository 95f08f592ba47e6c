"""A reviewer shows comments to the public: each decision kept, void once the words change."""

from dataclasses import replace
from typing import Any

import pytest

from comments_service.domain.accounts.roles import Role
from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.errors import ChangedMeanwhile, Invalid, UnknownComment
from comments_service.domain.register.comment_release import NewRelease
from comments_service.domain.register.submission_request import NewRequest, RequestKind
from comments_service.services.clock.clock import clock_of
from comments_service.services.database.check import check
from comments_service.services.intake.erasure import erase, restrict
from comments_service.services.intake.own_submission import (
    revise,
    withdraw,
    withdraw_name_consent,
)
from comments_service.services.intake.receipt_holder import ShownReceipt
from comments_service.services.intake.submit import submit
from comments_service.services.register.comment_releases import (
    comments_by_release,
    decide_release,
    release_matter,
)
from comments_service.services.register.deciding import seal
from comments_service.services.register.public_comments import PublicComment, public_comments
from comments_service.services.register.submission_requests import answer, ask
from comments_service.services.service import Service
from comments_service.store.database.tables import comment_releases
from comments_service.web.api.schemas import parse_submission
from tests.conftest import POLICY, World, publish, the_policy
from tests.worlds.decided import decide
from tests.worlds.officers import add_officer
from tests.worlds.public_side import about

SAID = "资金门槛偏高，请找林晓芸13807281234。"
LEFT = "资金门槛偏高，请找〔隐去〕。"
AFTER = "2018-07-20T10:00:00+08:00"


class Reviewer:
    """Somebody at the desk, and one comment that came."""

    def __init__(self, world: World, service: Service, **says: Any) -> None:
        self.world, self.service = world, service
        self.id = add_officer(service, "chenjing", Role.REVIEWER).id
        self.taken = self.receives(**says)
        self.comment = self.taken.comments[0].id
        self.shown = ShownReceipt(self.taken.receipt_no, self.taken.query_code)

    def receives(self, sender: dict[str, Any] | None = None, **says: Any) -> StoredSubmission:
        said = {**self.world.citizen()["comments"][0], "body": SAID, **says}
        sent = self.world.citizen(comments=[said], **(sender or {}))
        return submit(self.service, parse_submission(sent))

    def decide(self, *words: str, comment: str = "", **other: Any) -> None:
        said = {"version": 1, "shown": True, "reason": "个人信息", **other}
        new = NewRelease(words=words, **said)
        decide_release(self.service, self.id, POLICY, comment or self.comment, new)

    def seen(self, **asked: str) -> list[PublicComment]:
        return public_comments(self.service, POLICY, **asked).comments

    def rows(self) -> list[Any]:
        with self.service.database.read() as connection:
            return [*connection.execute(comment_releases.select())]


@pytest.fixture
def reviewer(world: World, service: Service) -> Reviewer:
    publish(world.site, the_policy(publish_comments="during"))
    return Reviewer(world, service)


def test_what_is_released_is_seen_masked_and_without_the_words_left_out(
    reviewer: Reviewer,
) -> None:
    assert reviewer.seen() == []
    reviewer.decide("林晓芸", "13807281234")
    [shown] = reviewer.seen()
    assert (shown.who, shown.participant, shown.body) == ("林*芸", "person", LEFT)
    assert shown.day.isoformat() == "2018-07-15"
    # The same once more is no other decision.
    reviewer.decide("13807281234", "林晓芸")
    assert len(reviewer.rows()) == 1
    reviewer.decide(shown=False)
    assert (reviewer.seen(), len(reviewer.rows())) == ([], 2)
    assert check(reviewer.service).differences == []


def test_what_looks_personal_is_proposed_and_what_was_left_out_is_kept(reviewer: Reviewer) -> None:
    matter = release_matter(reviewer.service, POLICY, reviewer.comment)
    assert matter.suggested() == ["林晓芸", "13807281234"]
    reviewer.decide("13807281234")
    assert release_matter(reviewer.service, POLICY, reviewer.comment).left_out == ["13807281234"]


def test_words_that_are_not_there_and_a_missing_reason_are_named(reviewer: Reviewer) -> None:
    with pytest.raises(Invalid) as refused:
        reviewer.decide("林小芸", reason=" ")
    assert [(each.field, dict(each.values)) for each in refused.value.faults] == [
        ("words", {"words": "林小芸"}), ("reason", {}),
    ]  # fmt: skip
    assert reviewer.rows() == []
    with pytest.raises(UnknownComment):
        release_matter(reviewer.service, "other", reviewer.comment)


def test_other_words_are_seen_only_once_they_are_released_too(reviewer: Reviewer) -> None:
    reviewer.decide()
    new = {"stance": "oppose", "body": "改后的意见。"}
    revise(reviewer.service, reviewer.shown, reviewer.comment, new)
    assert reviewer.seen() == []
    assert release_matter(reviewer.service, POLICY, reviewer.comment).standing is None
    with pytest.raises(ChangedMeanwhile):
        reviewer.decide()
    reviewer.decide(version=2)
    assert [each.body for each in reviewer.seen()] == ["改后的意见。"]


def test_what_its_sender_took_back_is_seen_no_more(reviewer: Reviewer) -> None:
    reviewer.decide()
    withdraw(reviewer.service, reviewer.shown, reviewer.comment)
    assert reviewer.seen() == []
    with pytest.raises(Invalid, match="有误"):
        reviewer.decide("林晓芸")


def test_a_name_is_whole_with_its_consent_alone(reviewer: Reviewer) -> None:
    consent = {"consent_publish_name": True, "name": "周立群", "phone": "13807281299"}
    taken = reviewer.receives(consent)
    reviewer.decide(comment=taken.comments[0].id)
    assert [each.who for each in reviewer.seen()] == ["周立群"]
    withdraw_name_consent(reviewer.service, ShownReceipt(taken.receipt_no, taken.query_code))
    assert [each.who for each in reviewer.seen()] == ["周*群"]


def test_what_accuses_is_found_invalid_or_may_not_be_used_is_not_seen(
    service: Service, reviewer: Reviewer
) -> None:
    others = [reviewer.receives({"phone": f"1390728120{number}"}) for number in range(3)]
    ids = [each.comments[0].id for each in others]
    for each in (*ids, reviewer.comment):
        reviewer.decide(comment=each)
    assert len(reviewer.seen()) == 4
    seal(service, reviewer.id, [ids[0]], "举报")
    decide(service, POLICY, ids[1], "invalid", reason="不是本人提交的。")
    with about(service, ids[2]) as (connection, _, at):
        restrict(connection, POLICY, others[2].id, reviewer.id, at)
    assert [each.id for each in reviewer.seen()] == [
        row.id for row in reviewer.rows() if row.comment_id == reviewer.comment
    ]
    assert check(service).differences == []


@pytest.mark.parametrize("of", ["comment", "submission"])
def test_what_is_said_to_be_another_s_is_not_seen_until_that_is_refused(
    service: Service, reviewer: Reviewer, of: str
) -> None:
    reviewer.decide()
    handler = add_officer(service, "zhoumin", Role.HANDLER)
    for state, seen in (("refused", 1), ("granted", 0)):
        new = NewRequest(RequestKind.NOT_MINE, state, reviewer.comment if of == "comment" else None)
        made = ask(service, reviewer.shown, new)
        assert reviewer.seen() == []
        assert comments_by_release(service, POLICY, "yes", None) == ([], None)
        with pytest.raises(Invalid, match="有误"):
            reviewer.decide("林晓芸")
        matter = release_matter(service, POLICY, reviewer.comment)
        assert (matter.is_shown, "不是本人" in matter.bar) == (False, True)
        answer(service, handler, POLICY, made.id, {"state": state, "words": "已核实。"})
        assert len(reviewer.seen()) == seen


def test_business_secrets_are_not_released(world: World, service: Service) -> None:
    publish(world.site, the_policy(publish_comments="during"))
    secret = Reviewer(world, service, confidential=True)
    with pytest.raises(Invalid):
        secret.decide()
    assert secret.rows() == []
    assert comments_by_release(service, POLICY, "", None) == ([], None)


def test_an_erasure_takes_what_was_left_out_and_why(reviewer: Reviewer) -> None:
    reviewer.decide("林晓芸", reason="林晓芸的电话")
    with about(reviewer.service, reviewer.comment) as (connection, _, at):
        erase(reviewer.service, connection, POLICY, reviewer.taken.id, reviewer.id, at)
    [row] = reviewer.rows()
    assert (row.redacted, row.reason, row.salt) == (None, None, None)
    assert row.erased_at is not None
    assert reviewer.seen() == []
    assert check(reviewer.service).differences == []


def test_they_are_listed_by_what_is_decided(reviewer: Reviewer) -> None:
    def listed(decided: Any) -> list[str]:
        found, _ = comments_by_release(reviewer.service, POLICY, decided, None)
        return [each.row.comment for each in found]

    assert (listed(""), listed("yes"), listed("no")) == ([reviewer.comment], [], [])
    reviewer.decide()
    assert (listed(""), listed("yes"), listed("no")) == ([], [reviewer.comment], [])
    reviewer.decide(shown=False)
    assert (listed(""), listed("yes"), listed("no")) == ([], [], [reviewer.comment])
    revise(reviewer.service, reviewer.shown, reviewer.comment, {"stance": "oppose", "body": "改。"})
    assert (listed(""), listed("yes"), listed("no")) == ([reviewer.comment], [], [])


def test_after_the_close_means_after_it(world: World, reviewer: Reviewer) -> None:
    reviewer.decide()
    publish(world.site, the_policy(publish_comments="after"))
    assert not public_comments(reviewer.service, POLICY).begun
    later = replace(reviewer.service, clock=clock_of(world.settings(YANLU_NOW=AFTER)))
    assert [each.body for each in public_comments(later, POLICY).comments] == [SAID]
    publish(world.site, the_policy())
    assert public_comments(later, POLICY).comments == []


def test_pages_follow_each_other_clause_by_clause(world: World, reviewer: Reviewer) -> None:
    names = ["part_2", None, "v1.part_1__sec_1"] * 34
    comments = [{"stance": "support", "body": f"说{n}。", "clause": c} for n, c in enumerate(names)]
    taken = submit(reviewer.service, parse_submission(world.citizen(comments=comments)))
    for each in taken.comments:
        reviewer.decide(comment=each.id)
    first = public_comments(reviewer.service, POLICY)
    second = public_comments(reviewer.service, POLICY, after=first.next or "")
    third = public_comments(reviewer.service, POLICY, after=second.next or "")
    assert [len(each.comments) for each in (first, second, third)] == [50, 50, 2]
    assert third.next is None
    whole = [each.clause.wid for page in (first, second, third) for each in page.comments]
    expected = [None] * 34 + ["v1.part_1__sec_1"] * 34 + ["v1.part_2"] * 34
    assert whole == expected
    for asked, number in (("part_1", 34), ("v1.part_2", 34), ("-", 34), ("nothing", 0)):
        assert len(reviewer.seen(clause=asked)) == number, asked
