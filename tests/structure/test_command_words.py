"""What commands say in English has its Chinese words next to it."""

import ast
import re
import tomllib
from collections.abc import Iterator

from tests.structure.test_house_rules import ROOT
from tests.structure.test_names import modules
from yanlu.doctor.diagnosis import Mark
from yanlu.doctor.service_state import _CHECKS

PLACE = re.compile(r"%\((\w+)\)")
CHINESE = tomllib.loads((ROOT / "interface/command_line.toml").read_text("utf-8"))


def said() -> Iterator[str]:
    """Yield the words of every call of ``said``, also where a function named them before."""
    for path in modules():
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
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
