"""Every word on the service's pages has an English one, and none is translated in vain."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from catalogue.citation import WHOLE_TEXT
from look.language import TEMPLATES as SHARED
from look.language import Language, language

ROOT = Path(__file__).resolve().parents[2]
SERVICE = ROOT / "comments_service"
TEMPLATES = SERVICE / "web/templates"
SPEAKING = [path for path in SERVICE.rglob("*.py") if SERVICE / "store" not in path.parents]
# What these hold in Chinese is read or masked, and is not a message; a sheet that officials
# fill in is Chinese in every language, and is read by its words.
SILENT = {"masking.py", "masked_place.py", "participant.py", "csv_file.py"}
# Official reports are Chinese in every language of the interface.
SILENT |= {"report_words.py", "answer_groups.py", "one_page.py", "statement.py"}
SILENT |= {"docx_file.py", "year_sheet.py", "yearly.py"}
SILENT |= {"grid.py", "disposition_words.py", "entry_words.py"}
SILENT |= {"numbering.py"}
# Chinese that stands on both kinds of page as it is, or is Chinese written by rule.
AS_THEY_ARE = {"中文", "年", "月", "日", "自然段", "(?<!自然)段"}
CHINESE = re.compile("[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e]")
WRITTEN_IN = {".py", ".html", ".js", ".json"}
PLACE = re.compile(r"%\((\w+)\)s")


def english() -> Catalog:
    with (ROOT / "look/en.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


def messages() -> list[Message]:
    return [message for message in english() if message.id]


def said_in_templates() -> set[str]:
    said = set()
    for folder in (TEMPLATES, SHARED):
        found = extract_from_dir(folder, [("**.html", "jinja2")], keywords={"_": None})
        said |= {str(message) for _, _, message, _, _ in found}
    return said


def said_in_code(path: Path) -> Iterator[str]:
    """Yield the Chinese strings of a module but those that explain it."""
    tree = ast.parse(path.read_text("utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in alone:
            text = node.value
            if isinstance(text, str) and CHINESE.search(text) and text not in AS_THEY_ARE:
                yield text


def said() -> set[str]:
    spoken = {text for path in SPEAKING if path.name not in SILENT for text in said_in_code(path)}
    return spoken | said_in_templates() | {WHOLE_TEXT}


def test_every_word_of_the_service_has_an_english_one() -> None:
    assert sorted(said() - set(language("en").words)) == []


def test_templates_hold_no_chinese_outside_what_is_translated() -> None:
    bare = []
    for path in (*TEMPLATES.rglob("*.html"), *SHARED.glob("*.html")):
        text = re.sub(r"\{#.*?#}|\{\{.*?}}|\{%.*?%}", "", path.read_text("utf-8"), flags=re.DOTALL)
        bare += [(path.name, found) for found in CHINESE.findall(text)]
    assert bare == []


def test_nothing_is_translated_that_nobody_says() -> None:
    folders = [ROOT / name for name in ("look", "catalogue", "publisher", "comments_service")]
    files = [path for each in folders for path in each.rglob("*") if path.suffix in WRITTEN_IN]
    # What site.yml says of the site itself is said in both languages too.
    written = "".join(path.read_text("utf-8") for path in [*files, ROOT / "site.yml"])
    # Python joins a long string over several lines.
    joined = {text for path in files if path.suffix == ".py" for text in said_in_code(path)}
    ids = {str(message.id) for message in messages()} - joined - {WHOLE_TEXT}
    assert [msgid for msgid in sorted(ids) if msgid not in written] == []


def test_translations_have_the_places_of_what_they_translate() -> None:
    wrong = [
        str(each.id)
        for each in messages()
        if set(PLACE.findall(str(each.id))) != set(PLACE.findall(str(each.string)))
    ]
    assert wrong == []


def test_the_catalogue_is_sorted_and_whole() -> None:
    ids = [str(message.id) for message in messages()]
    assert ids == sorted(ids)
    assert [str(each.id) for each in messages() if not each.string or each.fuzzy] == []


def test_chinese_is_said_as_it_stands() -> None:
    assert language("zh-CN").say("共%(count)s条", count=3) == "共3条"


def test_english_is_said_with_its_values() -> None:
    assert language("en").say("共%(count)s条", count=3) == "Total: 3"


def test_a_word_without_translation_stands_in_chinese() -> None:
    assert Language("en", {}).say("检索") == "检索"


def test_a_message_without_values_may_hold_a_percent_sign() -> None:
    assert Language("en", {}).say("100%") == "100%"


@pytest.mark.parametrize("tag", ["fr", "../en"])
def test_a_language_that_is_not_there_is_none(tag: str) -> None:
    with pytest.raises(KeyError):
        language(tag)
