"""Where the things of a city are in its home, and the settings that follow from it."""

import os
import sys
from collections.abc import Collection, Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path

from home.environment_file import HomeError, read_environment_file
from interface.command_line import asked_language, asks_for_help, said, speak
from interface.language import LANGUAGES

HOME = "YANLU_HOME"
_DATABASE = "YANLU_DATABASE"
_SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class CityHome:
    """The folder of one city; the names of what is in it are the same in every home."""

    folder: Path

    @property
    def environment_file(self) -> Path:
        """The settings of the city (``yanlu.env``), read where the environment has no other."""
        return self.folder / "yanlu.env"

    @property
    def database(self) -> Path:
        """The SQLite file, where the database is none of PostgreSQL."""
        return self.folder / "data" / "yanlu.sqlite3"

    @property
    def backups(self) -> Path:
        """Where copies of the database are put."""
        return self.folder / "backups"

    @property
    def places(self) -> dict[str, Path]:
        """What is where, by the setting that names another place."""
        return {
            "YANLU_POLICIES": self.folder / "policies",
            "YANLU_SITE_FILE": self.folder / "site.yml",
            "YANLU_SITE": self.folder / "site",
            "YANLU_DOWNLOADS": self.folder / "cache" / "downloads",
            "YANLU_KEYS_FILE": self.folder / "keys",
            "YANLU_INBOX": self.folder / "inbox",
            "YANLU_IDENTITY": self.folder / "state" / "identity.json",
        }

    @property
    def settings(self) -> dict[str, str]:
        """The settings that hold where neither the environment nor the file says otherwise."""
        places = {name: str(path) for name, path in self.places.items()}
        return {_DATABASE: f"{_SQLITE}{self.database}", **places}


def with_home(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment with what its home adds to it; what is set in it stays.

    Without ``YANLU_HOME`` it is returned as it is. ``HomeError`` lists what is wrong with the
    home's file.
    """
    if not environment.get(HOME):
        return dict(environment)
    home = CityHome(Path(environment[HOME]).absolute())
    if not home.folder.is_dir():
        words = said("no such folder; `yanlu init %(folder)s` makes it", folder=home.folder)
        raise HomeError([f"{HOME}: {home.folder}: {words}"])
    # An empty setting is one that is not there, as for the service.
    own = _own_settings(home)
    given = {name: value for name, value in environment.items() if value}
    return {**environment, **home.settings, **own, **given, HOME: str(home.folder)}


def enter_home(
    environment: MutableMapping[str, str] = os.environ, arguments: Collection[str] = ()
) -> None:
    """Complete the environment of this process by its home; it ends where that has faults.

    To be called once, before a command looks at the environment; again it changes nothing.
    A command that is asked for its help alone goes on without a home.
    """
    _speak_of(environment)
    try:
        environment.update(with_home(environment))
    except HomeError as error:
        if asks_for_help(arguments):
            return
        print(error, file=sys.stderr)  # noqa: T201 - this is what stderr is for
        sys.exit(2)


def _speak_of(environment: Mapping[str, str]) -> None:
    try:
        speak(asked_language(environment))
    except ValueError:
        # The command itself refuses it.
        speak(LANGUAGES[0])


def _own_settings(home: CityHome) -> dict[str, str]:
    if not home.environment_file.exists():
        return {}
    read = read_environment_file(home.environment_file)
    faults = [
        f"{home.environment_file}:{line}: {words}"
        for name, (value, line) in read.items()
        if (words := _fault(home, name, value))
    ]
    if faults:
        raise HomeError(faults)
    return {name: value for name, (value, _) in read.items() if value}


def _fault(home: CityHome, name: str, value: str) -> str:
    """Return what is wrong with a setting in a file that several programs read."""
    if name == HOME:
        return said("%(name)s is not set in the home itself; take the line out", name=name)
    is_file = name in home.places or name.endswith("_FILE")
    path = value.removeprefix(_SQLITE) if name == _DATABASE else value
    is_path = is_file or (name == _DATABASE and value.startswith(_SQLITE))
    if is_path and value and "://" not in path and not Path(path).is_absolute():
        return said("%(name)s: write a path that begins with /", name=name)
    return ""
