"""The answers of a form: values of ``policy.yml`` that win over what a file says."""

import json
from pathlib import Path
from typing import Any

from publisher.problems import Problems, cause_of
from publisher.sources.own_file import read_own
from publisher.sources.schema import PolicyFile

_OF_VERSION = frozenset(["label", "published_on"])
_LISTS = frozenset(["windows", "channels"])
_ENDS = frozenset(["opens", "closes"])
DECISIONS = "decisions"
KNOWN = (
    {DECISIONS}
    | _OF_VERSION
    | (PolicyFile.model_fields.keys() - {"versions", "attachments", "links"})
)


def read_answers(path: Path, problems: Problems) -> dict[str, Any]:
    """Return the answers by key; I012 for what is none of them."""
    try:
        answers = json.loads(read_own(path, follow=True))
    except OSError as error:
        problems.add(path, 1, "I012.unreadable", cause=cause_of(error))
        return {}
    except (ValueError, RecursionError):
        answers = None
    if not isinstance(answers, dict):
        problems.add(path, 1, "I012.not_an_object")
        return {}
    for key, value in answers.items():
        if key not in KNOWN:
            problems.add(path, 1, "I012.unknown_key", key=key)
        elif not _fits(key, value):
            problems.add(path, 1, "I012.value", key=key)
        elif key == "windows" and not all(each.keys() >= _ENDS for each in value):
            # A file may tell one end alone; what somebody writes is not left out in silence.
            problems.add(path, 1, "I012.window")
    return answers


def _fits(key: str, value: object) -> bool:
    """Return whether a value is text, or a list: of lines, or of mappings from text to text."""
    if key == DECISIONS:
        return isinstance(value, list) and all(isinstance(line, str) for line in value)
    if key not in _LISTS:
        return isinstance(value, str)
    return isinstance(value, list) and all(
        isinstance(entry, dict) and all(isinstance(each, str) for each in entry.values())
        for entry in value
    )
