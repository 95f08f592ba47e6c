"""``python build.py``: build the site, or check the sources alone."""

import argparse
import os
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from catalogue.window import parse_instant
from look.language import LANGUAGES
from publisher.addresses.environment import address
from publisher.build.download_cache import DEFAULT_CACHE
from publisher.build.removals import add_removals
from publisher.build.request import BuildRequest
from publisher.build.run import build_site, check_sources
from publisher.checks import run_checks, write_owed
from publisher.cli import versions
from publisher.cli.cite import cite_clause
from publisher.cli.cms import hand_over
from publisher.cli.console import Console, language_of
from publisher.cli.downloads import prepare_downloads
from publisher.cli.import_file import import_file
from publisher.cli.progress import progress_reporter
from publisher.cli.watch import BuildNotifier, SourceChanges, build_apart, server, watch
from publisher.engine import ENGINES
from publisher.problems import MessageError, Problems, Severity, UsageError, cause_of, refused_file
from publisher.sources import read_site_file

_OWN_COMMANDS: dict[str, Callable[[Sequence[str], Console], int]] = {
    "import": lambda arguments, console: import_file(arguments[1:], console),
    "cite": lambda arguments, console: cite_clause(arguments[1:], console),
    "downloads": lambda arguments, console: prepare_downloads(arguments[1:], console),
    "cms": lambda arguments, console: hand_over(arguments[1:], console),
    **dict.fromkeys(versions.COMMANDS, versions.run),
}
_ROOT = Path(__file__).resolve().parents[2]
_COMMAND = str(_ROOT / "build.py")


def main(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> int:
    """Run a command; 0 on success, 1 where the sources are bad, 2 where the call is."""
    environment = os.environ if environment is None else environment
    try:
        console = Console(language_of(environment))
    except UsageError as error:
        for language in LANGUAGES:
            Console(language).warn(error.message)
        return 2
    try:
        own = _OWN_COMMANDS.get(arguments[0]) if arguments else None
        return own(arguments, console) if own else _run(arguments, environment, console)
    except MessageError as refusal:
        console.warn(refusal.message)
        return 2 if isinstance(refusal, UsageError) else 1


def _run(arguments: Sequence[str], environment: Mapping[str, str], console: Console) -> int:
    options = _parser().parse_args(arguments)
    request = _request(options, environment, console)
    if options.command == "check":
        return _check(request, options.owed, console)
    if options.watch:
        command = [sys.executable, _COMMAND, *arguments, "--no-watch"]
        return _watch(request, options.port, command, console)
    return _build(request, console)


def _build(request: BuildRequest, console: Console) -> int:
    problems = Problems()
    site = read_site_file(request.site_file, problems)
    with console.showing(problems, site.severities):
        built = build_site(request, site, problems)
    count = len(built.catalogue.policies)
    console.print("command.built", site=str(request.site), count=count, made=built.rendered)
    return 0


def _watch(request: BuildRequest, port: int, command: Sequence[str], console: Console) -> int:
    notifier = BuildNotifier()
    try:
        serving = server(request.site, notifier, port)
    except OSError as error:
        raise UsageError("refusal.port", port=port, cause=cause_of(error)) from error
    changes = SourceChanges([request.policies, request.site_file, request.look])
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


def _check(request: BuildRequest, owed_file: Path | None, console: Console) -> int:
    problems = Problems()
    site = read_site_file(request.site_file, problems)
    with console.showing(problems, site.severities):
        compiled = check_sources(request, site, problems)
        owed = run_checks(compiled, request.now, problems)
    if problems.found:
        console.print("command.summary", counts=problems.summary(site.severities))
    if problems.of(Severity.ERROR, site.severities):
        return 1
    if owed_file:
        try:
            write_owed(owed_file, owed, request.now)
        except OSError as error:
            raise refused_file(error, owed_file) from error
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py",
        description=__doc__,
        epilog="Further commands, each with its own --help: "
        "import, versions, publish, cite, downloads, cms.",
    )
    parser.add_argument("command", nargs="?", choices=["build", "check"], default="build")
    parser.add_argument("--policies", type=Path, metavar="DIR")
    parser.add_argument("--site", type=Path, default=Path("site"), metavar="DIR")
    parser.add_argument("--engine", choices=ENGINES, default=ENGINES[0])
    parser.add_argument(
        "--jobs", type=_jobs, default=0, metavar="N", help="processes, default: one a core"
    )
    parser.add_argument(
        "--cache", type=Path, default=DEFAULT_CACHE, metavar="DIR", help="of the downloads"
    )
    add_removals(parser)
    parser.add_argument(
        "--watch", action=argparse.BooleanOptionalAction, default=False,
        help="build what is saved, and show it",
    )  # fmt: skip
    parser.add_argument("--port", type=int, default=8001, metavar="N", help="of --watch")
    parser.add_argument("--now", type=_instant, metavar="T", help="RFC 3339, default: now")
    parser.add_argument(
        "--preview", type=Path, metavar="DIR", help="build what is not yet public too, into DIR"
    )
    parser.add_argument(
        "--owed", type=Path, metavar="FILE.xlsx", help="check: list what is owed to the public"
    )
    return parser


def _jobs(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        message = "not a number from 1 to 256"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _instant(text: str) -> datetime:
    try:
        return parse_instant(text)
    except ValueError as error:
        message = f"not RFC 3339 with an offset: {error}"
        raise argparse.ArgumentTypeError(message) from error


def _request(
    options: argparse.Namespace, environment: Mapping[str, str], console: Console
) -> BuildRequest:
    preview: Path | None = options.preview
    if options.owed and options.command != "check":
        raise UsageError("refusal.owed")
    if preview and preview.resolve() == options.site.resolve():
        raise UsageError("refusal.preview")
    return BuildRequest(
        policies=options.policies or Path(environment.get("YANLU_POLICIES") or "policies"),
        site=preview or options.site,
        site_file=_ROOT / "site.yml",
        mkdocs_file=_ROOT / "mkdocs.yml",
        look=_ROOT / "look",
        now=options.now or datetime.now(UTC),
        base_url=address(environment, "YANLU_BASE_URL"),
        service_url=address(environment, "YANLU_SERVICE_URL"),
        preview=preview is not None,
        engine=options.engine,
        jobs=options.jobs,
        cache=options.cache,
        removals=frozenset(options.allow_removal),
        time_is_named=options.now is not None,
        progress=progress_reporter(console.language),
    )
