import pytest

from comments_service.exports.columns import TABLES, columns, dictionary

CONTACTS = ["phone", "email", "uscc"]


def names(table: str, edition: str) -> list[str]:
    return [column.name for column in columns(table, edition)]


def test_contacts_are_columns_of_the_restricted_edition_only() -> None:
    assert names("comments", "restricted") == names("comments", "public") + CONTACTS


def test_the_public_dictionary_does_not_speak_of_contacts() -> None:
    assert not {row["name"] for row in dictionary("public")} & set(CONTACTS)


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
    meaning = next(c.meaning for c in TABLES["dictionary"] if c.name == "type")
    assert all(c.type in meaning for found in TABLES.values() for c in found)
