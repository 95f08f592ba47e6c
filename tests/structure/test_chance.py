"""No test fails by chance: what is random has a seed, and nothing short is looked for in it.

That no test does is seen in test_python_files.py.
"""

import ast
from collections.abc import Iterable, Iterator

import pytest

ENOUGH_DIGITS = 10


def left_to_chance(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield what a file of Python leaves to chance, with the line."""
    for node in nodes:
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            sought = getattr(node.left, "value", None)
            if isinstance(sought, str | bytes) and has_few_digits(sought):
                yield f"{node.lineno}: {sought!r} may stand in any digest"
        if isinstance(node, ast.Call) and is_without_a_seed(node):
            yield f"{node.lineno}: {ast.unparse(node)}: use random.Random with a number"


def has_few_digits(sought: str | bytes) -> bool:
    """Tell whether it is digits alone, too few to be sure; one or two are looked for in lists."""
    return sought.isdigit() and 2 < len(sought) < ENOUGH_DIGITS


def is_without_a_seed(call: ast.Call) -> bool:
    """Tell whether chance is asked that is another each time."""
    match call.func:
        case ast.Attribute(ast.Name("random"), name):
            return name != "Random" or not call.args
    return False


@pytest.mark.parametrize(
    "line", ['assert "0728" not in page.text', "random.choice(names)", "random.Random()"]
)
def test_each_kind_of_chance_is_seen(line: str) -> None:
    assert len(list(left_to_chance(ast.walk(ast.parse(line))))) == 1


@pytest.mark.parametrize("line", ['"13807281234" in text', '"1" in names', "random.Random(7)"])
def test_what_is_the_same_each_time_passes(line: str) -> None:
    assert list(left_to_chance(ast.walk(ast.parse(line)))) == []
