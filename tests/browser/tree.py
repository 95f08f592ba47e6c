"""The accessibility tree of a page, as a screen reader is given it."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

CONTROLS = frozenset(
    [
        "button",
        "checkbox",
        "combobox",
        "DisclosureTriangle",
        "link",
        "radio",
        "searchbox",
        "textbox",
    ]
)


@dataclass(frozen=True)
class Node:
    """One element of the tree by its role and name."""

    role: str
    name: str


def tree(page: Page) -> list[Node]:
    """Return every element that is not ignored, in document order."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [Node(_value(node, "role"), _value(node, "name")) for node in nodes if _is_said(node)]


def _is_said(node: dict[str, Any]) -> bool:
    return not node.get("ignored", False)


def _value(node: dict[str, Any], key: str) -> str:
    return str(node.get(key, {}).get("value", "")).strip()
