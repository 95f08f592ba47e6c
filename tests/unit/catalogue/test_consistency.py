from datetime import UTC, datetime

import pytest

from catalogue.codec import dump_catalogue, load_catalogue
from catalogue.errors import CatalogueError
from catalogue.model import Catalogue, Policy, Site, Version
from catalogue.window import Window

BUILT = datetime(2018, 7, 12, tzinfo=UTC)


def july(first: int, last: int, name: str = "w1") -> Window:
    return Window(
        name, "v1", datetime(2018, 7, first, tzinfo=UTC), datetime(2018, 7, last, tzinfo=UTC)
    )


def policy(*windows: Window, name: str = "a", versions: tuple[str, ...] = ("v1",)) -> Policy:
    texts = tuple(Version(each, "稿", None, "a/v1/clauses.json", "sha256:x") for each in versions)
    return Policy(name, "题目", "consultation", versions=texts, windows=windows)


def load(*policies: Policy) -> Catalogue:
    return load_catalogue(dump_catalogue(Catalogue(BUILT, Site("某市"), policies)))


@pytest.mark.parametrize(
    ("policies", "place"),
    [
        ((policy(), policy(name="b"), policy()), "/policies/2/id: a is the id of /policies/0 too"),
        ((policy(july(9, 3)),), "/policies/0/windows/0/closes_at: is not after opens_at"),
        ((policy(july(3, 3)),), "/policies/0/windows/0/closes_at: is not after opens_at"),
        (
            (policy(name="b"), policy(july(1, 9), july(8, 20, "w2"))),
            "/policies/1/windows/1: is open while /policies/1/windows/0 is",
        ),
        (
            (policy(july(1, 20), july(8, 9, "w2")),),
            "/policies/0/windows/1: is open while /policies/0/windows/0 is",
        ),
        (
            (policy(july(1, 3), july(4, 5)),),
            "/policies/0/windows/1/id: w1 is the id of /policies/0/windows/0 too",
        ),
        (
            (policy(versions=("v1", "v1")),),
            "/policies/0/versions/1/id: v1 is the id of /policies/0/versions/0 too",
        ),
    ],
)
def test_a_catalogue_that_contradicts_itself_is_refused_with_its_place(
    policies: tuple[Policy, ...], place: str
) -> None:
    with pytest.raises(CatalogueError) as caught:
        load(*policies)
    assert str(caught.value) == place


def test_a_window_may_open_at_the_instant_at_which_another_closes() -> None:
    held = policy(july(8, 20, "w2"), july(1, 8)), policy(july(1, 20), name="b")
    assert load(*held).policies == held
