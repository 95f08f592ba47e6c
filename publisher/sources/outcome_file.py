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
from publisher.problems import Problems
from publisher.sources.json_lines import json_lines
from publisher.sources.text_file import TextFile, control_fault, read_text_file
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
        problems.add(path, _line(text, str(error)), "Y004", str(error))
        return None
    outcome = OutcomeFile(results, TextFile(path, text))
    if hidden := list(_hidden_controls(json.loads(text))):
        lines = outcome.lines()
        for place, said in hidden:
            problems.add(path, lines.line(place), "Y004", said)
        return None
    if results.policy != policy_id:
        problems.add(path, 1, "Y004", f"is the outcome of {results.policy}, not of {policy_id}")
    if faults := list(find_faults(results)):
        lines = outcome.lines()
        for fault in faults:
            problems.add(path, lines.line(fault.place), _CODES[fault.about], fault.text)
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
        elif isinstance(value, str) and (fault := control_fault(value)):
            yield place, fault


def _line(text: str, message: str) -> int:
    """Return the line of the place that the message of a reader begins with: /rows/3/text."""
    words = message.partition(":")[0].split("/")[1:]
    place: Place = tuple(int(word) if word.isdecimal() else word for word in words)
    return YamlText(Path(), None, json_lines(text)).line(place)
