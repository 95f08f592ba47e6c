"""Writing ``policy.yml`` from what is known of a policy."""

from collections.abc import Mapping
from typing import Any

import yaml

from publisher.sources.schema import PolicyFile

POLICY_FILE = "policy.yml"
FIRST_VERSION = "v1"


class PolicyDumper(yaml.SafeDumper):
    """Writes 2026-04-30 without quotes: the schema alone says that it is a day."""


PolicyDumper.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}


def policy_yml(found: Mapping[str, Any]) -> str:
    """Return the text of ``policy.yml`` for what is known, in the order of the schema.

    ``found`` has keys of the file, and ``label`` and ``published_on`` of its first version;
    days and instants are strings. Windows may lack ``id`` and ``version``; one of which only
    one end is known is left out. So is what is empty, but for ``doc_no``, where it says that
    the document has no number.
    """
    values = policy_values(found)
    known = [key for key in PolicyFile.model_fields if key in values]
    return dumped({key: values[key] for key in dict.fromkeys([*known, *values])})


def policy_values(found: Mapping[str, Any], version: str = FIRST_VERSION) -> dict[str, Any]:
    """Return the values of ``policy.yml`` by key; windows and label are of ``version``."""
    values = {key: value for key, value in found.items() if key not in ("label", "published_on")}
    if values.get("kind") == "document":
        del values["kind"]
    whole = [each for each in found.get("windows") or () if each.keys() >= {"opens", "closes"}]
    values["windows"] = [
        {"id": f"w{number}", "version": version} | window for number, window in enumerate(whole, 1)
    ]
    if found.get("label") or found.get("published_on"):
        values.setdefault("versions", [version_entry(found, version)])
    return {key: value for key, value in values.items() if value or (key, value) == ("doc_no", "")}


def version_entry(found: Mapping[str, Any], version: str) -> dict[str, str]:
    """Return the entry of a version: its label and its day, where they are known."""
    facts = {key: str(found[key]) for key in ("label", "published_on") if found.get(key)}
    return {"id": version, **facts}


def dumped(value: object) -> str:
    """Return a value as YAML, in the form in which ``policy.yml`` is written."""
    return yaml.dump(value, Dumper=PolicyDumper, allow_unicode=True, sort_keys=False, width=1000)
