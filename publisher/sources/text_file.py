"""Reading a source file as text, or saying where it is not one."""

import re
from dataclasses import dataclass
from pathlib import Path

from publisher.problems import Problems, cause_of
from publisher.sources.own_file import read_own

# C0 controls, noncharacters, halves of characters, and what turns the direction of text so
# that it reads as something else than it is (Unicode Technical Report 36).
CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text that goes with a policy, such as its notice."""

    path: Path
    text: str


def read_text_file(path: Path, problems: Problems, *, follow: bool = False) -> str | None:
    """Return the text with LF line ends; None where it is not readable UTF-8 text.

    A link is followed only where ``follow`` says so: for what stands outside the policies.
    """
    try:
        raw = read_own(path, follow=follow)
    except OSError as error:
        problems.add(path, 1, "S001.unreadable", cause=cause_of(error))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problems.add(path, line, "S001.not_utf8", byte=f"{raw[error.start]:#04x}")
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if control := CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        problems.add(path, line, "S001.control_character", character=forbidden_character(text))
        return None
    return text


def forbidden_character(text: str) -> str:
    """Name the first character that no text may hold, as U+0007; "" where there is none.

    YAML and JSON can write such a character as an escape, so their values are asked too.
    """
    control = CONTROL.search(text)
    return f"U+{ord(control[0]):04X}" if control else ""
