import os
from pathlib import Path

import pytest

from tests.running import build, new_key


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "site"
    build(folder)
    return folder


@pytest.fixture(scope="session")
def key() -> str:
    return new_key()


@pytest.fixture(scope="session")
def rounds() -> int:
    """How often the long loops go round: 3 in the short form, 60 in the long one."""
    return 60 if os.environ.get("YANLU_SOAK") == "long" else 3
