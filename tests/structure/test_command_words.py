"""What commands say in English has its Chinese words next to it."""

import argparse
import ast
import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from comments_service.cli.main import parser as service_parser
from comments_service.settings import settings_table
from interface.command_line import speak
from publisher.cli.main import parser as build_parser
from tests.readers.syntax import nodes_where
from tests.structure.test_house_rules import ROOT
from tests.structure.test_names import modules
from yanlu.doctor.diagnosis import Mark
from yanlu.doctor.service_state import _CHECKS
from yanlu.main import _OWN, _parser

SPEAKING = (
    "comments_service/cli",
    "comments_service/capacity_settings.py",
    "comments_service/exports/atomic_write.py",
    "comments_service/flood_settings.py",
    "comments_service/keyring.py",
    "comments_service/login_settings.py",
    "comments_service/mail_settings.py",
    "comments_service/secret_file.py",
    "comments_service/services/accounts/staff.py",
    "comments_service/services/database",
    "comments_service/services/ledger/keys.py",
    "comments_service/services/messages/smtp_carrier.py",
    "comments_service/services/outcome/outcome.py",
    "comments_service/services/upkeep",
    "comments_service/setting_words.py",
    "comments_service/settings.py",
    "comments_service/store/copying",
    "comments_service/store/database",
    "comments_service/watch_settings.py",
    "home",
    "yanlu",
)
"""The modules whose words an operator reads."""
NOT_SAID = {
    "a statement with a list: ", 'FATAL: +database ".*" does not exist', "no such table",
    "on comment ", " by entry ", "options of", "primary key", "yanlu key check",
    "what readers left", "texts of attachments",
    "retention run", " db init", "outbox run", "db backup --into ",
    "  nginx -t && systemctl reload nginx",
    "  systemctl daemon-reload && systemctl enable --now ",
    "Written by `yanlu units` for {home}: what is changed here, it refuses to write over.",
}  # fmt: skip
"""Names, what other programs say, and commands."""
SENTENCE = re.compile("[a-z]{2,} [a-z]")
NO_WORDS = re.compile("^(?:SELECT|`python -m) ")
NAMES = re.compile(r"^用法.*|^  +[-{A-Za-z].*?(?:  +|$)|`[^`]*`", re.MULTILINE)
LINK = re.compile(r"（见\[[^]]*\]\([^)]*\)）|[，。]见\[[^]]*\]\([^)]*\)|\*\*")
PLACE = re.compile(r"%\((\w+)\)")
CHINESE = tomllib.loads((ROOT / "interface/command_line.toml").read_text("utf-8"))


def said() -> Iterator[str]:
    """Yield the words of every call of ``said``, also where a function named them before."""
    for path in modules():
        for function in nodes_where(path, r"\bsaid\b"):
            if isinstance(function, ast.FunctionDef):
                yield from said_in(function)


def said_in(function: ast.FunctionDef) -> Iterator[str]:
    nodes = [*ast.walk(function)]
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    firsts = [each.args[0] for each in calls if getattr(each.func, "id", "") == "said"]
    names = {each.id for each in firsts if isinstance(each, ast.Name)}
    values = [
        node.value
        for node in nodes
        if isinstance(node, ast.Assign)
        and {getattr(each, "id", "") for each in node.targets} & names
    ]
    for each in (*firsts, *values):
        if isinstance(each, ast.Constant):
            yield str(each.value)


def test_every_sentence_has_chinese_words() -> None:
    english = {*said(), *Mark, *_CHECKS.values()}
    assert len(english) > 100
    assert sorted(english - CHINESE.keys()) == []


def test_the_chinese_words_have_no_place_that_the_english_ones_lack() -> None:
    pairs = CHINESE.items()
    assert [key for key, value in pairs if {*PLACE.findall(value)} - {*PLACE.findall(key)}] == []


def literals(path: Path) -> Iterator[str]:
    """Yield the words of a module that somebody reads: neither its own comments nor its log's."""
    nodes = [*ast.walk(ast.parse(path.read_text("utf-8")))]
    calls = [each for each in nodes if isinstance(each, ast.Call)]
    unread = {id(each.value) for each in nodes if isinstance(each, ast.Expr)}
    logged = [each for each in calls if ast.unparse(each.func).startswith("_LOG.")]
    unread |= {id(words) for each in logged for words in each.args}
    texts = [each for each in nodes if isinstance(each, ast.Constant) and id(each) not in unread]
    yield from (each.value for each in texts if isinstance(each.value, str))


def is_said(words: str) -> bool:
    named = NO_WORDS.match(words) or words in NOT_SAID
    return not SENTENCE.search(words) or bool(named) or words in CHINESE


def test_no_sentence_is_printed_in_english_alone() -> None:
    places = [ROOT / place for place in SPEAKING]
    paths = [
        each for place in places for each in ([place] if place.suffix else place.rglob("*.py"))
    ]
    assert len(paths) > 60
    english = {path: [words for words in literals(path) if not is_said(words)] for path in paths}
    assert {f"{path}": words for path, words in english.items() if words} == {}


def parsers(whole: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield whole
    for action in whole._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from parsers(each)


def test_the_help_of_every_command_is_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "1000")
    speak("zh-CN")
    own = [import_module(module)._parser(f"yanlu {name}") for name, module in _OWN.items()]
    every = [*parsers(build_parser()), *parsers(service_parser()), _parser("zh-CN"), *own]
    assert len(every) > 45
    for each in every:
        words = NAMES.sub("", each.format_help())
        assert [line for line in words.splitlines() if SENTENCE.search(line)] == [], each.prog


def test_every_setting_means_the_same_in_the_guide_and_in_the_command() -> None:
    page = (ROOT / "docs/operators/settings.zh-CN.md").read_text("utf-8")
    told = dict(re.findall(r"^\| `(YANLU_\w+)` \| .*? \| (.*) \|$", page, re.MULTILINE))
    for row in settings_table():
        assert LINK.sub("", told[row.name]) == CHINESE[row.meaning], row.name
