"""The command ``serve``."""

import argparse
import os

from comments_service.cli.commands import Commands, simple
from comments_service.services.database.identity import prepare
from comments_service.services.service import open_service
from comments_service.serving.listening import RECEIVE_SECONDS, Listening
from comments_service.serving.server import serve
from comments_service.settings import Settings
from comments_service.store.locks.sole_server import sole_server
from interface.command_line import said

_LAST_PORT = 65535
_LONGEST = 600


def add_commands(commands: Commands) -> None:
    """Add ``serve``."""
    command = simple(commands, "serve", _serve, "serve the site and the comments service")
    command.add_argument("--host", default="127.0.0.1", help="address to listen on")
    command.add_argument("--port", type=_port, default=8000, help="port to listen on")
    command.add_argument(
        "--receive-timeout", type=_seconds, default=RECEIVE_SECONDS, metavar="SECONDS",
        help="within which a request must have arrived (default: %(default)s)",
    )  # fmt: skip


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > _LAST_PORT:
        words = "%(text)s is no port (0 to %(most)s; 0 lets the system choose)"
        raise argparse.ArgumentTypeError(said(words, text=text, most=_LAST_PORT))
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= _LONGEST:
        words = said("%(text)s is no number of seconds up to %(most)s", text=text, most=_LONGEST)
        raise argparse.ArgumentTypeError(words)
    return seconds


def _serve(options: argparse.Namespace) -> None:
    settings = Settings.from_env(os.environ, serving=True)
    service = open_service(settings, serving=True)
    with sole_server(service.database.file):
        prepare(service)
        service.database.close()
        serve(settings, Listening(options.host, options.port, options.receive_timeout))
