"""``python build.py`` and ``python build.py check``: build the site, or check the sources alone."""

import argparse
import threading
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from catalogue.window import parse_instant
from interface.stylesheet import STYLE
from processes.own_program import own_program
from publisher.addresses.environment import address
from publisher.build.due import is_due
from publisher.build.request import BuildRequest
from publisher.build.run import build_site, check_sources
from publisher.checks import run_checks, write_owed
from publisher.cli.console import Console
from publisher.cli.options import Commands, add_now, add_policies, add_removals, whole_number
from publisher.cli.progress import progress_reporter
from publisher.engine import ENGINES, MKDOCS_FILE
from publisher.problems import Message, Problems, Severity, UsageError, cause_of, refused_file
from publisher.sources import find_places, read_site_file


def add_build(commands: Commands) -> None:
    """Add the command that is meant where none is named."""
    parser = commands.add_parser("build", help="build the site (where no command is named)")
    add_site(parser)
    _add_preview(parser)
    parser.add_argument(
        "--watch", action=argparse.BooleanOptionalAction, default=False,
        help="build what is saved, and show it",
    )  # fmt: skip
    parser.add_argument(
        "--port", type=whole_number(65535, 0), default=8001, metavar="N", help="of --watch"
    )
    parser.add_argument(
        "--if-due", action="store_true", help="only where time made the site one of before"
    )
    parser.set_defaults(run=_build)


def add_check(commands: Commands) -> None:
    """Add the command that writes nothing."""
    parser = commands.add_parser("check", help="name what is wrong and what is lacking")
    add_site(parser)
    _add_preview(parser)
    parser.add_argument(
        "--owed", type=Path, metavar="FILE.xlsx", help="list what is owed to the public"
    )
    parser.add_argument("--json", action="store_true", help="for programs, on standard output")
    parser.set_defaults(run=_check)


def add_site(parser: argparse.ArgumentParser) -> None:
    """Add the options of everything that builds a site, or looks at one."""
    add_policies(parser)
    parser.add_argument("--site", type=Path, metavar="DIR")
    parser.add_argument("--engine", choices=ENGINES, default=ENGINES[0])
    parser.add_argument(
        "--jobs", type=whole_number(256), default=0, metavar="N",
        help="processes, default: one a core",
    )  # fmt: skip
    parser.add_argument("--cache", type=Path, metavar="DIR", help="of the downloads")
    add_removals(parser)
    add_now(parser)


def _add_preview(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--preview", type=Path, metavar="DIR", help="build what is not yet public too, into DIR"
    )
    parser.add_argument(
        "--known", type=Path, metavar="DIR", help="policies of DIR count as there, for links"
    )


def _build(options: argparse.Namespace, console: Console) -> int:
    request = build_request(options, console)
    if options.if_due and not is_due(request):
        return 0
    if options.watch:
        command = [*own_program("publisher"), *options.arguments, "--no-watch"]
        return _watch(request, options.port, command, console)
    problems = Problems()
    site = read_site_file(request.site_file, problems)
    with console.showing(problems, site.severities):
        built = build_site(request, site, problems)
    for each in built.catalogue.kept:
        console.warn(Message("command.kept", {"policy": each.policy, "codes": each.codes}))
    for name, codes in sorted(built.left_out.items()):
        console.warn(Message("command.left_out", {"policy": name, "codes": codes}))
    count = len(built.catalogue.policies)
    console.print("command.built", site=str(request.site), count=count, made=built.rendered)
    return 0


def _watch(request: BuildRequest, port: int, command: list[str], console: Console) -> int:
    # Here: a build has no use for it.
    from publisher.cli.watch import (  # noqa: PLC0415
        BuildNotifier,
        SourceChanges,
        build_apart,
        server,
        watch,
    )

    notifier = BuildNotifier()
    try:
        serving = server(request.site, notifier, port)
    except OSError as error:
        raise UsageError("refusal.port", port=port, cause=cause_of(error)) from error
    pictures = read_site_file(request.site_file, Problems()).pictures
    sources = [request.policies, request.site_file, request.interface, *pictures]
    changes = SourceChanges(sources)
    console.print("command.watching", address=f"http://127.0.0.1:{serving.server_port}/")
    with serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        try:
            watch(changes, partial(build_apart, command), notifier, threading.Event())
        except OSError as error:
            raise refused_file(error, error.filename or "--watch") from error
        except KeyboardInterrupt:
            serving.shutdown()
    return 0


def _check(options: argparse.Namespace, console: Console) -> int:
    request = build_request(options, console)
    problems = Problems()
    site = read_site_file(request.site_file, problems)
    with nullcontext() if options.json else console.showing(problems, site.severities):
        compiled = check_sources(request, site, problems)
        owed = run_checks(compiled, request.now, problems)
    if options.json:
        shown = problems.data(console.language, site.severities, request.policies)
        console.print_json({"schema": "yanlu-findings/1", "problems": shown})
    elif problems.found:
        console.print("command.summary", counts=problems.summary(site.severities))
    if problems.of(Severity.ERROR, site.severities):
        return 1
    if options.owed:
        try:
            write_owed(options.owed, owed, request.now)
        except OSError as error:
            raise refused_file(error, options.owed) from error
    return 0


def build_request(options: argparse.Namespace, console: Console) -> BuildRequest:
    """Return what ``add_site`` asked for; ``UsageError`` where it does not fit together."""
    environment, preview = options.environment, options.preview
    if preview and preview.resolve() == options.site.resolve():
        raise UsageError("refusal.preview")
    return BuildRequest(
        policies=options.policies,
        site=preview or options.site,
        site_file=options.site_file,
        mkdocs_file=MKDOCS_FILE,
        interface=STYLE.parent,
        now=options.now or datetime.now(UTC),
        base_url=address(environment, "YANLU_BASE_URL"),
        service_url=address(environment, "YANLU_SERVICE_URL"),
        preview=preview is not None,
        engine=options.engine,
        jobs=options.jobs,
        cache=options.cache,
        removals=frozenset(options.allow_removal),
        known=frozenset(place.id for place in find_places(options.known, Problems()))
        if options.known
        else frozenset(),
        time_is_named=options.now is not None,
        shown_at=_demo_clock(environment),
        progress=progress_reporter(console.language, console.program),
    )


def _demo_clock(environment: Mapping[str, str]) -> datetime | None:
    """Return the time of the service of a demo, which goes on from it; None where there is none."""
    named = environment.get("YANLU_NOW", "") if environment.get("YANLU_DEMO") == "1" else ""
    try:
        return parse_instant(named) if named else None
    except ValueError as error:
        raise UsageError("refusal.demo_clock", value=repr(named), detail=str(error)) from error
