"""The desk with an inbox for drafts, and a drafter who is signed in."""

from pathlib import Path

import pytest
from flask import Flask

from comments_service.domain.accounts.roles import Role
from tests.conftest import World
from tests.worlds.brought_drafts import drafts_app, empty_inbox
from tests.worlds.officers import Desk, signed_in


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return empty_inbox(tmp_path, monkeypatch)


@pytest.fixture
def app(world: World, inbox: Path) -> Flask:
    return drafts_app(world, inbox)


@pytest.fixture
def drafter(app: Flask) -> Desk:
    return signed_in(app, "zhoumin", Role.DRAFTER)


@pytest.fixture
def publisher(app: Flask) -> Desk:
    return signed_in(app, "chenjing", Role.PUBLISHER, Role.DRAFTER)
