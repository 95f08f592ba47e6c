"""How sure it is who sent a submission: the order of the levels."""

from itertools import product

import pytest

from comments_service.domain.accounts.assurance import Assurance


@pytest.mark.parametrize(("own", "asked"), [*product(range(3), range(3))])
def test_a_level_reaches_itself_and_those_below_it(own: int, asked: int) -> None:
    levels = ["declared", "contact_verified", "identity_verified"]
    assert Assurance(levels[own]).reaches(levels[asked]) is (own >= asked)
