"""``build.py publish`` and ``build.py versions``: sealing, and deciding what is unsure."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from catalogue.window import china_day
from publisher.cli.console import Console
from publisher.cli.options import Commands, add_now, add_policies, add_removals, removals_of
from publisher.problems import BuildFailed, Message, Problems, UsageError, Value
from publisher.sources import PolicySource, read_policies
from publisher.sources.lock_file import write_decisions
from publisher.versions.comparison import compare, count_changes
from publisher.versions.drafts import TracedPolicy, places_of, read_records, trace_policy
from publisher.versions.lineage import Records, VersionState
from publisher.versions.matching import Matching, Pair
from publisher.versions.publish import publish, publish_erratum
from publisher.versions.questions import fates_of, printed_lines, with_decisions
from publisher.versions.tombstones import shown_states

_Act = Callable[[PolicySource, argparse.Namespace, Problems, Console], None]


def add_publish(commands: Commands) -> None:
    """Add the command that seals."""
    parser = commands.add_parser("publish", help="seal a version: its text and its clauses' names")
    parser.add_argument("policy")
    parser.add_argument("version")
    parser.add_argument("--erratum", metavar="REASON", help="record a 勘误 to a sealed version")
    add_now(parser)
    add_removals(parser)
    add_policies(parser)
    parser.set_defaults(run=partial(_run, _publish))


def add_versions(commands: Commands) -> None:
    """Add the command that compares."""
    parser = commands.add_parser("versions", help="list what is unsure, and decide it")
    parser.add_argument("policy")
    parser.add_argument("--from", dest="old", metavar="V", help="default: the one before")
    parser.add_argument("--to", dest="new", metavar="V", help="default: the newest")
    parser.add_argument("--decide", action="append", default=[], metavar="NAME=FATE")
    add_policies(parser)
    parser.set_defaults(run=partial(_run, _versions))


def _run(act: _Act, options: argparse.Namespace, console: Console) -> int:
    problems = Problems()
    with console.showing(problems):
        source = _find(options.policies, options.policy, problems)
        act(source, options, problems, console)
    return 1 if problems.errors else 0


def _find(folder: Path, policy: str, problems: Problems) -> PolicySource:
    """Read all sources, but keep only the faults of this policy's own files."""
    found = Problems()
    sources = {source.policy.id: source for source in read_policies(folder, found)}
    problems.found += found.at(folder / policy, folder / f"{policy}.md")
    if policy not in sources:
        raise BuildFailed("refusal.no_policy", folder=str(folder), policy=policy)
    return sources[policy]


def _publish(
    source: PolicySource, options: argparse.Namespace, problems: Problems, console: Console
) -> None:
    if problems.errors:
        raise BuildFailed("refusal.not_sealed", version=options.version)
    today = china_day(options.now or datetime.now(UTC))
    if options.erratum is not None:
        if not options.erratum.strip():
            raise UsageError("refusal.no_reason")
        publish_erratum(source, options.version, options.erratum.strip(), today, problems)
    else:
        publish(source, options.version, today, problems, removals_of(options))
    console.print("command.sealed", lock=str(places_of(source).lock), version=options.version)


def _versions(
    source: PolicySource, options: argparse.Namespace, problems: Problems, console: Console
) -> None:
    if options.decide:
        _decide(source, options, problems)
    traced = trace_policy(source, problems, of_texts=Problems())
    _report(_compared(traced, options.old, options.new), console)


def _compared(traced: TracedPolicy, old: str | None, new: str | None) -> VersionState:
    ids = [state.clauses.version for state in traced.states]
    policy = traced.source.policy.id
    if not ids:
        raise UsageError("refusal.no_text", policy=policy)
    for version in filter(None, (new, old)):
        if version not in ids:
            raise UsageError("refusal.no_version", policy=policy, version=version, versions=ids)
    to = ids.index(new) if new else len(ids) - 1
    since = ids.index(old) if old else to - 1
    if len(ids) == 1:
        raise UsageError("refusal.one_version", policy=policy, version=ids[0])
    if not 0 <= since < to:
        raise UsageError("refusal.order_of_versions", policy=policy, versions=ids)
    return shown_states(traced.states, {ids[since], ids[to]})[-1]


def _decide(source: PolicySource, options: argparse.Namespace, problems: Problems) -> None:
    """Add decisions to ``decisions.yml``, all or none."""
    version = options.new or source.versions[-1].id
    records = read_records(source, problems)
    if version in records.lock.versions:
        raise UsageError("refusal.decided", version=version)
    records = with_decisions(records, version, options.decide)
    _try(source, records)
    write_decisions(records.decisions_path, records.decisions)


def _try(source: PolicySource, records: Records) -> None:
    tried = Problems()
    trace_policy(source, tried, records=records)
    if faults := [each.message for each in tried.errors if each.code == "V003"]:
        raise UsageError("refusal.decisions", faults=faults)


def _report(state: VersionState, console: Console) -> None:
    matching = state.matching
    if matching is None:
        return
    counts = count_changes(compare(matching)).items()
    changes = [Message(f"change.{change}", {"count": count}) for change, count in counts]
    console.print("command.changes", changes=changes)
    console.print("command.to_decide", count=len(matching.open_pairs))
    for pair in matching.open_pairs:
        console.print("command.question", **_question(matching, pair))


def _question(matching: Matching, pair: Pair) -> dict[str, Value]:
    old, new = pair.old, pair.new
    lines = [f"  - {line}" for line in printed_lines(old)] + [
        f"  + {line}" for line in printed_lines(new)
    ]
    also = [f"{other.eid} {likeness:.2f}" for other, likeness in matching.rivals(pair)]
    return {
        "old": old.wid,
        "new": new.eid,
        "similarity": f"{pair.similarity:.2f}",
        "words": "\n".join(lines),
        "also": Message("command.also_alike", {"others": also}) if also else "",
        "fates": " | ".join(fates_of(matching, pair)),
    }
