"""By what a search can be narrowed: facts of a policy's metadata, coded for the manifest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalogue.model import Policy
from catalogue.window import rfc3339

COLUMNS = ("kind", "issuer", "subject", "year", "validity")


@dataclass(frozen=True, slots=True)
class Facets:
    """The facts of one policy; what is not known is empty.

    ``year`` is that of 发文日期, else of 成文日期. ``windows`` are the instants at which
    consultations open and close: the page works out the state by the reader's clock.
    ``answered`` tells that the outcome is published, ``issued`` that the text is 已印发.
    """

    kind: str = ""
    issuer: str = ""
    subject: str = ""
    year: str = ""
    validity: str = ""
    windows: tuple[tuple[datetime, datetime], ...] = ()
    answered: bool = False
    issued: bool = False


NO_FACETS = Facets()


def facets_of(policy: Policy, *, issued: bool = False) -> Facets:
    """Return the facets of a policy; whether it is 已印发 is for the caller to say."""
    at = policy.issued_on or policy.written_on
    return Facets(
        kind=policy.kind,
        issuer=policy.issuer,
        subject=policy.subject,
        year=str(at.year) if at else "",
        validity=policy.validity,
        windows=tuple((window.opens_at, window.closes_at) for window in policy.windows),
        answered=policy.outcome is not None,
        issued=issued,
    )


def facet_columns(facets: Sequence[Facets]) -> dict[str, Any]:
    """Return the columns of the manifest: values once, and each policy's by number."""
    columns = {name: _column([getattr(one, name) for one in facets]) for name in COLUMNS}
    windows = {
        str(number): [[rfc3339(opens), rfc3339(closes)] for opens, closes in one.windows]
        for number, one in enumerate(facets)
        if one.windows
    }
    answered = [number for number, one in enumerate(facets) if one.answered]
    issued = [number for number, one in enumerate(facets) if one.issued]
    return {"facets": columns, "windows": windows, "answered": answered, "issued": issued}


def _column(values: Sequence[str]) -> dict[str, Any]:
    names = sorted(set(values))
    places = {name: place for place, name in enumerate(names)}
    return {"names": names, "of": [places[value] for value in values]}
