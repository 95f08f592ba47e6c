"""A real mail server on a loopback port, that takes, refuses or breaks off as a test wants."""

import asyncio
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.servers.ports import free_port
from tests.servers.waiting import MOST_SECONDS

LOST = "lost"
"""Instead of an answer: the connection breaks off."""


@dataclass
class Mailbox:
    """What came, and what is answered next (in order): to RCPT, and to the end of DATA."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    to_rcpt: list[str] = field(default_factory=list)
    to_data: list[str] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    connections: int = 0
    arrived: threading.Event = field(default_factory=threading.Event)

    async def handle_EHLO(  # noqa: N802 - the name and values of a hook
        self, _server: SMTP, session: Session, _envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        session.host_name = name
        self.connections += 1
        return answers

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, to: str, _options: list[str]
    ) -> str:
        if self.to_rcpt:
            return self.to_rcpt.pop(0)
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = cast("bytes", envelope.content)
        self.mails.append(message_from_bytes(content, policy=policy.SMTP))
        self.addresses += envelope.rcpt_tos
        self.encrypted.append(session.ssl is not None)
        self.arrived.set()
        said = self.to_data.pop(0) if self.to_data else "250 OK"
        if said == LOST and server.transport is not None:
            cast("asyncio.Transport", server.transport).abort()
            # The server's task ends with its connection.
            await asyncio.Event().wait()
        return said

    def log_in(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        login: LoginPassword = data
        self.logins.append((login.login, login.password))
        return AuthResult(success=login.password == b"p:w", handled=False)

    @property
    def texts(self) -> list[str]:
        return [each.get_content().replace("\r\n", "\n") for each in self.mails]


@contextmanager
def mail_server(
    mailbox: Mailbox | None = None, tls: ssl.SSLContext | None = None, **how: Any
) -> Iterator[Mailbox]:
    """Serve until the block ends; ``tls``: encrypted from the first byte."""
    mailbox = mailbox or Mailbox()
    mailbox.port = free_port()
    controller = Controller(
        mailbox, "127.0.0.1", mailbox.port, ssl_context=tls, ready_timeout=MOST_SECONDS, **how
    )
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


def own_certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Make a certificate for 127.0.0.1; return the server's side, and the file to trust it by."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.test")])
    now = datetime.now(UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "mail.pem", folder / "mail.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, secret)
    return context, certificate
