from hypothesis import given
from hypothesis import strategies as st

from comments_service.domain.states.comment_state import CommentProgress
from comments_service.domain.states.reconciliation import (
    DISCIPLINE,
    DISPOSITION_CODES,
    Bucket,
    Standing,
    bucket,
    reconcile,
)

STANDINGS = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.sampled_from(CommentProgress),
        st.none() | st.sampled_from([*DISPOSITION_CODES, DISCIPLINE]),
        st.booleans(),
        st.sampled_from([None, "", "commercial_secret", "privacy"]),
    )
)


def expected_place(places: set[Bucket]) -> Bucket:
    """Say it as the rule does: each submission in the first part that fits."""
    gone = {Bucket.WITHDRAWN}
    if places <= gone:
        return Bucket.WITHDRAWN
    if places <= gone | {Bucket.INVALID}:
        return Bucket.INVALID
    if places <= gone | {Bucket.INVALID, Bucket.TRANSFERRED}:
        return Bucket.TRANSFERRED
    if Bucket.UNRESOLVED in places:
        return Bucket.UNRESOLVED
    return Bucket.PUBLISHED if Bucket.PUBLISHED in places else Bucket.WITHHELD


@given(STANDINGS)
def test_the_parts_always_sum_to_what_was_received(comments: list[Standing]) -> None:
    found = reconcile(iter(comments), received=(len({c[0] for c in comments}), len(comments)))
    assert found["balanced"] is True
    for unit in ("submissions", "comments"):
        part = found[unit]
        assert part["received"] == sum(part[each] for each in Bucket)
        assert part["withheld"] == sum(part["withheld_by_reason"].values())


@given(STANDINGS)
def test_each_submission_is_in_the_first_part_that_fits(comments: list[Standing]) -> None:
    places: dict[object, set[Bucket]] = {}
    for submission, state, disposition, released, withheld in comments:
        found = bucket(state, disposition, released=released, withheld=withheld)
        places.setdefault(submission, set()).add(found)
    fitting = [expected_place(found) for found in places.values()]
    counted = reconcile(comments)["submissions"]
    assert {part: counted[part] for part in Bucket} == {p: fitting.count(p) for p in Bucket}


@given(STANDINGS, st.integers(1, 5))
def test_a_lost_comment_always_shows(comments: list[Standing], lost: int) -> None:
    submissions = len({c[0] for c in comments})
    assert not reconcile(comments, received=(submissions, len(comments) + lost))["balanced"]
