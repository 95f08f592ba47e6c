"""What a file that is imported again changes in the ``policy.yml`` that is there."""

from collections.abc import Mapping
from typing import Any

from publisher.importers.blocks.faults import ImportFault
from publisher.importers.policy_edit import plain_values, with_entry, with_values
from publisher.importers.policy_file import FIRST_VERSION, POLICY_FILE, policy_values, version_entry
from publisher.importers.policy_folder import PolicyFolder
from publisher.problems import Message

_OF_VERSION = ("label", "published_on")


def updated_policy_yml(
    there: PolicyFolder, metadata: str, found: Mapping[str, Any], answers: Mapping[str, Any]
) -> tuple[str, list[Message]]:
    """Return the new text of ``policy.yml``, and a doubt for each value that the file contradicts.

    Answers are written, the entry of a new version, and what a policy without any text yet
    lacks. Everything else stays as people left it.
    """
    try:
        return _updated(there, metadata, found, answers)
    except ImportFault as fault:
        raise ImportFault(
            fault.message.kind, there.path / POLICY_FILE, **fault.message.values
        ) from fault


def _updated(
    there: PolicyFolder, metadata: str, found: Mapping[str, Any], answers: Mapping[str, Any]
) -> tuple[str, list[Message]]:
    known = plain_values(metadata)
    values = policy_values({**found, "windows": answers.get("windows", found.get("windows"))})
    given = {key: values.get(key, "") for key in answers if key not in (*_OF_VERSION, "windows")}
    if given.get("kind") == "":
        given["kind"] = "document"
    if there.before is None:
        given |= {key: value for key, value in values.items() if key not in known}
    given.pop("versions", None)
    if "windows" in answers or "windows" in given:
        given["windows"] = _windows(known, values.get("windows", []), there.version)
    doubts = [
        _otherwise(key, known.get(key, ""), value)
        for key, value in values.items()
        if key not in given and isinstance(value, str) and known.get(key, "") != value
    ]
    changed = {key: value for key, value in given.items() if known.get(key, "") != value}
    text = with_values(metadata, changed)
    return _with_version(text, there, found, answers, doubts), doubts


def _windows(known: Mapping[str, Any], new: list[dict[str, str]], version: str) -> list[Any]:
    """Return the windows of the other versions as they are, then those of this one."""
    others = [each for each in known.get("windows") or () if each.get("version") != version]
    taken = {each.get("id") for each in others}
    names = (name for number in range(1, 1000) if (name := f"w{number}") not in taken)
    return others + [{**each, "id": next(names), "version": version} for each in new]


def _with_version(
    text: str,
    there: PolicyFolder,
    found: Mapping[str, Any],
    answers: Mapping[str, Any],
    doubts: list[Message],
) -> str:
    listed = plain_values(text).get("versions") or []
    entry = version_entry(found, there.version)
    old = next((each for each in listed if each["id"] == there.version), None)
    if old is None:
        if not listed and entry == {"id": FIRST_VERSION}:
            return text
        if not listed and there.version != FIRST_VERSION:
            first = {"id": FIRST_VERSION, "published_on": there.first_sealed_on}
            text = with_entry(text, "versions", first)
        return with_entry(text, "versions", entry)
    answered = {key: str(answers[key]) for key in _OF_VERSION if key in answers}
    doubts += [
        _otherwise(f"versions {there.version} {key}", old.get(key, ""), entry[key])
        for key in _OF_VERSION
        if key in entry and key not in answered and old.get(key, "") != entry[key]
    ]
    new = {key: value for key, value in {**old, **answered}.items() if value}
    whole = [new if each is old else each for each in listed]
    return text if new == old else with_values(text, {"versions": whole})


def _otherwise(key: str, here: object, there: str) -> Message:
    return Message("doubt.says_otherwise", {"key": key, "here": str(here), "there": there})
