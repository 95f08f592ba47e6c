"""Whether a receipt number exists cannot be told by how long the answer takes."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from comments_service.domain.comments import receipt_number
from comments_service.domain.errors import UnknownReceipt
from comments_service.keyring import Keyring
from comments_service.services.intake.lookup import look_up
from comments_service.services.intake.submit import submit
from comments_service.services.service import Service
from comments_service.web.api.schemas import parse_submission
from tests.conftest import World
from tests.readers.asked_statements import asked_of


@contextmanager
def counted(service: Service, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """Count the statements, decryptions and comparisons of what happens inside."""
    work: Counter[str] = Counter()

    def wrapped(patched: pytest.MonkeyPatch, owner: object, name: str) -> None:
        do = getattr(owner, name)

        def again(*arguments: object) -> object:
            work[name] += 1
            return do(*arguments)

        patched.setattr(owner, name, again)

    with monkeypatch.context() as patched:
        wrapped(patched, Keyring, "decrypt")
        wrapped(patched, receipt_number, "same_query_code")
        with asked_of(service.database.engine) as asked:
            yield work
        work.update(each.text for each in asked)


def test_an_unknown_number_costs_the_same_work_as_a_wrong_code(
    world: World, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = submit(service, parse_submission(world.citizen()))
    day = taken.received_at.date()
    unknown = receipt_number.make(day)
    done = []
    # The code that stands for nobody's is made once, with the first question.
    for number in (unknown, unknown, taken.receipt_no):
        with counted(service, monkeypatch) as work, pytest.raises(UnknownReceipt):
            look_up(service, number, "0000 0000 0000")
        done.append(work)
    assert done[1] == done[2] == done[0]
    assert (done[2]["decrypt"], done[2]["same_query_code"]) == (1, 1)


def test_no_code_opens_an_unknown_number(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    # Even the very code that stands for nobody's.
    monkeypatch.setattr(receipt_number, "same_query_code", lambda *_: True)
    with pytest.raises(UnknownReceipt):
        look_up(service, receipt_number.make(service.now().date()), "")
