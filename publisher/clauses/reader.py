"""Reading a text line by line into a tree of clauses.

Every line of the source ends in exactly one place: a clause, an unnumbered heading
(a clause of kind ``crossheading``) or a declared cover line. The frame of the text is found
first; each of its scopes is then read by itself.
"""

from pathlib import Path

from publisher.clauses.framing.frame import TextScope, find_frame
from publisher.clauses.markdown.blocks import set_apart
from publisher.clauses.markdown.doubts import report_doubts
from publisher.clauses.markdown.lines import read_lines
from publisher.clauses.scope import ScopeReader
from publisher.clauses.tree import (
    Node,
    ReadText,
    Reporter,
    ScopeState,
    next_number,
    root,
    unique_number,
)
from publisher.problems import Problems

# What ids a text gets; a lock keeps it, so that a sealed text outlives a change of them.
READER = 2


def read_text(text: str, path: Path, problems: Problems) -> ReadText:
    """Read one version; doubts go to ``problems`` with the line in ``path``."""
    reporter = Reporter(path, problems)
    lines = read_lines(text)
    read, apart = set_apart(lines)
    report_doubts(lines, apart, reporter)
    frame = find_frame(read)
    for number, kind, annex in frame.doubts:
        reporter.report(number, kind, annex=annex)
    cover = [*frame.cover, *apart]
    base = root()
    for scope in frame.scopes:
        for number in scope.quotations.unclosed:
            reporter.report(number, "C005.open_quotation")
        node = _node(base, scope, reporter)
        state = ScopeState(
            node, reporter, cover, scope.quotations.quoted, scope.levels, scope.headed,
            scope.articles.added,
        )  # fmt: skip
        ScopeReader(scope, state).read()
    return ReadText(base, tuple(sorted(cover, key=lambda line: line.line)))


def _node(base: Node, scope: TextScope, reporter: Reporter) -> Node:
    """Return the clause of a scope below the root; the root itself for the main text."""
    if not scope.opening:
        return base
    line, kind = scope.opening[0].number, scope.kind or "att"
    above = next((node for node in reversed(base.children) if node.kind == "att"), base)
    parent = above if scope.nested else base
    # 附件 that is the text is the first of its word, 附表 beside it the first of another.
    word = next((each for each in "表图录" if each in scope.printed), "")
    number = scope.number or next_number(parent, kind + word)
    if not scope.kind:  # the text is an annex itself
        return base
    name, again = unique_number(parent, kind, number)
    if again:
        reporter.report(line, "C001.again", printed=scope.printed)
    if kind == "cmp":
        reporter.report(line, "C006.second_text", title=scope.heading)
    node = Node(kind, name, scope.printed, scope.heading, "", line)
    parent.children.append(node)
    return node
