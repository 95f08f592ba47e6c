"""Every column that is encrypted, each under a context that names what it is and whose.

Nothing else encrypts or decrypts what is stored, so that whatever walks ``ENCRYPTED``, such as
``keys rotate``, leaves nothing out.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column

from comments_service.keyring import Keyring, Lookup
from comments_service.store.database.tables import (
    attachments,
    contact_codes,
    identity_sessions,
    messages,
    scans,
    submission_requests,
    submissions,
)


@dataclass(frozen=True, slots=True)
class EncryptedColumn:
    """A column and what it holds, as a name that is part of every value.

    The name stays, wherever the column may come to be. ``digests`` is the column with the keyed
    digest of the same text, for ``lookup``.
    """

    purpose: str
    column: Column[Any]
    digests: Column[Any] | None = None
    lookup: Lookup | None = None

    def encrypt(self, keyring: Keyring, row_id: str, text: str) -> str:
        """Return what the column of a row holds."""
        return keyring.encrypt(text, self.context(row_id))

    def decrypt(self, keyring: Keyring, row_id: str, stored: str) -> str:
        """Return the text of a row's column; ``KeyringError``."""
        return keyring.decrypt(stored, self.context(row_id), self.earlier_context(row_id))

    def encrypt_file(self, keyring: Keyring, row_id: str, content: bytes) -> bytes:
        """Return what the column of a row holds, of one that holds bytes."""
        return keyring.encrypt_file(content, self.context(row_id))

    def decrypt_file(self, keyring: Keyring, row_id: str, stored: bytes) -> bytes:
        """Return the bytes of a row's column; ``KeyringError``."""
        return keyring.decrypt_file(stored, self.context(row_id), self.earlier_context(row_id))

    def context(self, row_id: str) -> str:
        """Return what a value is bound to, so that it opens in no other row or column."""
        return f"{self.purpose}/{row_id}"

    def earlier_context(self, row_id: str) -> str:
        """Return the same of values that release 0.1.0 wrote."""
        return f"{self.column.table.name}/{row_id}/{self.column.name}"


_S, _CODE, _WAY = submissions.c, contact_codes.c, identity_sessions.c

QUERY_CODE = EncryptedColumn("query_code", _S.query_code)
PERSONAL = EncryptedColumn("personal", _S.personal)
FINGERPRINT = EncryptedColumn("fingerprint", _S.fingerprint)
SCAN_NAME = EncryptedColumn("scan_name", scans.c.name)
SCAN_CONTENT = EncryptedColumn("scan_content", scans.c.content)
ATTACHMENT_NAME = EncryptedColumn("attachment_name", attachments.c.name)
ATTACHMENT_CONTENT = EncryptedColumn("attachment_content", attachments.c.content)
ATTACHMENT_WORDS = EncryptedColumn("attachment_words", attachments.c.text)
REQUEST_WORDS = EncryptedColumn("request_words", submission_requests.c.words)
REQUEST_ANSWER = EncryptedColumn("request_answer", submission_requests.c.answer)
MESSAGE_WORDS = EncryptedColumn("message_words", messages.c.words)
CODE_ADDRESS = EncryptedColumn("code_address", _CODE.address, _CODE.address_digest, Lookup.CONTACT)
IDENTITY_ATTEMPT = EncryptedColumn("identity_attempt", _WAY.attempt)
IDENTITY_NAME = EncryptedColumn("identity_name", _WAY.name)

ENCRYPTED = tuple(each for each in vars().copy().values() if isinstance(each, EncryptedColumn))
"""All of them."""
