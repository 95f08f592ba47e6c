"""``yanlu.env``: settings as lines ``NAME=value``, in the form of systemd's EnvironmentFile.

What is read here means the same to systemd (systemd.exec(5)). What systemd would take and a
person would not expect is refused: a comment after a value, a value over several lines, a name
that is set twice.
"""

import re
from pathlib import Path

from interface.command_line import said

_LINE = re.compile(
    r"""\s*(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*
    (?:'(?P<literal>[^']*)'|"(?P<quoted>(?:[^"\\]|\\["\\`$])*)"|(?P<plain>[^'"\\\s](?:[^\\]*[^\\\s])?)?)
    \s*""",
    re.VERBOSE,
)
_NOTHING = re.compile(r"\s*(?:[#;].*)?")
_ESCAPED = re.compile(r"\\(.)")
_LATE_COMMENT = re.compile(r"\s#")


class HomeError(ValueError):
    """A home that cannot be used; one line for each fault, in the language that is spoken."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def read_environment_file(path: Path) -> dict[str, tuple[str, int]]:
    """Return each value by its name, with its line; ``HomeError`` lists every fault at once."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeError) as error:
        reason = said(getattr(error, "strerror", None) or "not a text file in UTF-8")
        raise HomeError([f"{path}: {reason}"]) from None
    found: dict[str, tuple[str, int]] = {}
    faults = []
    for number, line in enumerate(lines, 1):
        if _NOTHING.fullmatch(line):
            continue
        parts = _LINE.fullmatch(line)
        fault = _fault(parts, found)
        if parts is None or fault:
            # The line itself may hold a secret.
            faults.append(f"{path}:{number}: {fault}")
        else:
            found[parts["name"]] = _value(parts), number
    if faults:
        raise HomeError(faults)
    return found


def _fault(parts: re.Match[str] | None, found: dict[str, tuple[str, int]]) -> str:
    if parts is None:
        return said("write NAME=value, with ' around a value that has \\ or quotes in it")
    if parts["name"] in found:
        line = found[parts["name"]][1]
        return said("%(name)s is in line %(line)s already", name=parts["name"], line=line)
    if _LATE_COMMENT.search(parts["plain"] or ""):
        return said("a comment takes a line of its own; a value with # needs ' around it")
    return ""


def _value(parts: re.Match[str]) -> str:
    if parts["quoted"] is not None:
        return _ESCAPED.sub(r"\1", parts["quoted"])
    return parts["literal"] or parts["plain"] or ""
