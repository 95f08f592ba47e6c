"""Docstrings of the product are in the plain English of standard libraries."""

import ast
import re
from collections.abc import Iterator

from tests.structure.test_house_rules import ROOT
from tests.structure.test_names import modules

_DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
# A word, where it may not be, and the standard word in its place.
WORDS = {
    r"\ATell\b": "Return (whether …)",
    r"\ASay\b": "Return, or Describe",
    r"\AGive\b": "Return, or Yield",
    r"\banew\b": "again",
    r"\bfor good\b": "permanently",
    r"\bhang(s|ing)? (up)?on\b": "depend on, belong to",
    r"\bbeside\b": "with, next to",
}


def docstrings() -> Iterator[tuple[str, str]]:
    """Yield the place and the text, without names in code, of every docstring of the product."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, _DOCUMENTED) and (text := ast.get_docstring(node)):
                place = f"{path.relative_to(ROOT)}:{node.body[0].lineno}"
                yield place, re.sub("``.*?``", "", text)


def test_docstrings_are_in_standard_words() -> None:
    found = [
        f"{place}: {match[0]!r}; write {better}"
        for place, text in docstrings()
        for word, better in WORDS.items()
        if (match := re.search(word, text))
    ]
    assert found == []
