"""Prepares a demonstration: ``python -m samples.fill FOLDER INSTANT``.

FOLDER is new: it gets the policies, a database with two accounts, and keys, where none are
given. Where the demo's clock begins (INSTANT) after the events in ``happenings.json``, they are
filled in, in order of time, through the interfaces that people use: comments by POST, letters,
decisions and releases by the desk's use cases, outcome and exports by the command line. In the
meantime the clock is stopped at each instant.
"""

import argparse
import json
import os
from dataclasses import replace
from datetime import date, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Flask

from catalogue.window import parse_instant
from comments_service.cli.main import main as run_command
from comments_service.domain.accounts.officer import Officer
from comments_service.domain.accounts.roles import Role
from comments_service.domain.comments.decision import NewDecision
from comments_service.domain.comments.participant import ParticipantKind
from comments_service.domain.intake.new_entry import NewEntry, NewPoint
from comments_service.domain.register.comment_release import NewRelease
from comments_service.domain.states.comment_state import CommentState
from comments_service.keyring import new_key_line
from comments_service.services.accounts import staff
from comments_service.services.clock.clock import Clock
from comments_service.services.database.identity import begin_database, note_identity
from comments_service.services.intake import checking, entering
from comments_service.services.register import deciding
from comments_service.services.register.comment_releases import decide_release
from comments_service.services.service import Service, open_service
from comments_service.settings import Settings
from comments_service.store.comments import comment_states
from comments_service.web.app import create_app
from publisher.cli.main import main as build
from samples.copies import copy_policies

HAPPENINGS = Path(__file__).parent / "happenings.json"
ENDED = parse_instant("2018-07-01T00:00:00+08:00")
"""Before this the samples would lie in the future."""
HANDLER = Officer(
    "", "jingban", "经办员（演示）", frozenset({Role.REGISTRAR, Role.HANDLER, Role.DRAFTER})
)
REVIEWER = Officer(
    "", "shenhe", "审核员（演示）", frozenset({Role.REVIEWER, Role.PUBLISHER, Role.SUPERVISOR})
)
ANSWERED = "sample-parking"


class Filling:
    """A demonstration that is being filled; each happening is a method of its name."""

    def __init__(self, folder: Path, app: Flask, officers: list[Officer]) -> None:
        self.folder, self.app, self.officers = folder, app, officers
        self.client = app.test_client()

    @property
    def service(self) -> Service:
        """The service as it stands at the instant of the happening."""
        service: Service = self.app.extensions["yanlu"]
        return service

    def at(self, instant: datetime) -> None:
        """Stop the clock there, for the interfaces and for commands."""
        os.environ["YANLU_NOW"] = instant.isoformat()
        self.app.extensions["yanlu"] = replace(self.service, clock=Clock(instant, frozen=True))

    def send(self, happening: dict[str, Any]) -> None:
        """Send a submission as the dialog of the site does."""
        sent = {"version": "v1", "participant": "person", "consent_notice": True, **happening}
        answer = self.client.post("/api/v1/submissions", json=sent)
        _require(answer.status_code == HTTPStatus.CREATED, answer.get_data(as_text=True))

    def enter(self, happening: dict[str, Any]) -> None:
        """Enter what came by letter; where it says so, the other officer checks it."""
        checked = happening.pop("checked", False)
        points = tuple(NewPoint(clause, body) for clause, body in happening.pop("points"))
        posted, received = (
            date.fromisoformat(happening.pop(day)) for day in ("posted_on", "received_on")
        )
        new = NewEntry(
            version="v1",
            points=points,
            kind=ParticipantKind(happening.pop("kind")),
            posted_on=posted,
            received_on=received,
            **happening,
        )
        stored = entering.enter_submission(self.service, self.officers[0], new)
        if checked:
            of_it = stored.policy, stored.id, stored.entry
            checking.check_submission(self.service, self.officers[1], *of_it)

    def propose(self, happening: dict[str, Any]) -> None:
        """Propose the decisions on a policy's comments, by their numbers."""
        states = self._states(happening["policy"])
        new = []
        for each in happening["decisions"]:
            state = states[each.pop("number")]
            new.append(NewDecision(comment=state.comment, seen=state.changed, **each))
        deciding.propose(self.service, self.officers[0].id, new)

    def release(self, happening: dict[str, Any]) -> None:
        """Release everything that was proposed."""
        states = self._states(happening["policy"]).values()
        pairs = [(state.comment, state.proposal) for state in states if state.proposal]
        deciding.release(self.service, self.officers[1].id, pairs)

    def show(self, happening: dict[str, Any]) -> None:
        """Let the public read comments, by their numbers."""
        states, policy = self._states(happening["policy"]), happening["policy"]
        for number in happening["numbers"]:
            of_it = self.officers[1].id, policy, states[number].comment
            decide_release(self.service, *of_it, NewRelease(1, shown=True))

    def publish(self, happening: dict[str, Any]) -> None:
        """Write the outcome to where the build reads it."""
        note_identity(self.service)
        _run("results", happening["policy"])

    def export(self) -> None:
        """Write the public edition of every file that the office hands out."""
        folder = self.folder / "报告"
        folder.mkdir()
        note_identity(self.service)
        for form in ("xlsx", "docx", "csv", "json"):
            _run("export", ANSWERED, "--format", form, "--out", str(folder / f"{ANSWERED}.{form}"))
        _run("export", "--year", "2018", "--format", "xlsx", "--out", str(folder / "2018年.xlsx"))

    def _states(self, policy: str) -> dict[str, CommentState]:
        """Return the comments by the place of their submission and theirs in it: "1-1"."""
        places: dict[int, int] = {}
        found = {}
        with self.service.database.read() as connection:
            for each in comment_states.numbered(connection, policy):
                place = places.setdefault(each.serial, len(places) + 1)
                found[f"{place}-{each.position + 1}"] = each
        return found


