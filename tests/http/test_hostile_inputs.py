"""Whatever stands in whatever field: kept as it was sent or refused by name, never a breakdown.

``script/soak hostile`` tries a thousand.
"""

import pytest

from tests.conftest import World
from tests.worlds.hostile_senders import BODY_OF, HostileSender, writing


@pytest.fixture
def sender(world: World) -> HostileSender:
    return HostileSender(world)


def test_every_operation_that_writes_is_tried() -> None:
    assert set(writing()) == set(BODY_OF)


def test_what_stands_in_a_field_is_kept_as_sent_or_refused_by_its_name(
    sender: HostileSender,
) -> None:
    assert "\n".join(sender.asks(130)) == ""


def test_what_is_no_body_is_refused(sender: HostileSender) -> None:
    assert "\n".join(sender.sends_no_json()) == ""


def test_what_stands_in_a_form_is_kept_or_stays_there(sender: HostileSender) -> None:
    assert "\n".join(sender.fills_in(60)) == ""
