import pytest

from catalogue.results import Disposition
from comments_service.domain.states.reconciliation import Standing, bucket, reconcile

WITHDRAWN: Standing = ("s", "withdrawn", None, False, None)
INVALID: Standing = ("s", "decided", "invalid", False, None)
TRANSFERRED: Standing = ("s", "decided", "petition", False, None)
UNRESOLVED: Standing = ("s", "received", None, False, None)
WITHHELD: Standing = ("s", "answered", "adopted", True, "commercial_secret")
PUBLISHED: Standing = ("s", "answered", "not_adopted", True, None)


def submission_place(*comments: Standing) -> str:
    found = reconcile(comments)["submissions"]
    return next(str(part) for part, n in found.items() if part != "received" and n)


@pytest.mark.parametrize(
    ("standing", "part"),
    [
        (WITHDRAWN, "withdrawn"),
        (("s", "withdrawn", "invalid", True, "commercial_secret"), "withdrawn"),
        (INVALID, "invalid"),
        (TRANSFERRED, "transferred"),
        (("s", "decided", "referred", True, "commercial_secret"), "transferred"),
        (("s", "received", "discipline", True, None), "transferred"),
        (UNRESOLVED, "unresolved"),
        (("s", "received", "", True, None), "unresolved"),
        (("s", "decided", "adopted", False, None), "unresolved"),
        (WITHHELD, "withheld"),
        (PUBLISHED, "published"),
    ],
)
def test_a_comment_is_in_the_first_part_that_fits(standing: Standing, part: str) -> None:
    _, state, disposition, released, withheld = standing
    assert bucket(state, disposition, released=released, withheld=withheld) == part


@pytest.mark.parametrize(
    "disposition", ["adopted", "partly_adopted", "not_adopted", "already_provided", "out_of_scope"]
)
def test_what_was_released_is_published(disposition: str) -> None:
    assert bucket("answered", disposition, released=True, withheld=None) == "published"


def test_there_are_the_eight_dispositions_of_the_field() -> None:
    assert len(Disposition) == 8


@pytest.mark.parametrize(
    ("comments", "part"),
    [
        ((WITHDRAWN, WITHDRAWN), "withdrawn"),
        ((WITHDRAWN, INVALID), "invalid"),
        ((INVALID, TRANSFERRED, WITHDRAWN), "transferred"),
        ((PUBLISHED, UNRESOLVED), "unresolved"),
        ((TRANSFERRED, WITHHELD), "withheld"),
        ((WITHHELD, PUBLISHED, INVALID), "published"),
    ],
)
def test_a_submission_stands_where_its_comments_do(
    comments: tuple[Standing, ...], part: str
) -> None:
    assert submission_place(*comments) == part


def test_submissions_and_comments_are_counted_apart() -> None:
    found = reconcile([PUBLISHED, PUBLISHED, ("t", "received", None, False, None)])
    assert (found["submissions"]["received"], found["comments"]["received"]) == (2, 3)
    assert found["comments"]["published"] == 2


def test_the_withheld_are_named_by_reason() -> None:
    found = reconcile([WITHHELD, ("t", "answered", "adopted", True, "privacy"), WITHHELD])
    assert found["comments"]["withheld_by_reason"] == {"commercial_secret": 2, "privacy": 1}
    assert found["submissions"]["withheld_by_reason"] == {"commercial_secret": 1, "privacy": 1}


def test_a_comment_that_the_log_knows_and_the_table_does_not_unbalances() -> None:
    found = reconcile([PUBLISHED], received=(1, 2))
    assert found["comments"]["received"] == 2
    assert found["balanced"] is False


def test_nothing_received_balances() -> None:
    found = reconcile([], received=(0, 0))
    assert found["balanced"] is True
    assert found["comments"]["received"] == 0


@pytest.mark.parametrize(("state", "disposition"), [("lost", None), ("decided", "也许")])
def test_an_unknown_word_is_refused(state: str, disposition: str | None) -> None:
    with pytest.raises(ValueError, match=disposition or state):
        bucket(state, disposition, released=True, withheld=None)
