"""Writing ``policy.yml`` from the values that are known."""

from collections.abc import Mapping
from typing import Any

import yaml

from publisher.sources.schema import PolicyFile

POLICY_FILE = "policy.yml"


class _PlainDumper(yaml.SafeDumper):
    """Writes 2026-04-30 without quotes: the schema alone says that it is a day."""


_PlainDumper.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}


def policy_yml(values: Mapping[str, Any]) -> str:
    """Return the text of ``policy.yml``: the values by key, in the order of the schema.

    Days and instants are strings. What is empty is left out, but for ``doc_no``, where it
    says that the document has no number, and for keys that are not in the schema.
    """
    known = [key for key in PolicyFile.model_fields if key in values]
    ordered = {key: values[key] for key in (*known, *values)}
    kept = {key: value for key, value in ordered.items() if value or (key, value) == ("doc_no", "")}
    return yaml.dump(kept, Dumper=_PlainDumper, allow_unicode=True, sort_keys=False, width=1000)


def versions_of(label: str, published_on: str = "") -> list[dict[str, str]]:
    """Return the entries of a policy's first version: none where nothing is known of it."""
    entry = {"id": "v1", "label": label, "published_on": published_on}
    return [{key: value for key, value in entry.items() if value}] if label or published_on else []
