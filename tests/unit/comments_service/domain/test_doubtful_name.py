"""Names that are plainly none."""

import pytest

from comments_service.domain.comments.doubtful_name import NO_NAMES, is_doubtful
from tests.readers.vectors import vectors


@pytest.mark.parametrize(("name", "doubtful"), vectors("doubtful_names"))
def test_a_name_that_is_plainly_none_is_asked_about(name: str, *, doubtful: bool) -> None:
    assert is_doubtful(name) is doubtful


def test_every_word_for_no_name_is_asked_about() -> None:
    assert all(is_doubtful(name) for name in NO_NAMES)
