"""``build.py publish`` and ``build.py versions``: sealing, and deciding what is unsure."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from catalogue.window import china_day, parse_instant
from publisher.build.removals import add_removals
from publisher.problems import BuildFailed, Problems
from publisher.sources import PolicySource, read_policies
from publisher.sources.lock_file import write_decisions
from publisher.versions.branches import Branch
from publisher.versions.comparison import compare, count_changes
from publisher.versions.decisions import Decisions
from publisher.versions.drafts import TracedPolicy, places_of, read_records, trace_policy
from publisher.versions.lineage import Records, VersionState
from publisher.versions.matching import Matching, Pair
from publisher.versions.publish import publish, publish_erratum
from publisher.versions.tombstones import shown_states

COMMANDS = ("publish", "versions")


def run(arguments: Sequence[str]) -> int:
    """Run a command; 0 on success, 1 where the sources are bad, 2 where the call is."""
    options = parser().parse_args(arguments)
    problems = Problems()
    source = _find(options.policies, options.policy, problems)
    if source is None:
        return _report(problems, f"{options.policies}: there is no policy {options.policy}")
    act = _publish if options.command == "publish" else _versions
    try:
        act(source, options, problems)
    except BuildFailed as failure:
        return _report(problems, str(failure))
    except ValueError as error:
        print(f"build.py: {error}", file=sys.stderr)  # noqa: T201 - the command's own words
        return 2
    return _report(problems, None)


def parser() -> argparse.ArgumentParser:
    """Return the parser of both commands."""
    made = argparse.ArgumentParser(prog="build.py", description=__doc__)
    commands = made.add_subparsers(dest="command", required=True)
    seal = commands.add_parser("publish", help="seal a version: its text and its clauses' names")
    seal.add_argument("policy")
    seal.add_argument("version")
    seal.add_argument("--erratum", metavar="REASON", help="record a 勘误 to a sealed version")
    seal.add_argument("--now", type=parse_instant, metavar="T", help="RFC 3339, default: now")
    add_removals(seal)
    compared = commands.add_parser("versions", help="list what is unsure, and decide it")
    compared.add_argument("policy")
    compared.add_argument("--from", dest="old", metavar="V", help="default: the one before")
    compared.add_argument("--to", dest="new", metavar="V", help="default: the newest")
    compared.add_argument("--decide", action="append", default=[], metavar="NAME=FATE")
    for each in (seal, compared):
        each.add_argument("--policies", type=Path, default=Path("policies"), metavar="DIR")
    return made


def _find(folder: Path, policy: str, problems: Problems) -> PolicySource | None:
    """Read all sources, but keep only the faults of this policy's own files."""
    found = Problems()
    sources = {source.policy.id: source for source in read_policies(folder, found)}
    for each in found.at(folder / policy, folder / f"{policy}.md"):
        problems.add(each.path, each.line, each.code, each.text)
    return sources.get(policy)


def _report(problems: Problems, failure: str | None) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)  # noqa: T201
    if failure:
        print(f"build.py: {failure}", file=sys.stderr)  # noqa: T201
    return 1 if failure or problems.errors else 0


def _publish(source: PolicySource, options: argparse.Namespace, problems: Problems) -> None:
    if problems.errors:
        message = f"{options.version} was not sealed"
        raise BuildFailed(message)
    today = china_day(options.now or datetime.now(UTC))
    if options.erratum is not None:
        if not options.erratum.strip():
            message = "--erratum wants a reason"
            raise ValueError(message)
        publish_erratum(source, options.version, options.erratum.strip(), today, problems)
    else:
        publish(source, options.version, today, problems, options.allow_removal)
    print(f"{places_of(source).lock}: {options.version} is sealed")  # noqa: T201


def _versions(source: PolicySource, options: argparse.Namespace, problems: Problems) -> None:
    if options.decide:
        _decide(source, options, problems)
    traced = trace_policy(source, problems, of_texts=Problems())
    for line in _report_lines(_compared(traced, options.old, options.new)):
        print(line)  # noqa: T201


def _compared(traced: TracedPolicy, old: str | None, new: str | None) -> VersionState:
    ids = [state.clauses.version for state in traced.states]
    to = ids.index(_known(new, ids)) if new else len(ids) - 1
    since = ids.index(_known(old, ids)) if old else to - 1
    if not 0 <= since < to:
        message = "there are no two versions to compare"
        raise ValueError(message)
    return shown_states(traced.states, {ids[since], ids[to]})[-1]


def _known(version: str, ids: Sequence[str]) -> str:
    if version not in ids:
        message = f"there is no version {version}"
        raise ValueError(message)
    return version


def _decide(source: PolicySource, options: argparse.Namespace, problems: Problems) -> None:
    """Add decisions to ``decisions.yml``, all or none."""
    version = options.new or source.versions[-1].id
    records = read_records(source, problems)
    if version in records.lock.versions:
        message = f"{version} is sealed: its clauses are decided"
        raise ValueError(message)
    decisions = Decisions(records.decisions.get(version, {}))
    for line in options.decide:
        decisions = decisions.with_line(line)
    everything = {**records.decisions, version: decisions.given}
    _try(source, replace(records, decisions=everything))
    write_decisions(records.decisions_path, everything)


def _try(source: PolicySource, records: Records) -> None:
    tried = Problems()
    trace_policy(source, tried, records=records)
    faults = [problem.text for problem in tried.errors if problem.code == "V003"]
    if faults:
        raise ValueError("; ".join(faults))


def _report_lines(state: VersionState) -> list[str]:
    matching = state.matching
    if matching is None:
        return []
    counts = count_changes(compare(matching))
    lines = [", ".join(f"{change} {count}" for change, count in counts.items())]
    lines.append(f"{len(matching.open_pairs)} to decide")
    for pair in matching.open_pairs:
        lines += ["", *_question(matching, pair)]
    return lines


def _question(matching: Matching, pair: Pair) -> list[str]:
    old, new = pair.old, pair.new
    also = [f"{other.eid} {likeness:.2f}" for other, likeness in matching.rivals(pair)]
    return [
        f"{old.wid} -> {new.eid}  similarity {pair.similarity:.2f}",
        *(f"  - {line}" for line in _printed(old)),
        *(f"  + {line}" for line in _printed(new)),
        *([f"  also alike: {', '.join(also)}"] if also else []),
        f"  --decide {' | '.join(_fates(matching, pair))}",
    ]


def _fates(matching: Matching, pair: Pair) -> list[str]:
    wid, eid = pair.old.wid, pair.new.eid
    if matching.merged.get(pair.old.eid) is pair:
        return [f"{wid}=merged:{eid}", f"{wid}=deleted"]
    if matching.split.get(eid) is pair:
        return [f"{eid}=split:{wid}", f"{eid}=new"]
    return [f"{wid}={eid}", f"{wid}=deleted", f"{eid}=new"]


def _printed(branch: Branch) -> list[str]:
    clauses = (each.clause for each in branch.walk())
    return [f"{c.number}{c.heading}{c.text}" for c in clauses if c and (c.number or c.text)]
