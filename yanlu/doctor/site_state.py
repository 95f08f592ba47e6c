"""The site by the findings of its build: ``site.yml``, the sources, the site that is built."""

from collections.abc import Iterator, Mapping

from interface.command_line import asked_language, said
from publisher.build.freshness import Freshness, freshness
from publisher.build.request import BuildRequest
from publisher.cli.build_commands import build_request
from publisher.cli.console import Console
from publisher.cli.main import parser
from publisher.cli.options import set_places
from publisher.problems import MessageError, Problems, Severity
from publisher.sources import SiteFile, read_site_file
from yanlu.doctor.diagnosis import Diagnosis, Mark

_MARKS = {Severity.ERROR: Mark.WRONG, Severity.WARNING: Mark.LOOK}
_MOST_NAMED = 5


def examine_site(settings: Mapping[str, str]) -> Iterator[Diagnosis]:
    """Yield what is wrong with ``site.yml``, and whether the site is what a build would make."""
    language = asked_language(settings)
    try:
        request = _request(settings, language)
        problems = Problems()
        site = read_site_file(request.site_file, problems)
        yield from _of_site_file(request, site, problems, language)
        yield _of_site(request, freshness(request, site))
    except MessageError as refusal:
        yield Diagnosis(Mark.WRONG, said("site"), refusal.message.text(language))


def _request(settings: Mapping[str, str], language: str) -> BuildRequest:
    """Return what `yanlu build` would be asked for without options."""
    options = parser(["build"]).parse_args(["build"])
    options.environment = settings
    set_places(options)
    return build_request(options, Console(language))


def _of_site_file(
    request: BuildRequest, site: SiteFile, problems: Problems, language: str
) -> Iterator[Diagnosis]:
    path = request.site_file
    if not path.exists():
        words = said("%(path)s is not there: pages say nothing of who runs the site", path=path)
        yield Diagnosis(Mark.LOOK, "site.yml", words)
    for problem in problems:
        mark = _MARKS.get(problem.severity(site.severities), Mark.LOOK)
        yield Diagnosis(mark, "site.yml", problem.text(language))
    if path.exists() and not problems.found:
        yield Diagnosis(Mark.GOOD, "site.yml", str(path))


def _of_site(request: BuildRequest, state: Freshness) -> Diagnosis:
    folder = request.site
    if not request.policies.is_dir():
        words = said("%(folder)s is not there: it holds the policies", folder=request.policies)
        return Diagnosis(Mark.WRONG, said("site"), words)
    if not state.is_built:
        words = said("%(folder)s is not built yet: yanlu build", folder=folder)
        return Diagnosis(Mark.WRONG, said("site"), words)
    if not state.is_of_release:
        words = said("built by another release or by other settings: yanlu build")
        return Diagnosis(Mark.LOOK, said("site"), words)
    if state.changed:
        named = ", ".join(state.changed[:_MOST_NAMED])
        more = " …" if len(state.changed) > _MOST_NAMED else ""
        words = said("older than %(policies)s: yanlu build", policies=named + more)
        return Diagnosis(Mark.LOOK, said("site"), words)
    return Diagnosis(Mark.GOOD, said("site"), said("%(folder)s is as built", folder=folder))
