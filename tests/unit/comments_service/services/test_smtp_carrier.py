"""Messages by e-mail, to a real server: encrypted where that is due, and how each one ended."""

import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from email.headerregistry import Address
from pathlib import Path
from typing import Any

import pytest

from comments_service.mail_settings import mail_server as parsed
from comments_service.services.messages.carrier import Delivery, DeliveryEnd, OutgoingMessage
from comments_service.services.messages.smtp_carrier import SmtpCarrier
from tests.servers.mail_server import LOST, Mailbox, mail_server, own_certificate
from tests.servers.ports import free_port

SENDER = Address("十堰市经济和信息化委员会", addr_spec="no-reply@city.test")
STOP = "https://city.test/opinions/receipts/stop?of=" + "0123456789abcdef" * 4
MESSAGE = OutgoingMessage(
    "lin@mail.test", "您的意见已登记", "您的回执号：1。\n", "zh-CN", "a" * 32, 2,
    datetime(2018, 7, 15, 2, tzinfo=UTC), STOP,
)  # fmt: skip


def carrier(mailbox: Mailbox, scheme: str = "smtp", login: str = "") -> SmtpCarrier:
    return SmtpCarrier(parsed(f"{scheme}://{login}127.0.0.1:{mailbox.port}"), SENDER)


def ends(mailbox: Mailbox, *urls: str, message: OutgoingMessage = MESSAGE) -> Delivery:
    with closing(carrier(mailbox, *urls)) as opened:
        return opened.send(message)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as opened:
        yield opened


def test_a_mail_says_who_sends_it_what_it_is_and_how_it_is_stopped(mailbox: Mailbox) -> None:
    assert ends(mailbox) == Delivery(DeliveryEnd.TAKEN)
    [mail] = mailbox.mails
    unlike = {"Content-Type", "X-Peer", "X-MailFrom", "X-RcptTo"}
    assert {name: str(mail[name]) for name in mail if name not in unlike} == {
        "List-Unsubscribe": f"<{STOP}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "From": "十堰市经济和信息化委员会 <no-reply@city.test>",
        "To": "lin@mail.test",
        "Subject": "您的意见已登记",
        "Date": "Sun, 15 Jul 2018 10:00:00 +0800",
        "Message-ID": f"<{'a' * 32}@city.test>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "zh-CN",
        "X-Yanlu-Attempt": "2",
        "Content-Transfer-Encoding": "base64",
        "MIME-Version": "1.0",
    }
    assert mailbox.texts == ["您的回执号：1。\n"]


def test_one_click_is_promised_by_https_alone(mailbox: Mailbox) -> None:
    ends(mailbox, message=MESSAGE._replace(stop="http://city.test/stop"))
    ends(mailbox, message=MESSAGE._replace(stop=""))
    names = "List-Unsubscribe", "List-Unsubscribe-Post"
    found = [[each[name] for name in names] for each in mailbox.mails]
    assert found == [["<http://city.test/stop>", None], [None, None]]


def test_one_connection_carries_many_and_is_opened_again_once_the_server_ended_it(
    mailbox: Mailbox,
) -> None:
    with closing(carrier(mailbox)) as opened:
        assert [opened.send(MESSAGE).end for _ in range(3)] == [DeliveryEnd.TAKEN] * 3
        assert mailbox.connections == 1
        assert opened._smtp is not None
        assert opened._smtp.sock is not None
        opened._smtp.sock.shutdown(socket.SHUT_RDWR)
        assert opened.send(MESSAGE).end is DeliveryEnd.TAKEN
    assert (mailbox.connections, len(mailbox.mails)) == (2, 4)


@pytest.mark.parametrize(
    ("at", "said", "end"),
    [
        ("to_rcpt", "550 5.1.1 no such lin@mail.test", DeliveryEnd.REFUSED),
        ("to_rcpt", "450 4.2.1 try again", DeliveryEnd.LATER),
        ("to_rcpt", "550 5.7.1 relaying denied", DeliveryEnd.LATER),
        ("to_rcpt", "503 5.5.1 what", DeliveryEnd.LATER),
        ("to_data", "554 5.6.0 never", DeliveryEnd.REFUSED),
        ("to_data", "451 4.3.0 busy", DeliveryEnd.LATER),
        ("to_data", LOST, DeliveryEnd.UNKNOWN),
    ],
)
def test_how_it_ended_is_known_by_the_servers_answer_alone(
    mailbox: Mailbox, at: str, said: str, end: DeliveryEnd
) -> None:
    getattr(mailbox, at).append(said)
    with closing(carrier(mailbox)) as opened:
        found = opened.send(MESSAGE)
        assert found.end is end
        assert "lin" not in found.cause
        # The next one is not disturbed.
        assert opened.send(MESSAGE).end is DeliveryEnd.TAKEN


def test_no_server_is_told_from_one_that_refuses(mailbox: Mailbox) -> None:
    mailbox.port = free_port()
    assert ends(mailbox).end is DeliveryEnd.UNREACHABLE


def test_an_address_that_plain_smtp_does_not_take_is_refused(mailbox: Mailbox) -> None:
    message = MESSAGE._replace(to="林@mail.test")
    assert ends(mailbox, message=message).end is DeliveryEnd.REFUSED
    assert ends(mailbox, message=MESSAGE._replace(to="lin@邮件.test")).end is DeliveryEnd.TAKEN
    assert mailbox.addresses == ["lin@xn--5nq051n.test"]


@pytest.mark.parametrize(
    "local", ["=?utf-8?q??=", "=?utf-8?q?=0d=0aBcc=3ax=40y.z?=", "=?utf-8?q?a=2cb?="]
)
def test_an_address_that_is_read_as_another_is_refused(mailbox: Mailbox, local: str) -> None:
    message = MESSAGE._replace(to=f"{local}@example.com")
    assert ends(mailbox, message=message).end is DeliveryEnd.REFUSED
    assert (mailbox.mails, mailbox.connections) == ([], 0)


def test_nothing_goes_in_clear_with_a_password(mailbox: Mailbox) -> None:
    found = ends(mailbox, "smtp", "u:p%3Aw@")
    assert found.end is DeliveryEnd.UNREACHABLE
    assert "STARTTLS" in found.cause
    assert (mailbox.mails, mailbox.logins) == ([], [])


def test_starttls_is_used_and_its_certificate_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = own_certificate(tmp_path)
    mailbox = Mailbox()
    secured: dict[str, Any] = {
        "tls_context": context,
        "auth_required": True,
        "authenticator": mailbox.log_in,
    }
    with mail_server(mailbox, **secured):
        assert "certificate" in ends(mailbox, "smtp", "u:p%3Aw@").cause
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        assert ends(mailbox, "smtp", "u:wrong@") == Delivery(
            DeliveryEnd.UNREACHABLE, "SMTPAuthenticationError 535"
        )
        # SMTP takes no such password.
        assert ends(mailbox, "smtp", "u:密@").end is DeliveryEnd.UNREACHABLE
        assert ends(mailbox, "smtp", "u:p%3Aw@").end is DeliveryEnd.TAKEN
    assert (mailbox.logins[-1], mailbox.encrypted) == ((b"u", b"p:w"), [True])


def test_smtps_is_encrypted_from_the_first_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = own_certificate(tmp_path)
    with mail_server(tls=context) as mailbox:
        assert ends(mailbox, "smtps").end is DeliveryEnd.UNREACHABLE
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        assert ends(mailbox, "smtps").end is DeliveryEnd.TAKEN
    assert len(mailbox.mails) == 1
