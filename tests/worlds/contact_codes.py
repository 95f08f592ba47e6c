"""Codes by e-mail: a service that sends them, and the digits as the outbox has them."""

from typing import Any

from sqlalchemy import select

from comments_service.services.service import Service
from comments_service.store.database.encrypted_columns import MESSAGE_WORDS
from comments_service.store.database.tables import messages
from tests.conftest import POLICY

MAIL = {
    "YANLU_MAIL": "smtp://127.0.0.1:9", "YANLU_MAIL_FROM": "yanlu@example.test",
    "YANLU_BASE_URL": "http://city.test",
}  # fmt: skip
EMAIL = "lin@example.test"
ASKED = {"policy": POLICY, "email": EMAIL, "language": "zh-CN"}
USCC = "91350100M000100Y43"


def outbox(service: Service) -> list[str]:
    """Return the digits of the codes that wait to be sent, the first first."""
    query = select(messages.c.id, messages.c.words).where(messages.c.kind == "code")
    with service.database.read() as connection:
        rows = connection.execute(query.order_by(messages.c.made_at)).all()
    return [MESSAGE_WORDS.decrypt(service.keyring, row.id, row.words) for row in rows]


def with_code(sent: dict[str, Any], code: str, digits: str) -> dict[str, Any]:
    """Return a submission that shows a code."""
    return {**sent, "email": EMAIL, "contact_code": {"id": code, "code": digits}}
