"""Whether a site is what a build would make now; nothing is built."""

from dataclasses import dataclass

from publisher.build.removals import last_catalogue
from publisher.build.request import BuildRequest
from publisher.build.run import BuildRun
from publisher.problems import Problems
from publisher.sources import SiteFile, find_places


@dataclass(frozen=True, slots=True)
class Freshness:
    """Whether there is a site, by the present release and settings, and what changed since.

    ``changed`` are the policies that a build would render or take away, in order.
    """

    is_built: bool
    is_of_release: bool
    changed: tuple[str, ...]


def freshness(request: BuildRequest, site: SiteFile) -> Freshness:
    """Return how the site stands to its sources."""
    if last_catalogue(request.site) is None:
        return Freshness(is_built=False, is_of_release=False, changed=())
    build, places = BuildRun(request, site), find_places(request.policies, Problems())
    if not build.last.entries:
        # A site of no policy has nothing to be known by.
        return Freshness(is_built=True, is_of_release=not places, changed=())
    changed = {place.id for place in places if not build.holds(place)}
    gone = build.last.entries.keys() - {place.id for place in places}
    return Freshness(is_built=True, is_of_release=True, changed=tuple(sorted(changed | gone)))
