"""The table of messages and the code agree, in both languages; so do the table and the guide."""

import ast
import errno
import os
import re
from functools import cache
from string import Formatter

import pytest

from catalogue.errors import fault_words
from publisher.problems import Message, Severity, codes
from publisher.problems.messages import table
from publisher.versions.comparison import CHANGES
from tests.readers.syntax import nodes_where
from tests.structure.codes_page import PAGE, codes_page
from tests.structure.test_house_rules import sources

# What is made by rule: faults of the contract and of figures by what they are about, changes.
ABOUT = {"counts": "R001", "reconciliation": "R002", "rows": "R003", "row": "R004"}
FIGURES = fault_words()["figures"]
BY_RULE = {f"{ABOUT[about]}.{kind}" for about, kinds in FIGURES.items() for kind in kinds}
BY_RULE |= {f"Y004.{kind}" for kind in fault_words()["contract"]}
BY_RULE |= {f"change.{change}" for change in CHANGES}
BY_RULE |= {f"command.{severity}" for severity in Severity if severity is not Severity.OFF}
BY_RULE |= {f"{group}.{name}" for group in ("type", "reading", "cover") for name in table()[group]}
CHINESE = re.compile("[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e]")
# What an English sentence quotes in Chinese: laws and regulations by name, the dispositions.
QUOTED = re.compile("《[^》]*》|\\([^)]*采纳[^)]*\\)|第三条第二款|“[^”]*”")
ENGLISH = re.compile(r"(?:\b[a-z]+\b[ ,;]+){3,}")
CODE = re.compile(r"[A-Z]\d{3}")
# What to do is said by a verb at the beginning of a part of the sentence.
DO = """add attach begin change check choose close compare copy correct decide delete do empty
export fill give hand have hold install keep leave link list look make mend move name place publish
put remove rename renumber replace run save say seal see set shorten split take use write"""
ORDER = re.compile(rf"(?:^|[;:,(] |\bor |\band )(?:{'|'.join(DO.split())})\b")
STAYS = re.compile("so it may stay$")


def messages() -> dict[str, dict[str, str | list[str]]]:
    return {
        f"{group}.{name}": entry
        for group, entries in table().items()
        if group != "page"
        for name, entry in entries.items()
        if isinstance(entry, dict)
    }


def forms(entry: dict[str, str | list[str]], tag: str) -> list[str]:
    words = entry[tag]
    return [words] if isinstance(words, str) else words


