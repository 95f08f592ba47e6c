import threading
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from comments_service.domain.comments.submission import StoredSubmission
from comments_service.domain.errors import IdempotencyConflict, UnknownReceipt
from comments_service.services.intake.lookup import look_up
from comments_service.services.intake.submit import submit
from comments_service.services.service import Service
from comments_service.store.database.tables import (
    comments,
    key_checks,
    ledger,
    participants,
    submissions,
)
from comments_service.web.api.schemas import parse_submission
from tests.conftest import World
from tests.servers.databases import writing


def send(service: Service, sent: dict[str, Any]) -> StoredSubmission:
    return submit(service, parse_submission(sent))


def rows(service: Service, table: Any) -> int:
    with service.database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def test_a_submission_comes_back_as_it_was_taken(world: World, service: Service) -> None:
    taken = send(service, world.citizen())
    found = look_up(service, taken.receipt_no, taken.query_code)
    assert found.submission == taken


def test_a_wrong_code_finds_nothing(world: World, service: Service) -> None:
    taken = send(service, world.citizen())
    with pytest.raises(UnknownReceipt):
        look_up(service, taken.receipt_no, "0000 0000 0000")


def test_the_same_key_and_content_give_the_first_answer(world: World, service: Service) -> None:
    sent = world.citizen()
    assert send(service, sent) == send(service, sent)
    assert rows(service, submissions) == rows(service, comments) == rows(service, ledger) == 1


def test_the_same_key_with_other_content_is_a_conflict(world: World, service: Service) -> None:
    sent = world.citizen()
    send(service, sent)
    with pytest.raises(IdempotencyConflict):
        send(service, {**sent, "name": "林晓云"})
    assert rows(service, submissions) == 1


def test_two_submissions_of_one_person_are_one_participant(world: World, service: Service) -> None:
    first = send(service, world.citizen())
    second = send(service, world.citizen(name="林 晓芸", phone="+8613807281234"))
    assert first.participant_id == second.participant_id
    assert rows(service, participants) == 1


def test_two_people_behind_one_phone_are_two_participants(world: World, service: Service) -> None:
    send(service, world.citizen())
    send(service, world.citizen(name="林大勇"))
    assert rows(service, participants) == 2


def test_a_participant_is_known_again_after_a_change_of_keys(
    world: World, database_url: str, service: Service
) -> None:
    first = send(service, world.citizen())
    fresh = f"new:{'B' * 43}="
    keys = f"{fresh} {world.env['YANLU_KEYS']}"
    renewed = world.service(YANLU_DATABASE=database_url, YANLU_KEYS=keys)
    second = send(renewed, world.citizen())
    with writing(renewed.database) as connection:
        # As if everything had been encrypted anew, so that the first key is in use no more.
        connection.execute(delete(key_checks).where(key_checks.c.key_id == "test"))
    only_new = world.service(YANLU_DATABASE=database_url, YANLU_KEYS=fresh)
    third = send(only_new, world.citizen())
    assert first.participant_id == second.participant_id == third.participant_id


def test_an_earlier_answer_is_found_after_a_change_of_keys(
    world: World, database_url: str, service: Service
) -> None:
    sent = world.citizen()
    first = send(service, sent)
    keys = f"new:{'B' * 43}= {world.env['YANLU_KEYS']}"
    assert send(world.service(YANLU_DATABASE=database_url, YANLU_KEYS=keys), sent) == first


def test_one_key_sent_by_eight_threads_at_once_is_one_submission(
    world: World, service: Service
) -> None:
    sent, answers = world.citizen(), list[StoredSubmission]()
    threads = [
        threading.Thread(target=lambda: answers.append(send(service, sent))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8
    assert len({answer.receipt_no for answer in answers}) == 1
    assert rows(service, submissions) == 1


def test_submissions_of_many_threads_are_numbered_without_gaps(
    world: World, service: Service
) -> None:
    sent = [world.citizen() for _ in range(12)]
    threads = [threading.Thread(target=send, args=(service, each)) for each in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with service.database.read() as connection:
        numbers = connection.execute(select(ledger.c.id).order_by(ledger.c.id)).scalars().all()
    assert numbers == list(range(1, 13))
