"""``yanlu doctor``: say line by line what is good, what needs a look, and what is wrong."""

import argparse
import logging
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from home.city_home import HOME, CityHome, with_home
from home.environment_file import HomeError
from interface.command_line import asked_language, said, said_of, speak, wrong_language
from yanlu.doctor.diagnosis import Diagnosis, Mark
from yanlu.doctor.home_folder import examine_home
from yanlu.doctor.machine import examine_backups, examine_program, examine_units
from yanlu.doctor.service_state import examine_service
from yanlu.doctor.site_state import examine_site
from yanlu.home_owner import become_owner


def run(arguments: Sequence[str], program: str) -> int:
    """Print every diagnosis; 1 where something is wrong."""
    _parser(program).parse_args(arguments)
    folder = os.environ.get(HOME, "")
    try:
        if folder and Path(folder).is_dir():
            # So that it sees what the service sees, and makes no file of root's.
            become_owner(Path(folder))
    except OSError as error:
        print(said_of(error), file=sys.stderr)  # noqa: T201 - this is what stderr is for
        return 2
    # What the parts log, it says itself.
    logging.getLogger().addHandler(logging.NullHandler())
    counts = dict.fromkeys(Mark, 0)
    for diagnosis in _as_far_as_can_be_read(examine(os.environ)):
        counts[diagnosis.mark] += 1
        print(diagnosis, flush=True)  # noqa: T201 - the command's answer
    wrong, look = counts[Mark.WRONG], counts[Mark.LOOK]
    print(said("%(wrong)s wrong, %(look)s to look at", wrong=wrong, look=look))  # noqa: T201
    return 1 if wrong else 0


def _as_far_as_can_be_read(found: Iterator[Diagnosis]) -> Iterator[Diagnosis]:
    try:
        yield from found
    except OSError as error:
        words = f"{said_of(error)}: {said('run it as root')}"
        yield Diagnosis(Mark.WRONG, said("home"), words)


def _parser(program: str) -> argparse.ArgumentParser:
    words = said("say what is wrong and what to do; changes nothing")
    return argparse.ArgumentParser(prog=program, description=words)


def examine(environment: Mapping[str, str]) -> Iterator[Diagnosis]:
    """Yield what there is to say of the installation and the home that the environment names."""
    try:
        settings = with_home(environment)
        # The home may say in which language.
        speak(asked_language(settings))
    except HomeError as error:
        for fault in error.faults:
            yield Diagnosis(Mark.WRONG, said("settings"), fault)
        return
    except ValueError as error:
        yield Diagnosis(Mark.WRONG, said("settings"), wrong_language(error))
        return
    yield from examine_program()
    named = settings.get(HOME)
    home = CityHome(Path(named)) if named else None
    yield from examine_home(home, settings)
    yield from examine_site(settings)
    yield from examine_service(settings)
    if home:
        yield from examine_backups(home)
        yield from examine_units(home)
