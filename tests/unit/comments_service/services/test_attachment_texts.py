"""The child process that reads attachments: the words in them, or why they are held."""

import pytest

from comments_service.domain.comments.attachment import DOCX, PDF, HeldFor, TextState
from comments_service.services.upkeep import attachment_texts
from comments_service.services.upkeep.attachment_texts import attachment_words
from processes.limited_child import ChildBounds, run_child
from tests.worlds.attached_files import (
    WORDS,
    changed_pdf,
    linked_word,
    pdf_file,
    web_word_file,
    word_file,
)
from tests.worlds.sites import ROOT


@pytest.mark.parametrize(
    ("kind", "content", "words"),
    [
        (PDF, pdf_file(), WORDS),
        (DOCX, word_file(), f"见附件：\n{WORDS}"),
        (DOCX, web_word_file(), f"见附件：\n{WORDS}"),
    ],
)
def test_the_words_of_a_file_are_read(kind: str, content: bytes, words: str) -> None:
    assert attachment_words(kind, content) == (TextState.READ, words)


@pytest.mark.parametrize(
    ("kind", "content", "why"),
    [
        (PDF, changed_pdf(script="app.alert(1)", packed=True), HeldFor.ACTIVE),
        (PDF, changed_pdf(password="geheim"), HeldFor.LOCKED),
        (DOCX, linked_word("attachedTemplate"), HeldFor.ACTIVE),
        (DOCX, word_file()[:-30], HeldFor.DAMAGED),
    ],
)
def test_what_does_anything_or_cannot_be_read_is_held(
    kind: str, content: bytes, why: HeldFor
) -> None:
    assert attachment_words(kind, content) == (TextState.REFUSED, why)


def test_a_file_that_takes_too_long_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachment_texts, "_BOUNDS", ChildBounds(0.01, 1_000))
    assert attachment_words(PDF, pdf_file()) == (TextState.REFUSED, HeldFor.TOO_SLOW)


def test_a_child_that_reads_nothing_or_prints_without_end_is_ended() -> None:
    bounds, large = ChildBounds(60, 1_000), bytes(1_000_000)
    assert run_child(["true"], ROOT, {"PATH": "/usr/bin:/bin"}, bounds, large) == (0, b"")
    status, printed = run_child(["yes"], ROOT, {"PATH": "/usr/bin:/bin"}, bounds, large)
    assert (status, len(printed) > 1_000) == (-9, True)
