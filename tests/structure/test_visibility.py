"""What is not yet public may show nowhere: one module decides what is."""

import ast

from tests.readers.syntax import nodes_where
from tests.structure.test_house_rules import ROOT, sources

HOME = "publisher/compile/visibility.py"


def test_only_one_module_asks_whether_a_day_has_come() -> None:
    found = {
        str(path.relative_to(ROOT))
        for path in sources("publisher")
        for node in nodes_where(path, "published_on")
        if isinstance(node, ast.Compare)
        and any(isinstance(each, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for each in node.ops)
        and "published_on" in ast.unparse(node)
    }
    assert found == {HOME}


def test_whether_a_version_is_always_public_is_asked_nowhere_else() -> None:
    asked = {
        str(path.relative_to(ROOT))
        for path in sources("publisher")
        for node in nodes_where(path, "always_public")
        if isinstance(node, ast.Attribute) and node.attr == "always_public"
    }
    assert asked == {HOME}
