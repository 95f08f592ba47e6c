"""Reading ``results.json``: the outcome of a consultation, and where in the file a value stands."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogue.checks.figures import find_faults
from catalogue.codec import load_results
from catalogue.errors import CatalogueError
from catalogue.results import Results
from publisher.problems import Message, Problems, Value, table
from publisher.sources.json_lines import json_lines
from publisher.sources.text_file import TextFile, forbidden_character, read_text_file
from publisher.sources.yaml_text import Place, YamlText

_CODES = {"counts": "R001", "reconciliation": "R002", "rows": "R003", "row": "R004"}


@dataclass(frozen=True, slots=True)
class OutcomeFile:
    """The outcome with the file that it was read from."""

    results: Results
    file: TextFile

    def lines(self) -> YamlText:
        """Return what tells lines; it is worked out from the text, so ask once."""
        return YamlText(self.file.path, None, json_lines(self.file.text))


def read_outcome(path: Path, policy_id: str, problems: Problems) -> OutcomeFile | None:
    """Read the outcome; Y004 where it does not fit its schema, R001 to R004 where it disagrees."""
    text = read_text_file(path, problems) if path.exists() else None
    if text is None:
        return None
    try:
        results = load_results(text)
    except CatalogueError as error:
        _report(path, text, error, problems)
        return None
    outcome = OutcomeFile(results, TextFile(path, text))
    if hidden := list(_hidden_controls(json.loads(text))):
        lines = outcome.lines()
        for place, character in hidden:
            line = lines.line(place)
            problems.add(path, line, "Y004.control_character", character=character)
        return None
    if results.policy != policy_id:
        problems.add(path, 1, "Y004.other_policy", found=results.policy, policy=policy_id)
    if faults := list(find_faults(results)):
        lines = outcome.lines()
        for fault in faults:
            kind = f"{_CODES[fault.about]}.{fault.kind}"
            problems.add(path, lines.line(fault.place), kind, **fault.values)
    return outcome


def _hidden_controls(data: Any) -> Iterator[tuple[Place, str]]:
    """Yield the places of texts that hide a control character in an escape."""
    waiting: list[tuple[Place, Any]] = [((), data)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [((*place, key), item) for key, item in value.items()]
        elif isinstance(value, list):
            waiting += [((*place, index), item) for index, item in enumerate(value)]
        elif isinstance(value, str) and (character := forbidden_character(value)):
            yield place, character


def _report(path: Path, text: str, error: CatalogueError, problems: Problems) -> None:
    """Report what a reader refused, at the line of its place: /rows/3/text."""
    steps = error.place.split("/")[1:]
    place: Place = tuple(int(step) if step.isdecimal() else step for step in steps)
    line = YamlText(path, None, json_lines(text)).line(place)
    values: dict[str, Value] = {**error.values, "place": error.place}
    if kind := error.values.get("type"):
        values["type"] = Message(f"type.{kind}" if kind in table()["type"] else "type.object")
    problems.add(path, line, f"Y004.{error.kind}", **values)
