"""An inbox as the desk writes it: drafts that one account handed in and another one released."""

import hashlib
import json
from pathlib import Path
from typing import Any

from tests.worlds.sites import write

DRAFT = "0123456789abcdef"
AT = "2018-07-14T09:00:00+08:00"
POLICY_YML = (
    "title: 山城停车管理办法\nkind: consultation\nversions:\n"
    "  - {id: v1, label: 征求意见稿, published_on: 2018-07-12}\n"
)
TEXT = "# 山城停车管理办法\n\n一、总则\n\n为了规范停车，制定本办法。\n"
NEW = {"policy.yml": POLICY_YML, "v1.md": TEXT}


def digests(files: dict[str, str]) -> dict[str, str]:
    return {
        name: f"sha256:{hashlib.sha256(text.encode()).hexdigest()}" for name, text in files.items()
    }


def hand_over(  # noqa: PLR0913 - each by name
    inbox: Path,
    files: dict[str, str],
    *,
    draft: str = DRAFT,
    policy: str = "tingche",
    base: dict[str, str] | None = None,
    handed_in: dict[str, Any] | None = None,
    released: dict[str, Any] | None = None,
) -> Path:
    """Write a released draft; ``handed_in`` and ``released`` are keys that differ."""
    inbox.mkdir(parents=True, exist_ok=True)
    inbox.chmod(0o700)
    folder = inbox / draft
    write(folder, {f"policies/{policy}/{name}": text for name, text in files.items()})
    signed = {"policy": policy, "at": AT, "files": digests(files)}
    parts: dict[str, dict[str, Any]] = {
        "draft": {"policy": policy, "by": "qicao", "at": AT, "base": digests(base or {})},
        "handed_in": {**signed, "by": "qicao", **(handed_in or {})},
        "released": {**signed, "by": "fabu", **(released or {})},
    }
    for name, part in parts.items():
        schema = {"schema": f"yanlu-{name.replace('_', '-')}/1"}
        (folder / f"{name}.json").write_text(json.dumps(schema | part), "utf-8")
    return folder


def answer(folder: Path) -> dict[str, Any]:
    """Return what became of a draft."""
    data: dict[str, Any] = json.loads((folder / "taken.json").read_text("utf-8"))
    return data
