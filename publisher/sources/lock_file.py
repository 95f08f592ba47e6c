"""``clauses.lock.yml``: what was sealed when each version was published.

Only ``publish`` writes it; the build reads it. It names the policy. Per version it holds
the digest of the text, the eIds that its clauses had (and the number of the reader that gave
them), the wId of each clause whose wId is not simply ``vN.eId``, what the drafter decided, and
勘误 (corrections), each with the digests before and after.
"""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from publisher.problems import Problems
from publisher.sources.schema import DIGEST, VERSION_ID, Line, validate
from publisher.sources.yaml_text import read_yaml

LOCK_SCHEMA = "yanlu-lock/1"
Digest = Annotated[str, Field(pattern=DIGEST)]


Day = Annotated[date, BeforeValidator(lambda day: date.fromisoformat(str(day)))]
VersionId = Annotated[str, Field(pattern=VERSION_ID)]


class _LockPart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OldWording(_LockPart):
    """A clause as it read before a 勘误: ``was`` is its heading and text."""

    clause: Line
    was: str


class Erratum(_LockPart):
    """A 勘误: what was corrected on a day (Beijing) and why."""

    on: Day
    reason: Line
    digest_before: Digest
    digest_after: Digest
    changes: tuple[OldWording, ...] = ()


class Seal(_LockPart):
    """One sealed version; ``clauses`` maps eIds to wIds where these are not ``vN.eId``.

    ``names`` has the eIds of each line of the source (``LINE eId eId …``; release 0.1.0 noted
    none), ``former`` maps names of an earlier reader to the eIds that they lead to.
    """

    sealed_on: Day
    published_on: Day | None = None
    digest: Digest
    reader: int = 1
    clauses: Mapping[str, str] = {}
    merged: Mapping[str, str] = {}
    split: Mapping[str, str] = {}
    decisions: Mapping[str, str] = {}
    errata: tuple[Erratum, ...] = ()
    former: Mapping[str, str] = {}
    names: str = ""

    @property
    def digest_now(self) -> str:
        """The digest that the text must have today."""
        return self.errata[-1].digest_after if self.errata else self.digest


class Lock(_LockPart):
    """The seals of a policy's versions, by version id; ``policy`` is the id it was sealed as."""

    schema_: Literal["yanlu-lock/1"] = Field("yanlu-lock/1", alias="schema")
    policy: str = ""
    versions: Mapping[VersionId, Seal] = {}


def read_lock(path: Path, problems: Problems) -> Lock:
    """Read a lock file; an empty lock where there is none, or where it cannot be read."""
    data = read_yaml(path, problems)
    return (validate(Lock, data, problems) if data else None) or Lock()


def read_decisions(path: Path, problems: Problems) -> dict[str, dict[str, str]]:
    """Read ``decisions.yml``: for each version its decisions, name to fate."""
    data = read_yaml(path, problems)
    if data is None:
        return {}
    found: dict[str, dict[str, str]] = {}
    for version, lines in data.value.items():
        if isinstance(lines, dict) and all(isinstance(fate, str) for fate in lines.values()):
            found[version] = lines
        else:
            problems.add(path, data.line((version,)), "Y004.decision_lines", version=version)
    return found


def write_lock(path: Path, lock: Lock) -> None:
    """Write the lock completely or not at all."""
    head = "# Written by `python build.py publish`; commit it, do not edit it.\n"
    plain = lock.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    write_text(path, head + _yaml({"schema": LOCK_SCHEMA, **plain}))


def write_decisions(path: Path, decisions: Mapping[str, Mapping[str, str]]) -> None:
    """Write ``decisions.yml`` completely or not at all."""
    write_text(path, decisions_text(decisions))


def decisions_text(decisions: Mapping[str, Mapping[str, str]]) -> str:
    """Return the text of ``decisions.yml``."""
    head = "# What was decided about clauses, version by version (build.py versions).\n"
    return head + _yaml({name: dict(lines) for name, lines in decisions.items()})


class _Dumper(yaml.SafeDumper):
    """Writes a text of several lines as such."""


def _string(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _string)


def _yaml(value: object) -> str:
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)


def write_text(path: Path, text: str) -> None:
    """Write a file completely or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.unlink(missing_ok=True)
        # A new file: one of this name might be a link.
        with temporary.open("x", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
