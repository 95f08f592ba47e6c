import os
from pathlib import Path

import pytest

from tests.servers.live_service import built_site, new_key


@pytest.fixture(scope="session")
def site() -> Path:
    return built_site()


@pytest.fixture(scope="session")
def key() -> str:
    return new_key()


@pytest.fixture(scope="session")
def rounds() -> int:
    """How often the long loops go round: 3 in the short form, 60 in the long one."""
    return 60 if os.environ.get("YANLU_SOAK") == "long" else 3
