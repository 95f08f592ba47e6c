"""The interface does as its description says, whatever it is asked: schemathesis over all of it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from comments_service.domain.accounts.roles import Role
from comments_service.domain.register.comment_release import NewRelease
from comments_service.services.accounts import identity_proofs as proofs
from comments_service.services.accounts.contact_codes import send_code
from comments_service.services.ledger.flood_limits import NOBODY
from comments_service.services.register.comment_releases import decide_release
from comments_service.services.service import Service
from comments_service.store.database.tables import contact_codes
from tests.conftest import INSIDE, POLICY, publish, the_policy
from tests.servers.identity_providers import CLIENT, SECRET, KnownProvider, knowing
from tests.servers.live_service import Running, clean_environment, opened, served
from tests.soak.sending import get, send, submission
from tests.worlds.contact_codes import EMAIL, MAIL, outbox
from tests.worlds.officers import add_officer

pytestmark = pytest.mark.soak
_CASES = "200" if os.environ.get("YANLU_SOAK") == "long" else "20"
_CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_schema_conformance"
)
_NAME = "林晓芸"
_FEATURES = {
    **MAIL, "YANLU_BASE_URL": "https://city.test/", "YANLU_OIDC_ISSUER": "http://127.0.0.1:9",
    "YANLU_OIDC_CLIENT": CLIENT, "YANLU_OIDC_SECRET": SECRET,
}  # fmt: skip
"""Settings by which codes and proofs are there; nothing is sent, and nobody is asked."""


def prove(service: Service) -> str:
    """Return the ticket of somebody who proved who they are."""
    service, back = knowing(service, KnownProvider()), "https://city.test/forms/identity/callback"
    address, browser = proofs.begin_proof(service, POLICY, NOBODY, ("zh-CN", back, ""))
    came = {"state": address.partition("state=")[2], "code": _NAME}
    return proofs.end_proof(service, browser, came, back).ticket


def taken(address: str, number: int) -> dict[str, Any]:
    """Return the receipt of a submission."""
    answer = send(address, submission(number))
    assert answer
    return answer[1]


def prepare(folder: Path, running: Running) -> None:
    """Let operations be tried on what there is: a receipt, a code, a proof, a released comment."""
    held, other = (taken(running.address, number) for number in (1, 2))
    with opened(running) as service:
        reviewer = add_officer(service, "chenjing", Role.REVIEWER)
        released = NewRelease(1, shown=True)
        decide_release(service, reviewer.id, POLICY, other["comments"][0]["id"], released)
        code = send_code(service, POLICY, EMAIL, "zh-CN", NOBODY)
        [digits] = outbox(service)
        seen, spent = prove(service), prove(service)
    always = {
        "path.policy_id": POLICY,
        "path.receipt_no": held["receipt_no"],
        "path.comment_id": held["comments"][0]["id"],
        "header.X-Query-Code": held["query_code"],
        "header.X-Identity-Ticket": seen,
    }
    often = {
        "policy": POLICY, "version": "v1", "email": EMAIL, "name": _NAME, "identity": spent,
        "contact_code.id": code, "contact_code.code": digits,
    }  # fmt: skip
    lines = [f"[dictionaries.d{at}]\nvalues = [{json.dumps(each)}]" for at, each in
             enumerate(often.values())]  # fmt: skip
    lines += ["[parameters]", *(f'"{name}" = {json.dumps(each)}' for name, each in always.items())]
    lines += [
        f'"body.{name}" = {{dictionary = "d{at}", probability = 0.8}}'
        for at, name in enumerate(often)
    ]
    (folder / "schemathesis.toml").write_text("\n".join(lines), "utf-8")


@pytest.mark.parametrize("challenge", ["on", "off"])
def test_no_request_is_answered_otherwise_than_described(
    tmp_path: Path, key: str, challenge: str
) -> None:
    env = {"YANLU_KEYS": key, "YANLU_NOW": INSIDE, "YANLU_RATE_LIMIT": "off", **_FEATURES}
    site = publish(tmp_path / "site", the_policy(publish_comments="during"))
    with served(site, tmp_path, {**env, "YANLU_CHALLENGE": "off"}) as running:
        prepare(tmp_path, running)
    with served(site, tmp_path, {**env, "YANLU_CHALLENGE": challenge}) as running:
        command = [str(Path(sys.executable).with_name("schemathesis")), "run"]
        command += [f"{running.address}/api/openapi.json", "--checks", _CHECKS]
        command += ["--max-examples", _CASES, "--no-color", "--generation-database", "none"]
        said = subprocess.run(
            command, cwd=tmp_path, env=clean_environment(), check=False, capture_output=True,
            text=True,
        )  # fmt: skip
        assert said.returncode == 0, said.stdout[-20_000:] + said.stderr
        # It was no round of refusals: codes were made, and a comment was there to be read.
        shown = get(running.address, f"/api/v1/policies/{POLICY}/comments")
        assert shown
        assert len(shown[1]["comments"]) == 1
        with opened(running) as service, service.database.read() as connection:
            assert len(connection.execute(select(contact_codes.c.id)).all()) > 1
