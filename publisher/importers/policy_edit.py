"""Changing single values in the text of ``policy.yml``: comments and order stay as they are."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from publisher.importers.blocks.faults import ImportFault
from publisher.importers.policy_file import POLICY_FILE, dumped
from publisher.problems import Problems
from publisher.sources.chinese_words import with_half_width_colons
from publisher.sources.yaml_text import parse_yaml


def plain_values(text: str) -> dict[str, Any]:
    """Return the values of a mapping by key, every scalar as a string; I011 where it is none."""
    data = parse_yaml(text, Path(POLICY_FILE), Problems())
    if data is None:
        raise ImportFault("I011.no_edit")
    return dict(data.value)


def with_values(text: str, values: Mapping[str, Any]) -> str:
    """Return the text of a mapping with each value in its place, or at the end where it is new.

    ``ImportFault`` I011 where the text is none that can be changed so.
    """
    for key, value in values.items():
        text = _with_value(text, key, value)
    return text


def with_entry(text: str, key: str, entry: Mapping[str, Any]) -> str:
    """Return the text with one more entry at the end of a list; I011 where that cannot be."""
    text = with_half_width_colons(text)
    node = _nodes(text, key)[1]
    whole = [*(plain_values(text).get(key) or ()), dict(entry)]
    if not isinstance(node, yaml.SequenceNode) or node.flow_style:
        return _with_value(text, key, whole)
    line_end = text.find("\n", _last_mark(node).index)
    at = len(text) if line_end < 0 else line_end + 1
    margin = " " * node.start_mark.column
    block = "".join(f"{margin}{line}\n" for line in dumped([dict(entry)]).splitlines())
    return _checked(text, _ended(text[:at]) + block + text[at:], key, whole)


def _with_value(text: str, key: str, value: Any) -> str:
    text = with_half_width_colons(text)
    name, node = _nodes(text, key)
    if name is None or node is None:
        return _checked(text, _ended(text) + dumped({key: value}), key, value)
    written = dumped({key: value}).removeprefix(f"{key}:").removesuffix("\n")
    start, end = name.end_mark.index, _last_mark(node).index
    return _checked(text, f"{text[:start]}:{written}{text[end:]}", key, value)


def _nodes(text: str, key: str) -> tuple[yaml.Node | None, yaml.Node | None]:
    """Return the nodes of a key, which may stand there by its Chinese name, and of its value."""
    keys = list(plain_values(text))
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        root = None
    if not isinstance(root, yaml.MappingNode) or root.flow_style or len(root.value) != len(keys):
        raise ImportFault("I011.no_edit")
    found: tuple[yaml.Node, yaml.Node] | None = dict(zip(keys, root.value, strict=True)).get(key)
    return found or (None, None)


def _checked(text: str, changed: str, key: str, value: Any) -> str:
    """Return the changed text if it says what it is meant to say and nothing else has changed."""
    try:
        after = plain_values(changed)
    except ImportFault:
        after = {}
    if after != {**plain_values(text), key: value}:
        raise ImportFault("I011.no_place", key=key)
    return changed


def _last_mark(node: yaml.Node) -> yaml.Mark:
    """Return where a node really ends: that of a block reaches over blank lines and comments."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return node.end_mark
    last = node.value[-1]
    return _last_mark(last[1] if isinstance(last, tuple) else last)


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"
