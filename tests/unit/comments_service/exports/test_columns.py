import pytest

from catalogue.results import Disposition
from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.comments.submission import Stance
from comments_service.domain.states.comment_state import CommentProgress
from comments_service.exports.columns import TABLES, columns, dictionary
from interface.language import language

INSIDE = [
    "attachments", "attachment_text", "automatic", "assurance", "phone", "email", "uscc",
    "guardian",
]  # fmt: skip


def names(table: str, edition: str) -> list[str]:
    return [column.name for column in columns(table, edition)]


def test_contacts_and_hints_are_columns_of_the_restricted_edition_only() -> None:
    assert names("comments", "restricted") == names("comments", "public") + INSIDE


def test_the_public_dictionary_does_not_speak_of_them() -> None:
    assert not {row["name"] for row in dictionary("public")} & set(INSIDE)


@pytest.mark.parametrize("edition", ["public", "restricted"])
def test_the_dictionary_has_every_column_once(edition: str) -> None:
    explained = [(row["table"], row["name"]) for row in dictionary(edition)]
    assert explained == [(table, name) for table in TABLES for name in names(table, edition)]
    assert len(set(explained)) == len(explained)


def test_every_column_is_explained_in_words() -> None:
    assert all(row["label"] and row["meaning"] for row in dictionary("restricted"))


def test_the_dictionary_explains_itself() -> None:
    assert list(dictionary("public")[0]) == names("dictionary", "public")


def test_every_type_is_one_that_the_dictionary_explains() -> None:
    explained = next(row["meaning"] for row in dictionary("public") if row["name"] == "type")
    assert all(c.type in explained for found in TABLES.values() for c in found)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("stance", [each.value for each in Stance]),
        ("participant", [each.value for each in ParticipantKind]),
        ("state", [each.value for each in CommentProgress]),
        ("disposition", [each.name.lower() for each in Disposition]),
    ],
)
def test_every_code_of_a_comment_has_its_word(name: str, codes: list[str]) -> None:
    column = next(c for c in TABLES["comments"] if c.name == name)
    assert sorted(column.codes) == sorted(codes)


def test_the_dictionary_explains_codes_by_their_words() -> None:
    rows = {row["name"]: row["meaning"] for row in dictionary("public")}
    assert "suggest 建议" in rows["stance"]
    assert "commercial_secret 含商业秘密" in rows["withheld"]


def test_in_english_names_and_codes_are_the_same_and_words_are_not() -> None:
    chinese, english = dictionary("restricted"), dictionary("restricted", language("en"))
    assert [(r["table"], r["name"]) for r in chinese] == [(r["table"], r["name"]) for r in english]
    assert {row["label"] for row in english} & {row["label"] for row in chinese} == set()
    words = "".join(f"{row['label']}{row['meaning']}{row['unit']}" for row in english)
    assert [char for char in words if "\u4e00" <= char <= "\u9fff"] == []
