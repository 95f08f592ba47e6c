"""Tests wait for the thing and never for time, and no wait ends because a machine is busy.

That all do is seen in test_python_files.py.
"""

import ast
from collections.abc import Iterable, Iterator

import pytest

from tests.readers.syntax import nodes_where
from tests.servers.waiting import wait_for
from tests.structure.test_house_rules import ROOT, sources

# Pauses, and waits that take silence of some length for the end.
PAUSES = {"sleep", "wait_for_timeout", "sched_yield"}
SILENCE = "network" + "idle"
WAITS = {"wait", "join", "settimeout"}
LIMITS = {"timeout", "ready_timeout"}
# What tests/browser/chromium.py does for all; without it a browser has other limits, or none.
OF_BROWSER = {"set_options", "set_default_timeout", "set_default_navigation_timeout", "new_context"}


def waits_for_time(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield what a file of Python waits for that it must not, with the line."""
    for node in nodes:
        if isinstance(node, ast.Constant) and node.value == SILENCE:
            yield f"{node.lineno}: {SILENCE}: use tests/browser/rest.py"
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in PAUSES and not lets_others_go_on(node):
                yield f"{node.lineno}: {name}: use tests/servers/waiting.py"
            if name in OF_BROWSER:
                yield f"{node.lineno}: {name}: use tests/browser/chromium.py"
            yield from short_waits(node, name)


def lets_others_go_on(call: ast.Call) -> bool:
    """Tell whether it is ``asyncio.sleep(0)``, which waits for no time."""
    return ast.unparse(call) == "asyncio.sleep(0)"


def short_waits(call: ast.Call, name: str) -> Iterator[str]:
    """Yield a limit that is a number of its own; less than a second asks how things stand."""
    limits = [word.value for word in call.keywords if word.arg in LIMITS]
    limits += call.args[:1] if name in WAITS else []
    for limit in limits:
        seconds = limit.value if isinstance(limit, ast.Constant) else None
        if isinstance(seconds, int | float) and seconds >= 1:
            yield f"{call.lineno}: {seconds} s: one limit holds for all, MOST_SECONDS or PATIENCE"


def test_nothing_that_is_served_sleeps() -> None:
    """Under libfaketime 0.9.10, by which clocks are tested, ``time.sleep`` raises.

    What an event loop does until later is no such sleep.
    """
    found = [
        f"{path.relative_to(ROOT)}: time.sleep"
        for path in sources("comments_service")
        for node in nodes_where(path, "sleep")
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"time.sleep", "sleep"}
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "time.sleep(1)",
        "sleep(0.1)",
        "page.wait_for_timeout(500)",
        f"page.goto(address, wait_until='{SILENCE}')",
        "process.wait(30)",
        "thread.join(10)",
        "connection.settimeout(5)",
        "process.communicate(timeout=30)",
        "begun.wait(600)",
        "expect.set_options(timeout=limit)",
        "browser.new_context()",
    ],
)
def test_each_kind_of_wait_for_time_is_seen(line: str) -> None:
    assert len(list(waits_for_time(ast.walk(ast.parse(line))))) == 1


@pytest.mark.parametrize("line", ["','.join(names)", "lock.acquire(timeout=0)", "x.wait(most)"])
def test_what_does_not_wait_for_time_passes(line: str) -> None:
    assert list(waits_for_time(ast.walk(ast.parse(line)))) == []


def test_what_is_waited_for_is_returned_when_it_comes() -> None:
    seen = iter(["", "", "here"])
    assert wait_for(lambda: next(seen), "something") == "here"


def test_what_never_comes_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.servers.waiting.MOST_SECONDS", 0.0)
    with pytest.raises(AssertionError, match="in vain for a letter"):
        wait_for(bool, "a letter")
