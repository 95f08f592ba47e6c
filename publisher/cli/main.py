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
from publisher.addresses.environment import address
from publisher.build.download_cache import DEFAULT_CACHE
from publisher.build.removals import add_removals
from publisher.build.request import BuildRequest
from publisher.build.run import build_site, check_sources
from publisher.checks import run_checks, write_owed
from publisher.cli import versions
from publisher.cli.cite import cite_clause
from publisher.cli.cms import hand_over
from publisher.cli.downloads import prepare_downloads
from publisher.cli.import_file import import_file
from publisher.cli.progress import progress_reporter
from publisher.cli.watch import BuildNotifier, SourceChanges, build_apart, server, watch
from publisher.engine import ENGINES
from publisher.problems import BuildFailed, Problems

_OWN_COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "import": lambda arguments: import_file(arguments[1:]),
    "cite": lambda arguments: cite_clause(arguments[1:]),
    "downloads": lambda arguments: prepare_downloads(arguments[1:]),
    "cms": lambda arguments: hand_over(arguments[1:]),
    **dict.fromkeys(versions.COMMANDS, versions.run),
}
_ROOT = Path(__file__).resolve().parents[2]
_COMMAND = str(_ROOT / "build.py")


def main(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> int:
    """Run a command; 0 on success, 1 where the sources are bad, 2 where the call is."""
    own = _OWN_COMMANDS.get(arguments[0]) if arguments else None
    if own:
        return own(arguments)
    options = _parser().parse_args(arguments)
    try:
        request = _request(options, os.environ if environment is None else environment)
    except ValueError as error:
        print(f"build.py: {error}", file=sys.stderr)  # noqa: T201 - the command's own words
        return 2
    if options.command == "check":
        return _check(request, options.owed, Problems())
    if options.watch:
        return _watch(request, options.port, [sys.executable, _COMMAND, *arguments, "--no-watch"])
    return _build(request)


def _build(request: BuildRequest) -> int:
    problems = Problems()
    try:
        built = build_site(request, problems)
    except BuildFailed as failure:
        return _report(problems, failure)
    _report(problems, None)
    count = len(built.catalogue.policies)
    print(f"{request.site}: {count} policies and documents, {built.rendered} made anew")  # noqa: T201
    return 0


def _watch(request: BuildRequest, port: int, command: Sequence[str]) -> int:
    notifier = BuildNotifier()
    try:
        serving = server(request.site, notifier, port)
    except OSError as error:
        print(f"build.py: port {port}: {error.strerror}", file=sys.stderr)  # noqa: T201
        return 2
    changes = SourceChanges([request.policies, request.site_file, request.look])
    where = f"http://127.0.0.1:{serving.server_port}/"
    print(f"build.py: {where} shows what is saved; Ctrl-C ends", flush=True)  # noqa: T201
    with serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        try:
            watch(changes, partial(build_apart, command), notifier, threading.Event())
        except OSError as error:
            print(f"build.py: {error.filename or '--watch'}: {error.strerror}", file=sys.stderr)  # noqa: T201
            return 2
        except KeyboardInterrupt:
            serving.shutdown()
    return 0


def _check(request: BuildRequest, owed_file: Path | None, problems: Problems) -> int:
    compiled = check_sources(request, problems)
    owed = run_checks(compiled.sources, compiled.site, request.now, problems)
    status = _report(problems, None)
    if problems.found:
        print(problems.summary())  # noqa: T201
    if owed_file and status == 0:
        try:
            write_owed(owed_file, owed, request.now)
        except OSError as error:
            print(f"build.py: {owed_file}: {error.strerror}", file=sys.stderr)  # noqa: T201
            return 2
    return status


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


def _request(options: argparse.Namespace, environment: Mapping[str, str]) -> BuildRequest:
    preview: Path | None = options.preview
    if options.owed and options.command != "check":
        message = "--owed goes with check"
        raise ValueError(message)
    if preview and preview.resolve() == options.site.resolve():
        message = "--preview must name another folder than --site"
        raise ValueError(message)
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
        progress=progress_reporter(),
    )


def _report(problems: Problems, failure: BuildFailed | None) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)  # noqa: T201
    if failure:
        print(f"build.py: {failure}; the site was left as it was", file=sys.stderr)  # noqa: T201
    return 1 if failure or problems.errors else 0
