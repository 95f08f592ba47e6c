"""What a catalogue must not say: two things of one name, windows that cannot both be."""

from collections.abc import Iterable

from catalogue.errors import CatalogueError
from catalogue.model import Catalogue
from catalogue.window import Window


def require_consistent(catalogue: Catalogue) -> None:
    """Raise ``CatalogueError`` with the place of the first thing that contradicts another."""
    _require_single("/policies", (policy.id for policy in catalogue.policies))
    for place, policy in enumerate(catalogue.policies):
        here = f"/policies/{place}"
        _require_single(f"{here}/versions", (version.id for version in policy.versions))
        _require_single(f"{here}/windows", (window.id for window in policy.windows))
        _require_apart(f"{here}/windows", policy.windows)


def _require_single(place: str, ids: Iterable[str]) -> None:
    first: dict[str, int] = {}
    for index, each in enumerate(ids):
        if each in first:
            message = f"{place}/{index}/id: {each} is the id of {place}/{first[each]} too"
            raise CatalogueError(message)
        first[each] = index


def _require_apart(place: str, windows: tuple[Window, ...]) -> None:
    for index, window in enumerate(windows):
        if window.closes_at <= window.opens_at:
            message = f"{place}/{index}/closes_at: is not after opens_at"
            raise CatalogueError(message)
        for before, other in enumerate(windows[:index]):
            if window.opens_at < other.closes_at and other.opens_at < window.closes_at:
                message = f"{place}/{index}: is open while {place}/{before} is"
                raise CatalogueError(message)
