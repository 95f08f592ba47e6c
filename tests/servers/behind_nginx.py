"""The site of nginx that `yanlu units` writes, run as it stands but for ports and folders."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from home.city_home import CityHome
from tests.servers.ports import free_port
from tests.servers.waiting import MOST_SECONDS, end_process, wait_for
from yanlu.deployment.city_site import NGINX, CitySite
from yanlu.deployment.rendered import files_of

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
    {sites}
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
    """Run it for a built site until the block ends."""
    with nginx_with(_here(site, folder, at, one_origin=one_origin), folder, at.portal):
        yield


@contextlib.contextmanager
def nginx_with(sites: str, folder: Path, port: int) -> Iterator[None]:
    """Run nginx with some sites until the block ends, which begins when it has the port."""
    program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    assert program, "no nginx: script/bootstrap as root installs it"
    user = "user root;" if os.geteuid() == 0 else ""
    file = folder / "nginx.conf"
    file.write_text(_BASE.format(folder=folder, user=user, sites=sites), "utf-8")
    command = [program, "-c", str(file), "-p", str(folder)]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    with (folder / "nginx.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait(process, port, folder / "nginx.log")
        yield
    finally:
        end_process(process)


def _here(site: Path, folder: Path, at: Hosts, *, one_origin: bool) -> str:
    """Put loopback ports and folders of the test in the place of those of a real machine."""
    home = CityHome(folder / "city")
    settings = {**home.settings, "YANLU_SITE": str(site)}
    service = "www.example.gov.cn" if one_origin else "yijian.example.gov.cn"
    city = CitySite(
        home.folder, settings, "yanlu", "yanlu", "www.example.gov.cn", "/yjzj/", service, at.behind
    )
    text = files_of(city)[NGINX / "yanlu-city.conf"]
    text = re.sub(r"\n +(ssl_|listen \[).*", "", text)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    for port in (at.portal, at.service):
        text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};", 1)
    text = text.replace("/var/log/nginx/", f"{folder}/")
    return text.replace("https://www.example.gov.cn/yjzj/", at.site)


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    def answers() -> bool:
        assert process.poll() is None, log.read_text()
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=MOST_SECONDS).close()
            return True
        return False

    wait_for(answers, f"nginx to listen on {port}")
