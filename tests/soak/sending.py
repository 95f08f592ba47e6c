"""Sending submissions over real connections."""

import json
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any

from tests.servers.waiting import MOST_SECONDS

Answer = tuple[int, dict[str, Any]]


def submission(number: int) -> dict[str, Any]:
    """Return the submission of one of many citizens."""
    return {
        "policy": "shiyan-industry-2018",
        "version": "v1",
        "participant": "person",
        "name": f"测试甲{number}",
        "phone": f"138{number % 10**8:08}",
        "consent_notice": True,
        "comments": [{"clause": "v1.part_1", "stance": "suggest", "body": f"第{number}条"}],
        "idempotency_key": f"soak-submission-{number:010}",
    }


def send(address: str, body: dict[str, Any]) -> Answer | None:
    """POST a submission; None where the connection broke."""
    data = json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}/api/v1/submissions", data, headers)
    return _ask(request)


def get(address: str, path: str) -> Answer | None:
    """GET JSON; None where the connection broke."""
    return _ask(urllib.request.Request(address + path))


def _ask(request: urllib.request.Request) -> Answer | None:
    try:
        with urllib.request.urlopen(request, timeout=MOST_SECONDS) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)
    except (OSError, HTTPException, ValueError):
        return None
