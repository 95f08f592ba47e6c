"""Secrets that stand in a file of their own instead of in the environment."""

import os
import shlex
import stat
from pathlib import Path
from typing import NamedTuple

from interface.command_line import said


class SecretFileError(ValueError):
    """The file cannot be read, or by others too; the message holds no secret."""


class SecretFile(NamedTuple):
    """Stands for a secret until it is read, so that a fault is listed with the others."""

    path: Path

    def read(self) -> str:
        """Return what the file holds."""
        try:
            with self.path.open(encoding="utf-8") as file:
                mode = os.fstat(file.fileno()).st_mode
                if mode & (stat.S_IRWXG | stat.S_IRWXO):
                    words = said(
                        "others than its owner can read it (mode %(mode)s): run chmod 600 %(path)s",
                        mode=f"{stat.S_IMODE(mode):04o}",
                        path=shlex.quote(str(self.path)),
                    )
                    raise SecretFileError(f"{self.path}: {words}")
                return file.read()
        except (OSError, UnicodeError) as error:
            reason = said(getattr(error, "strerror", None) or "not a text file in UTF-8")
            raise SecretFileError(f"{self.path}: {reason}") from None


def secret_text(value: object) -> str:
    """Return a secret, wherever it stands; ``SecretFileError``."""
    return (value.read() if isinstance(value, SecretFile) else str(value)).strip()
