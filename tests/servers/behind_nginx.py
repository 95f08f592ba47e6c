"""The nginx example of the operators' guide, run as it stands with loopback names and folders."""

import contextlib
import os
import re
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.servers.live_service import ROOT
from tests.servers.ports import free_port
from tests.servers.waiting import MOST_SECONDS, wait_for

_BASE = """daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
{user}
error_log stderr warn;
events {{ worker_connections 64; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {example}
}}
"""


@dataclass(frozen=True)
class Hosts:
    """The ports of the portal and of the service's host, and of the service behind them."""

    portal: int
    service: int
    behind: int

    @property
    def site(self) -> str:
        """The site's address."""
        return f"http://127.0.0.1:{self.portal}/yjzj/"

    @property
    def comments(self) -> str:
        """The service's address."""
        return f"http://127.0.0.1:{self.service}/"


def hosts() -> Hosts:
    """Choose free ports."""
    return Hosts(free_port(), free_port(), free_port())


@contextlib.contextmanager
def nginx(site: Path, folder: Path, at: Hosts, *, one_origin: bool = False) -> Iterator[None]:
    """Run the example for a built site until the block ends."""
    program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    assert program, "no nginx: script/bootstrap as root installs it"
    example = _here(site, folder, at, one_origin=one_origin)
    user = "user root;" if os.geteuid() == 0 else ""
    file = folder / "nginx.conf"
    file.write_text(_BASE.format(folder=folder, user=user, example=example), "utf-8")
    command = [program, "-c", str(file), "-p", str(folder)]
    with (folder / "nginx.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait(process, at.site, folder / "nginx.log")
        yield
    finally:
        process.terminate()
        process.wait(MOST_SECONDS)


def _here(site: Path, folder: Path, at: Hosts, *, one_origin: bool) -> str:
    """Put loopback ports and folders of the test in the place of the example's."""
    text = (ROOT / "docs/nginx.conf").read_text("utf-8")
    for part in ("proxy", "too-many"):
        whole = (ROOT / f"docs/nginx-{part}.conf").read_bytes()
        (folder / f"yanlu-{part}.conf").write_bytes(whole)
    text = re.sub(r"\n +ssl_certificate.*", "", text)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    for port in (at.portal, at.service):
        text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};", 1)
    for name, here in (
        ("/srv/yanlu/site/", f"{site}/"),
        ("/var/log/nginx/", f"{folder}/"),
        ("/etc/nginx/", f"{folder}/"),
        ("127.0.0.1:8000", f"127.0.0.1:{at.behind}"),
        ("https://www.example.gov.cn/yjzj/", at.site),
    ):
        assert name in text, name
        text = text.replace(name, here)
    return text.replace("#1 ", "") if one_origin else text


def _wait(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    def answers() -> bool:
        assert process.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(address, timeout=MOST_SECONDS).close()
        except urllib.error.HTTPError as error:
            error.close()
        except OSError:
            return False
        return True

    wait_for(answers, f"{address} to answer")
