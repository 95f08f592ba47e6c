"""Messages by e-mail, to a server that speaks SMTP (RFC 5321); never in clear where TLS is due."""

import smtplib
import ssl
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from catalogue.window import CHINA
from comments_service.domain.comments.participant import ascii_email
from comments_service.mail_settings import MailServer
from comments_service.services.messages.carrier import Delivery, DeliveryEnd, OutgoingMessage
from interface.command_line import said

# For each step of the conversation, of which there are about ten.
_SECONDS = 50.0
_TAKEN = (250, 251)
# The server will have none of ours, rather than none to this address (RFC 3463, 3.8; RFC 4954).
_OF_THE_SENDER = ("5.7.", "5.3.")
_NO_TLS = "the server offers no STARTTLS, and nothing goes out in clear"
_LOST = (OSError, smtplib.SMTPException)


class SmtpCarrier:
    """Keeps its connection from message to message until it is closed; not safe among threads.

    Certificates are checked against those that the system, or SSL_CERT_FILE, says are good.
    """

    def __init__(self, server: MailServer, sender: Address) -> None:
        self._server = server
        self._sender = sender
        self._smtp: smtplib.SMTP | None = None

    def send(self, message: OutgoingMessage) -> Delivery:
        """Hand it to the server."""
        to = ascii_email(message.to)
        if to is None:
            return Delivery(DeliveryEnd.REFUSED, said("no address that SMTP takes"))
        try:
            smtp = self._connected()
            code, words = smtp.mail(self._sender.addr_spec)
            if code not in _TAKEN:
                return self._ended(DeliveryEnd.UNREACHABLE, code)
            code, words = smtp.rcpt(to)
            if code not in _TAKEN:
                return self._ended(_refusal(code, words), code)
        # A user or password that is not ASCII, which SMTP does not take.
        except (*_LOST, UnicodeError) as error:
            return self._ended(DeliveryEnd.UNREACHABLE, _cause(error))
        return self._give(smtp, self._written(message, to))

    def obstacle(self) -> str:
        """Return what is between this machine and the server, "" for nothing; it sends nothing."""
        try:
            self._connected()
        except (*_LOST, UnicodeError) as error:
            return _cause(error)
        finally:
            self.close()
        return ""

    def close(self) -> None:
        """End the connection, if there is one."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with suppress(*_LOST):
                smtp.quit()
            smtp.close()

    def _give(self, smtp: smtplib.SMTP, data: bytes) -> Delivery:
        try:
            code, words = smtp.data(data)
        except smtplib.SMTPDataError as error:
            return self._ended(DeliveryEnd.LATER, error.smtp_code)
        except _LOST as error:
            return self._ended(DeliveryEnd.UNKNOWN, _cause(error))
        if code in _TAKEN:
            return Delivery(DeliveryEnd.TAKEN)
        return self._ended(_refusal(code, words), code)

    def _ended(self, end: DeliveryEnd, cause: int | str) -> Delivery:
        """Return how it ended; the next message begins with a connection of its own."""
        self.close()
        return Delivery(end, f"SMTP {cause}" if isinstance(cause, int) else cause)

    def _connected(self) -> smtplib.SMTP:
        """Return the connection, a new one where the server has ended it meanwhile."""
        if self._smtp is not None:
            with suppress(*_LOST):
                if self._smtp.noop()[0] in _TAKEN:
                    return self._smtp
            self.close()
        server, trusted = self._server, ssl.create_default_context()
        place = (server.host, server.port, self._sender.domain)
        if server.encrypted:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(*place, timeout=_SECONDS, context=trusted)
        else:
            smtp = smtplib.SMTP(*place, timeout=_SECONDS)
        self._smtp = smtp
        smtp.ehlo()
        if not server.encrypted and smtp.has_extn("starttls"):
            smtp.starttls(context=trusted)
            smtp.ehlo()
        elif server.needs_tls and not server.encrypted:
            raise smtplib.SMTPNotSupportedError(said(_NO_TLS))
        if server.user:
            smtp.login(server.user, server.password)
        return smtp

    def _written(self, message: OutgoingMessage, to: str) -> bytes:
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"], mail["Subject"] = self._sender, to, message.subject
        mail["Date"] = message.at.astimezone(CHINA)
        # By it programs see that two are the same.
        mail["Message-ID"] = f"<{message.id}@{self._sender.domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Yanlu-Attempt"] = str(message.attempt)
        mail.set_content(message.text, cte="base64")
        mail["Content-Language"] = message.language
        return _stop_lines(message.stop).encode() + mail.as_bytes()


def _stop_lines(link: str) -> str:
    """Return the lines by which a mail program stops messages (RFC 2369, by https RFC 8058 too).

    The library would encode an address as if it were words.
    """
    lines = f"List-Unsubscribe: <{link}>\r\n" if link else ""
    one_click = "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    return lines + (one_click if link.startswith("https:") else "")


def _refusal(code: int, words: bytes) -> DeliveryEnd:
    """Return whether a server will never take it: 5yz that is not about who sends."""
    own = words.decode("ascii", "replace").startswith(_OF_THE_SENDER)
    return DeliveryEnd.REFUSED if 550 <= code < 560 and not own else DeliveryEnd.LATER


def _cause(error: Exception) -> str:
    """Return what happened without the server's own words, which may name a person."""
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return str(error)
    code = getattr(error, "smtp_code", "") or getattr(error, "verify_message", "")
    return f"{type(error).__name__} {code or said(getattr(error, 'strerror', '') or '')}".rstrip()
