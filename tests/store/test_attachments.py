"""Files of comments in the database: nowhere in clear, swept in time, gone with the submission."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from comments_service.domain.errors import Invalid, TooMany, WindowClosed
from comments_service.services.database.check import check
from comments_service.services.intake import uploads
from comments_service.services.intake.submit import submit
from comments_service.services.intake.uploads import (
    attach_uploads,
    forget_attachments,
    keep_upload,
    kept_uploads,
)
from comments_service.services.ledger.flood_limits import NOBODY
from comments_service.services.service import Service
from comments_service.services.upkeep.attachment_texts import read_attachment
from comments_service.services.upkeep.retention import run_retention
from comments_service.store.comments import attachment_rows
from comments_service.web.api.schemas import parse_submission
from tests.conftest import CLOSES, POLICY, World
from tests.worlds.attached_files import word_file

LATER = "2018-07-15T12:00:00+08:00"
PLANTED = "PLANTED-ATTACHMENT-WORDS"


@pytest.fixture
def service(world: World, database_url: str) -> Service:
    return world.service(YANLU_DATABASE=database_url)


def upload(service: Service, words: str = PLANTED) -> str:
    return keep_upload(service, POLICY, "planted-name.docx", word_file(words), NOBODY).id


def sent(world: World, file: str) -> Any:
    [comment] = world.citizen()["comments"]
    return parse_submission(world.citizen(comments=[{**comment, "attachments": [file]}]))


def dump(service: Service) -> str:
    """All that the tables have of files, bytes in hexadecimal."""
    with service.database.read() as connection:
        return json.dumps([
            [value.hex() if isinstance(value, bytes) else str(value) for value in row]
            for table in ("attachments", "ledger")
            for row in connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608
        ])  # fmt: skip


def test_neither_name_nor_content_nor_words_are_in_clear(world: World, service: Service) -> None:
    taken = submit(service, sent(world, upload(service)))
    read_attachment(service)
    with service.database.read() as connection:
        comments = [each.id for each in taken.comments]
        (found,) = attachment_rows.of_comments(connection, service.keyring, comments)
    assert (found.file.name, PLANTED in found.words) == ("planted-name.docx", True)
    held = dump(service)
    for planted in ("planted-name", PLANTED):
        assert planted not in held
        assert planted.encode().hex() not in held
    assert check(service).differences == []


def test_uploads_that_nobody_named_are_swept(world: World, database_url: str) -> None:
    early = world.service(YANLU_DATABASE=database_url)
    waiting = upload(early)
    kept = submit(early, sent(world, upload(early)))
    forget_attachments(early)
    assert len(kept_uploads(early, POLICY, [waiting])) == 1
    late = world.service(YANLU_DATABASE=database_url, YANLU_NOW=LATER)
    assert kept_uploads(late, POLICY, [waiting]) == []
    run_retention(late)
    with late.database.read() as connection:
        left = connection.execute(text("SELECT comment_id FROM attachments")).scalars().all()
    assert left == [kept.comments[0].id]


def test_what_waits_in_all_is_bounded(
    world: World, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = len(word_file(PLANTED))
    monkeypatch.setattr(uploads, "_MOST_WAITING", 2 * size)
    submit(service, sent(world, upload(service)))
    upload(service)
    upload(service)
    with pytest.raises(TooMany):
        upload(service)


def test_nothing_is_uploaded_from_the_closing_instant_on(world: World, database_url: str) -> None:
    closed = world.service(YANLU_DATABASE=database_url, YANLU_NOW=CLOSES)
    with pytest.raises(WindowClosed):
        upload(closed)


def test_a_file_that_another_comment_took_meanwhile_is_not_taken_twice(
    world: World, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = sent(world, upload(service))
    taken = submit(service, new)
    with service.database.read() as connection:
        files = attachment_rows.of_submission(connection, service.keyring, taken.id)
    # As if it had still been free when it was looked for.
    monkeypatch.setattr(attachment_rows, "waiting", lambda *_: files)
    with service.database.write() as connection, pytest.raises(Invalid):
        attach_uploads(service, connection, taken, new)