def places(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


@cache
def calls() -> list[tuple[str, ast.Call, str]]:
    """Every call that is given a kind of message, with the kind and where the call is."""
    known = messages()
    found = []
    for path in sources("publisher"):
        for node in nodes_where(path, r'"\w+\.\w+"'):
            if isinstance(node, ast.Call):
                given = [each.value for each in node.args if isinstance(each, ast.Constant)]
                found += [(kind, node, path.name) for kind in given if kind in known]
    return found


def named_values(call: ast.Call) -> set[str] | None:
    """The names of the values that a call gives; None where it gives some by ``**`` or a name."""
    names = {each.arg for each in call.keywords}
    after = [each for each in call.args if not isinstance(each, ast.Constant)]
    if isinstance(call.func, ast.Name) and call.func.id == "Message" and after:
        keys = after[0].keys if isinstance(after[0], ast.Dict) else [None]
        names |= {str(each.value) if isinstance(each, ast.Constant) else None for each in keys}
    return None if None in names else {str(name) for name in names}


def test_the_guide_is_what_the_table_says() -> None:
    assert PAGE.read_text("utf-8") == codes_page(), "python -m tests.structure.codes_page"


def test_every_code_is_explained_with_its_severity_in_both_languages() -> None:
    sections = re.split(r"^### (\w+)$", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]
    assert sections[::2] == list(codes())
    openings = {Severity.WARNING: ("Warning: ", "警告："), Severity.INFO: ("Note: ", "提示：")}
    for code, section in zip(sections[::2], sections[1::2], strict=True):
        lines = section.strip().splitlines()
        for severity, (english, chinese) in openings.items():
            is_it = codes()[code] is severity
            assert lines[0].startswith(english) is is_it, code
            assert any(line.startswith(chinese) for line in lines) is is_it, code


def test_every_code_has_a_message() -> None:
    told = {kind.partition(".")[0] for kind in messages()}
    assert [code for code in codes() if code not in told] == []


def test_every_message_is_used_and_every_one_that_is_used_is_there() -> None:
    code = "".join(path.read_text("utf-8") for path in sources("publisher"))
    groups = {kind.partition(".")[0] for kind in messages()} - {"errno"}
    known = {kind for kind in messages() if not kind.startswith("errno.")}
    words = set(re.findall(r'"(\w+\.\w+)"', code))
    named = {each for each in words if each.partition(".")[0] in groups or CODE.match(each)}
    of_types = {kind for kind, entry in messages().items() if "of" in entry}
    assert named | BY_RULE & known | of_types == known


def test_every_call_gives_just_the_values_that_its_message_names() -> None:
    wrong = []
    for kind, call, path in calls():
        given, wanted = named_values(call), places(forms(messages()[kind], "zh")[0])
        # What is reported at a window names the window.
        if given is not None and "at_window" in ast.dump(call.func):
            given |= {"window"}
        if given is not None and given != wanted and not _gets_more_later(kind, given, wanted):
            wrong.append((path, kind, given, wanted))
    assert len(calls()) > 150
    assert wrong == []


def _gets_more_later(kind: str, given: set[str], wanted: set[str]) -> bool:
    """Know the faults of an address and of a number, which are given the rest where they are."""
    later = {"K018": {"address"}, "K022": {"address"}, "K002": {"also", "printed"}}
    return wanted - given <= later.get(kind[:4], set()) and given <= wanted


@pytest.mark.parametrize("tag", ["zh", "en"])
def test_every_message_can_be_told_with_values(tag: str) -> None:
    for kind, entry in messages().items():
        for count in (1, 2):
            names = places(forms(entry, "zh")[0])
            values = {name: count if name == "count" else f"‹{name}›" for name in names}
            text = Message(kind, values).text(tag)
            assert [name for name in names - {"count"} if f"‹{name}›" not in text] == [], kind
            assert "\n" not in text or kind in ("command.question", "command.also_alike"), kind


def test_both_languages_name_the_same_values() -> None:
    for kind, entry in messages().items():
        wanted = places(forms(entry, "zh")[0])
        assert [places(each) for each in forms(entry, "en") if places(each) != wanted] == [], kind


def test_each_language_speaks_its_own() -> None:
    for kind, entry in messages().items():
        for words in forms(entry, "en"):
            assert CHINESE.search(QUOTED.sub("", words)) is None, kind
        (chinese,) = forms(entry, "zh")
        assert ENGLISH.search(re.sub(r"\{\w+\}|build\.py [\w{} -]+", "", chinese)) is None, kind


def test_every_problem_and_refusal_says_what_to_do() -> None:
    asked = [kind for kind in messages() if CODE.match(kind) or kind.startswith("refusal.")]
    # What was decided wrongly is said by messages of its own.
    silent = {
        kind
        for kind in asked
        if not re.search("请|可不[改补]|修改即可", forms(messages()[kind], "zh")[0])
    }
    assert silent == {"refusal.decisions"}
    in_english = {
        kind for kind in asked for words in forms(messages()[kind], "en") if not told(words)
    }
    assert in_english == {"refusal.decisions"}


def told(words: str) -> bool:
    """Tell whether an English sentence says what to do, or that nothing need be done."""
    return bool(ORDER.search(words) or STAYS.search(words))


def test_a_sentence_that_says_only_what_is_wrong_is_noticed() -> None:
    for words in (
        "the counts disagree",
        "{key}: {value} is wrong; it must be a date",
        "not a list",
    ):
        assert not told(words)
    assert told("{key}: not a list; write each item on a line of its own")


def test_words_of_the_system_are_its_own() -> None:
    for name, entry in table()["errno"].items():
        assert entry["en"] == os.strerror(getattr(errno, name)), name
