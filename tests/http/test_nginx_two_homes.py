"""Two homes in one nginx, by TLS: what `yanlu units` writes for each, ports and paths aside."""

import http.client
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.servers.behind_nginx import nginx_with
from tests.servers.ports import free_port
from tests.servers.waiting import MOST_SECONDS
from yanlu.main import main

HOSTS = ("one.example.org", "two.example.org")


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    """Run nginx with both homes; return its ports for http and https."""
    folder, plain, secure = tmp_path_factory.mktemp("homes"), free_port(), free_port()
    for host in HOSTS:
        _home(folder, host)
    sites = "".join(path.read_text("utf-8") for path in sorted(folder.rglob("conf.d/*.conf")))
    sites = re.sub(r"\n +listen \[.*", "", sites)
    for name, here in (
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ", f"listen 127.0.0.1:{secure} "),
        ("/etc/ssl/private/", f"{folder}/"),
        ("/etc/ssl/", f"{folder}/"),
        ("/var/log/nginx/", f"{folder}/"),
    ):
        assert sites.count(name) == 2 * (1 + (name == "/var/log/nginx/")), name
        sites = sites.replace(name, here)
    with nginx_with(sites, folder, secure):
        yield plain, secure


def _home(folder: Path, host: str) -> None:
    home = folder / host.partition(".")[0]
    (home / "site").mkdir(parents=True)
    (home / "site/index.html").write_text(host)
    settings = f"YANLU_BASE_URL=https://{host}/\nYANLU_TRUSTED_PROXIES=127.0.0.1\n"
    (home / "yanlu.env").write_text(settings)
    assert main(["units", "--home", str(home), "--to", str(folder)]) == 0
    _certificate(folder, host)


def _certificate(folder: Path, host: str) -> None:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    form, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    private = key.private_bytes(form, serialization.PrivateFormat.PKCS8, plain)
    (folder / f"{host}.pem").write_bytes(certificate.public_bytes(form))
    (folder / f"{host}.key").write_bytes(private)


def _ask(port: int, host: str, path: str) -> tuple[str, http.client.HTTPResponse]:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    plain = socket.create_connection(("127.0.0.1", port), MOST_SECONDS)
    with closing(http.client.HTTPSConnection(host, context=context)) as connection:
        connection.sock = context.wrap_socket(plain, server_hostname=host)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.read().decode(), answer


@pytest.mark.parametrize("host", HOSTS)
def test_each_home_has_its_own_host_and_asks_for_tls_from_then_on(
    ports: tuple[int, int], host: str
) -> None:
    body, answer = _ask(ports[1], host, "/")
    assert (answer.status, body) == (200, host)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("host", HOSTS)
def test_plain_http_leads_to_tls(ports: tuple[int, int], host: str) -> None:
    with closing(
        http.client.HTTPConnection("127.0.0.1", ports[0], timeout=MOST_SECONDS)
    ) as connection:
        connection.request("GET", "/plan/?q=1", headers={"Host": host})
        answer = connection.getresponse()
        answer.read()
    assert (answer.status, answer.headers["Location"]) == (308, f"https://{host}/plan/?q=1")


@pytest.mark.parametrize("path", ["/api/v1/policies", "/desk/", "/forms/x"])
def test_what_is_the_services_is_handed_on_and_all_says_tls(
    ports: tuple[int, int], path: str
) -> None:
    # Nothing listens behind it here: nginx says so itself.
    _, answer = _ask(ports[1], HOSTS[0], path)
    assert (answer.status, answer.headers["Strict-Transport-Security"]) == (502, "max-age=31536000")


@pytest.mark.parametrize("path", ["/metrics", "/readyz", "/healthz"])
def test_what_is_for_the_office_alone_is_not(ports: tuple[int, int], path: str) -> None:
    _, answer = _ask(ports[1], HOSTS[0], path)
    assert answer.status == 404
