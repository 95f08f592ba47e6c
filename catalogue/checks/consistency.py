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
            other = f"{place}/{first[each]}"
            raise CatalogueError("repeated_id", f"{place}/{index}/id", id=each, other=other)
        first[each] = index


def _require_apart(place: str, windows: tuple[Window, ...]) -> None:
    for index, window in enumerate(windows):
        if window.closes_at <= window.opens_at:
            raise CatalogueError("closes_first", f"{place}/{index}/closes_at")
        for before, other in enumerate(windows[:index]):
            if window.opens_at < other.closes_at and other.opens_at < window.closes_at:
                raise CatalogueError("both_open", f"{place}/{index}", other=f"{place}/{before}")
