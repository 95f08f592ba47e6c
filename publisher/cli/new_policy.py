"""``python build.py new ID``: six questions, and ``policy.yml`` is written from the answers."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from catalogue.model import KINDS
from publisher.cli.console import Console
from publisher.cli.options import Commands, add_policies
from publisher.problems import BuildFailed, Problems, UsageError
from publisher.sources.chinese_words import channels_meant, period_meant, value_meant
from publisher.sources.policies import windows_of
from publisher.sources.schema import PROCEDURES, PolicyFile, validate
from publisher.sources.written_dates import in_iso_form
from publisher.sources.yaml_text import YamlText

_Values = dict[str, Any]


def add_new(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "new", help="write the policy.yml of a new policy", description=__doc__
    )
    parser.add_argument("id", metavar="ID", help="its id: a-z, 0-9 and -")
    add_policies(parser)
    parser.set_defaults(run=_new)


def _new(options: argparse.Namespace, console: Console) -> int:
    """Ask, and write; nothing is written where the answers end early."""
    # Here: a build, which loads this module for its options, has no use for the importers.
    from publisher.importers.policy_file import POLICY_FILE, policy_yml  # noqa: PLC0415
    from publisher.importers.policy_folder import refuse_place  # noqa: PLC0415
    from publisher.importers.writing import write_files  # noqa: PLC0415

    folder: Path = options.policies / options.id
    refuse_place(folder, options.policies)
    if folder.exists():
        raise UsageError("refusal.id_taken", folder=str(folder))
    try:
        values = _answers(console)
    except (EOFError, KeyboardInterrupt):
        raise BuildFailed("refusal.answers") from None
    write_files(folder, {POLICY_FILE: policy_yml(values)})
    console.print("new.written", file=str(folder / POLICY_FILE), folder=str(folder))
    return 0


def _answers(console: Console) -> _Values:
    """Ask the six questions, each until the answer fits."""
    values: _Values = {}

    def ask(kind: str, meant: Callable[[str], _Values]) -> None:
        while True:
            console.print(kind)
            found = Problems()
            answer = values | meant(_line())
            data = YamlText(Path("policy.yml"), answer, {})
            file = validate(PolicyFile, data, found)
            if file:
                windows_of(file, data, found)
            if not found.found:
                values.update(answer)
                return
            for problem in found:
                console.print("new.again", fault=problem.message)

    ask("new.title", lambda words: {"title": words})
    ask("new.kind", lambda words: {"kind": _chosen("kind", words, KINDS) or KINDS[0]})
    ask("new.issuer", lambda words: {"issuer": words})
    if values["kind"] == KINDS[0]:
        ask("new.procedure", lambda words: {"procedure": _chosen("procedure", words, PROCEDURES)})
        ask("new.window", _window)
        ask("new.channels", lambda words: {"channels": _channels(words)})
    else:
        ask("new.doc_no", lambda words: {"doc_no": words} if words else {})
        ask("new.published_on", lambda words: {"versions": [_version("", words)]})
        ask("new.subject", lambda words: {"subject": words})
    return values


def _line() -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.strip()


def _chosen(key: str, words: str, choices: tuple[str, ...]) -> str:
    """Return what a number chooses, or what the words mean."""
    at = int(words) if words.isdecimal() else 0
    return choices[at - 1] if 0 < at <= len(choices) else str(value_meant(key, words))


def _version(label: str, day: str) -> _Values:
    """Return the entry of the first version: without a day it is not yet to be public."""
    entry = {"id": "v1", "label": label, "published_on": in_iso_form(day)}
    return {key: value for key, value in entry.items() if value}


def _window(words: str) -> _Values:
    """Take 2026年4月3日至5月8日; the draft is public from the first day on."""
    period = period_meant(words)
    if not words or period is None:
        return {"versions": [_version("征求意见稿", "")], "windows": words or []}
    opens, closes = map(in_iso_form, period)
    window = {"id": "w1", "version": "v1", "opens": opens, "closes": closes}
    return {"versions": [_version("征求意见稿", opens[:10])], "windows": [window]}


def _channels(words: str) -> list[dict[str, str]] | str:
    channels = channels_meant(words)
    return words if channels is None else channels
