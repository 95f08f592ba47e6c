"""What holds for each Python file by its syntax, which is read once for all of it."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.readers.over_all import every
from tests.structure.test_chance import left_to_chance
from tests.structure.test_house_rules import ROOT, sources
from tests.structure.test_names import PRODUCT, is_kept_current
from tests.structure.test_waiting import waits_for_time

SERVERS = ROOT / "tests/servers"
# Which port is taken is no matter of any test.
BY_CHANCE = {SERVERS / "ports.py"}
WAITING = {SERVERS / "waiting.py", ROOT / "tests/browser/chromium.py"}
_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
_DOCUMENTED = ast.Module | ast.ClassDef | _FUNCTION
# A word of a docstring, where it may not be, and the standard word in its place.
WORDS = {
    r"\ATell\b": "Return (whether …)",
    r"\ASay\b": "Return, or Describe",
    r"\AGive\b": "Return, or Yield",
    r"\banew\b": "again",
    r"\bfor good\b": "permanently",
    r"\bhang(s|ing)? (up)?on\b": "depend on, belong to",
    r"\bbeside\b": "with, next to",
}


def long_functions(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, _FUNCTION) and (node.end_lineno or 0) - node.lineno >= 50:
            yield f"{node.lineno}: {node.name} is long"


def words_that_are_not_plain(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the words of docstrings, but for names in code, for which there are standard ones."""
    for node in nodes:
        if isinstance(node, _DOCUMENTED) and (docstring := ast.get_docstring(node)):
            text = re.sub("``.*?``", "", docstring)
            for word, better in WORDS.items():
                if match := re.search(word, text):
                    yield f"{node.body[0].lineno}: {match[0]!r}; write {better}"


def statements(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield the module and every statement in it, which are a tenth of what it is made of."""
    left: list[ast.AST] = [tree]
    for node in left:
        left += [each for each in ast.iter_child_nodes(node) if not isinstance(each, ast.expr)]
    yield from left


def read(path: Path) -> ast.Module:
    """Return the syntax of a file, which is not long."""
    text = path.read_text("utf-8")
    assert text.count("\n") <= 350
    return ast.parse(text)


@every(lambda: sources(*PRODUCT))
def test_the_product_has_short_functions_and_docstrings_in_standard_words(path: Path) -> None:
    nodes = [*statements(read(path))]
    assert [*long_functions(nodes)] == []
    assert not is_kept_current(path) or [*words_that_are_not_plain(nodes)] == []


@every(lambda: sources("tests"))
def test_tests_have_short_functions_and_neither_chance_nor_waiting_for_time(path: Path) -> None:
    nodes = [*ast.walk(read(path))]
    assert [*long_functions(nodes)] == []
    assert path in BY_CHANCE or [*left_to_chance(nodes)] == []
    assert path in WAITING or [*waits_for_time(nodes)] == []
