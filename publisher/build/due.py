"""Whether a site is to be built again although nobody asked: what a timer asks every few minutes.

It reads what the last build left and looks at times of files, but at no source: what somebody is
still writing makes no build due.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from catalogue.window import china_day
from publisher.build.build_cache import first_change
from publisher.build.removals import last_catalogue
from publisher.build.request import BuildRequest


def is_due(request: BuildRequest) -> bool:
    """Return whether time or another program has made the site one of before.

    There is none, or since it was built a window opened or closed, a day came on which more is
    public, an outcome was published, or a file to take along was made.
    """
    last = last_catalogue(request.site)
    if last is None:
        return True
    edges = (
        edge
        for policy in last.policies
        for window in policy.windows
        for edge in (window.opens_at, window.closes_at)
    )
    if any(last.built_at < edge <= request.now for edge in edges):
        return True
    day = first_change(request.site)
    if day is None or (day and day <= china_day(request.now).isoformat()):
        return True
    return any(_is_newer(path, last.built_at) for path in _made_by_others(request))


def _made_by_others(request: BuildRequest) -> Iterator[Path]:
    yield from request.policies.glob("*/results.json")
    if request.cache:
        yield from request.cache.glob("*/v*")


def _is_newer(path: Path, at: datetime) -> bool:
    try:
        return path.stat().st_mtime > at.timestamp()
    except FileNotFoundError:
        return False
