"""A gate with TLS in front of a PostgreSQL that was built without it: a name, and who vouches.

A client asks for TLS as PostgreSQL's protocol has it (SSLRequest), and checks the certificate by
the name that it wrote; what passes then goes on to the server's socket.
"""

import secrets
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_SSL_REQUEST = (80877103).to_bytes(4, "big")
_GSS_REQUEST = (80877104).to_bytes(4, "big")
_AT_ONCE = 65_536
_DAY = timedelta(days=1)


@contextmanager
def tls_gate(name: str, behind: Path, authority: Path, folder: Path) -> Iterator[int]:
    """Yield the port of a gate by this name; its root certificate is written to ``authority``."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certified(name, authority, folder))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = int(listening.getsockname()[1])
        threading.Thread(target=_let_in, args=(listening, context, behind), daemon=True).start()
        yield port
        # A thread that waits in accept goes on waiting when its socket is only closed.
        listening.shutdown(socket.SHUT_RDWR)


def certified(name: str, authority: Path, folder: Path) -> Path:
    """Write the root of an authority, and return a file with a key and certificate by it."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, secrets.token_hex(8))])
    own_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)

    def signed(subject: x509.Name, public: ec.EllipticCurvePublicKey, extension: object) -> bytes:
        builder = x509.CertificateBuilder(
            issuer_name=root_name, subject_name=subject, public_key=public,
            serial_number=x509.random_serial_number(), not_valid_before=now - _DAY,
            not_valid_after=now + _DAY,
        )  # fmt: skip
        is_root = isinstance(extension, x509.BasicConstraints)
        builder = builder.add_extension(extension, critical=is_root)  # type: ignore[arg-type] # one of two
        made = builder.sign(root_key, hashes.SHA256())
        return made.public_bytes(serialization.Encoding.PEM)

    authority.parent.mkdir(parents=True, exist_ok=True)
    constraints = x509.BasicConstraints(ca=True, path_length=0)
    authority.write_bytes(signed(root_name, root_key.public_key(), constraints))
    own = signed(own_name, key.public_key(), x509.SubjectAlternativeName([x509.DNSName(name)]))
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = folder / "gate.pem"
    file.write_bytes(secret + own)
    return file


def _let_in(listening: socket.socket, context: ssl.SSLContext, behind: Path) -> None:
    with suppress(OSError):
        while True:
            client, _ = listening.accept()
            threading.Thread(target=_pass_on, args=(client, context, behind), daemon=True).start()


def _pass_on(client: socket.socket, context: ssl.SSLContext, behind: Path) -> None:
    """Serve one client; who asks for no TLS is sent away."""
    with suppress(OSError), client:
        asked = client.recv(8)[4:]
        if asked == _GSS_REQUEST:
            client.sendall(b"N")
            asked = client.recv(8)[4:]
        if asked != _SSL_REQUEST:
            return
        client.sendall(b"S")
        with (
            context.wrap_socket(client, server_side=True) as hidden,
            socket.socket(socket.AF_UNIX) as server,
        ):
            server.connect(str(behind))
            _exchange(hidden, server)


def _exchange(client: ssl.SSLSocket, server: socket.socket) -> None:
    """Pass on what both say until one of them ends."""
    back = threading.Thread(target=_copy, args=(server, client), daemon=True)
    back.start()
    _copy(client, server)
    back.join()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(_AT_ONCE):
            target.sendall(data)
    # So that the other direction ends too.
    for each in (source, target):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
