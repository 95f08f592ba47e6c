"""Drafts that somebody brings at the desk, read by a stand-in for the builder."""

import io
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from comments_service.services.drafts import child_builder
from tests.conftest import World
from tests.servers.live_service import ROOT
from tests.servers.waiting import MOST_SECONDS
from tests.worlds.officers import Desk

TEXT = "某某市支持工业发展的措施\n一、设立专项资金。\n二、支持技术改造。\n"
ID = "example-industry-2018"


def empty_inbox(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """Make an inbox next to policies, one of which holds a link; the stand-in is the builder."""
    stand_in = sys.executable, str(ROOT / "tests/worlds/stand_in_build.py")
    patch.setattr(child_builder, "BUILD", stand_in)
    # A busy machine may take longer than the seconds of real use.
    patch.setattr(child_builder, "SECONDS", MOST_SECONDS)
    known = folder / "policies" / "known-2017"
    known.mkdir(parents=True)
    (known / "policy.yml").write_text("title: 旧文件\n", "utf-8")
    (known / "plan.pdf").write_bytes(b"%PDF")
    (known / "out.md").symlink_to("/etc/passwd")
    (folder / "policies" / "alone-2017.md").write_text("# 单独的一份\n", "utf-8")
    (folder / "inbox").mkdir(mode=0o700)
    return folder / "inbox"


def drafts_app(world: World, inbox: Path) -> Flask:
    policies = str(inbox.parent / "policies")
    return world.app(YANLU_INBOX=str(inbox), YANLU_POLICIES=policies)


def bring(desk: Desk, text: str | bytes = TEXT, name: str = "措施.txt", **typed: str) -> Any:
    data = text.encode() if isinstance(text, str) else text
    form = {"id": ID, **typed, "file": (io.BytesIO(data), name)}
    return desk.post("drafts/", form, content_type="multipart/form-data")


def brought(desk: Desk, text: str | bytes = TEXT, **typed: str) -> str:
    answer = bring(desk, text, **typed)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"]).rpartition("/")[2]


def take_step(desk: Desk, name: str, step: str) -> Any:
    shown = re.findall(r'name="seen" value="([0-9a-f]+)"', desk.get(f"drafts/{name}").text)
    return desk.post(f"drafts/{name}", {"step": step, "seen": (shown or ["none"])[0]})


def page(desk: Desk, name: str) -> str:
    answer = desk.get(f"drafts/{name}")
    assert answer.status_code == 200
    return str(answer.text)


def body(desk: Desk, place: str) -> bytes:
    """What is at an address of a file, which is closed."""
    with desk.get(place) as answer:
        assert answer.status_code == 200
        return bytes(answer.data)
