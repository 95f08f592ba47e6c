"""Changing single values in the text of ``policy.yml``: comments and order stay as they are."""

from collections.abc import Mapping
from typing import Any

import yaml

from publisher.importers.blocks.faults import ImportFault
from publisher.importers.policy_file import PolicyDumper, dumped


def plain_values(text: str) -> dict[str, Any]:
    """Return the values of a mapping by key, every scalar as a string; I011 where it is none."""
    values: dict[str, Any] = _plain(_mapping(text))
    return values


def with_values(text: str, values: Mapping[str, Any]) -> str:
    """Return the text of a mapping with each value in its place, or at the end where it is new.

    ``ImportFault`` I011 where the text is none that can be changed so.
    """
    for key, value in values.items():
        text = _with_value(text, key, value)
    return text


def with_entry(text: str, key: str, entry: Mapping[str, Any]) -> str:
    """Return the text with one more entry at the end of a list; I011 where that cannot be."""
    found = _pair(text, key)
    if found is None or not isinstance(found[1], yaml.SequenceNode):
        return _with_value(text, key, [dict(entry)])
    node = found[1]
    if node.flow_style:
        at = node.end_mark.index - 1
        flow = yaml.dump(
            dict(entry), Dumper=PolicyDumper, allow_unicode=True, default_flow_style=True,
            sort_keys=False, width=1000,
        ).strip()  # fmt: skip
        changed = text[:at].rstrip() + (", " if node.value else "") + flow + text[at:]
    else:
        at = _line_end(text, node)
        margin = " " * node.start_mark.column
        block = "".join(f"{margin}{line}\n" for line in dumped([dict(entry)]).splitlines())
        changed = _ended(text[:at]) + block + text[at:]
    return _checked(text, changed, key, [*_plain(node), dict(entry)])


def _with_value(text: str, key: str, value: Any) -> str:
    found = _pair(text, key)
    if found is None:
        return _checked(text, _ended(text) + dumped({key: value}), key, value)
    name, node = found
    written = dumped({key: value}).removeprefix(f"{key}:").removesuffix("\n")
    end = _last_mark(node).index
    return _checked(text, text[: name.end_mark.index] + ":" + written + text[end:], key, value)


def _pair(text: str, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    pairs = _mapping(text).value
    return next(((name, value) for name, value in pairs if name.value == key), None)


def _mapping(text: str) -> yaml.MappingNode:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        node = None
    if isinstance(node, yaml.MappingNode) and not node.flow_style:
        return node
    raise ImportFault("I011.no_edit")


def _checked(text: str, changed: str, key: str, value: Any) -> str:
    """Return the changed text if it says what it is meant to say and nothing else has changed."""
    try:
        before, after = _plain(_mapping(text)), _plain(_mapping(changed))
    except ImportFault:
        after = before = None
    if before is None or after != {**before, key: value}:
        raise ImportFault("I011.no_place", key=key)
    return changed


def _plain(node: yaml.Node) -> Any:
    """Return the value of a node; every scalar is a string, as the schema reads it."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each) for each in node.value]
    return str(node.value)


def _last_mark(node: yaml.Node) -> yaml.Mark:
    """Return where a node really ends: that of a block reaches over blank lines and comments."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return node.end_mark
    last = node.value[-1]
    return _last_mark(last[1] if isinstance(last, tuple) else last)


def _line_end(text: str, node: yaml.Node) -> int:
    """Return where the line ends in which a node does: behind a comment there."""
    found = text.find("\n", _last_mark(node).index)
    return len(text) if found < 0 else found + 1


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"