def fill(folder: Path, until: datetime) -> None:
    """Prepare a whole demonstration in a new folder, with the samples where they are past."""
    past = until >= ENDED
    happenings = json.loads(HAPPENINGS.read_text("utf-8")) if past else []
    copy_policies(Path("policies"), folder / "policies", samples=past)
    os.environ |= _environment(folder, happenings[0]["at"] if past else until.isoformat())
    os.environ |= _keys(folder)
    service = open_service(Settings.from_env(os.environ))
    begin_database(service)
    officers = _add_staff(service, folder)
    if past:
        places = ("--policies", str(folder / "policies"), "--site", str(folder / "site"))
        _require(build(places) == 0, "the build")
        app = create_app(Settings.from_env(os.environ, serving=True))
        filling = Filling(folder, app, officers)
        for number, happening in enumerate(happenings):
            filling.at(parse_instant(happening.pop("at")))
            name = happening.pop("do")
            if name in {"send", "enter"}:
                happening["idempotency_key"] = f"sample-happening-{number:04}"
            getattr(filling, name)(happening)
        filling.export()
        filling.service.database.close()
    note_identity(service)
    service.database.close()


def _add_staff(service: Service, folder: Path) -> list[Officer]:
    """Open the two accounts, and keep their passwords where only the owner reads them."""
    made = [staff.add(service, officer) for officer in (HANDLER, REVIEWER)]
    path = folder / "accounts"
    path.touch(mode=0o600)
    path.write_text("".join(f"{each.login} {word}\n" for each, word in made), "utf-8")
    return [officer for officer, _ in made]


def _environment(folder: Path, now: str) -> dict[str, str]:
    return {
        "YANLU_DEMO": "1",
        "YANLU_CLOCK": "frozen",
        "YANLU_NOW": now,
        "YANLU_DATABASE": f"sqlite:///{folder}/yanlu.sqlite3",
        "YANLU_IDENTITY": str(folder / "state" / "identity.json"),
        "YANLU_SITE": str(folder / "site"),
        "YANLU_POLICIES": str(folder / "policies"),
        "YANLU_RATE_LIMIT": "off",
        "YANLU_CHALLENGE": "off",
    }


def _keys(folder: Path) -> dict[str, str]:
    """Keep keys next to the database, where none are given."""
    if os.environ.get("YANLU_KEYS") or os.environ.get("YANLU_KEYS_FILE"):
        return {}
    path = folder / "keys"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(new_key_line() + "\n", "utf-8")
    return {"YANLU_KEYS_FILE": str(path)}


def _run(*arguments: str) -> None:
    _require(run_command(arguments) == 0, " ".join(arguments))


def _require(done: bool, what: str) -> None:  # noqa: FBT001 - a condition
    if not done:
        raise SystemExit(f"samples: {what} failed")


def main() -> None:
    """Read the arguments and fill."""
    parser = argparse.ArgumentParser(prog="python -m samples.fill", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("until", type=parse_instant, metavar="INSTANT")
    options = parser.parse_args()
    fill(options.folder, options.until)


if __name__ == "__main__":
    main()
