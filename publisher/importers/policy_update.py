"""What a file that is imported again changes in the ``policy.yml`` that is there."""

from collections.abc import Mapping, Sequence
from typing import Any

from publisher.importers.blocks.faults import ImportFault
from publisher.importers.policy_edit import plain_values, with_entry, with_values
from publisher.importers.policy_file import FIRST_VERSION, POLICY_FILE, policy_values, version_entry
from publisher.importers.policy_folder import PolicyFolder
from publisher.problems import Message
from publisher.sources.chinese_words import with_word, word_for_key

_OF_VERSION = ("label", "published_on")


def updated_policy_yml(
    there: PolicyFolder, metadata: str, found: Mapping[str, Any], answers: Mapping[str, Any]
) -> tuple[str, list[Message]]:
    """Return the new text of ``policy.yml``, and a doubt for each value that the file contradicts.

    Answers are written, the entry of a new version, and what is missing or empty. Everything
    else stays as people left it.
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
    windows = values.pop("windows", [])
    values.pop("versions", None)
    asked = {key: value for key, value in answers.items() if key not in (*_OF_VERSION, "windows")}
    given = {key: values.get(key, type(value)()) for key, value in asked.items()}
    if given.get("kind") == "":
        given["kind"] = "document"
    given |= {
        key: value for key, value in values.items() if key not in given and not known.get(key)
    }
    there_are = known.get("windows") or []
    # A period that is written as words is people's own.
    listed = there_are if isinstance(there_are, list) else []
    if "windows" in answers or (listed == there_are and _is_later_round(windows, listed)):
        given["windows"] = _windows(listed, windows, there.version)
    doubts = [
        _otherwise(key, word_for_key("", key), with_word(key, known[key]), with_word(key, value))
        for key, value in values.items()
        if key not in given and value and isinstance(value, str) and known[key] != value
    ]
    changed = {key: value for key, value in given.items() if (known.get(key) or "") != value}
    text = with_values(
        metadata, {key: value for key, value in changed.items() if value or key in known}
    )
    return _with_version(text, there, found, answers, doubts), doubts


def _is_later_round(new: Sequence[Mapping[str, str]], known: Sequence[Mapping[str, str]]) -> bool:
    """Return whether windows of a file begin after all that are known: else people know better."""
    return bool(new) and min(each["opens"] for each in new) > max(
        (each.get("closes", "") for each in known), default=""
    )


def _windows(
    known: Sequence[Mapping[str, str]], new: Sequence[Mapping[str, str]], version: str
) -> list[Any]:
    """Return the windows of other versions as they are, then those of this one, with new ends."""
    others = [each for each in known if each.get("version") != version]
    own = [each for each in known if each.get("version") == version]
    taken = {each.get("id") for each in known}
    names = (name for number in range(1, 1000) if (name := f"w{number}") not in taken)
    ends = [
        {key: value for key, value in each.items() if key not in ("id", "version")} for each in new
    ]
    fresh = ({"id": next(names), "version": version} for _ in new[len(own) :])
    return [*others, *({**old, **each} for old, each in zip([*own, *fresh], ends, strict=False))]


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
            listed = [{"id": FIRST_VERSION, "published_on": there.first_sealed_on}]
            text = with_entry(text, "versions", listed[0])
        last = max(each.get("published_on", "") for each in [{}, *listed])
        day = entry.get("published_on", "")
        if "published_on" not in answers and day <= last:
            # The day of the file is that of the round before.
            entry.pop("published_on", None)
            doubts.append(Message("doubt.not_public", {"version": there.version}))
        return with_entry(text, "versions", entry)
    answered = {key: str(answers[key]) for key in _OF_VERSION if key in answers}
    label = {"label": entry["label"]} if entry.get("label") and not old.get("label") else {}
    new = {key: value for key, value in {**old, **label, **answered}.items() if value}
    doubts += [
        _otherwise(
            f"versions {there.version} {key}",
            " ".join((word_for_key("", "versions"), there.version, word_for_key("versions", key))),
            old[key],
            entry[key],
        )
        for key in _OF_VERSION
        if key in entry and key not in answered and old.get(key) and old[key] != entry[key]
    ]
    if "published_on" in entry and not new.get("published_on"):
        # Who took the day away keeps the version back: it is not put in again.
        doubts.append(Message("doubt.not_public", {"version": there.version}))
    whole = [new if each is old else each for each in listed]
    return text if new == old else with_values(text, {"versions": whole})


def _otherwise(key: str, name: str, here: object, there: str) -> Message:
    said = {"key": key, "name": name, "here": str(here), "there": there}
    return Message("doubt.says_otherwise", said)
