"""Every word on the pages of both halves has an English one, and none is translated in vain."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from catalogue.citation import WHOLE_TEXT
from interface.language import LANGUAGES, Language, language
from interface.language import TEMPLATES as SHARED
from tests.readers.syntax import nodes_where

ROOT = Path(__file__).resolve().parents[2]
SERVICE = ROOT / "comments_service"
TEMPLATES = SERVICE / "web/templates"
SPEAKING = [path for path in SERVICE.rglob("*.py") if SERVICE / "store" not in path.parents]
# What these hold in Chinese is read or masked, and is not a message; a sheet that officials
# fill in is Chinese in every language, and is read by its words.
SILENT = {"masking.py", "masked_place.py", "participant.py", "csv_file.py", "doubtful_name.py"}
# Official reports are Chinese in every language of the interface.
SILENT |= {"report_words.py", "answer_groups.py", "one_page.py", "statement.py"}
SILENT |= {"docx_file.py", "year_sheet.py", "yearly.py"}
SILENT |= {"grid.py", "disposition_words.py", "entry_words.py"}
SILENT |= {"point_numbers.py", "redaction.py"}
# Chinese that stands on both kinds of page as it is, or is Chinese written by rule.
AS_THEY_ARE = {"中文", "年", "月", "日", "自然段", "(?<!自然)段"}
CHINESE = re.compile("[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e]")
WRITTEN_IN = {".py", ".html", ".js", ".json"}
PLACE = re.compile(r"%\((\w+)\)s")
# What the scripts count: {n} and {m} are filled in by them.
COUNTED = re.compile(r"%\(count\)s|\{[nm]\}")
PAGES = ROOT / "publisher/pages"
SCHEMAS = ROOT / "catalogue/schemas"
# Chinese that the publisher's pages read, or know by a rule of the language.
READ = {"第", "附", "《", "》", "问：", "问:", "第[^（(]{1,9}条", "Word（.docx）"}


@cache
def english() -> Catalog:
    with (ROOT / "interface/en.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


def messages() -> list[Message]:
    return [message for message in english() if message.id]


def forms(message: Message) -> list[str]:
    said = message.string
    return [said] if isinstance(said, str) else list(said or ())


def words_of(message: Message) -> str:
    """The Chinese words of a message; for Chinese, one and many are the same."""
    return str(message.id if isinstance(message.id, str) else message.id[0])


def known() -> set[str]:
    return {words_of(message) for message in messages()}


@cache
def said_in_templates(folder: Path) -> set[str]:
    keywords = {"_": None, "quoted": None}
    found = extract_from_dir(folder, [("**.html", "jinja2")], keywords=keywords)
    return {str(message) for _, _, message, _, _ in found}


@cache
def said_in_code(path: Path) -> set[str]:
    """Return the Chinese strings of a module but those that explain it."""
    nodes = [*nodes_where(path, CHINESE.pattern)]
    alone = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    texts = {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and id(node) not in alone and isinstance(node.value, str)
    }
    return {text for text in texts - AS_THEY_ARE if CHINESE.search(text)}


def said() -> set[str]:
    spoken = {text for path in SPEAKING if path.name not in SILENT for text in said_in_code(path)}
    return spoken | said_in_templates(TEMPLATES) | said_in_templates(SHARED) | {WHOLE_TEXT}


def said_by_publisher() -> set[str]:
    """What stands in the code and templates of its pages, and in the schemas, which they show."""
    spoken = {text for path in PAGES.rglob("*.py") for text in said_in_code(path)} - READ
    schemas = {
        text
        for path in SCHEMAS.glob("*.json")
        for text in described(json.loads(path.read_text("utf-8")))
    }
    return spoken | schemas | said_in_templates(PAGES / "templates")


def described(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from described(each)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key in {"title", "description"} and isinstance(value, str):
                yield value
            else:
                yield from described(value)


def test_every_word_of_the_service_has_an_english_one() -> None:
    assert sorted(said() - known()) == []


def test_every_word_of_the_publishers_pages_has_an_english_one() -> None:
    assert sorted(said_by_publisher() - known()) == []


def test_templates_hold_no_chinese_outside_what_is_translated() -> None:
    bare = []
    folders = (TEMPLATES, SHARED, PAGES / "templates", ROOT / "publisher/theme")
    for path in (path for folder in folders for path in folder.rglob("*.html")):
        text = re.sub(r"\{#.*?#}|\{\{.*?}}|\{%.*?%}", "", path.read_text("utf-8"), flags=re.DOTALL)
        bare += [(path.name, found) for found in CHINESE.findall(text)]
    assert bare == []


def test_nothing_is_translated_that_nobody_says() -> None:
    folders = [ROOT / name for name in ("interface", "catalogue", "publisher", "comments_service")]
    files = [path for each in folders for path in each.rglob("*") if path.suffix in WRITTEN_IN]
    # What site.yml says of the site itself is said in both languages too.
    written = "".join(path.read_text("utf-8") for path in [*files, ROOT / "site.yml"])
    # Python joins a long string over several lines.
    joined = {text for path in files if path.suffix == ".py" for text in said_in_code(path)}
    # What a page is known to say need not be looked for in all that is written.
    ids = known() - joined - said() - said_by_publisher()
    assert [msgid for msgid in sorted(ids) if msgid not in written] == []


def test_translations_have_the_places_of_what_they_translate() -> None:
    wrong = [
        form
        for each in messages()
        for form in forms(each)
        if set(PLACE.findall(words_of(each))) != set(PLACE.findall(form))
    ]
    assert wrong == []


def test_the_catalogue_is_sorted_and_whole() -> None:
    ids = [words_of(message) for message in messages()]
    assert ids == sorted(ids)
    assert [words_of(each) for each in messages() if not all(forms(each)) or each.fuzzy] == []


def test_every_message_with_a_count_has_a_form_for_one_and_a_form_for_more() -> None:
    counted = [each for each in messages() if COUNTED.search(words_of(each))]
    assert len(counted) > 60
    assert [words_of(each) for each in counted if len(forms(each)) != 2] == []


def test_what_names_the_counted_thing_in_english_is_in_the_singular_for_one() -> None:
    nouns = "(comment|submission|document|clause|character|day|entr|cell|point|consultation)"
    many = re.compile(rf"(%\(count\)s|{{[nm]}}) {nouns}(ie)?s\b")
    said = {words_of(each): forms(each) for each in messages()}
    assert [words for words, each in said.items() if many.search(each[0]) and len(each) > 1] == []
    assert [
        words for words, each in said.items() if many.search(each[0]) and "count" in words
    ] == []


def test_chinese_has_one_form() -> None:
    two = [each.id for each in messages() if not isinstance(each.id, str)]
    assert [each for each in two if each[0] != each[1]] == []


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 comments"), (1, "1 comment"), (2, "2 comments")]
)
def test_english_counts_one_comment_and_two_comments(count: int, words: str) -> None:
    assert language("en").translate("%(count)s条意见", count=count) == words
    assert language("zh-CN").translate("%(count)s条意见", count=count) == f"{count}条意见"


def test_nothing_is_said_of_nothing() -> None:
    assert [language(tag).translate("") for tag in LANGUAGES] == ["", ""]


def test_chinese_is_said_as_it_stands() -> None:
    assert language("zh-CN").translate("共%(count)s条", count=3) == "共3条"


def test_english_is_said_with_its_values() -> None:
    assert language("en").translate("共%(count)s条", count=3) == "3 comments"


def test_a_word_without_translation_stands_in_chinese() -> None:
    assert Language("en", NullTranslations()).translate("检索") == "检索"


def test_a_message_without_values_may_hold_a_percent_sign() -> None:
    assert Language("en", NullTranslations()).translate("100%") == "100%"


@pytest.mark.parametrize("tag", ["fr", "../en"])
def test_a_language_that_is_not_there_is_none(tag: str) -> None:
    with pytest.raises(KeyError):
        language(tag)
