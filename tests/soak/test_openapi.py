"""The interface does as its description says, whatever it is asked: schemathesis over all of it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import INSIDE, publish, the_policy
from tests.servers.live_service import clean_environment, served
from tests.soak.sending import send, submission

pytestmark = pytest.mark.soak
_CASES = "200" if os.environ.get("YANLU_SOAK") == "long" else "20"
_CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance"
)


def name_a_receipt(folder: Path, address: str) -> None:
    """Let the operations on a receipt be tried on one that there is."""
    answer = send(address, submission(1))
    assert answer
    taken = answer[1]
    values = {
        "path.receipt_no": taken["receipt_no"],
        "path.comment_id": taken["comments"][0]["id"],
        "header.X-Query-Code": taken["query_code"],
    }
    lines = [f"{json.dumps(name)} = {json.dumps(value)}" for name, value in values.items()]
    (folder / "schemathesis.toml").write_text("\n".join(["[parameters]", *lines]), "utf-8")


@pytest.mark.parametrize("challenge", ["on", "off"])
def test_no_request_is_answered_otherwise_than_described(
    tmp_path: Path, key: str, challenge: str
) -> None:
    env = {"YANLU_KEYS": key, "YANLU_NOW": INSIDE, "YANLU_RATE_LIMIT": "off"}
    env |= {"YANLU_CHALLENGE": challenge}
    with served(publish(tmp_path / "site", the_policy()), tmp_path, env) as running:
        name_a_receipt(tmp_path, running.address)
        command = [str(Path(sys.executable).with_name("schemathesis")), "run"]
        command += [f"{running.address}/api/openapi.json", "--checks", _CHECKS]
        command += ["--max-examples", _CASES, "--no-color", "--generation-database", "none"]
        said = subprocess.run(
            command, cwd=tmp_path, env=clean_environment(), check=False, capture_output=True,
            text=True,
        )  # fmt: skip
    assert said.returncode == 0, said.stdout[-20_000:] + said.stderr
