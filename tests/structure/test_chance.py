"""No test fails by chance: what is random has a seed, and nothing short is looked for in it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
# Which port is taken is no matter of any test.
OWN = TESTS / "servers" / "ports.py"
ENOUGH_DIGITS = 10


def faults(text: str) -> Iterator[str]:
    """Yield what a text of Python leaves to chance, with the line."""
    for node in ast.walk(ast.parse(text)):
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


def test_no_test_leaves_its_outcome_to_chance() -> None:
    found = [
        f"{path.relative_to(TESTS)}:{fault}"
        for path in sorted(TESTS.rglob("*.py"))
        if path != OWN
        for fault in faults(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line", ['assert "0728" not in page.text', "random.choice(names)", "random.Random()"]
)
def test_each_kind_of_chance_is_seen(line: str) -> None:
    assert len(list(faults(line))) == 1


@pytest.mark.parametrize("line", ['"13807281234" in text', '"1" in names', "random.Random(7)"])
def test_what_is_the_same_each_time_passes(line: str) -> None:
    assert list(faults(line)) == []
